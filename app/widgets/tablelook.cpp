// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/widgets/tablelook.h"

#include "app/theme/theme.h"
#include "app/widgets/focus.h"
#include "app/widgets/selection.h"

#include <QApplication>
#include <QHeaderView>
#include <QStyledItemDelegate>
#include <QTableView>

namespace archivesmp::app::widgets {

namespace {

// Begins the text of a cell where its heading begins; the style has its own, smaller margin.
class CellDelegate final : public QStyledItemDelegate
{
public:
    CellDelegate(const theme::Theme &theme, QObject *parent)
        : QStyledItemDelegate(parent)
        , _theme(theme)
    { }

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        QStyleOptionViewItem cell = option;
        initStyleOption(&cell, index);
        const QStyle *style = cell.widget != nullptr ? cell.widget->style() : QApplication::style();
        style->drawPrimitive(QStyle::PE_PanelItemViewItem, &cell, painter, cell.widget);
        cell.rect.setLeft(cell.rect.left() + _theme.spacing(1));
        style->drawControl(QStyle::CE_ItemViewItem, &cell, painter, cell.widget);
        paintRowFocus(*painter, option, index, _theme);
    }

private:
    const theme::Theme &_theme;
};

} // namespace

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
    table.setItemDelegate(new CellDelegate(theme, &table));
    letCurrentFollowSelection(table);
    selectWhereKeysComeIn(table);
}

} // namespace archivesmp::app::widgets
