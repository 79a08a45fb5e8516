// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/result.h"

#include <QByteArray>
#include <QList>
#include <QStringList>

namespace archivesmp::expectations {

struct CsvRow
{
    int line = 0; // 1-based
    QStringList cells;
};

// Comma-separated values in UTF-8, cells quoted where they must be. Everything that spreadsheets make of such
// a file when they are not watched (semicolons, a byte order mark, line breaks inside cells, bare carriage
// returns) is refused with line and cell, because guessing would put cells into the wrong columns. Empty
// lines are skipped; every row has as many cells as the first.
[[nodiscard]] Result<QList<CsvRow>> readCsv(const QByteArray &csv);

} // namespace archivesmp::expectations
