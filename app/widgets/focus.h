// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QModelIndex;
class QPainter;
class QStackedWidget;
class QStyleOptionViewItem;
class QWidget;

namespace archivesmp::app::theme {
class Theme;
}

namespace archivesmp::app::widgets {

// Where Tab comes first within the widget as it is shown now; nullptr where nothing takes the focus.
[[nodiscard]] QWidget *firstStop(QWidget &in);
// Where Tab comes last within it, whether or not that can be seen.
[[nodiscard]] QWidget *lastStop(QWidget &in);

// Shows the page. Where the one before had the focus it goes along, for its place is no more.
void showPage(QStackedWidget &stack, QWidget *page);

// The frame around the row that the keys move, for delegates whose rows have no other.
void paintRowFocus(QPainter &painter, const QStyleOptionViewItem &option, const QModelIndex &index,
                   const theme::Theme &theme);

} // namespace archivesmp::app::widgets
