// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/clock.h"

#include <algorithm>
#include <chrono>

namespace archivesmp::agent::control {

// So many in a burst, so many per second for long.
class TokenBucket final
{
public:
    TokenBucket(const Clock &clock, double perSecond, double burst)
        : _clock(clock)
        , _perSecond(perSecond)
        , _burst(burst)
        , _tokens(burst)
        , _filledAt(clock.uptime())
    { }

    // False where there is none left.
    [[nodiscard]] bool take()
    {
        const std::chrono::milliseconds now = _clock.uptime();
        const double seconds = std::chrono::duration<double>(now - _filledAt).count();
        _tokens = std::min(_burst, _tokens + seconds * _perSecond);
        _filledAt = now;
        if (_tokens < 1)
            return false;
        _tokens -= 1;
        return true;
    }

private:
    const Clock &_clock;
    double _perSecond;
    double _burst;
    double _tokens;
    std::chrono::milliseconds _filledAt;
};

} // namespace archivesmp::agent::control
