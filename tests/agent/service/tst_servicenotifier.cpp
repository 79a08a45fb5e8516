// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/service/servicenotifier.h"

#include "tests/support/testregistry.h"

#include <QCoreApplication>
#include <QTemporaryDir>
#include <QTest>

#include <array>
#include <cstring>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

using namespace archivesmp::agent::service;
using namespace std::chrono_literals;

class TestServiceNotifier final : public QObject
{
    Q_OBJECT

    static int listenAt(const QByteArray &path)
    {
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        std::memcpy(address.sun_path, path.constData(), static_cast<size_t>(path.size()));
        const int fd = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK, 0);
        return ::bind(fd, reinterpret_cast<const sockaddr *>(&address), sizeof address) == 0 ? fd : -1;
    }

    static QByteArray received(int fd)
    {
        std::array<char, 256> buffer{};
        const ssize_t length = ::recv(fd, buffer.data(), buffer.size(), 0);
        return length < 0 ? QByteArray() : QByteArray(buffer.data(), length);
    }

private Q_SLOTS:
    void tellsSystemdHowItIs()
    {
        const QTemporaryDir folder;
        const QByteArray path = folder.filePath(QStringLiteral("notify")).toUtf8();
        const int fd = listenAt(path);
        QVERIFY(fd >= 0);
        qputenv("NOTIFY_SOCKET", path);

        ServiceNotifier notifier;
        notifier.ready();
        QCOMPARE(received(fd), QByteArray("READY=1"));
        notifier.status(QStringLiteral("20 instances\nfine"));
        QCOMPARE(received(fd), QByteArray("STATUS=20 instances\\nfine"));
        notifier.alive();
        QCOMPARE(received(fd), QByteArray("WATCHDOG=1"));

        QVERIFY2(qEnvironmentVariableIsEmpty("NOTIFY_SOCKET"), "a child must not inherit it");
        ::close(fd);
    }

    void isSilentWithoutSystemd()
    {
        qunsetenv("NOTIFY_SOCKET");
        ServiceNotifier notifier;
        notifier.ready();
        QVERIFY(!notifier.watchdogInterval().has_value());
    }

    void feedsTheWatchdogTwiceInItsTime()
    {
        qputenv("WATCHDOG_USEC", "30000000");
        QCOMPARE(ServiceNotifier().watchdogInterval(), std::optional<std::chrono::milliseconds>(15s));

        qputenv("WATCHDOG_PID", QByteArray::number(QCoreApplication::applicationPid() + 1));
        QVERIFY(!ServiceNotifier().watchdogInterval().has_value());

        qunsetenv("WATCHDOG_USEC");
        qunsetenv("WATCHDOG_PID");
    }
};

ARCHIVESMP_TEST(TestServiceNotifier)
#include "tst_servicenotifier.moc"
