// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/clock.h"

#include <QTimeZone>

namespace archivesmp::tests {

// A clock that moves when it is told to.
class FakeClock final : public Clock
{
public:
    [[nodiscard]] QDateTime now() const override { return _now; }
    [[nodiscard]] std::chrono::milliseconds uptime() const override { return _uptime; }

    void advance(std::chrono::milliseconds time)
    {
        _now = _now.addMSecs(time.count());
        _uptime += time;
    }
    void setNow(const QDateTime &now) { _now = now; } // a jump of the wall clock alone

private:
    QDateTime _now = QDateTime(QDate(2026, 1, 2), QTime(3, 4, 5), Qt::UTC);
    std::chrono::milliseconds _uptime = std::chrono::hours(1);
};

} // namespace archivesmp::tests
