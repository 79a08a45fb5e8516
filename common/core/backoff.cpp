// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/core/backoff.h"

#include <algorithm>

namespace archivesmp {

Backoff::Backoff(Limits limits)
    : _limits(limits)
{ }

Backoff::Backoff(Limits limits, quint32 seed)
    : _limits(limits)
    , _random(seed)
{ }

std::chrono::milliseconds Backoff::next()
{
    // 2^20 seconds is beyond every cap in use, and the shift stays defined.
    const int exponent = std::min(_attempt++, 20);
    const qint64 ceiling
        = std::min<qint64>(_limits.cap.count(), _limits.base.count() * (qint64(1) << exponent));
    return std::chrono::milliseconds(_random.bounded(ceiling + 1));
}

} // namespace archivesmp
