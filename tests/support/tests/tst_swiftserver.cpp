// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/swiftserver.h"

#include "tests/support/testregistry.h"

#include <QTcpSocket>
#include <QTest>

using namespace archivesmp::tests;

// The store that other tests lean on must itself refuse what is not signed.
class TestSwiftServer final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void refusesAnUnsignedRequest()
    {
        SwiftServer server;
        QVERIFY2(server.start(), qPrintable(server.problem()));

        QTcpSocket socket;
        const QStringList address = server.endpoint().split(u':');
        socket.connectToHost(address.first(), static_cast<quint16>(address.last().toUInt()));
        QVERIFY(socket.waitForConnected(2000));
        socket.write("GET /bucket HTTP/1.0\r\nHost: s3\r\nAuthorization: AWS test:tester:wrong\r\nDate: Mon, "
                     "23 Nov 2026 10:00:00 GMT\r\n\r\n");
        QVERIFY(socket.waitForReadyRead(5000));

        QVERIFY(socket.readAll().startsWith("HTTP/1.1 403"));
    }
};

ARCHIVESMP_TEST(TestSwiftServer)
#include "tst_swiftserver.moc"
