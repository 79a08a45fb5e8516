// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStyledItemDelegate>

namespace archivesmp::app::theme {
class Theme;
}

namespace archivesmp::app::drift {

// Paints the cells of the findings table: the severity's shape, values in the fixed font, the actual one in
// the colour of its severity, a hair line under each row.
class FindingDelegate final : public QStyledItemDelegate
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(FindingDelegate)

public:
    explicit FindingDelegate(const theme::Theme &theme, QObject *parent = nullptr);

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;

private:
    const theme::Theme &_theme;
};

} // namespace archivesmp::app::drift
