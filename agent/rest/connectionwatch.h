// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/clock.h"

#include <QHash>

#include <chrono>
#include <mutex>

namespace archivesmp::agent::rest {

// Cuts connections that do not get on with a request. The library's own timeout counts inactivity only: one
// byte every few seconds would hold a connection for ever. Thread-safe.
class ConnectionWatch final
{
public:
    explicit ConnectionWatch(const Clock &clock)
        : _clock(clock)
    { }

    void opened(const void *connection, int socket);
    void closed(const void *connection); // before its socket is closed

    // The other side has to get on to the next step within `time`.
    void expectWithin(const void *connection, std::chrono::milliseconds time);
    // It is our turn.
    void rest(const void *connection);

    // Shuts down what is overdue; how many that were.
    int cutOverdue();

    [[nodiscard]] qsizetype count() const;

private:
    struct Watched
    {
        int socket = -1;
        std::chrono::milliseconds deadline = std::chrono::milliseconds::max();
    };

    const Clock &_clock;
    mutable std::mutex _mutex; // guards _connections
    QHash<const void *, Watched> _connections;
};

} // namespace archivesmp::agent::rest
