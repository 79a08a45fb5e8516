// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/transport/websocketlink.h"

#include "tests/support/testregistry.h"

#include <QElapsedTimer>
#include <QSignalSpy>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>
#include <QWebSocket>
#include <QWebSocketServer>

using namespace archivesmp;
using namespace archivesmp::transport;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

// Both ends of one connection over loopback.
class Connection final
{
public:
    explicit Connection(WebSocketLink::Limits hereLimits = {}, WebSocketLink::Limits thereLimits = {})
        : _server(u"test"_s, QWebSocketServer::NonSecureMode)
    {
        _server.setSupportedSubprotocols({QString(protocol::webSocketProtocol)});
        if (!_server.listen(QHostAddress::LocalHost))
            qFatal("cannot listen");
        QObject::connect(&_server, &QWebSocketServer::newConnection, &_server, [this, thereLimits] {
            auto socket = std::unique_ptr<QWebSocket>(_server.nextPendingConnection());
            authorization = socket->request().rawHeader("Authorization");
            there = std::make_unique<WebSocketLink>(std::move(socket), thereLimits);
        });
        here = std::make_unique<WebSocketLink>(_server.serverUrl(), Secret("key"), std::nullopt, hereLimits);
    }
    bool open()
    {
        return QTest::qWaitFor([this] { return there != nullptr && here->state() == Link::State::Open; });
    }

    std::unique_ptr<WebSocketLink> here;
    std::unique_ptr<WebSocketLink> there;
    QByteArray authorization;

private:
    QWebSocketServer _server;
};

// Answers the handshake as a WebSocket server does, and then nothing any more.
class SilentServer final
{
public:
    SilentServer()
    {
        QObject::connect(&_server, &QTcpServer::newConnection, &_server, [this] {
            QTcpSocket *socket = _server.nextPendingConnection();
            QObject::connect(socket, &QTcpSocket::readyRead, &_server, [this, socket] {
                _request += socket->readAll();
                const qsizetype at = _request.indexOf("Sec-WebSocket-Key: ");
                if (!_request.endsWith("\r\n\r\n") || at < 0)
                    return;
                const QByteArray key = _request.mid(at + 19, _request.indexOf("\r\n", at) - at - 19);
                const QByteArray accept = QCryptographicHash::hash(
                    QByteArray(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"), QCryptographicHash::Sha1);
                socket->write("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n"
                              "Connection: Upgrade\r\nSec-WebSocket-Protocol: archivesmp.v1\r\n"
                              "Sec-WebSocket-Accept: "
                              + accept.toBase64() + "\r\n\r\n");
                socket->disconnect(&_server);
                socket->setReadBufferSize(1);
            });
        });
        if (!_server.listen(QHostAddress::LocalHost))
            qFatal("cannot listen");
    }
    [[nodiscard]] QUrl url() const { return QUrl(u"ws://127.0.0.1:%1"_s.arg(_server.serverPort())); }

private:
    QTcpServer _server;
    QByteArray _request;
};

std::optional<Error> reasonOf(WebSocketLink &link, std::chrono::milliseconds within = 5s)
{
    std::optional<Error> reason;
    QObject::connect(&link, &Link::closed, &link, [&reason](const Error &error) { reason = error; });
    (void)QTest::qWaitFor([&reason] { return reason.has_value(); }, static_cast<int>(within.count()));
    QObject::disconnect(&link, &Link::closed, &link, nullptr);
    return reason;
}

} // namespace

class TestWebSocketLink final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void carriesTextAndBinaryBothWays()
    {
        Connection connection;
        QVERIFY(connection.open());
        QList<protocol::WireMessage> got;
        connect(connection.there.get(), &Link::received, this, [&](const protocol::WireMessage &message) {
            got.append(message);
            connection.there->send(message);
        });
        QSignalSpy back(connection.here.get(), &Link::received);

        connection.here->send({"{\"ü\":1}"});
        connection.here->send({QByteArray("\x00\xff", 2), true});

        QTRY_COMPARE(back.size(), 2);
        QVERIFY(got.at(0) == (protocol::WireMessage{"{\"ü\":1}"}));
        QVERIFY(got.at(1) == (protocol::WireMessage{QByteArray("\x00\xff", 2), true}));
        QCOMPARE(connection.authorization, QByteArray("Bearer key"));
    }

    void aMessageOfSeveralFramesArrivesWhole()
    {
        Connection connection;
        QVERIFY(connection.open());
        QByteArray got;
        connect(connection.there.get(), &Link::received, this,
                [&got](const protocol::WireMessage &message) { got = message.bytes; });
        const QByteArray large(3 * 1024 * 1024, 'x');

        connection.here->send({large, true});

        QTRY_COMPARE(got.size(), large.size());
    }

    void aMessageAboveTheLimitEndsIt()
    {
        Connection connection;
        QVERIFY(connection.open());

        connection.here->send({QByteArray(protocol::maxMessageBytes + 1, 'x'), true});

        const std::optional<Error> reason = reasonOf(*connection.here);
        QVERIFY(reason);
        QCOMPARE(reason->code, ErrorCode::LimitExceeded);
    }

    void theReasonOfACloseArrives()
    {
        Connection connection;
        QVERIFY(connection.open());

        connection.there->close({ErrorCode::PermissionDenied, u"not you"_s});

        const std::optional<Error> reason = reasonOf(*connection.here);
        QVERIFY(reason);
        QCOMPARE(reason->code, ErrorCode::PermissionDenied);
        QCOMPARE(reason->message, u"not you"_s);
    }

    void nobodyThereIsUnavailable()
    {
        WebSocketLink link(QUrl(u"ws://127.0.0.1:1"_s), Secret("key"), std::nullopt, {});

        const std::optional<Error> reason = reasonOf(link);

        QVERIFY(reason);
        QCOMPARE(reason->code, ErrorCode::Unavailable);
        QCOMPARE(link.state(), Link::State::Closed);
    }

    void pingsKeepAnIdleConnection()
    {
        WebSocketLink::Limits limits;
        limits.pingEvery = 20ms;
        limits.deadAfter = 200ms;
        Connection connection(limits, limits);
        QVERIFY(connection.open());

        QVERIFY(!reasonOf(*connection.here, 600ms));
    }

    void whoDoesNotAnswerPingsIsDead()
    {
        const SilentServer server;
        WebSocketLink::Limits limits;
        limits.pingEvery = 20ms;
        limits.deadAfter = 100ms;
        WebSocketLink link(server.url(), Secret("key"), std::nullopt, limits);

        const std::optional<Error> reason = reasonOf(link);

        QVERIFY(reason);
        QCOMPARE(reason->code, ErrorCode::Timeout);
    }

    // B63
    void whoDoesNotReadIsCutByBytes()
    {
        const SilentServer server;
        WebSocketLink::Limits limits;
        limits.unsent = 1024 * 1024;
        WebSocketLink link(server.url(), Secret("key"), std::nullopt, limits);
        QTRY_COMPARE(link.state(), Link::State::Open);

        qint64 most = 0;
        for (int i = 0; i < 200 && link.unsentBytes() <= limits.unsent; ++i) {
            link.send({QByteArray(256 * 1024, 'x'), true});
            most = std::max(most, link.unsentBytes());
            QCoreApplication::processEvents();
        }

        QTRY_COMPARE(link.state(), Link::State::Closed);
        QVERIFY(most < 2 * limits.unsent);
    }

    // B63
    void whoDoesNotReadIsCutByTime()
    {
        const SilentServer server;
        WebSocketLink::Limits limits;
        limits.pingEvery = 20ms;
        limits.undrained = 150ms;
        WebSocketLink link(server.url(), Secret("key"), std::nullopt, limits);
        QTRY_COMPARE(link.state(), Link::State::Open);

        for (int i = 0; i < 20; ++i)
            link.send({QByteArray(512 * 1024, 'x'), true});

        const std::optional<Error> reason = reasonOf(link);
        QVERIFY(reason);
        QCOMPARE(reason->code, ErrorCode::LimitExceeded);
    }
};

ARCHIVESMP_TEST(TestWebSocketLink)
#include "tst_websocketlink.moc"
