// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/client/artifactupload.h"

#include "app/client/agentsession.h"
#include "tests/agent/rest/openrestdoor.h"
#include "tests/fakes/dooronloopback.h"
#include "tests/support/testregistry.h"

#include <QFile>
#include <QSignalSpy>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTemporaryDir>
#include <QTest>

using namespace archivesmp;
using namespace archivesmp::app::client;
using namespace archivesmp::tests;
using namespace Qt::StringLiterals;
using State = AgentSession::State;

namespace {

agent::control::DoorSettings withApi(int port)
{
    agent::control::DoorSettings settings = DoorOnLoopback::defaultSettings();
    settings.webApiPort = port;
    return settings;
}

template <typename T>
Result<T> resultOf(const QFuture<Result<T>> &future)
{
    if (!QTest::qWaitFor([&] { return future.isFinished(); }))
        return Error{ErrorCode::Internal, u"never finished"_s};
    return future.result();
}

// One PUT: keeps what it is sent and gives the answer that it was made with.
class FakeApi final
{
public:
    explicit FakeApi(QByteArray answer)
        : _answer(std::move(answer))
    {
        QObject::connect(&_server, &QTcpServer::newConnection, &_server, [this] {
            QTcpSocket *socket = _server.nextPendingConnection();
            QObject::connect(socket, &QTcpSocket::readyRead, &_server, [this, socket] {
                received += socket->readAll();
                if (received.endsWith("jar bytes"))
                    socket->write(_answer);
            });
        });
        if (!_server.listen(QHostAddress::LocalHost))
            qFatal("cannot listen");
    }
    [[nodiscard]] quint16 port() const { return _server.serverPort(); }
    QByteArray received;

private:
    QByteArray _answer;
    QTcpServer _server;
};

} // namespace

class TestArtifactUpload final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    // Both real doors with one certificate, as an agent opens them.
    void theRealApiTakesItUnderThePin()
    {
        OpenRestDoor api;
        QVERIFY(api.opened);
        QByteArray content;
        api.fleet.when<FakeFleetService::PutArtifactQuestion>(
            [&content](const domain::User &, const FakeFleetService::PutArtifactQuestion &put) {
                QFile file(put.path);
                content = file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("nothing");
                return Result<void>();
            });
        agent::control::DoorSettings settings = tlsDoorSettings(api.certificate);
        settings.webApiPort = api.door.port();
        DoorOnLoopback host(settings);
        AgentSession session(u"test"_s);
        session.open({host.url(), Secret("operator-key"), api.certificate.sha256});
        QTRY_COMPARE(session.state(), State::Connected);

        const Result<QByteArray> sha256 = resultOf(session.uploadArtifact(jarFile()));

        QVERIFY2(sha256, qPrintable(sha256 ? QString() : describe(sha256.error())));
        QCOMPARE(content, QByteArray("jar bytes"));
        QCOMPARE(api.fleet.asked<FakeFleetService::PutArtifactQuestion>().value(0).sha256, *sha256);
    }

    void theRealApiRefusesAViewersFile()
    {
        OpenRestDoor api;
        agent::control::DoorSettings settings = tlsDoorSettings(api.certificate);
        settings.webApiPort = api.door.port();
        DoorOnLoopback host(settings);
        AgentSession session(u"test"_s);
        session.open({host.url(), Secret("viewer-key"), api.certificate.sha256});
        QTRY_COMPARE(session.state(), State::Connected);

        const Result<QByteArray> sha256 = resultOf(session.uploadArtifact(jarFile()));

        QVERIFY(!sha256);
        QCOMPARE(sha256.error().code, ErrorCode::PermissionDenied);
    }

    // Somebody else answers on the API's port: the pin holds there too.
    void anotherServerOnTheApisPortGetsNothing()
    {
        OpenRestDoor api;
        const TestCertificate own = makeTestCertificate(_folder.path(), {u"own"_s, {u"own.example"_s}, {}});
        agent::control::DoorSettings settings = tlsDoorSettings(own);
        settings.webApiPort = api.door.port();
        DoorOnLoopback host(settings);
        AgentSession session(u"test"_s);
        session.open({host.url(), Secret("operator-key"), own.sha256});
        QTRY_COMPARE(session.state(), State::Connected);

        QVERIFY(!resultOf(session.uploadArtifact(jarFile())));

        QCOMPARE(api.fleet.authentications(), 0);
    }

    void anUploadIsHashedAndPut()
    {
        FakeApi api("HTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n");
        DoorOnLoopback host(withApi(api.port()));
        AgentSession session(u"test"_s);
        QSignalSpy progress(&session, &AgentSession::uploadProgressed);
        session.open({host.url(), Secret("operator-key"), {}});
        QTRY_COMPARE(session.state(), State::Connected);

        const Result<QByteArray> sha256 = resultOf(session.uploadArtifact(jarFile()));

        QCOMPARE(sha256.value(), QCryptographicHash::hash("jar bytes", QCryptographicHash::Sha256));
        QVERIFY(
            api.received.startsWith(QByteArray("PUT /api/artifacts/" + sha256->toHex() + " HTTP/1.1\r\n")));
        QVERIFY(api.received.contains("Authorization: Bearer operator-key\r\n"));
        QVERIFY(api.received.contains("Content-Length: 9\r\n"));
        QVERIFY(!progress.isEmpty());
    }

    void anUploadThatIsRefusedSaysWhy()
    {
        const QByteArray body = R"({"error":{"code":"corrupt","message":"another sum"}})";
        FakeApi api("HTTP/1.1 422 Unprocessable\r\nContent-Length: " + QByteArray::number(body.size())
                    + "\r\n\r\n" + body);
        DoorOnLoopback host(withApi(api.port()));
        AgentSession session(u"test"_s);
        session.open({host.url(), Secret("operator-key"), {}});
        QTRY_COMPARE(session.state(), State::Connected);

        const Error error = resultOf(session.uploadArtifact(jarFile())).error();

        QCOMPARE(error.code, ErrorCode::Corrupt);
        QCOMPARE(error.message, u"another sum"_s);
    }

    void anUploadNeedsAnAgentThatTakesFiles()
    {
        DoorOnLoopback host;
        AgentSession session(u"test"_s);
        QCOMPARE(resultOf(session.uploadArtifact(jarFile())).error().code, ErrorCode::Unavailable);
        session.open({host.url(), Secret("viewer-key"), {}});
        QTRY_COMPARE(session.state(), State::Connected);

        QCOMPARE(resultOf(session.uploadArtifact(jarFile())).error().code, ErrorCode::Unsupported);
    }

    void aFileThatIsNotThereIsNamed()
    {
        DoorOnLoopback host(withApi(1));
        AgentSession session(u"test"_s);
        session.open({host.url(), Secret("viewer-key"), {}});
        QTRY_COMPARE(session.state(), State::Connected);

        QCOMPARE(resultOf(session.uploadArtifact(u"/nonexistent.jar"_s)).error().file, u"/nonexistent.jar"_s);
    }

private:
    [[nodiscard]] QString jarFile() const
    {
        const QString path = _folder.filePath(u"a.jar"_s);
        QFile file(path);
        if (file.open(QIODevice::WriteOnly))
            file.write("jar bytes");
        return path;
    }

    QTemporaryDir _folder;
};

ARCHIVESMP_TEST(TestArtifactUpload)
#include "tst_artifactupload.moc"
