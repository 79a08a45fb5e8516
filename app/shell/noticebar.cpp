// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/shell/noticebar.h"

#include "app/theme/theme.h"
#include "app/widgets/marklabel.h"
#include "app/widgets/textlabel.h"

#include <QApplication>
#include <QClipboard>
#include <QHBoxLayout>
#include <QPainter>
#include <QPushButton>

namespace archivesmp::app::shell {

using namespace Qt::StringLiterals;

NoticeBar::NoticeBar(const theme::Theme &theme, QWidget *parent)
    : QWidget(parent)
    , _theme(theme)
    , _errorMark(new widgets::MarkLabel(theme, {widgets::Glyph::Cross, widgets::Tone::Critical}, this))
    , _deedMark(new widgets::MarkLabel(theme, {widgets::Glyph::Check, widgets::Tone::Good}, this))
    , _text(widgets::plainLabel({}, this))
    , _undo(new QPushButton(tr("Undo"), this))
    , _copy(new QPushButton(tr("Copy"), this))
{
    auto *dismiss = new QPushButton(tr("Dismiss"), this);
    _text->setWordWrap(true);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(theme.spacing(3), theme.spacing(1), theme.spacing(3), theme.spacing(1));
    layout->setSpacing(theme.spacing(2));
    layout->addWidget(_errorMark);
    layout->addWidget(_deedMark);
    layout->addWidget(_text, 1);
    for (QPushButton *button : {_undo, _copy, dismiss}) {
        button->setProperty("kind", u"small"_s);
        layout->addWidget(button);
    }
    connect(_undo, &QPushButton::clicked, this, &NoticeBar::undoRequested);
    connect(_copy, &QPushButton::clicked, this,
            [this] { QApplication::clipboard()->setText(_text->text()); });
    connect(dismiss, &QPushButton::clicked, this, &QWidget::hide);
    hide();
}

void NoticeBar::showText(const QString &text, bool isError)
{
    _isError = isError;
    _errorMark->setVisible(isError);
    _deedMark->setVisible(!isError);
    _copy->setVisible(isError);
    widgets::setStyled(_text, "ink", isError ? u"critical"_s : QString());
    _text->setAccessibleName(isError ? tr("Error") : tr("Done"));
    _text->setText(text);
    show();
    update();
}

void NoticeBar::showError(const QString &what, const Error &error)
{
    _undo->hide();
    showText(what + u": "_s + describe(error), true);
}

void NoticeBar::showDeed(const QString &text, bool undoable)
{
    _undo->setVisible(undoable);
    showText(text, false);
}

void NoticeBar::giveWay()
{
    if (!_isError)
        hide();
}

void NoticeBar::setUndoReason(const QString &whyNot)
{
    _undo->setEnabled(whyNot.isEmpty());
    _undo->setToolTip(whyNot);
}

QString NoticeBar::text() const
{
    return _text->text();
}

void NoticeBar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), _isError ? _theme.tokens().criticalTint : _theme.tokens().surface);
}

} // namespace archivesmp::app::shell
