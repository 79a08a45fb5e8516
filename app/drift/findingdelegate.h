// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStyledItemDelegate>

namespace archivesmp::app::theme {
class Theme;
}

namespace archivesmp::app::widgets {
class RowGlow;
}

namespace archivesmp::app::drift {

// Paints the cells of the findings table: the severity's shape, values in the fixed font, the actual one in
// the colour of its severity, a hair line under each row.
class FindingDelegate final : public QStyledItemDelegate
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(FindingDelegate)

public:
    // `glow` outlives the delegate; rows that it knows stand out for a moment.
    FindingDelegate(const theme::Theme &theme, const widgets::RowGlow &glow, QObject *parent = nullptr);

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;

private:
    void paintCell(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const;

    const theme::Theme &_theme;
    const widgets::RowGlow &_glow;
};

} // namespace archivesmp::app::drift
