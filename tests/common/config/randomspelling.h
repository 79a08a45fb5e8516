// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

namespace archivesmp::tests {

[[nodiscard]] QByteArray escapedText(const QByteArray &text); // in double quotes, as JSON and its like do
[[nodiscard]] bool isSimple(
    const QByteArray &text); // needs quotes in none of the formats that may do without
[[nodiscard]] bool isSingleLine(const QByteArray &text);

} // namespace archivesmp::tests
