// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QByteArrayList>
#include <QString>

namespace archivesmp::scan {

// A text as its lines; the last one is empty where the text ends with a line break.
[[nodiscard]] QByteArrayList linesOf(const QByteArray &text);

// The hunks of a unified diff with three lines of context, without the heading that names files. Lines are
// compared as they are and shown as `shownBefore` and `shownAfter` have them, which must have as many lines.
// Control characters are escaped. Empty where the texts are equal.
[[nodiscard]] QString unifiedDiff(const QByteArray &before, const QByteArray &after,
                                  const QByteArray &shownBefore, const QByteArray &shownAfter);

} // namespace archivesmp::scan
