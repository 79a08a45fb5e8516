// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/widgets/searchfield.h"

#include "app/theme/theme.h"

#include <QAction>
#include <QKeyEvent>
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

void SearchField::keyPressEvent(QKeyEvent *event)
{
    switch (event->key()) {
    case Qt::Key_Escape:
        if (text().isEmpty())
            break;
        clear();
        return;
    case Qt::Key_Return:
    case Qt::Key_Enter:
    case Qt::Key_Down:
        Q_EMIT resultsRequested();
        return;
    default:
        break;
    }
    QLineEdit::keyPressEvent(event);
}

} // namespace archivesmp::app::widgets
