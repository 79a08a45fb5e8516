// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/widgets/statepanel.h"

#include "app/theme/theme.h"
#include "app/widgets/textlabel.h"

#include <QPainter>
#include <QPushButton>
#include <QVBoxLayout>

namespace archivesmp::app::widgets {

using namespace Qt::StringLiterals;

StatePanel::StatePanel(const theme::Theme &theme, QWidget *parent)
    : QWidget(parent)
    , _theme(theme)
    , _what(plainLabel({}, this))
    , _why(plainLabel({}, this))
    , _action(new QPushButton(this))
{
    auto *layout = new QVBoxLayout(this);
    layout->setSpacing(theme.spacing(2));
    layout->addStretch();
    layout->addSpacing(theme.spacing(7));
    _what->setFont(theme.strongFont());
    _why->setProperty("ink", u"secondary"_s);
    for (QLabel *label : {_what, _why}) {
        label->setAlignment(Qt::AlignCenter);
        label->setWordWrap(true);
        layout->addWidget(label);
    }
    layout->addWidget(_action, 0, Qt::AlignHCenter);
    layout->addStretch();
    connect(_action, &QPushButton::clicked, this, &StatePanel::actionRequested);
    setState({});
}

void StatePanel::setState(const State &state)
{
    _state = state;
    _what->setText(state.what);
    _why->setText(state.why);
    _action->setText(state.action);
    _action->setAccessibleName(state.action);
    // Where there is nothing to do, the panel itself is a stop: the keys are never nowhere.
    setFocusPolicy(state.action.isEmpty() ? Qt::TabFocus : Qt::NoFocus);
    const bool held = hasFocus() || _action->hasFocus();
    _action->setVisible(!state.action.isEmpty());
    if (held)
        (state.action.isEmpty() ? this : static_cast<QWidget *>(_action))->setFocus(Qt::OtherFocusReason);
    setAccessibleName(state.what);
    setAccessibleDescription(state.why);
    update();
}

void StatePanel::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), _theme.tokens().surface);
    const int side = _theme.spacing(4);
    const QRectF box((width() - side) / 2.0, _what->y() - side - _theme.spacing(3), side, side);
    paintGlyph(painter, box, _state.glyph, inkOf(_state.tone, _theme.tokens()));
    if (hasFocus()) {
        painter.setPen(_theme.tokens().accent);
        painter.drawRect(rect().adjusted(0, 0, -1, -1));
    }
}

} // namespace archivesmp::app::widgets
