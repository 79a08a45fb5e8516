// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/service/watchdog.h"

#include "agent/service/servicenotifier.h"
#include "tests/support/testregistry.h"

#include <QRegularExpression>
#include <QSemaphore>
#include <QTemporaryDir>
#include <QTest>
#include <QThread>

#include <array>
#include <cstring>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>
#include <utility>

using namespace archivesmp::agent::service;
using namespace std::chrono_literals;

namespace {

// A thread with an event loop that can be made to stand still.
class Loop final
{
public:
    explicit Loop(QString name)
        : _name(std::move(name))
    {
        _context.moveToThread(&_thread);
        _thread.start();
    }
    ~Loop()
    {
        goOn();
        _thread.quit();
        _thread.wait();
    }
    Q_DISABLE_COPY_MOVE(Loop)

    void standStill()
    {
        QSemaphore standing;
        QMetaObject::invokeMethod(&_context, [this, &standing] {
            standing.release();
            _hold.acquire();
        });
        standing.acquire();
        _stands = true;
    }
    void goOn()
    {
        if (std::exchange(_stands, false))
            _hold.release();
    }
    [[nodiscard]] WatchedLoop watched()
    {
        return {_name, [this](std::function<void()> answer) {
                    QMetaObject::invokeMethod(&_context, std::move(answer), Qt::QueuedConnection);
                }};
    }

private:
    QString _name;
    QThread _thread;
    QObject _context;
    QSemaphore _hold;
    bool _stands = false;
};

} // namespace

// What systemd is told: the notifier's datagrams arrive in a socket of the test's own.
class TestWatchdog final : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> _folder;
    int _socket = -1;
    int _fed = 0;

    void listen()
    {
        const QByteArray path = _folder->filePath(QStringLiteral("notify")).toUtf8();
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        std::memcpy(address.sun_path, path.constData(), static_cast<size_t>(path.size()));
        _socket = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK, 0);
        QVERIFY(::bind(_socket, reinterpret_cast<const sockaddr *>(&address), sizeof address) == 0);
        qputenv("NOTIFY_SOCKET", path);
    }
    // How often it was fed.
    [[nodiscard]] int fed()
    {
        std::array<char, 64> buffer{};
        for (ssize_t length = 0; (length = ::recv(_socket, buffer.data(), buffer.size(), 0)) >= 0;)
            _fed += QByteArray(buffer.data(), length) == "WATCHDOG=1" ? 1 : 0;
        return _fed;
    }

private Q_SLOTS:
    void init()
    {
        _folder = std::make_unique<QTemporaryDir>();
        _fed = 0;
        listen();
    }
    void cleanup() { ::close(_socket); }

    void isFedWhileEveryLoopGoesRound()
    {
        ServiceNotifier notifier;
        Loop worker(QStringLiteral("worker"));
        Loop coordinator(QStringLiteral("coordinator"));
        Watchdog watchdog([&] { notifier.alive(); },
                          [&] {
                              return std::vector{worker.watched(), coordinator.watched()};
                          });

        watchdog.start(10ms);

        QTRY_VERIFY(fed() >= 3);
    }

    void starvesWhileOneLoopStandsStill_data()
    {
        QTest::addColumn<bool>("isWorker");
        QTest::newRow("worker") << true;
        QTest::newRow("coordinator") << false;
    }
    void starvesWhileOneLoopStandsStill()
    {
        QFETCH(const bool, isWorker);
        ServiceNotifier notifier;
        Loop worker(QStringLiteral("worker"));
        Loop coordinator(QStringLiteral("coordinator"));
        Loop &stuck = isWorker ? worker : coordinator;
        int turns = 0;
        Watchdog watchdog([&] { notifier.alive(); },
                          [&] {
                              return std::vector{worker.watched(), coordinator.watched()};
                          });
        QTimer counter; // as fast as the watchdog, in the same loop
        connect(&counter, &QTimer::timeout, this, [&turns] { ++turns; });
        stuck.standStill();
        QTest::ignoreMessage(QtCriticalMsg,
                             QRegularExpression(isWorker ? QStringLiteral("loop of worker")
                                                         : QStringLiteral("loop of coordinator")));
        watchdog.start(10ms);
        counter.start(10ms);

        QTRY_VERIFY(turns >= 10);
        QCOMPARE(fed(), 0);

        stuck.goOn();
        QTRY_VERIFY(fed() > 0);
    }

    void aLoopThatIsGoneIsNotWaitedForAnyMore()
    {
        ServiceNotifier notifier;
        auto worker = std::make_unique<Loop>(QStringLiteral("worker"));
        Watchdog watchdog(
            [&] { notifier.alive(); },
            [&] { return worker ? std::vector{worker->watched()} : std::vector<WatchedLoop>(); });
        watchdog.start(10ms);
        QTRY_VERIFY(fed() > 0);

        worker.reset();
        const int before = fed();

        QTRY_VERIFY(fed() >= before + 3);
    }
};

ARCHIVESMP_TEST(TestWatchdog)
#include "tst_watchdog.moc"
