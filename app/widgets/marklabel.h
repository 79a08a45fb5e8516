// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/widgets/glyph.h"

#include <QWidget>

namespace archivesmp::app::theme {
class Theme;
}

namespace archivesmp::app::widgets {

// A glyph as a widget, for layouts. What it says stands in words beside it.
class MarkLabel final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(MarkLabel)

public:
    MarkLabel(const theme::Theme &theme, Mark mark, QWidget *parent = nullptr);

    void setMark(Mark mark);
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    const theme::Theme &_theme;
    Mark _mark;
};

} // namespace archivesmp::app::widgets
