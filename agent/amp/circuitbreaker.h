// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/clock.h"

#include <QList>

#include <chrono>

namespace archivesmp::agent::amp {

// Keeps requests away from a panel that does not answer: five failures within 30 seconds open it for 10
// seconds, then one request may try; its failure opens it for twice as long, up to 120 seconds.
class CircuitBreaker final
{
public:
    explicit CircuitBreaker(const Clock &clock)
        : _clock(clock)
    { }

    // Whether a request may go out now; the caller reports how it ended.
    [[nodiscard]] bool admit();
    void succeeded();
    void failed();

    [[nodiscard]] bool isOpen() const { return _openUntil > _clock.uptime(); }
    [[nodiscard]] std::chrono::milliseconds remaining() const; // until the next attempt

private:
    const Clock &_clock;
    QList<std::chrono::milliseconds> _failures; // uptimes
    std::chrono::milliseconds _openUntil{0};
    std::chrono::milliseconds _pause{0}; // how long it was open the last time; 0 while it is closed
    bool _probing = false;
};

} // namespace archivesmp::agent::amp
