// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/shell/contextmenus.h"

#include "app/shell/actionregistry.h"

#include <QAbstractItemView>
#include <QMenu>
#include <QShortcut>

namespace archivesmp::app::shell {

namespace {

void openMenu(ActionRegistry &registry, QAbstractItemView &view, const QStringList &ids, const QPoint &at)
{
    registry.refresh();
    auto *menu = new QMenu(&view);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    registry.fill(*menu, ids);
    menu->popup(view.viewport()->mapToGlobal(at));
}

} // namespace

void offerMenu(ActionRegistry &registry, QAbstractItemView &view, const QStringList &ids)
{
    QObject::connect(&view, &QWidget::customContextMenuRequested, &registry,
                     [&registry, &view, ids](const QPoint &at) { openMenu(registry, view, ids, at); });
    // Not every platform makes a request of these keys, and none knows where the row is.
    for (const QKeySequence &key : {QKeySequence(Qt::Key_Menu), QKeySequence(Qt::SHIFT | Qt::Key_F10)}) {
        auto *shortcut = new QShortcut(key, &view);
        shortcut->setContext(Qt::WidgetShortcut);
        QObject::connect(shortcut, &QShortcut::activated, &registry, [&registry, &view, ids] {
            const QRect row = view.visualRect(view.currentIndex()).intersected(view.viewport()->rect());
            openMenu(registry, view, ids, row.bottomLeft());
        });
    }
}

} // namespace archivesmp::app::shell
