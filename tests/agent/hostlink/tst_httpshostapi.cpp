// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/hostlink/httpshostapi.h"

#include "tests/agent/rest/openrestdoor.h"
#include "tests/common/protocol/samples.h"
#include "tests/support/testregistry.h"

#include <QCryptographicHash>
#include <QFile>
#include <QSslKey>
#include <QSslServer>
#include <QTest>

using namespace archivesmp;
using namespace archivesmp::tests;
using namespace archivesmp::agent;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

const JobId job(u"0b9f3f5e-6a39-4a0a-9d7c-0a4f2c3d1e5f"_s);

template <typename T>
Result<T> answerOf(const QFuture<Result<T>> &future)
{
    if (!QTest::qWaitFor([&] { return future.isFinished(); }, 20'000))
        return Error{ErrorCode::Internal, u"the test waited in vain"_s};
    return future.result();
}

QByteArray sha256(const QByteArray &content)
{
    return QCryptographicHash::hash(content, QCryptographicHash::Sha256);
}

hostlink::HttpsHostSettings settingsFor(quint16 port, const QByteArray &pin)
{
    hostlink::HttpsHostSettings settings;
    settings.url = QUrl(u"https://127.0.0.1:%1"_s.arg(port));
    settings.apiKey = Secret("agent-key");
    settings.trust.pin = pin;
    settings.server = u"ovh"_s;
    settings.timeout = 5s;
    return settings;
}

// Answers every request with the same bytes.
class CannedHost final
{
public:
    CannedHost(const TestCertificate &certificate, const QByteArray &answer)
    {
        QFile key(certificate.key);
        if (!key.open(QIODevice::ReadOnly))
            qFatal("no key");
        QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
        configuration.setLocalCertificateChain(QSslCertificate::fromPath(certificate.certificate));
        configuration.setPrivateKey(QSslKey(key.readAll(), QSsl::Ec));
        _server.setSslConfiguration(configuration);
        QObject::connect(&_server, &QTcpServer::pendingConnectionAvailable, &_server, [this, answer] {
            QTcpSocket *const socket = _server.nextPendingConnection();
            QObject::connect(socket, &QIODevice::readyRead, &_server, [this, socket, answer] {
                received += socket->readAll();
                if (!received.endsWith("\r\n\r\n") && !received.contains("\r\n\r\n{"))
                    return;
                ++requests;
                socket->write(answer);
                socket->disconnectFromHost();
            });
        });
        if (!_server.listen(QHostAddress::LocalHost))
            qFatal("cannot listen");
    }
    [[nodiscard]] quint16 port() const { return _server.serverPort(); }

    QByteArray received;
    int requests = 0;

private:
    QSslServer _server;
};

} // namespace

class TestHttpsHostApi final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyCallReachesTheFleetWithAllItCarries()
    {
        OpenRestDoor door;
        hostlink::HttpsHostApi host(settingsFor(door.door.port(), door.certificate.sha256));
        const protocol::AgentHello hello{u"ovh"_s, u"boot"_s, u"0.1"_s, 1, {u"drift_scan"_s}};
        const protocol::Heartbeat beat{u"ovh"_s, u"boot"_s, u"0.1"_s, {sampleInstance()}, {sampleEngine()}};
        const protocol::ClaimRequest claim{job, u"ovh"_s, u"boot"_s, u"nonce"_s};
        const protocol::RenewRequest renew{job, u"boot"_s, 7, {u"step"_s, 1, 2}, {u"line"_s}};
        const protocol::ScanReportPart part{job, 7, 0, true, sampleReport()};
        const protocol::JobResult result{.job = job, .attempt = 1, .fence = 7, .message = u"done"_s};
        const protocol::LocalDeed deed{u"ovh"_s, job, sampleTime(), u"jane"_s, u"job.instance_power"_s,
                                       u"stop"_s};
        door.fleet.when<protocol::AgentHello>([](auto &&...) -> Result<protocol::AgentWelcome> {
            return protocol::AgentWelcome{u"fleet"_s, Secret("fk"), 60s, 5s, sampleHash('e')};
        });
        door.fleet.when<protocol::Heartbeat>([](auto &&...) -> Result<protocol::HeartbeatReply> {
            return protocol::HeartbeatReply{sampleHash('e'), {job}};
        });
        door.fleet.when<protocol::ClaimRequest>([](auto &&...) -> Result<protocol::ClaimedJob> {
            return protocol::ClaimedJob{sampleJob(), 60s, {}, {{u"r"_s, Secret("hunter2")}}};
        });
        door.fleet.when<protocol::RenewRequest>(
            [](auto &&...) -> Result<protocol::RenewReply> { return protocol::RenewReply{true}; });
        door.fleet.when<protocol::ScanReportPart>([](auto &&...) { return Result<void>(); });
        door.fleet.when<protocol::JobResult>([](auto &&...) { return Result<void>(); });
        door.fleet.when<protocol::LocalDeed>([](auto &&...) { return Result<void>(); });

        const auto welcome = answerOf(host.hello(hello));
        QVERIFY2(welcome, welcome ? "" : qPrintable(describe(welcome.error())));
        QVERIFY(welcome->fleetKey.equals(Secret("fk")));
        QCOMPARE(answerOf(host.heartbeat(beat)).value().cancelRequested, QList<JobId>{job});
        const auto claimed = answerOf(host.claim(claim));
        QCOMPARE(claimed.value().job, sampleJob());
        QVERIFY(claimed->secrets.value(u"r"_s).equals(Secret("hunter2")));
        QVERIFY(answerOf(host.renew(renew)).value().cancelRequested);
        QVERIFY(answerOf(host.report(part)));
        QVERIFY(answerOf(host.finish(result)));
        QVERIFY(answerOf(host.record(deed)));

        QCOMPARE(door.fleet.asked<protocol::AgentHello>(), QList{hello});
        QCOMPARE(door.fleet.asked<protocol::Heartbeat>(), QList{beat});
        QCOMPARE(door.fleet.asked<protocol::ClaimRequest>(), QList{claim});
        QCOMPARE(door.fleet.asked<protocol::RenewRequest>(), QList{renew});
        QCOMPARE(door.fleet.asked<protocol::ScanReportPart>(), QList{part});
        QCOMPARE(door.fleet.asked<protocol::JobResult>(), QList{result});
        QCOMPARE(door.fleet.asked<protocol::LocalDeed>(), QList{deed});
        QCOMPARE(door.fleet.askedBy<protocol::JobResult>().first().server, u"ovh"_s);
    }

    void expectationsComeAsTheVeryBytesThatTheyAre()
    {
        OpenRestDoor door;
        const QByteArray canonical = "{\"z\":1,  \"a\":\"\xc3\xa4\"}";
        door.fleet.when<FakeFleetService::ExpectationsQuestion>(
            [&](auto &&...) -> Result<QByteArray> { return canonical; });
        hostlink::HttpsHostApi host(settingsFor(door.door.port(), door.certificate.sha256));

        QCOMPARE(answerOf(host.expectations(sampleHash('e'))).value(), canonical);

        const auto asked = door.fleet.asked<FakeFleetService::ExpectationsQuestion>().first();
        QCOMPARE(asked.server, u"ovh"_s);
        QCOMPARE(asked.wantedHash, sampleHash('e'));
    }

    void nextWaitsAtTheHost()
    {
        OpenRestDoor door;
        std::optional<JobId> offer;
        door.fleet.when<FakeFleetService::NextQuestion>(
            [&](auto &&...) -> Result<std::optional<JobId>> { return offer; });
        hostlink::HttpsHostApi host(settingsFor(door.door.port(), door.certificate.sha256));

        QCOMPARE(answerOf(host.next(0s)).value(), std::nullopt);
        const auto waiting = host.next(30s);
        QTRY_COMPARE(door.fleet.asked<FakeFleetService::NextQuestion>().size(), 2);
        QVERIFY(!waiting.isFinished());
        offer = job;
        door.fleet.ring(u"ovh"_s);

        QCOMPARE(answerOf(waiting).value(), offer);
    }

    void theHostsRefusalsKeepTheirMeaning_data()
    {
        QTest::addColumn<ErrorCode>("code");
        QTest::newRow("conflict") << ErrorCode::Conflict;
        QTest::newRow("not found") << ErrorCode::NotFound;
        QTest::newRow("cancelled") << ErrorCode::Cancelled;
        QTest::newRow("busy") << ErrorCode::Busy;
    }
    void theHostsRefusalsKeepTheirMeaning()
    {
        QFETCH(ErrorCode, code);
        OpenRestDoor door;
        door.fleet.when<protocol::ClaimRequest>([code](auto &&...) -> Result<protocol::ClaimedJob> {
            return Error{code, u"why"_s, {}, 0, 0, u"job"_s, u"wait"_s};
        });
        hostlink::HttpsHostApi host(settingsFor(door.door.port(), door.certificate.sha256));

        const auto claimed = answerOf(host.claim({job, u"ovh"_s, u"b"_s, u"n"_s}));

        QVERIFY(!claimed);
        QCOMPARE(claimed.error().code, code);
        if (code != ErrorCode::Busy) {
            QCOMPARE(describe(claimed.error()), u"job: why; wait"_s);
        }
    }

    void aWrongKeyIsUnauthenticated()
    {
        OpenRestDoor door;
        auto settings = settingsFor(door.door.port(), door.certificate.sha256);
        settings.apiKey = Secret("another");
        hostlink::HttpsHostApi host(settings);

        QCOMPARE(answerOf(host.next(0s)).error().code, ErrorCode::Unauthenticated);
    }

    void theKeyIsNotSentToAHostWithAnotherCertificate()
    {
        QTemporaryDir folder;
        const TestCertificate own = makeTestCertificate(folder.path());
        const TestCertificate foreign = makeTestCertificate(folder.path(), {u"foreign"_s});
        CannedHost impostor(foreign, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}");
        hostlink::HttpsHostApi host(settingsFor(impostor.port(), own.sha256));

        const auto answer = answerOf(host.next(0s));

        QCOMPARE(answer.error().code, ErrorCode::PermissionDenied);
        QVERIFY(impostor.received.isEmpty());
    }

    void plainHttpIsRefused()
    {
        auto settings = settingsFor(1, {});
        settings.url = QUrl(u"http://127.0.0.1:1"_s);
        hostlink::HttpsHostApi host(settings);

        QCOMPARE(answerOf(host.next(0s)).error().code, ErrorCode::InvalidArgument);
    }

    void aRedirectIsNotFollowed()
    {
        QTemporaryDir folder;
        const TestCertificate own = makeTestCertificate(folder.path());
        CannedHost elsewhere(own, "HTTP/1.1 200 OK\r\nContent-Length: 12\r\n\r\n{\"job\":null}");
        CannedHost redirecting(
            own,
            "HTTP/1.1 307 Temporary Redirect\r\nContent-Length: 0\r\nLocation: https://127.0.0.1:"
                + QByteArray::number(elsewhere.port()) + "/\r\n\r\n");
        hostlink::HttpsHostApi host(settingsFor(redirecting.port(), own.sha256));

        const auto answer = answerOf(host.next(0s));

        QVERIFY(!answer);
        QCOMPARE(redirecting.requests, 1);
        QCOMPARE(elsewhere.requests, 0);
    }

    void anAnswerThatIsNotTheHostsSettlesNothing_data()
    {
        QTest::addColumn<QByteArray>("answer");
        const QByteArray html = "Content-Type: text/html\r\nContent-Length: 6\r\n\r\n<html>";
        QTest::newRow("404 of something between") << "HTTP/1.1 404 Not Found\r\n" + html;
        QTest::newRow("410 of something between") << "HTTP/1.1 410 Gone\r\n" + html;
        QTest::newRow("502") << "HTTP/1.1 502 Bad Gateway\r\n" + html;
        QTest::newRow("cut") << QByteArray("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"job\"");
    }
    void anAnswerThatIsNotTheHostsSettlesNothing()
    {
        QFETCH(QByteArray, answer);
        QTemporaryDir folder;
        const TestCertificate own = makeTestCertificate(folder.path());
        CannedHost canned(own, answer);
        hostlink::HttpsHostApi host(settingsFor(canned.port(), own.sha256));

        const auto got = answerOf(host.claim({job, u"ovh"_s, u"b"_s, u"n"_s}));

        QVERIFY(!got);
        QCOMPARE(got.error().code, ErrorCode::Unavailable);
    }

    void nonsenseInA200IsInvalidInput()
    {
        QTemporaryDir folder;
        const TestCertificate own = makeTestCertificate(folder.path());
        CannedHost canned(own, "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n<html>");
        hostlink::HttpsHostApi host(settingsFor(canned.port(), own.sha256));

        QCOMPARE(answerOf(host.next(0s)).error().code, ErrorCode::InvalidInput);
    }

    void aHostThatComesBackIsFoundAgain()
    {
        OpenRestDoor door;
        door.fleet.when<FakeFleetService::NextQuestion>(
            [&](auto &&...) -> Result<std::optional<JobId>> { return std::optional<JobId>(); });
        auto settings = settingsFor(door.door.port(), door.certificate.sha256);
        hostlink::HttpsHostApi host(settings);
        QVERIFY(answerOf(host.next(0s)));

        door.door.close();
        const auto away = answerOf(host.next(0s));
        agent::rest::RestDoor again(door.fleet, door.memory, _clock);
        agent::rest::RestSettings reopened;
        reopened.door.address = QHostAddress(QHostAddress::LocalHost);
        reopened.door.port = door.door.port();
        reopened.door.certificate = door.certificate.certificate;
        reopened.door.key = door.certificate.key;
        QVERIFY(again.open(reopened));

        QCOMPARE(away.error().code, ErrorCode::Unavailable);
        QVERIFY(answerOf(host.next(0s)));
    }

    void aHostThatSaysNothingIsATimeout()
    {
        OpenRestDoor door;
        const auto never = door.fleet.hold<protocol::ClaimRequest>();
        auto settings = settingsFor(door.door.port(), door.certificate.sha256);
        settings.timeout = 300ms;
        hostlink::HttpsHostApi host(settings);

        const auto claimed = answerOf(host.claim({job, u"ovh"_s, u"b"_s, u"n"_s}));

        QCOMPARE(claimed.error().code, ErrorCode::Timeout);
    }

    void anArtifactIsFetchedIntoAFileOfItsOwn()
    {
        OpenRestDoor door;
        const QByteArray jar(3'000'000, 'j');
        QFile stored(door.folder.filePath(u"stored"_s));
        QVERIFY(stored.open(QIODevice::WriteOnly) && stored.write(jar) == jar.size() && stored.flush());
        door.fleet.when<FakeFleetService::LocateArtifactQuestion>(
            [&](auto &&...) -> Result<QString> { return stored.fileName(); });
        hostlink::HttpsHostApi host(settingsFor(door.door.port(), door.certificate.sha256));
        const QString path = door.folder.filePath(u"fetched.jar"_s);

        const auto fetched = answerOf(host.fetchArtifact(sha256(jar), path));

        QVERIFY2(fetched, fetched ? "" : qPrintable(describe(fetched.error())));
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(sha256(file.readAll()), sha256(jar));
        QCOMPARE(file.permissions() & (QFile::ReadGroup | QFile::ReadOther), QFile::Permissions());
        QCOMPARE(answerOf(host.fetchArtifact(sha256(jar), path)).error().code, ErrorCode::AlreadyExists);
    }

    void noFileIsLeftOfAnArtifactThatIsWrongOrMissing()
    {
        OpenRestDoor door;
        QFile stored(door.folder.filePath(u"stored"_s));
        QVERIFY(stored.open(QIODevice::WriteOnly) && stored.write("swapped") == 7 && stored.flush());
        hostlink::HttpsHostApi host(settingsFor(door.door.port(), door.certificate.sha256));
        const QString path = door.folder.filePath(u"fetched.jar"_s);

        const auto missing = answerOf(host.fetchArtifact(sha256("a jar"), path));
        door.fleet.when<FakeFleetService::LocateArtifactQuestion>(
            [&](auto &&...) -> Result<QString> { return stored.fileName(); });
        const auto wrong = answerOf(host.fetchArtifact(sha256("a jar"), path));

        QCOMPARE(missing.error().code, ErrorCode::NotFound);
        QCOMPARE(wrong.error().code, ErrorCode::Corrupt);
        QVERIFY(!QFile::exists(path));
    }

    void anArtifactIsStored()
    {
        OpenRestDoor door;
        const QByteArray backup(2'000'000, 'b');
        QFile own(door.folder.filePath(u"backup"_s));
        QVERIFY(own.open(QIODevice::WriteOnly) && own.write(backup) == backup.size() && own.flush());
        QByteArray taken;
        door.fleet.when<FakeFleetService::PutArtifactQuestion>(
            [&](const domain::User &, const FakeFleetService::PutArtifactQuestion &put) -> Result<void> {
                QFile file(put.path);
                if (file.open(QIODevice::ReadOnly))
                    taken = file.readAll();
                return {};
            });
        hostlink::HttpsHostApi host(settingsFor(door.door.port(), door.certificate.sha256));

        QVERIFY(answerOf(host.storeArtifact(sha256(backup), own.fileName())));
        QCOMPARE(sha256(taken), sha256(backup));
        QCOMPARE(answerOf(host.storeArtifact(sha256("another"), own.fileName())).error().code,
                 ErrorCode::Corrupt);
        QCOMPARE(answerOf(host.storeArtifact(sha256(backup), u"/nonexistent"_s)).error().code,
                 ErrorCode::NotFound);
    }

private:
    SystemClock _clock;
};

ARCHIVESMP_TEST(TestHttpsHostApi)
#include "tst_httpshostapi.moc"
