// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/fleet/fleetnode.h"
#include "app/widgets/glyph.h"

#include <QStyledItemDelegate>

namespace archivesmp::app::theme {
class Theme;
}

namespace archivesmp::app::fleet {

// Paints a row of the tree: glyph, name, version or role tag at the left; state, age and badge at the right.
class FleetTreeDelegate final : public QStyledItemDelegate
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(FleetTreeDelegate)

public:
    explicit FleetTreeDelegate(const theme::Theme &theme, QObject *parent = nullptr);

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;

private:
    [[nodiscard]] int paintRight(QPainter &painter, const QRect &rect, const FleetNode &node) const;
    void paintServer(QPainter &painter, QRect rect, const FleetNode &node) const;
    void paintInstance(QPainter &painter, QRect rect, const FleetNode &node) const;
    void paintPlugin(QPainter &painter, QRect rect, const FleetNode &node) const;
    QRect paintGlyphCell(QPainter &painter, const QRect &rect, const widgets::Mark &mark) const;

    const theme::Theme &_theme;
};

} // namespace archivesmp::app::fleet
