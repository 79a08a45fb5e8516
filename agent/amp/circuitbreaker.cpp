// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/amp/circuitbreaker.h"

namespace archivesmp::agent::amp {

using namespace std::chrono_literals;

namespace {

constexpr qsizetype tolerated = 5;
constexpr std::chrono::milliseconds window = 30s;
constexpr std::chrono::milliseconds firstPause = 10s;
constexpr std::chrono::milliseconds longestPause = 120s;

} // namespace

bool CircuitBreaker::admit()
{
    if (_pause == 0ms)
        return true;
    if (isOpen() || _probing)
        return false;
    _probing = true;
    return true;
}

void CircuitBreaker::succeeded()
{
    _failures.clear();
    _pause = 0ms;
    _openUntil = 0ms;
    _probing = false;
}

void CircuitBreaker::failed()
{
    const std::chrono::milliseconds now = _clock.uptime();
    if (_pause > 0ms) {
        // Late failures of requests that went out before it opened say nothing new.
        if (!_probing)
            return;
        _pause = std::min(_pause * 2, longestPause);
    } else {
        _failures.append(now);
        _failures.removeIf([now](std::chrono::milliseconds at) { return now - at > window; });
        if (_failures.size() < tolerated)
            return;
        _pause = firstPause;
    }
    _probing = false;
    _openUntil = now + _pause;
}

std::chrono::milliseconds CircuitBreaker::remaining() const
{
    return std::max(_openUntil - _clock.uptime(), 0ms);
}

} // namespace archivesmp::agent::amp
