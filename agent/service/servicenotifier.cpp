// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/service/servicenotifier.h"

#include "common/core/textescape.h"

#include <QCoreApplication>

#ifdef Q_OS_LINUX
#include <cstddef>
#include <cstring>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>
#endif

namespace archivesmp::agent::service {

ServiceNotifier::ServiceNotifier()
    : _socket(qgetenv("NOTIFY_SOCKET"))
{
    qunsetenv("NOTIFY_SOCKET");
    const QByteArray watched = qgetenv("WATCHDOG_PID");
    const qint64 microseconds = qgetenv("WATCHDOG_USEC").toLongLong();
    if (microseconds > 0 && (watched.isEmpty() || watched.toLongLong() == QCoreApplication::applicationPid()))
        _watchdogInterval = std::chrono::duration_cast<std::chrono::milliseconds>(
            std::chrono::microseconds(microseconds / 2));
}

void ServiceNotifier::ready()
{
    send("READY=1");
}

void ServiceNotifier::stopping()
{
    send("STOPPING=1");
}

void ServiceNotifier::status(const QString &oneLine)
{
    send("STATUS=" + escapedForDisplay(QStringView(oneLine)).toUtf8());
}

void ServiceNotifier::alive()
{
    send("WATCHDOG=1");
}

void ServiceNotifier::send(const QByteArray &state) const
{
#ifdef Q_OS_LINUX
    sockaddr_un address{};
    if (_socket.isEmpty() || static_cast<size_t>(_socket.size()) >= sizeof(address.sun_path))
        return;
    address.sun_family = AF_UNIX;
    std::memcpy(address.sun_path, _socket.constData(), static_cast<size_t>(_socket.size()));
    if (address.sun_path[0] == '@') // a name in the abstract space
        address.sun_path[0] = '\0';
    const int fd = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (fd < 0)
        return;
    const auto length
        = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + static_cast<size_t>(_socket.size()));
    // Best effort: a systemd that does not listen is no reason for the agent to fail.
    (void)::sendto(fd, state.constData(), static_cast<size_t>(state.size()), MSG_NOSIGNAL,
                   reinterpret_cast<const sockaddr *>(&address), length);
    ::close(fd);
#else
    Q_UNUSED(state);
#endif
}

} // namespace archivesmp::agent::service
