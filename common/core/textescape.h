// SPDX-License-Identifier: GPL-3.0-or-later
// Text from outside, made safe to print on one line.
#pragma once

#include <QByteArrayView>
#include <QString>

namespace archivesmp {

// Control characters, line separators and direction overrides become \n, \t, \x1b, \u202e …; the rest stays.
[[nodiscard]] QString escapedForDisplay(QStringView text);

// Bytes that are not UTF-8 become \xNN; what is, is treated as above. File names on Linux are bytes.
[[nodiscard]] QString escapedForDisplay(QByteArrayView bytes);

// At most `limit` characters, with … where something was cut, escaped as above.
[[nodiscard]] QString excerpt(QStringView text, qsizetype limit = 200);

} // namespace archivesmp
