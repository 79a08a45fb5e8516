// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/widgets/textlabel.h"

#include <QStyle>
#include <QVariant>

namespace archivesmp::app::widgets {

QLabel *plainLabel(const QString &text, QWidget *parent)
{
    auto *label = new QLabel(parent);
    label->setTextFormat(Qt::PlainText);
    label->setText(text);
    return label;
}

void setStyled(QWidget *widget, const char *property, const QVariant &value)
{
    if (widget->property(property) == value)
        return;
    widget->setProperty(property, value);
    widget->style()->unpolish(widget);
    widget->style()->polish(widget);
    widget->update();
}

} // namespace archivesmp::app::widgets
