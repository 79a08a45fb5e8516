// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/client/agentsession.h"

#include "agent/settings/certificate.h"
#include "tests/common/protocol/messagesamples.h"
#include "tests/common/protocol/samples.h"
#include "tests/fakes/dooronloopback.h"
#include "tests/support/testcertificate.h"
#include "tests/support/testregistry.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace archivesmp;
using namespace archivesmp::app::client;
using namespace archivesmp::protocol;
using namespace archivesmp::tests;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using State = AgentSession::State;

namespace {

AgentSession::Timing quick()
{
    AgentSession::Timing timing;
    timing.connect = 5s;
    timing.request = 2s;
    timing.pause = {20ms, 50ms};
    return timing;
}

Endpoint endpointOf(const DoorOnLoopback &host, const QByteArray &key = "viewer-key")
{
    return {host.url(), Secret(key), {}};
}

template <typename T>
Result<T> resultOf(const QFuture<Result<T>> &future)
{
    if (!QTest::qWaitFor([&] { return future.isFinished(); }))
        return Error{ErrorCode::Internal, u"never finished"_s};
    return future.result();
}

} // namespace

class TestAgentSession final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY(_folder.isValid());
        _own = makeTestCertificate(_folder.path(), {u"agent.example"_s, {u"agent.example"_s}, {}});
        _other = makeTestCertificate(_folder.path(), {u"other.example"_s, {u"agent.example"_s}, {}});
    }

    void connectsSaysHelloAndIsWelcomed()
    {
        DoorOnLoopback host;
        AgentSession session(u"test"_s, quick());
        QSignalSpy welcomed(&session, &AgentSession::welcomed);

        session.open(endpointOf(host));

        QCOMPARE(session.state(), State::Connecting);
        QTRY_COMPARE(session.state(), State::Connected);
        QCOMPARE(welcomed.size(), 1);
        QCOMPARE(session.welcome()->user.name, u"vera"_s);
        QVERIFY(!session.error());
    }

    void requestsGetTypedAnswersAndErrors()
    {
        DoorOnLoopback host;
        host.fleet.when<GetFleet>([](const domain::User &, const GetFleet &) { return sampleFleetState(); });
        host.fleet.when<GetJob>([](const domain::User &, const GetJob &) {
            return Error{.code = ErrorCode::NotFound, .message = u"no such job"_s, .remedy = u"list them"_s};
        });
        AgentSession session(u"test"_s, quick());
        session.open(endpointOf(host));
        QTRY_COMPARE(session.state(), State::Connected);

        QCOMPARE(resultOf(session.request(GetFleet{})).value(), sampleFleetState());
        const Error error = resultOf(session.request(GetJob{JobId(u"x"_s)})).error();
        QCOMPARE(error.code, ErrorCode::NotFound);
        QCOMPARE(error.remedy, u"list them"_s);
        QCOMPARE(resultOf(session.request(StartScan{})).error().code, ErrorCode::PermissionDenied);
    }

    void anAnswerThatDoesNotComeIsATimeout()
    {
        DoorOnLoopback host;
        const auto held = host.fleet.hold<GetFleet>();
        AgentSession::Timing timing = quick();
        timing.request = 50ms;
        AgentSession session(u"test"_s, timing);
        session.open(endpointOf(host));
        QTRY_COMPARE(session.state(), State::Connected);

        QCOMPARE(resultOf(session.request(GetFleet{})).error().code, ErrorCode::Timeout);
    }

    void withoutAConnectionARequestFailsAtOnce()
    {
        AgentSession session(u"test"_s, quick());

        const QFuture<Result<FleetState>> future = session.request(GetFleet{});

        QVERIFY(future.isFinished());
        QCOMPARE(future.result().error().code, ErrorCode::Unavailable);
    }

    void closingEndsWhatWaits()
    {
        DoorOnLoopback host;
        const auto held = host.fleet.hold<GetFleet>();
        AgentSession session(u"test"_s, quick());
        session.open(endpointOf(host));
        QTRY_COMPARE(session.state(), State::Connected);
        const QFuture<Result<FleetState>> future = session.request(GetFleet{});

        session.close();

        QCOMPARE(session.state(), State::Disconnected);
        QCOMPARE(future.result().error().code, ErrorCode::Cancelled);
        QTRY_COMPARE(host.door.sessions(), 0);
    }

    void aWrongKeyIsFinal()
    {
        DoorOnLoopback host;
        AgentSession session(u"test"_s, quick());

        session.open(endpointOf(host, "guess"));

        QTRY_COMPARE(session.state(), State::Refused);
        QCOMPARE(session.error()->code, ErrorCode::Unauthenticated);
        QCOMPARE(host.fleet.authentications(), 1);
    }

    void comesBackAfterALoss()
    {
        auto host = std::make_unique<DoorOnLoopback>();
        AgentSession session(u"test"_s, quick());
        QSignalSpy welcomed(&session, &AgentSession::welcomed);
        const Endpoint endpoint = endpointOf(*host);
        session.open(endpoint);
        QTRY_COMPARE(session.state(), State::Connected);

        host.reset();
        QTRY_COMPARE(session.state(), State::Connecting);
        QVERIFY(session.error());
        host = std::make_unique<DoorOnLoopback>(DoorOnLoopback::defaultSettings(),
                                                static_cast<quint16>(endpoint.url.port()));

        QTRY_COMPARE(session.state(), State::Connected);
        QCOMPARE(welcomed.size(), 2);
        QVERIFY(!session.error());
    }

    void eventsArriveInOrder()
    {
        DoorOnLoopback host;
        AgentSession session(u"test"_s, quick());
        QList<Event> events;
        connect(&session, &AgentSession::eventReceived, this,
                [&events](const Event &e) { events.append(e); });
        session.open(endpointOf(host));
        QTRY_COMPARE(session.state(), State::Connected);

        host.fleet.publish(JobChanged{sampleJob()});
        host.fleet.publish(ServerChanged{sampleServer()});

        QTRY_COMPARE(events.size(), 2);
        QCOMPARE(std::get<JobChanged>(events.at(0).body).job, sampleJob());
        QCOMPARE(events.at(1).sequence, 2);
    }

    void aResyncIsPassedOnAsSuch()
    {
        DoorOnLoopback host;
        AgentSession session(u"test"_s, quick());
        QSignalSpy events(&session, &AgentSession::eventReceived);
        QSignalSpy resyncs(&session, &AgentSession::resyncNeeded);
        session.open(endpointOf(host));
        QTRY_COMPARE(session.state(), State::Connected);

        host.fleet.publish(ResyncNeeded{});

        QTRY_COMPARE(resyncs.size(), 1);
        QCOMPARE(events.size(), 0);
    }

    // B64: a gap asks for everything again, what was seen before is not shown twice.
    void gapsAndRepetitionsAreNoticed()
    {
        DoorOnLoopback host;
        AgentSession session(u"test"_s, quick());
        QList<qint64> seen;
        connect(&session, &AgentSession::eventReceived, this,
                [&seen](const Event &e) { seen.append(e.sequence); });
        QSignalSpy resyncs(&session, &AgentSession::resyncNeeded);
        session.open(endpointOf(host));
        QTRY_COMPARE(session.state(), State::Connected);

        for (const qint64 sequence : {1, 2, 2, 1, 5, 4, 6})
            host.fleet.publishAs(sequence, JobChanged{sampleJob()});

        QTRY_COMPARE(seen.size(), 3);
        QCOMPARE(seen, (QList<qint64>{1, 2, 6}));
        QCOMPARE(resyncs.size(), 1);
    }

    void onlyLoopbackIsSpokenToInTheClear_data()
    {
        QTest::addColumn<QString>("url");
        QTest::newRow("ws elsewhere") << u"ws://192.0.2.1:8001"_s;
        QTest::newRow("ws by name") << u"ws://agent.example"_s;
        QTest::newRow("http") << u"http://127.0.0.1:8001"_s;
        QTest::newRow("nothing") << QString();
        QTest::newRow("user") << u"wss://user:pass@127.0.0.1:8001"_s;
    }

    void onlyLoopbackIsSpokenToInTheClear()
    {
        QFETCH(const QString, url);
        AgentSession session(u"test"_s, quick());

        session.open({QUrl(url), Secret("canary"), {}});

        QCOMPARE(session.state(), State::Refused);
        QCOMPARE(session.error()->code, ErrorCode::InvalidArgument);
        QVERIFY(!describe(*session.error()).contains(u"pass@"));
    }

    // T3: whatever the address is called, the pin decides.
    void thePinnedAgentIsTrusted()
    {
        DoorOnLoopback host(tlsDoorSettings(_own));
        AgentSession session(u"test"_s, quick());

        session.open({host.url(), Secret("viewer-key"), _own.sha256});

        QTRY_COMPARE(session.state(), State::Connected);
    }

    // The certificate that an agent makes at its first start, and the pin that it prints.
    void anAgentsOwnCertificateIsTrustedByItsPin()
    {
        const agent::settings::TlsSettings files{_folder.filePath(u"own.crt"_s),
                                                 _folder.filePath(u"own.key"_s)};
        QVERIFY(agent::settings::ensureCertificate(files, u"hetzner"_s));
        const QByteArray sha256 = agent::settings::certificatePin(files.certificate).value();
        DoorOnLoopback host(tlsDoorSettings({files.certificate, files.key, sha256}));
        AgentSession session(u"test"_s, quick());

        session.open({host.url(), Secret("viewer-key"),
                      transport::pinFromText(agent::settings::formattedPin(sha256)).value()});

        QTRY_COMPARE(session.state(), State::Connected);
    }

    // T4: another certificate is a hard stop, and the key stays here.
    void anotherCertificateIsAHardStop()
    {
        DoorOnLoopback host(tlsDoorSettings(_other));
        AgentSession session(u"test"_s, quick());

        session.open({host.url(), Secret("viewer-key"), _own.sha256});

        QTRY_COMPARE(session.state(), State::Refused);
        QCOMPARE(session.error()->code, ErrorCode::PermissionDenied);
        QVERIFY(session.error()->message.contains(QString::fromLatin1(_other.sha256.toHex())));
        QCOMPARE(host.fleet.authentications(), 0);
    }

    void withoutAPinASelfSignedAgentIsRefused()
    {
        DoorOnLoopback host(tlsDoorSettings(_own));
        AgentSession session(u"test"_s, quick());

        session.open({host.url(), Secret("viewer-key"), {}});

        QTRY_COMPARE(session.state(), State::Refused);
        QCOMPARE(host.fleet.authentications(), 0);
    }

    // Somebody takes the agent's place between two connections: what was worked out for the pin still holds.
    void aCertificateThatChangesWhileAwayIsRefused()
    {
        auto host = std::make_unique<DoorOnLoopback>(tlsDoorSettings(_own));
        AgentSession session(u"test"_s, quick());
        const Endpoint endpoint{host->url(), Secret("viewer-key"), _own.sha256};
        session.open(endpoint);
        QTRY_COMPARE(session.state(), State::Connected);

        host.reset();
        host = std::make_unique<DoorOnLoopback>(tlsDoorSettings(_other),
                                                static_cast<quint16>(endpoint.url.port()));

        QTRY_COMPARE(session.state(), State::Refused);
        QCOMPARE(host->fleet.authentications(), 0);
    }

private:
    QTemporaryDir _folder;
    TestCertificate _own;
    TestCertificate _other;
};

ARCHIVESMP_TEST(TestAgentSession)
#include "tst_agentsession.moc"
