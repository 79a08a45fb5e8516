// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/clock.h"

#include <QHash>
#include <QHostAddress>
#include <QList>

#include <chrono>

namespace archivesmp::agent::rest {

// Slows down whoever guesses keys: after five failures within a minute from one address (one /64 for IPv6)
// the answer to each further failure waits, longer each time. A right key is never kept waiting, so nobody
// can lock out an agent that shares the address.
class AuthThrottle final
{
public:
    explicit AuthThrottle(const Clock &clock)
        : _clock(clock)
    { }

    // How long the answer to this failure has to wait.
    [[nodiscard]] std::chrono::milliseconds failed(const QHostAddress &address);

private:
    void forgetOld();

    const Clock &_clock;
    QHash<QHostAddress, QList<std::chrono::milliseconds>> _failures; // uptimes, oldest first
};

} // namespace archivesmp::agent::rest
