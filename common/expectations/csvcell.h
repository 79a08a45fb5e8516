// SPDX-License-Identifier: GPL-3.0-or-later
// How a text stands in a cell so that no spreadsheet takes it for a formula.
#pragma once

#include <QByteArray>
#include <QString>
#include <QStringView>

namespace archivesmp::expectations {

// The cell in UTF-8, quoted where it must be. A text that a spreadsheet would evaluate, because it begins
// with = + - @ (also in full width), a tab or a carriage return, gets an apostrophe in front and quotes
// around it; so does one that has such apostrophes already, so that textOfCell() can tell them apart.
[[nodiscard]] QByteArray csvCell(const QString &text);

// The text of a cell that csvCell() wrote, its quotes already removed.
[[nodiscard]] QString textOfCell(QStringView cell);

} // namespace archivesmp::expectations
