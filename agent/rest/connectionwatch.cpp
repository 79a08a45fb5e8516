// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/rest/connectionwatch.h"

#include <sys/socket.h>

namespace archivesmp::agent::rest {

void ConnectionWatch::opened(const void *connection, int socket)
{
    const std::scoped_lock lock(_mutex);
    _connections.insert(connection, {socket});
}

void ConnectionWatch::closed(const void *connection)
{
    const std::scoped_lock lock(_mutex);
    _connections.remove(connection);
}

void ConnectionWatch::expectWithin(const void *connection, std::chrono::milliseconds time)
{
    const std::scoped_lock lock(_mutex);
    if (const auto found = _connections.find(connection); found != _connections.end())
        found->deadline = _clock.uptime() + time;
}

void ConnectionWatch::rest(const void *connection)
{
    const std::scoped_lock lock(_mutex);
    if (const auto found = _connections.find(connection); found != _connections.end())
        found->deadline = std::chrono::milliseconds::max();
}

int ConnectionWatch::cutOverdue()
{
    const std::scoped_lock lock(_mutex);
    const std::chrono::milliseconds now = _clock.uptime();
    int cut = 0;
    for (Watched &watched : _connections) {
        if (now < watched.deadline)
            continue;
        // The library closes it when it sees the end. Under the mutex its number cannot belong to another
        // connection yet: closed() comes before close().
        ::shutdown(watched.socket, SHUT_RDWR);
        watched.deadline = std::chrono::milliseconds::max();
        ++cut;
    }
    return cut;
}

qsizetype ConnectionWatch::count() const
{
    const std::scoped_lock lock(_mutex);
    return _connections.size();
}

} // namespace archivesmp::agent::rest
