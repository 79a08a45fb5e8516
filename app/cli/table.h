// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/domain/finding.h"

#include <QDateTime>
#include <QList>
#include <QString>
#include <QStringList>

namespace archivesmp::app::cli {

// Rows under a heading, columns aligned, two blanks between them. What comes from outside is escaped: nothing
// in it can move the cursor or pretend to be another row. Without rows it is empty.
[[nodiscard]] QString tableText(const QStringList &heading, const QList<QStringList> &rows);

// "5 s", "3 min", "2 h", "4 d" before `now`; "never" for an invalid time.
[[nodiscard]] QString ageText(const QDateTime &time, const QDateTime &now);

// A value on one line, at most 40 characters; six dots for a secret; "-" for nothing.
[[nodiscard]] QString valueText(const domain::ShownValue &value);

// Both sides of a finding. Of two secrets only whether they differ can be told.
[[nodiscard]] QString expectedText(const domain::Finding &finding);
[[nodiscard]] QString actualText(const domain::Finding &finding);

} // namespace archivesmp::app::cli
