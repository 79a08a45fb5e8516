// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/widgets/tablelook.h"

#include "app/theme/theme.h"
#include "app/widgets/selection.h"

#include <QHeaderView>
#include <QTableView>

namespace archivesmp::app::widgets {

void makeRowTable(QTableView &table, const theme::Theme &theme)
{
    const int height = theme.rowHeight(theme::Theme::Row::Table) + 1;
    table.setFrameShape(QFrame::NoFrame);
    table.setShowGrid(false);
    table.setSelectionBehavior(QAbstractItemView::SelectRows);
    table.setSelectionMode(QAbstractItemView::SingleSelection);
    table.setTabKeyNavigation(false);
    table.setWordWrap(false);
    table.verticalHeader()->hide();
    table.verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    table.verticalHeader()->setMinimumSectionSize(1);
    table.verticalHeader()->setDefaultSectionSize(height);
    table.setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    table.setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    table.horizontalHeader()->setFixedHeight(height);
    table.horizontalHeader()->setHighlightSections(false);
    table.horizontalHeader()->setFont(theme.smallFont());
    table.horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    letCurrentFollowSelection(table);
}

} // namespace archivesmp::app::widgets
