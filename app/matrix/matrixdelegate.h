// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHeaderView>
#include <QStyledItemDelegate>

namespace archivesmp::app::theme {
class Theme;
}

namespace archivesmp::app::matrix {

// A cell: check, tinted glyph with its count, or a dot where the plugin is not installed.
class MatrixDelegate final : public QStyledItemDelegate
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(MatrixDelegate)

public:
    explicit MatrixDelegate(const theme::Theme &theme, QObject *parent = nullptr);
    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;

private:
    const theme::Theme &_theme;
};

// The instances' names below those of their servers, with the servers' bands between the groups.
class MatrixHeader final : public QHeaderView
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(MatrixHeader)

public:
    explicit MatrixHeader(const theme::Theme &theme, QWidget *parent = nullptr);
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintSection(QPainter *painter, const QRect &rect, int section) const override;

private:
    [[nodiscard]] QRect groupOf(int section, const QRect &upper) const;

    const theme::Theme &_theme;
};

} // namespace archivesmp::app::matrix
