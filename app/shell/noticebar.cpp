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
    , _text(widgets::plainLabel({}, this))
{
    auto *copy = new QPushButton(tr("Copy"), this);
    auto *dismiss = new QPushButton(tr("Dismiss"), this);
    _text->setWordWrap(true);
    _text->setProperty("ink", u"critical"_s);
    _text->setAccessibleName(tr("Error"));
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(theme.spacing(3), theme.spacing(1), theme.spacing(3), theme.spacing(1));
    layout->setSpacing(theme.spacing(2));
    layout->addWidget(new widgets::MarkLabel(theme, {widgets::Glyph::Cross, widgets::Tone::Critical}, this));
    layout->addWidget(_text, 1);
    for (QPushButton *button : {copy, dismiss}) {
        button->setProperty("kind", u"small"_s);
        layout->addWidget(button);
    }
    connect(copy, &QPushButton::clicked, this, [this] { QApplication::clipboard()->setText(_text->text()); });
    connect(dismiss, &QPushButton::clicked, this, &QWidget::hide);
    hide();
}

void NoticeBar::showError(const QString &what, const Error &error)
{
    _text->setText(what + u": "_s + describe(error));
    show();
}

QString NoticeBar::text() const
{
    return _text->text();
}

void NoticeBar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), _theme.tokens().criticalTint);
}

} // namespace archivesmp::app::shell
