// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/widgets/searchfield.h"

#include "app/theme/theme.h"

#include <QAction>
#include <QToolButton>

namespace archivesmp::app::widgets {

using namespace Qt::StringLiterals;

SearchField::SearchField(const theme::Theme &theme, const QString &hint, const QString &name, QWidget *parent)
    : QLineEdit(parent)
{
    setPlaceholderText(hint);
    setAccessibleName(name);
    setClearButtonEnabled(true);
    for (QToolButton *clear : findChildren<QToolButton *>())
        clear->setAccessibleName(tr("Clear the filter"));
    QAction *glass = addAction(theme.icon(u"search"_s), LeadingPosition);
    connect(&theme, &theme::Theme::changed, glass,
            [&theme, glass] { glass->setIcon(theme.icon(u"search"_s)); });
    // A press begins anew.
    connect(glass, &QAction::triggered, this, [this] {
        setFocus(Qt::ShortcutFocusReason);
        selectAll();
    });
    for (QToolButton *button : findChildren<QToolButton *>()) {
        if (button->defaultAction() == glass)
            button->setAccessibleName(tr("Search"));
    }
}

} // namespace archivesmp::app::widgets
