// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/widgets/marklabel.h"

#include "app/theme/theme.h"

#include <QPainter>

namespace archivesmp::app::widgets {

MarkLabel::MarkLabel(const theme::Theme &theme, Mark mark, QWidget *parent)
    : QWidget(parent)
    , _theme(theme)
    , _mark(mark)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Preferred);
}

void MarkLabel::setMark(Mark mark)
{
    _mark = mark;
    update();
}

QSize MarkLabel::sizeHint() const
{
    const int side = qRound(_theme.spacing(10) / 4.0);
    return {side, side};
}

void MarkLabel::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const int side = qRound(_theme.spacing(9) / 4.0);
    paintGlyph(painter, QRectF((width() - side) / 2.0, (height() - side) / 2.0, side, side), _mark.glyph,
               inkOf(_mark.tone, _theme.tokens()));
}

} // namespace archivesmp::app::widgets
