// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLabel>

namespace archivesmp::app::widgets {

// A label that never takes what it shows for rich text: names and messages come from other machines.
[[nodiscard]] QLabel *plainLabel(const QString &text, QWidget *parent);

// Sets a property that the style sheet looks at, and has the widget styled again.
void setStyled(QWidget *widget, const char *property, const QVariant &value);

} // namespace archivesmp::app::widgets
