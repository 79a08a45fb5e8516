// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/control/consolesession.h"

#include "tests/agent/control/doorclient.h"
#include "tests/common/protocol/messagesamples.h"
#include "tests/common/protocol/samples.h"
#include "tests/support/testregistry.h"

#include <QTcpSocket>
#include <QTest>

using namespace archivesmp;
using namespace archivesmp::tests;
using namespace archivesmp::protocol;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

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

class TestConsoleSession final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
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
        DoorClient client(host, "viewer-key");
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
        DoorClient client(host, "viewer-key");
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
        DoorClient client(host, "viewer-key");
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
    void whoReadsTooSlowlyLosesEventsAndIsToldToAskAgain()
    {
        agent::control::DoorSettings settings = DoorOnLoopback::defaultSettings();
        settings.dropEventsAbove = 1024 * 1024;
        DoorOnLoopback host(settings);
        DoorClient client(host, "viewer-key");
        QVERIFY(client.connected() && client.sayHello());
        FindingsChanged large{.instance = {u"ovh"_s, u"BENT01"_s}};
        for (int i = 0; i < 4000; ++i)
            large.upserted.append(sampleFinding());

        // All in one turn of the event loop: nothing can leave meanwhile.
        for (int i = 0; i < 12; ++i)
            host.fleet.publish(large);

        QTRY_COMPARE(client.texts.size(), 2);
        const auto event = std::get<Event>(decodeFromAgent({client.texts.at(1)}).value());
        QVERIFY(std::holds_alternative<ResyncNeeded>(event.body));
        QCOMPARE(event.sequence, 12);
        QVERIFY(client.binaries.size() < 12);
        QVERIFY(!client.gone);
    }

    // B63
    void whoDoesNotReadIsCutAndHoldsUpNobody()
    {
        agent::control::DoorSettings settings = DoorOnLoopback::defaultSettings();
        settings.link.unsent = 4 * 1024 * 1024;
        settings.dropEventsAbove = 64 * 1024 * 1024;
        DoorOnLoopback host(settings);
        DoorClient reader(host, "viewer-key");
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

        // The one that reads gets each event before the next is made, until the other one is cut.
        for (int published = 1; host.door.sessions() == 2 && published < 100; ++published) {
            host.fleet.publish(large);
            QTRY_COMPARE(reader.binaries.size(), published);
        }

        QCOMPARE(host.door.sessions(), 1);
        QVERIFY(!reader.gone);
    }
};

ARCHIVESMP_TEST(TestConsoleSession)
#include "tst_consolesession.moc"
