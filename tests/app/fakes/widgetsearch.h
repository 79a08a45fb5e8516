// SPDX-License-Identifier: GPL-3.0-or-later
// Finds what a person would point at: by its words.
#pragma once

#include <QLineEdit>
#include <QPushButton>

namespace archivesmp::tests {

[[nodiscard]] inline QPushButton *button(QWidget *in, const QString &name)
{
    for (QPushButton *found : in->findChildren<QPushButton *>()) {
        if (found->accessibleName() == name || QString(found->text()).remove(u'&') == name)
            return found;
    }
    return nullptr;
}

[[nodiscard]] inline QLineEdit *edit(QWidget *in, const QString &name)
{
    for (QLineEdit *found : in->findChildren<QLineEdit *>()) {
        if (found->accessibleName() == name)
            return found;
    }
    return nullptr;
}

// The visible dialog of this class, or whatever else of it is visible.
template <typename Widget>
[[nodiscard]] Widget *visibleChild(QWidget *in)
{
    for (Widget *found : in->findChildren<Widget *>()) {
        if (found->isVisible())
            return found;
    }
    return nullptr;
}

} // namespace archivesmp::tests
