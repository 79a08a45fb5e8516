// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/widgets/decisiondialog.h"

#include "app/theme/theme.h"
#include "app/widgets/textlabel.h"

#include <QFormLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace archivesmp::app::widgets {

using namespace Qt::StringLiterals;

DecisionDialog::DecisionDialog(const theme::Theme &theme, const QString &title, QWidget *parent)
    : QDialog(parent)
    , _theme(theme)
    , _meaning(plainLabel({}, this))
    , _content(new QVBoxLayout)
    , _message(plainLabel({}, this))
    , _confirm(new QPushButton(this))
    , _close(new QPushButton(tr("Cancel"), this))
{
    setWindowTitle(title);
    setAttribute(Qt::WA_DeleteOnClose);
    QLabel *heading = plainLabel(title, this);
    QFont large = theme.strongFont();
    large.setPixelSize(QFontInfo(large).pixelSize() * 15 / 13);
    heading->setFont(large);
    _meaning->setProperty("ink", u"secondary"_s);
    _meaning->setWordWrap(true);
    _message->setWordWrap(true);
    _message->setVisible(false);
    _content->setSpacing(theme.spacing(3));
    _confirm->setProperty("kind", u"primary"_s);
    _confirm->setDefault(true);
    _close->setAutoDefault(false); // Return never means it, wherever the focus is
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(theme.spacing(2));
    buttons->addStretch();
    buttons->addWidget(_close);
    buttons->addWidget(_confirm);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(theme.spacing(5), theme.spacing(4), theme.spacing(5), theme.spacing(4));
    layout->setSpacing(theme.spacing(3));
    layout->addWidget(heading);
    layout->addWidget(_meaning);
    layout->addLayout(_content);
    layout->addWidget(_message);
    layout->addStretch();
    layout->addLayout(buttons);
    connect(_confirm, &QPushButton::clicked, this, &DecisionDialog::confirmed);
    connect(_close, &QPushButton::clicked, this, &QDialog::reject);
}

QFormLayout *DecisionDialog::addForm()
{
    auto *form = new QFormLayout;
    form->setHorizontalSpacing(_theme.spacing(4));
    form->setVerticalSpacing(_theme.spacing(2));
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    _content->addLayout(form);
    return form;
}

// What is to be filled in was made after the buttons, and comes before them for the Tab key.
void DecisionDialog::showEvent(QShowEvent *event)
{
    if (QWidget *last = previousInFocusChain(); last != _close) {
        setTabOrder(last, _confirm);
        setTabOrder(_confirm, _close);
    }
    QDialog::showEvent(event);
}

void DecisionDialog::setMeaning(const QString &meaning)
{
    _meaning->setText(meaning);
}

void DecisionDialog::setDeed(const QString &text, const QString &whyNot)
{
    _confirm->setText(text);
    _confirm->setAccessibleName(QString(text).remove(u'&'));
    _whyNot = whyNot;
    updateButton();
}

void DecisionDialog::updateButton()
{
    _confirm->setEnabled(!_applying && _whyNot.isEmpty());
    _confirm->setToolTip(_whyNot);
}

void DecisionDialog::showApplying()
{
    _applying = true;
    updateButton();
    setStyled(_message, "ink", u"secondary"_s);
    _message->setText(tr("Handing it to the host…"));
    _message->setVisible(true);
}

void DecisionDialog::showError(const Error &error)
{
    _applying = false;
    updateButton();
    setStyled(_message, "ink", u"critical"_s);
    _message->setText(describe(error));
    _message->setVisible(true);
}

} // namespace archivesmp::app::widgets
