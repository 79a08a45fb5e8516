// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QAbstractItemView;

namespace archivesmp::app::widgets {

// A screen reader selects a row, beside what is selected already, without making it the current one; what
// follows the current row follows such a selection too. A view with one column must select items for that: Qt
// takes a nested row for its number among all rows otherwise.
void letCurrentFollowSelection(QAbstractItemView &view);

// A row is selected as soon as the keys come into the view, for what a key does is done to what is selected.
void selectWhereKeysComeIn(QAbstractItemView &view);

} // namespace archivesmp::app::widgets
