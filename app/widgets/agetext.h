// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>
#include <QString>

namespace archivesmp::app::widgets {

// "now", "8 s", "2 min", "3 h", "4 d"; empty where the time is unknown. A time from the future is "now".
[[nodiscard]] QString ageText(const QDateTime &time, const QDateTime &now);

// "just now", "2 min ago"; empty where the time is unknown.
[[nodiscard]] QString agoText(const QDateTime &time, const QDateTime &now);

// For tooltips: the exact time here and in UTC, where the servers' logs are; once where both are the same.
[[nodiscard]] QString exactTimeText(const QDateTime &time);

// For rows of the past: "14:02" today, "22 Nov 14:02" before, "22 Nov 2025" in other years.
[[nodiscard]] QString shortTimeText(const QDateTime &time, const QDateTime &now);

} // namespace archivesmp::app::widgets
