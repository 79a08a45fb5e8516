// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QTableView;

namespace archivesmp::app::theme {
class Theme;
}

namespace archivesmp::app::widgets {

// A table of whole rows in the house's look: one row selected at a time, no grid, rows as high as in the
// drift table, headings in the small font.
void makeRowTable(QTableView &table, const theme::Theme &theme);

} // namespace archivesmp::app::widgets
