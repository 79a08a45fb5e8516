// SPDX-License-Identifier: GPL-3.0-or-later
// How long to wait before trying again.
#pragma once

#include <QRandomGenerator>

#include <chrono>

namespace archivesmp {

// Exponential backoff with full jitter: the n-th delay is evenly spread over 0 … min(cap, base · 2^n), so
// that many clients that lost the same host do not come back in one moment.
class Backoff final
{
public:
    struct Limits
    {
        std::chrono::milliseconds base = std::chrono::seconds(1);
        std::chrono::milliseconds cap = std::chrono::seconds(60);
    };

    Backoff() = default;
    explicit Backoff(Limits limits);
    Backoff(Limits limits, quint32 seed); // the same delays for the same seed

    [[nodiscard]] std::chrono::milliseconds next();
    void reset() { _attempt = 0; }
    [[nodiscard]] int attempt() const { return _attempt; }

private:
    Limits _limits;
    int _attempt = 0;
    QRandomGenerator _random = QRandomGenerator::securelySeeded();
};

} // namespace archivesmp
