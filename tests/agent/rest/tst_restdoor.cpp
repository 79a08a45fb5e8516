// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/rest/restdoor.h"

#include "common/protocol/hostjson.h"
#include "tests/agent/rest/openrestdoor.h"
#include "tests/common/protocol/samples.h"
#include "tests/support/testregistry.h"

#include <QSignalSpy>
#include <QTcpSocket>
#include <QTest>

#include <vector>

using namespace archivesmp;
using namespace archivesmp::tests;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

const QByteArray job = "0b9f3f5e-6a39-4a0a-9d7c-0a4f2c3d1e5f";

QByteArray bodyOf(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

QByteArray claimBody(const QByteArray &ofJob = job, const QString &server = u"ovh"_s)
{
    return bodyOf(toJson(protocol::ClaimRequest{JobId(QString::fromLatin1(ofJob)), server, u"b"_s, u"n"_s}));
}

} // namespace

class TestRestDoor final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void healthNeedsNoKeyAndSaysNothingAboutTheFleet()
    {
        OpenRestDoor host;
        QVERIFY2(host.opened, host.opened ? "" : qPrintable(describe(host.opened.error())));

        const RawReply reply = host.ask(httpRequest("GET", "/api/health"));

        QCOMPARE(reply.status, 200);
        QCOMPARE(reply.json().value(u"status"_s).toString(), u"ok"_s);
        QCOMPARE(host.fleet.authentications(), 0);
    }

    void manyRequestsShareAConnection()
    {
        OpenRestDoor host;
        RawClient client(host.door.port(), host.certificate.certificate);

        for (int i = 0; i < 20; ++i)
            QCOMPARE(client.ask(httpRequest("GET", "/api/health")).status, 200);

        QCOMPARE(host.door.connections(), 1);
    }

    void aClaimGoesToTheFleetAndBack()
    {
        OpenRestDoor host;
        host.fleet.when<protocol::ClaimRequest>(
            [](const domain::User &, const protocol::ClaimRequest &) -> Result<protocol::ClaimedJob> {
                return protocol::ClaimedJob{sampleJob(), 60s, {}, {{u"r"_s, Secret("hunter2")}}};
            });

        const RawReply reply
            = host.ask(httpRequest("POST", "/api/jobs/" + job + "/claim", "agent-key", claimBody()));

        QCOMPARE(reply.status, 200);
        QCOMPARE(protocol::claimedJobFromJson(reply.json()).value().job, sampleJob());
        QCOMPARE(host.fleet.askedBy<protocol::ClaimRequest>().value(0).server, u"ovh"_s);
    }

    void theErrorCodeDecidesTheStatus_data()
    {
        QTest::addColumn<ErrorCode>("code");
        QTest::addColumn<int>("status");
        QTest::newRow("somebody else has it") << ErrorCode::Conflict << 409;
        QTest::newRow("gone") << ErrorCode::Cancelled << 410;
        QTest::newRow("unknown") << ErrorCode::NotFound << 404;
        QTest::newRow("storage away") << ErrorCode::Unavailable << 503;
        QTest::newRow("busy") << ErrorCode::Busy << 503;
    }
    void theErrorCodeDecidesTheStatus()
    {
        QFETCH(ErrorCode, code);
        QFETCH(int, status);
        OpenRestDoor host;
        host.fleet.when<protocol::ClaimRequest>(
            [code](const domain::User &, const protocol::ClaimRequest &) -> Result<protocol::ClaimedJob> {
                return Error{code, u"because"_s, {}, 0, 0, u"job"_s, u"wait"_s};
            });

        const RawReply reply
            = host.ask(httpRequest("POST", "/api/jobs/" + job + "/claim", "agent-key", claimBody()));

        QCOMPARE(reply.status, status);
        QCOMPARE(reply.error().value(u"code"_s).toString(), nameOf(code));
        QCOMPARE(reply.error().value(u"message"_s).toString(), u"because"_s);
        QCOMPARE(reply.error().value(u"field"_s).toString(), u"job"_s);
        QCOMPARE(reply.error().value(u"remedy"_s).toString(), u"wait"_s);
        QCOMPARE(reply.headers.contains("retry-after"), status == 503);
    }

    // B56
    void b56EveryWrongKeyGetsTheSameAnswer()
    {
        OpenRestDoor host;
        const QByteArray target = "/api/agent/next";

        const RawReply missing = host.ask(httpRequest("GET", target));
        const RawReply unknown = host.ask(httpRequest("GET", target, "no-such-key"));
        const RawReply basic = host.ask(httpRequest("GET", target, {}, {}, "Authorization: Basic YTpi\r\n"));

        QCOMPARE(missing.status, 401);
        QCOMPARE(unknown.status, 401);
        QCOMPARE(basic.status, 401);
        QCOMPARE(unknown.body, missing.body);
        QCOMPARE(basic.body, missing.body);
        QCOMPARE(missing.headers.value("www-authenticate"), "Bearer");
        QVERIFY(host.fleet.asked<FakeFleetService::NextQuestion>().isEmpty());
    }

    void b56ARevokedKeyEndsWithTheNextRequestOfItsConnection()
    {
        OpenRestDoor host;
        host.fleet.when<protocol::ClaimRequest>(
            [](const domain::User &, const protocol::ClaimRequest &) -> Result<protocol::ClaimedJob> {
                return protocol::ClaimedJob{sampleJob(), 60s, {}, {}};
            });
        RawClient client(host.door.port(), host.certificate.certificate);
        const QByteArray claim = httpRequest("POST", "/api/jobs/" + job + "/claim", "agent-key", claimBody());
        QCOMPARE(client.ask(claim).status, 200);

        host.fleet.removeUsers();

        QCOMPARE(client.ask(claim).status, 401);
    }

    void b56AKeyInTheAddressIsRefusedAndNotRepeated()
    {
        OpenRestDoor host;

        for (const QByteArray &name :
             {QByteArray("api_key"), QByteArray("key"), QByteArray("access_token")}) {
            const RawReply reply = host.ask(httpRequest("GET", "/api/health?" + name + "=agent-key"));
            QCOMPARE(reply.status, 400);
            QCOMPARE(reply.error().value(u"field"_s).toString(), QString::fromLatin1(name));
            QVERIFY(!reply.body.contains("agent-key"));
        }
    }

    void theFleetBeingAwayIsNoWrongKey()
    {
        OpenRestDoor host;
        host.fleet.failAuthentication(Error{ErrorCode::Unavailable, u"no database"_s});

        QCOMPARE(host.ask(httpRequest("GET", "/api/agent/next", "agent-key")).status, 503);
    }

    void manyWrongKeysFromOneAddressHaveToWait()
    {
        OpenRestDoor host;
        RawClient guesser(host.door.port(), host.certificate.certificate);
        for (int i = 0; i < 5; ++i)
            QCOMPARE(guesser.ask(httpRequest("GET", "/api/agent/next", "guess")).status, 401);

        QElapsedTimer time;
        time.start();
        QCOMPARE(guesser.ask(httpRequest("GET", "/api/agent/next", "guess")).status, 401);

        QVERIFY(time.elapsed() >= 450);
    }

    void aRightRoleIsNeeded()
    {
        OpenRestDoor host;

        const RawReply viewer = host.ask(httpRequest("GET", "/api/agent/next", "viewer-key"));
        const RawReply admin = host.ask(httpRequest("GET", "/api/agent/next", "admin-key"));
        const RawReply agent = host.ask(httpRequest("GET", "/metrics", "agent-key"));

        QCOMPARE(viewer.status, 403);
        QCOMPARE(admin.status, 403);
        QCOMPARE(agent.status, 403);
    }

    void anAgentSpeaksForItsOwnServerOnly()
    {
        OpenRestDoor host;
        const protocol::AgentHello hello{u"hetzner"_s, u"b"_s, u"1"_s, 1, {}};

        const RawReply greeting
            = host.ask(httpRequest("POST", "/api/agent/hello", "agent-key", bodyOf(toJson(hello))));
        const RawReply claim = host.ask(
            httpRequest("POST", "/api/jobs/" + job + "/claim", "agent-key", claimBody(job, u"hetzner"_s)));
        const RawReply expectations = host.ask(httpRequest("GET", "/api/expectations/hetzner", "agent-key"));

        QCOMPARE(greeting.status, 403);
        QCOMPARE(claim.status, 404);
        QCOMPARE(expectations.status, 403);
        QVERIFY(host.fleet.asked<protocol::AgentHello>().isEmpty());
        QVERIFY(host.fleet.asked<protocol::ClaimRequest>().isEmpty());
    }

    void theBodysJobMustBeThatOfTheAddress()
    {
        OpenRestDoor host;

        const RawReply reply
            = host.ask(httpRequest("POST", "/api/jobs/" + job + "/claim", "agent-key", claimBody("another")));

        QCOMPARE(reply.status, 400);
        QCOMPARE(reply.error().value(u"field"_s).toString(), u"job"_s);
    }

    // B58
    void b58AReportThatIsTooLargeOrWrongIsNotStored()
    {
        OpenRestDoor host;
        const QByteArray path = "/api/jobs/" + job + "/report";
        QJsonObject part
            = toJson(protocol::ScanReportPart{JobId(QString::fromLatin1(job)), 1, 0, true, sampleReport()});
        const RawReply tooLarge
            = host.ask("POST " + path
                       + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer agent-key\r\n"
                         "Content-Type: application/json\r\nContent-Length: 30000000\r\n\r\n");
        QByteArray notANumber = bodyOf(part);
        notANumber.replace("\"fence\":1", "\"fence\":NaN");
        const RawReply nan = host.ask(httpRequest("POST", path, "agent-key", notANumber));
        QByteArray wrongWord = bodyOf(part);
        wrongWord.replace("\"severity\":\"", "\"severity\":\"very ");
        const RawReply word = host.ask(httpRequest("POST", path, "agent-key", wrongWord));

        QCOMPARE(tooLarge.status, 413);
        QVERIFY(tooLarge.error().value(u"message"_s).toString().contains("4194304"_L1));
        QCOMPARE(nan.status, 422);
        QCOMPARE(word.status, 422);
        QCOMPARE(word.error().value(u"field"_s).toString(), u"report.findings[0].severity"_s);
        QVERIFY(host.fleet.asked<protocol::ScanReportPart>().isEmpty());
    }

    void b58AMessageThatNoColumnHoldsIsRefused()
    {
        OpenRestDoor host;
        host.fleet.when<protocol::JobResult>([](auto &&...) { return Result<void>(); });
        protocol::JobResult result{.job = JobId(QString::fromLatin1(job)), .attempt = 1, .fence = 1};
        const auto status = [&] {
            return host
                .ask(httpRequest("POST", "/api/jobs/" + job + "/result", "agent-key", bodyOf(toJson(result))))
                .status;
        };

        result.message = QString(60'000, u'x');
        QCOMPARE(status(), 200);
        result.message = QString(70'000, u'x');
        QCOMPARE(status(), 413);
        result.message.clear();
        result.events = {u"fine"_s, QString(70'000, u'x')};
        QCOMPARE(status(), 413);
        QCOMPARE(host.fleet.asked<protocol::JobResult>().size(), 1);
    }

    void anUnknownAddressAndAWrongMethodAreToldApart()
    {
        OpenRestDoor host;

        const RawReply unknown = host.ask(httpRequest("GET", "/api/nothing", "admin-key"));
        const RawReply wrong = host.ask(httpRequest("DELETE", "/api/health"));

        QCOMPARE(unknown.status, 404);
        QCOMPARE(wrong.status, 405);
        QCOMPARE(wrong.headers.value("allow"), "GET");
    }

    void anUnknownParameterIsNamedWithTheKnownOnes()
    {
        OpenRestDoor host;

        const RawReply reply = host.ask(httpRequest("GET", "/api/agent/next?wiat=3", "agent-key"));

        QCOMPARE(reply.status, 400);
        QCOMPARE(reply.error().value(u"field"_s).toString(), u"wiat"_s);
        QVERIFY(reply.error().value(u"remedy"_s).toString().contains("wait"_L1));
    }

    void aLongPollEndsWhenTheBellRings()
    {
        OpenRestDoor host;
        std::optional<JobId> offer;
        host.fleet.when<FakeFleetService::NextQuestion>(
            [&](const domain::User &, const auto &) -> Result<std::optional<JobId>> { return offer; });
        RawClient client(host.door.port(), host.certificate.certificate);
        client.send(httpRequest("GET", "/api/agent/next?wait=30", "agent-key"));
        QTRY_COMPARE(host.fleet.asked<FakeFleetService::NextQuestion>().size(), 1);
        QCOMPARE(client.read(50).status, 0);

        offer = JobId(u"j1"_s);
        host.fleet.ring(u"ovh"_s);

        const RawReply reply = client.read();
        QCOMPARE(reply.status, 200);
        QCOMPARE(reply.json().value(u"job"_s).toString(), u"j1"_s);
    }

    void aLongPollEndsWithoutAJobWhenItsTimeIsOver()
    {
        OpenRestDoor host;
        host.fleet.when<FakeFleetService::NextQuestion>(
            [&](const domain::User &, const auto &) -> Result<std::optional<JobId>> {
                return std::optional<JobId>();
            });

        const RawReply reply = host.ask(httpRequest("GET", "/api/agent/next?wait=1", "agent-key"));

        QCOMPARE(reply.status, 200);
        QVERIFY(reply.json().value(u"job"_s).isNull());
    }

    void aLongPollOfMoreThanHalfAMinuteIsRefused()
    {
        OpenRestDoor host;

        for (const QByteArray &wait : {QByteArray("31"), QByteArray("-1"), QByteArray("1e1"), QByteArray()}) {
            const RawReply reply = host.ask(httpRequest("GET", "/api/agent/next?wait=" + wait, "agent-key"));
            QCOMPARE(reply.status, 400);
            QCOMPARE(reply.error().value(u"field"_s).toString(), u"wait"_s);
        }
    }

    // The library ends the process when it is stopped with a suspended request.
    void closingAnswersThoseWhoWait()
    {
        OpenRestDoor host;
        host.fleet.when<FakeFleetService::NextQuestion>(
            [&](const domain::User &, const auto &) -> Result<std::optional<JobId>> {
                return std::optional<JobId>();
            });
        std::vector<std::unique_ptr<RawClient>> waiting;
        for (int i = 0; i < 10; ++i) {
            waiting.push_back(std::make_unique<RawClient>(host.door.port(), host.certificate.certificate));
            waiting.back()->send(httpRequest("GET", "/api/agent/next?wait=30", "agent-key"));
        }
        QTRY_COMPARE(host.fleet.asked<FakeFleetService::NextQuestion>().size(), 10);

        host.door.close();

        for (const auto &client : waiting) {
            const int status = client->read().status;
            QVERIFY(status == 503 || (status == 0 && client->isClosed()));
        }
    }

    // MHD_quiesce_daemon() ends the process when a worker wakes at that moment.
    void closesWhileClientsComeAndGo()
    {
        for (int round = 0; round < 200; ++round) {
            OpenRestDoor host;
            std::vector<std::unique_ptr<QTcpSocket>> clients;
            for (int i = 0; i < 20; ++i) {
                clients.push_back(std::make_unique<QTcpSocket>());
                clients.back()->connectToHost(QHostAddress::LocalHost, host.door.port());
            }
            QTRY_COMPARE(host.door.connections(), 20);

            for (const auto &client : clients)
                client->abort();
            host.door.close();

            QCOMPARE(host.door.connections(), 0);
        }
    }

    void anAnswerThatComesAfterClosingHurtsNobody()
    {
        OpenRestDoor host;
        const auto answer = host.fleet.hold<protocol::ClaimRequest>();
        RawClient client(host.door.port(), host.certificate.certificate);
        client.send(httpRequest("POST", "/api/jobs/" + job + "/claim", "agent-key", claimBody()));
        QTRY_COMPARE(host.fleet.asked<protocol::ClaimRequest>().size(), 1);

        host.door.close();
        answer->addResult(Error{ErrorCode::Conflict, u"late"_s});
        answer->finish();
        QCoreApplication::processEvents();

        QTRY_VERIFY(client.read(1000).status != 409);
    }

    void aClientThatVanishesDuringItsLongPollLeavesNothing()
    {
        OpenRestDoor host;
        std::optional<JobId> offer;
        host.fleet.when<FakeFleetService::NextQuestion>(
            [&](const domain::User &, const auto &) -> Result<std::optional<JobId>> { return offer; });
        {
            RawClient client(host.door.port(), host.certificate.certificate);
            client.send(httpRequest("GET", "/api/agent/next?wait=30", "agent-key"));
            QTRY_COMPARE(host.fleet.asked<FakeFleetService::NextQuestion>().size(), 1);
        }

        offer = JobId(u"j"_s);
        host.fleet.ring(u"ovh"_s);

        QTRY_COMPARE(host.door.connections(), 0);
        QCOMPARE(host.ask(httpRequest("GET", "/api/health")).status, 200);
    }

    void aPortThatIsTakenIsNamed()
    {
        OpenRestDoor host;
        SystemClock clock;
        agent::rest::RestDoor second(host.fleet, host.memory, clock);
        agent::rest::RestSettings settings;
        settings.door.address = QHostAddress(QHostAddress::LocalHost);
        settings.door.port = host.door.port();
        settings.door.certificate = host.certificate.certificate;
        settings.door.key = host.certificate.key;

        const auto opened = second.open(settings);

        QVERIFY(!opened);
        QVERIFY(opened.error().message.contains(QString::number(host.door.port())));
    }

    void aMissingCertificateIsNamed()
    {
        FakeFleetService fleet;
        SystemClock clock;
        FakeOrderMemory memory;
        agent::rest::RestDoor door(fleet, memory, clock);
        agent::rest::RestSettings settings;
        settings.door.certificate = u"/nonexistent/cert.pem"_s;

        const auto opened = door.open(settings);

        QVERIFY(!opened);
        QCOMPARE(opened.error().file, u"/nonexistent/cert.pem"_s);
    }
};

ARCHIVESMP_TEST(TestRestDoor)
#include "tst_restdoor.moc"
