// SPDX-License-Identifier: GPL-3.0-or-later
// The door against those who mean it harm, over real connections.
#include "tests/agent/rest/openrestdoor.h"
#include "tests/support/testregistry.h"

#include <QElapsedTimer>
#include <QFile>
#include <QTcpSocket>
#include <QTest>

#include <algorithm>
#include <memory>
#include <vector>

using namespace archivesmp;
using namespace archivesmp::tests;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

const QByteArray head = "GET /api/health HTTP/1.1\r\nHost: localhost\r\n";
const QByteArray hello
    = "POST /api/agent/hello HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer agent-key\r\n"
      "Content-Type: application/json\r\n";

qint64 residentKilobytes()
{
    QFile status(u"/proc/self/status"_s);
    if (!status.open(QIODevice::ReadOnly))
        return 0;
    const QByteArray text = status.readAll();
    return text.mid(text.indexOf("VmRSS:") + 6).trimmed().split(' ').first().toLongLong();
}

} // namespace

class TestGuard final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    // B53
    void b53LengthsThatLieEndBeforeTheBody_data()
    {
        QTest::addColumn<QByteArray>("request");
        QTest::addColumn<QList<int>>("statuses");
        QTest::newRow("-1") << hello + "Content-Length: -1\r\n\r\n{}" << QList{400};
        QTest::newRow("10^20") << hello + "Content-Length: 100000000000000000000\r\n\r\n{}"
                               << QList{413, 400};
        QTest::newRow("two different")
            << hello + "Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}" << QList{400};
        QTest::newRow("both") << hello + "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
                              << QList{400};
        QTest::newRow("chunked") << hello + "Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n"
                                 << QList{411};
        QTest::newRow("none") << hello + "\r\n" << QList{411};
        QTest::newRow("zero byte in the path")
            << QByteArray("GET /api/health%00.x HTTP/1.1\r\nHost: localhost\r\n\r\n") << QList{400};
        QTest::newRow("two hosts") << head + "Host: evil\r\n\r\n" << QList{400};
        QTest::newRow("no host") << QByteArray("GET /api/health HTTP/1.1\r\n\r\n") << QList{400};
        QTest::newRow("foreign host")
            << QByteArray("GET /api/health HTTP/1.1\r\nHost: evil.example\r\n\r\n") << QList{403};
        QTest::newRow("origin") << head + "Origin: https://evil.example\r\n\r\n" << QList{403};
        QTest::newRow("version") << QByteArray("GET /api/health HTTP/9.9\r\nHost: localhost\r\n\r\n")
                                 << QList{505, 400};
    }
    void b53LengthsThatLieEndBeforeTheBody()
    {
        QFETCH(QByteArray, request);
        QFETCH(QList<int>, statuses);
        OpenRestDoor host;

        const RawReply reply = host.ask(request);

        QVERIFY2(statuses.contains(reply.status), QByteArray::number(reply.status).constData());
        QVERIFY(host.fleet.asked<protocol::AgentHello>().isEmpty());
        QCOMPARE(host.ask(head + "\r\n").status, 200);
    }

    void aRefusedBodyIsNotTakenForTheNextRequest()
    {
        OpenRestDoor host;
        RawClient client(host.door.port(), host.certificate.certificate);

        const RawReply first
            = client.ask(hello + "Content-Length: 2\r\nContent-Length: 50\r\n\r\n" + head + "\r\n");

        QCOMPARE(first.status, 400);
        QCOMPARE(client.read(2000).status, 0);
        QTRY_VERIFY(client.isClosed());
    }

    // B54
    void b54WhatIsTooLargeIsRefusedWithoutBeingKept_data()
    {
        QTest::addColumn<QByteArray>("start");
        QTest::addColumn<QByteArray>("repeated");
        QTest::addColumn<QList<int>>("statuses");
        QTest::newRow("300 MB body") << hello + "Content-Length: 314572800\r\n\r\n"
                                     << QByteArray(65536, 'x') << QList{413};
        QTest::newRow("100 MB header") << head + "X-Large: " << QByteArray(65536, 'x') << QList{431};
        QTest::newRow("10,000 headers") << head << QByteArray("X-Many: 1\r\n").repeated(1000) << QList{431};
        QTest::newRow("200 KB address") << QByteArray("GET /") << QByteArray(65536, 'a') << QList{414};
    }
    void b54WhatIsTooLargeIsRefusedWithoutBeingKept()
    {
        QFETCH(QByteArray, start);
        QFETCH(QByteArray, repeated);
        QFETCH(QList<int>, statuses);
        OpenRestDoor host;
        RawClient client(host.door.port(), host.certificate.certificate);
        const qint64 before = residentKilobytes();

        client.send(start);
        for (int i = 0; i < 320 && !client.isClosed(); ++i) {
            client.send(repeated);
            QCoreApplication::processEvents();
            if (client.socket().bytesAvailable() > 0)
                break;
        }
        const RawReply reply = client.read();

        QVERIFY2(statuses.contains(reply.status) || (reply.status == 0 && client.isClosed()),
                 QByteArray::number(reply.status).constData());
        QVERIFY(residentKilobytes() - before < 40'000);
        QCOMPARE(host.ask(head + "\r\n").status, 200);
    }

    // B55, on a smaller scale: the deadline is a second instead of ten, and connections come from several
    // addresses so that the limit for one does not hide it.
    void b55ATrickleIsCutAndOthersAreServedMeanwhile()
    {
        OpenRestDoor host(1s);
        std::vector<std::unique_ptr<RawClient>> slow;
        for (quint32 i = 0; i < 100; ++i) {
            slow.push_back(std::make_unique<RawClient>(host.door.port(), host.certificate.certificate,
                                                       0x7f000002 + i % 4));
            QVERIFY(slow.back()->isOpen());
            slow.back()->send("GET /api/hea");
        }
        QList<qint64> times;
        QElapsedTimer total;
        total.start();
        while (total.elapsed() < 3000) {
            for (const auto &client : slow) {
                if (!client->isClosed())
                    client->send("l");
            }
            QElapsedTimer one;
            one.start();
            QCOMPARE(host.ask(head + "\r\n").status, 200);
            times.append(one.elapsed());
        }

        QTRY_VERIFY(
            std::all_of(slow.begin(), slow.end(), [](const auto &client) { return client->isClosed(); }));
        std::sort(times.begin(), times.end());
        QVERIFY2(times.at(times.size() * 99 / 100) <= 250, qPrintable(QString::number(times.last())));
        QTRY_COMPARE(host.door.connections(), 0);
    }

    void aSlowBodyIsCut()
    {
        OpenRestDoor host;
        RawClient client(host.door.port(), host.certificate.certificate);
        client.send(hello + "Content-Length: 1000\r\n\r\n{");
        QTRY_COMPARE(host.fleet.authentications(), 1);
        QElapsedTimer time;
        time.start();

        while (!client.isClosed() && time.elapsed() < 25'000) {
            client.send(" ");
            Q_UNUSED(QTest::qWaitFor([&] { return client.isClosed(); }, 250));
        }

        QVERIFY(client.isClosed());
        QVERIFY2(time.elapsed() >= 14'000 && time.elapsed() < 20'000,
                 qPrintable(QString::number(time.elapsed())));
        QVERIFY(host.fleet.asked<protocol::AgentHello>().isEmpty());
    }

    // T16
    void oneAddressHoldsSixtyFourConnectionsAndNoMore()
    {
        OpenRestDoor host;
        std::vector<std::unique_ptr<QTcpSocket>> crowd;
        for (int i = 0; i < 100; ++i) {
            crowd.push_back(std::make_unique<QTcpSocket>());
            crowd.back()->bind(QHostAddress(u"127.0.0.2"_s));
            crowd.back()->connectToHost(QHostAddress::LocalHost, host.door.port());
        }

        QTRY_COMPARE(
            std::count_if(crowd.begin(), crowd.end(),
                          [](const auto &s) { return s->state() == QAbstractSocket::ConnectedState; }),
            64);

        QCOMPARE(host.ask(head + "\r\n").status, 200);
    }

    void plainTextOnTheTlsPortIsClosed()
    {
        OpenRestDoor host;
        QTcpSocket plain;
        plain.connectToHost(QHostAddress::LocalHost, host.door.port());
        QTRY_COMPARE(plain.state(), QAbstractSocket::ConnectedState);

        plain.write(head + "\r\n");

        QTRY_COMPARE(plain.state(), QAbstractSocket::UnconnectedState);
        QVERIFY(!plain.readAll().contains("200"));
    }

    void oldTlsIsRefused()
    {
        OpenRestDoor host;
        QSslSocket old;
        QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
        configuration.setCaCertificates(QSslCertificate::fromPath(host.certificate.certificate));
        QT_WARNING_PUSH
        QT_WARNING_DISABLE_DEPRECATED
        configuration.setProtocol(QSsl::TlsV1_1);
        QT_WARNING_POP
        old.setSslConfiguration(configuration);

        old.connectToHostEncrypted(u"127.0.0.1"_s, host.door.port());

        QTRY_COMPARE(old.state(), QAbstractSocket::UnconnectedState);
        QVERIFY(!old.isEncrypted());
    }
};

ARCHIVESMP_TEST(TestGuard)
#include "tst_guard.moc"
