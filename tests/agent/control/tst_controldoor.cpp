// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/control/controldoor.h"

#include "common/protocol/codec.h"
#include "tests/common/protocol/messagesamples.h"
#include "tests/common/protocol/samples.h"
#include "tests/fakes/dooronloopback.h"
#include "tests/support/testregistry.h"

#include <QElapsedTimer>
#include <QNetworkRequest>
#include <QSignalSpy>
#include <QTcpSocket>
#include <QTest>
#include <QWebSocket>
#include <QWebSocketHandshakeOptions>

using namespace archivesmp;
using namespace archivesmp::tests;
using namespace archivesmp::protocol;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

// A client that says exactly what it is told to.
class RawClient final
{
public:
    explicit RawClient(const DoorOnLoopback &host, const QByteArray &key, const QString &origin = {})
        : socket(origin)
    {
        QObject::connect(&socket, &QWebSocket::textMessageReceived, &socket,
                         [this](const QString &text) { texts.append(text.toUtf8()); });
        QObject::connect(&socket, &QWebSocket::binaryMessageReceived, &socket,
                         [this](const QByteArray &bytes) { binaries.append(bytes); });
        QObject::connect(&socket, &QWebSocket::disconnected, &socket, [this] { gone = true; });
        QObject::connect(&socket, qOverload<QAbstractSocket::SocketError>(&QWebSocket::error), &socket,
                         [this] { failed = true; });
        QNetworkRequest request(host.url());
        if (!key.isEmpty())
            request.setRawHeader("Authorization", "Bearer " + key);
        QWebSocketHandshakeOptions options;
        options.setSubprotocols({QString(webSocketProtocol)});
        socket.open(request, options);
    }

    bool connected()
    {
        return QTest::qWaitFor([this] { return socket.isValid(); });
    }
    void ask(qint64 id, const Request &request)
    {
        socket.sendTextMessage(QString::fromUtf8(encodeRequest(id, request).value().bytes));
    }
    bool sayHello()
    {
        ask(1, Hello{u"test"_s, u"1"_s, protocolVersion});
        return QTest::qWaitFor([this] { return !texts.isEmpty() || gone; }) && !texts.isEmpty();
    }
    // The outcome of the only or latest reply.
    Result<QJsonObject> reply()
    {
        const qsizetype before = read;
        if (!QTest::qWaitFor([&] { return texts.size() > before; }))
            return Error{ErrorCode::Timeout, u"no reply"_s};
        return std::get<IncomingReply>(decodeFromAgent({texts.at(read++)}).value()).outcome;
    }

    QWebSocket socket;
    QList<QByteArray> texts;
    QList<QByteArray> binaries;
    qsizetype read = 0;
    bool gone = false;
    bool failed = false;
};

// The bytes that a plain TCP client gets for `sent`.
QByteArray rawAnswer(const DoorOnLoopback &host, const QByteArray &sent)
{
    QTcpSocket socket;
    socket.connectToHost(QHostAddress::LocalHost, host.door.port());
    socket.write(sent);
    QByteArray got;
    const bool ended = QTest::qWaitFor([&] {
        got += socket.readAll();
        return got.contains("\r\n\r\n") || socket.state() == QAbstractSocket::UnconnectedState;
    });
    return ended ? got : "nothing";
}

QByteArray handshake(const QByteArray &more)
{
    return "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
           "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
           "Sec-WebSocket-Protocol: archivesmp.v1\r\n"
        + more + "\r\n";
}

} // namespace

class TestControlDoor final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void helloTellsWhoBothSidesAre()
    {
        agent::control::DoorSettings settings = DoorOnLoopback::defaultSettings();
        settings.webApiPort = 8000;
        DoorOnLoopback host(settings);
        RawClient client(host, "operator-key");

        QVERIFY(client.connected());
        QVERIFY(client.sayHello());

        const HelloReply reply = decodeReply<HelloReply>(client.reply().value()).value();
        QCOMPARE(reply.server, u"hetzner"_s);
        QCOMPARE(reply.role, domain::ServerRole::Host);
        QCOMPARE(reply.webApiPort, 8000);
        QCOMPARE(reply.user.name, u"otto"_s);
        QCOMPARE(client.socket.subprotocol(), u"archivesmp.v1"_s);
    }

    void aWrongKeyOrNoneIsClosedWith1008_data()
    {
        QTest::addColumn<QByteArray>("key");
        QTest::newRow("none") << QByteArray();
        QTest::newRow("wrong") << QByteArray("guess");
    }

    void aWrongKeyOrNoneIsClosedWith1008()
    {
        QFETCH(const QByteArray, key);
        DoorOnLoopback host;
        RawClient client(host, key);

        QTRY_VERIFY(client.gone);

        QCOMPARE(client.socket.closeCode(), QWebSocketProtocol::CloseCodePolicyViolated);
        QVERIFY(client.socket.closeReason().startsWith(u"unauthenticated: "));
        QVERIFY(client.texts.isEmpty());
        QTRY_COMPARE(host.door.sessions(), 0);
    }

    void theFifthGuessSlowsAnAddressDown()
    {
        agent::control::DoorSettings settings = DoorOnLoopback::defaultSettings();
        settings.guessPause = 300ms;
        DoorOnLoopback host(settings);
        for (int i = 0; i < 5; ++i) {
            RawClient guess(host, "guess");
            QTRY_VERIFY(guess.gone);
        }
        const int asked = host.fleet.authentications();
        QElapsedTimer waited;
        waited.start();

        RawClient sixth(host, "guess");

        QTRY_COMPARE(host.fleet.authentications(), asked + 1);
        QVERIFY(waited.elapsed() >= 300);
    }

    // B61
    void noHelloInTimeEndsIt()
    {
        agent::control::DoorSettings settings = DoorOnLoopback::defaultSettings();
        settings.helloWithin = 50ms;
        DoorOnLoopback host(settings);
        RawClient client(host, "viewer-key");

        QTRY_VERIFY(client.gone);

        QCOMPARE(client.socket.closeCode(), QWebSocketProtocol::CloseCodePolicyViolated);
        QCOMPARE(client.socket.closeReason(), u"unauthenticated: no hello in time"_s);
    }

    // B61
    void nothingButHelloIsAnsweredFirst()
    {
        for (const Request &request : sampleRequests()) {
            if (std::holds_alternative<Hello>(request))
                continue;
            DoorOnLoopback host;
            RawClient client(host, "admin-key");
            QVERIFY(client.connected());

            client.ask(1, request);

            QTRY_VERIFY(client.gone);
            QCOMPARE(client.socket.closeCode(), QWebSocketProtocol::CloseCodePolicyViolated);
            QVERIFY(client.texts.isEmpty());
            QVERIFY(host.fleet.asked<GetFleet>().isEmpty());
        }
    }

    // B61
    void helloTwiceEndsIt()
    {
        DoorOnLoopback host;
        RawClient client(host, "viewer-key");
        QVERIFY(client.connected() && client.sayHello());

        client.ask(2, Hello{u"test"_s, u"1"_s, protocolVersion});

        QTRY_VERIFY(client.gone);
        QCOMPARE(client.socket.closeCode(), QWebSocketProtocol::CloseCodePolicyViolated);
    }

    // B61
    void anotherProtocolVersionIsRefused_data()
    {
        QTest::addColumn<int>("version");
        QTest::newRow("older") << 0;
        QTest::newRow("negative") << -1;
        QTest::newRow("newer") << protocolVersion + 1;
    }

    void anotherProtocolVersionIsRefused()
    {
        QFETCH(const int, version);
        DoorOnLoopback host;
        RawClient client(host, "viewer-key");
        QVERIFY(client.connected());

        client.ask(1, Hello{u"test"_s, u"1"_s, version});

        QTRY_VERIFY(client.gone);
        QVERIFY(client.socket.closeReason().startsWith(u"unsupported: "));
    }

    void anAgentsKeyIsNotForConsoles()
    {
        DoorOnLoopback host;
        RawClient client(host, "agent-key");
        QVERIFY(client.connected());

        client.ask(1, Hello{u"test"_s, u"1"_s, protocolVersion});

        QTRY_VERIFY(client.gone);
        QVERIFY(client.socket.closeReason().startsWith(u"permission_denied: "));
    }

    // Walks every message with every role.
    void eachRequestNeedsTheRoleThatItNames_data()
    {
        QTest::addColumn<QByteArray>("key");
        QTest::addColumn<domain::UserRole>("role");
        QTest::newRow("viewer") << QByteArray("viewer-key") << domain::UserRole::Viewer;
        QTest::newRow("operator") << QByteArray("operator-key") << domain::UserRole::Operator;
        QTest::newRow("admin") << QByteArray("admin-key") << domain::UserRole::Admin;
    }

    void eachRequestNeedsTheRoleThatItNames()
    {
        QFETCH(const QByteArray, key);
        QFETCH(const domain::UserRole, role);
        DoorOnLoopback host;
        RawClient client(host, key);
        QVERIFY(client.connected() && client.sayHello());
        QVERIFY(client.reply());

        for (const Request &request : sampleRequests()) {
            if (std::holds_alternative<Hello>(request))
                continue;
            client.ask(2, request);
            const bool allowed = domain::mayActAs(role, neededRole(request));
            // The fake answers NotFound to what it is asked: it was asked, then.
            QCOMPARE(client.reply().error().code,
                     allowed ? ErrorCode::NotFound : ErrorCode::PermissionDenied);
        }
    }

    void requestsReachTheHostWithTheirUser()
    {
        DoorOnLoopback host;
        host.fleet.when<ListFindings>(
            [](const domain::User &, const ListFindings &) { return sampleFindingPage(); });
        RawClient client(host, "viewer-key");
        QVERIFY(client.connected() && client.sayHello());
        QVERIFY(client.reply());

        client.ask(2, ListFindings{.server = u"ovh"_s});

        QCOMPARE(decodeReply<FindingPage>(client.reply().value()).value(), sampleFindingPage());
        QCOMPARE(host.fleet.asked<ListFindings>().value(0).server, u"ovh"_s);
        QCOMPARE(host.fleet.askedBy<ListFindings>().value(0).name, u"vera"_s);
    }

    void aPageThatIsTooLargeIsCutShort()
    {
        DoorOnLoopback host;
        host.fleet.when<ListFindings>([](const domain::User &, const ListFindings &) {
            FindingPage page{.total = 12000};
            for (int i = 0; i < 12000; ++i)
                page.findings.append(sampleFinding());
            return page;
        });
        RawClient client(host, "viewer-key");
        QVERIFY(client.connected() && client.sayHello());

        client.ask(2, ListFindings{});

        QTRY_COMPARE(client.binaries.size(), 1);
        const auto reply = std::get<IncomingReply>(decodeFromAgent({client.binaries.first(), true}).value());
        const FindingPage page = decodeReply<FindingPage>(reply.outcome.value()).value();
        QCOMPARE(page.total, 12000);
        QCOMPARE(page.findings.size(), 6000);
    }

    void anUnknownRequestIsAnsweredAsSuch()
    {
        DoorOnLoopback host;
        RawClient client(host, "viewer-key");
        QVERIFY(client.connected() && client.sayHello());
        QVERIFY(client.reply());

        client.socket.sendTextMessage(u"{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"fleet.drop\"}"_s);

        QCOMPARE(client.reply().error().code, ErrorCode::Unsupported);
        QVERIFY(!client.gone);
    }

    void moreThanTheBurstEndsIt()
    {
        agent::control::DoorSettings settings = DoorOnLoopback::defaultSettings();
        settings.messageBurst = 10;
        settings.messagesPerSecond = 0.001;
        DoorOnLoopback host(settings);
        RawClient client(host, "viewer-key");
        QVERIFY(client.connected() && client.sayHello());

        for (int i = 0; i < 11; ++i)
            client.ask(2 + i, GetFleet{});

        QTRY_VERIFY(client.gone);
        QCOMPARE(client.socket.closeCode(), QWebSocketProtocol::CloseCodePolicyViolated);
        QVERIFY(client.socket.closeReason().startsWith(u"limit_exceeded: "));
    }

    void aRevokedKeyIsOut()
    {
        agent::control::DoorSettings settings = DoorOnLoopback::defaultSettings();
        settings.recheckKeys = 50ms;
        DoorOnLoopback host(settings);
        RawClient client(host, "viewer-key");
        QVERIFY(client.connected() && client.sayHello());

        host.fleet.removeUsers();

        QTRY_VERIFY(client.gone);
        QVERIFY(client.socket.closeReason().startsWith(u"unauthenticated: "));
    }

    // B62
    void aWebPageIsRefusedWith403()
    {
        DoorOnLoopback host;

        const QByteArray answer = rawAnswer(
            host, handshake("Origin: https://evil.example\r\nAuthorization: Bearer admin-key\r\n"));

        QVERIFY2(answer.startsWith("HTTP/1.1 403"), answer.constData());
        QCOMPARE(host.fleet.authentications(), 0);
        QVERIFY(rawAnswer(host, handshake("Authorization: Bearer admin-key\r\n")).startsWith("HTTP/1.1 101"));
    }

    // B60: after the handshake, `frame` as raw bytes; the close code that comes back.
    void aBrokenFrameEndsItWithItsCode_data()
    {
        QTest::addColumn<QByteArray>("frame");
        QTest::addColumn<int>("code");
        const QByteArray mask(4, '\0');
        QTest::newRow("1 GiB announced")
            << QByteArray("\x82\xff\x00\x00\x00\x00\x40\x00\x00\x00", 10) + mask << 1009;
        QTest::newRow("2 MiB frame") << QByteArray("\x82\xff\x00\x00\x00\x00\x00\x20\x00\x00", 10) + mask
                                     << 1009;
        // Qt 6.4 takes unmasked frames; what is in this one is no hello.
        QTest::newRow("unmasked") << QByteArray("\x81\x02hi", 4) << 1008;
        QTest::newRow("bad UTF-8") << QByteArray("\x81\x82", 2) + mask + "\xc3\x28" << 1007;
        QTest::newRow("unknown opcode") << QByteArray("\x83\x80", 2) + mask << 1002;
        QTest::newRow("compressed") << QByteArray("\xc1\x82", 2) + mask + "hi" << 1002;
    }

    void aBrokenFrameEndsItWithItsCode()
    {
        QFETCH(const QByteArray, frame);
        QFETCH(const int, code);
        DoorOnLoopback host;
        QTcpSocket socket;
        socket.connectToHost(QHostAddress::LocalHost, host.door.port());
        socket.write(handshake("Authorization: Bearer viewer-key\r\n"));
        QByteArray got;
        const auto all = [&] { return got += socket.readAll(); };
        QTRY_VERIFY(all().contains("\r\n\r\n"));
        QTRY_COMPARE(host.door.sessions(), 1);

        socket.write(frame);

        QTRY_COMPARE(socket.state(), QAbstractSocket::UnconnectedState);
        const QByteArray closing = all().sliced(got.indexOf("\r\n\r\n") + 4);
        QVERIFY2(closing.size() >= 4 && closing.at(0) == '\x88', closing.toHex().constData());
        const int found = (static_cast<uchar>(closing.at(2)) << 8) | static_cast<uchar>(closing.at(3));
        QCOMPARE(found, code);
        QTRY_COMPARE(host.door.sessions(), 0);
    }

    void aMessageOfManyFramesIsLimitedToo()
    {
        DoorOnLoopback host;
        QTcpSocket socket;
        socket.connectToHost(QHostAddress::LocalHost, host.door.port());
        socket.write(handshake("Authorization: Bearer viewer-key\r\n"));
        QTRY_COMPARE(host.door.sessions(), 1);
        const QByteArray part
            = QByteArray("\x80\xff\x00\x00\x00\x00\x00\x0f\x00\x00", 10).replace(0, 1, QByteArray(1, '\0'))
            + QByteArray(4, '\0') + QByteArray(0xf0000, 'x');

        QByteArray first = part;
        first[0] = '\x02';
        socket.write(first);
        for (int i = 0; i < 5; ++i)
            socket.write(part);

        QTRY_COMPARE(host.door.sessions(), 0);
    }

    void eventsComeInOrderAfterHello()
    {
        DoorOnLoopback host;
        host.fleet.publish(ServerChanged{sampleServer()});
        RawClient client(host, "viewer-key");
        QVERIFY(client.connected() && client.sayHello());
        const HelloReply hello = decodeReply<HelloReply>(client.reply().value()).value();
        QCOMPARE(hello.sequence, 1);

        for (const EventBody &body : sampleEventBodies())
            host.fleet.publish(body);

        QTRY_COMPARE(client.texts.size(), 1 + sampleEventBodies().size());
        for (qsizetype i = 1; i < client.texts.size(); ++i) {
            const auto event = std::get<Event>(decodeFromAgent({client.texts.at(i)}).value());
            QCOMPARE(event.sequence, hello.sequence + i);
            QVERIFY(event.body == sampleEventBodies().at(i - 1));
        }
    }

    void beforeHelloThereAreNoEvents()
    {
        DoorOnLoopback host;
        RawClient client(host, "viewer-key");
        QVERIFY(client.connected());

        host.fleet.publish(ServerChanged{sampleServer()});
        QVERIFY(client.sayHello());

        const HelloReply hello = decodeReply<HelloReply>(client.reply().value()).value();
        QCOMPARE(hello.sequence, 1);
        QCOMPARE(client.texts.size(), 1);
    }

    void anEventThatIsTooLargeBecomesAResync()
    {
        DoorOnLoopback host;
        RawClient client(host, "viewer-key");
        QVERIFY(client.connected() && client.sayHello());
        FindingsChanged changed{.instance = {u"ovh"_s, u"BENT01"_s}};
        for (int i = 0; i < 12000; ++i)
            changed.upserted.append(sampleFinding());

        host.fleet.publish(changed);

        QTRY_COMPARE(client.texts.size(), 2);
        const auto event = std::get<Event>(decodeFromAgent({client.texts.at(1)}).value());
        QCOMPARE(event.sequence, 1);
        QVERIFY(std::holds_alternative<ResyncNeeded>(event.body));
    }

    // B63
    void whoDoesNotReadIsCutAndHoldsUpNobody()
    {
        agent::control::DoorSettings settings = DoorOnLoopback::defaultSettings();
        settings.link.pingEvery = 100ms;
        settings.link.deadAfter = 500ms;
        DoorOnLoopback host(settings);
        RawClient reader(host, "viewer-key");
        QVERIFY(reader.connected() && reader.sayHello());
        QTcpSocket sleeper;
        sleeper.setReadBufferSize(1024);
        sleeper.connectToHost(QHostAddress::LocalHost, host.door.port());
        sleeper.write(handshake("Authorization: Bearer viewer-key\r\n"));
        QTRY_COMPARE(host.door.sessions(), 2);
        const QByteArray hello = encodeRequest(1, Hello{u"s"_s, u"1"_s, 1}).value().bytes;
        sleeper.write(QByteArray("\x81\xfe", 2) + static_cast<char>(hello.size() >> 8)
                      + static_cast<char>(hello.size() & 0xff) + QByteArray(4, '\0') + hello);
        FindingsChanged large{.instance = {u"ovh"_s, u"BENT01"_s}};
        for (int i = 0; i < 2000; ++i)
            large.upserted.append(sampleFinding());

        int published = 0;
        QTRY_VERIFY_WITH_TIMEOUT((host.fleet.publish(large), ++published, host.door.sessions() == 1), 20000);

        QTRY_COMPARE(reader.binaries.size(), published);
        QVERIFY(!reader.gone);
    }

    void theDoorOpensInTheClearOnLoopbackOnly()
    {
        FakeFleetService fleet;
        SystemClock clock;
        agent::control::ControlDoor door(fleet, clock, DoorOnLoopback::defaultSettings());

        QCOMPARE(door.listen(QHostAddress::AnyIPv4, 0).error().code, ErrorCode::InvalidArgument);
        QVERIFY(door.listen(QHostAddress::LocalHost, 0));
    }

    void aClosedDoorSaysSo()
    {
        DoorOnLoopback host;
        RawClient client(host, "viewer-key");
        QVERIFY(client.connected() && client.sayHello());

        host.door.close();

        QTRY_VERIFY(client.gone);
        QVERIFY(client.socket.closeReason().startsWith(u"unavailable: "));
    }
};

ARCHIVESMP_TEST(TestControlDoor)
#include "tst_controldoor.moc"
