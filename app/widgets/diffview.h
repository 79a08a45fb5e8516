// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/widgets/difflines.h"

#include <QAbstractScrollArea>

namespace archivesmp::app::theme {
class Theme;
}

namespace archivesmp::app::widgets {

// Lines of a file with their numbers; differing lines and words stand on blue (expected) or orange (actual).
// Read-only; lines can be selected with the keyboard and copied.
class DiffView final : public QAbstractScrollArea
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(DiffView)

public:
    explicit DiffView(const theme::Theme &theme, QWidget *parent = nullptr);

    void setLines(QList<DiffLine> lines);
    [[nodiscard]] const QList<DiffLine> &lines() const { return _lines; }
    [[nodiscard]] QString plainText() const; // what a screen reader reads and Ctrl+C copies
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    void updateScrollBars();
    void paintLine(QPainter &painter, const QRect &row, const DiffLine &line) const;
    [[nodiscard]] int lineHeight() const;

    const theme::Theme &_theme;
    QList<DiffLine> _lines;
};

} // namespace archivesmp::app::widgets
