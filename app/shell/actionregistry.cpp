// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/shell/actionregistry.h"

#include "app/theme/theme.h"

#include <QAction>
#include <QMenu>
#include <QWidget>

namespace archivesmp::app::shell {

using namespace Qt::StringLiterals;

ActionRegistry::ActionRegistry(const theme::Theme &theme, QWidget *window)
    : QObject(window)
    , _theme(theme)
    , _window(window)
{
    connect(&theme, &theme::Theme::changed, this, &ActionRegistry::refreshIcons);
}

void ActionRegistry::add(ActionSpec spec)
{
    Q_ASSERT(!_byId.contains(spec.id));
    auto *action = new QAction(spec.text, _window);
    action->setObjectName(spec.id);
    action->setShortcuts(spec.shortcuts);
    if (!spec.icon.isEmpty())
        action->setIcon(_theme.icon(spec.icon));
    connect(action, &QAction::triggered, this, spec.run);
    _window->addAction(action);
    _byId.insert(spec.id, action);
    _entries.append({std::move(spec), action});
}

QAction *ActionRegistry::action(const QString &id) const
{
    Q_ASSERT(_byId.contains(id));
    return _byId.value(id);
}

QStringList ActionRegistry::ids() const
{
    QStringList ids;
    for (const Entry &entry : _entries)
        ids.append(entry.spec.id);
    return ids;
}

void ActionRegistry::fill(QMenu &menu, const QStringList &ids) const
{
    for (const QString &id : ids) {
        if (id == "-"_L1)
            menu.addSeparator();
        else
            menu.addAction(action(id));
    }
    menu.setToolTipsVisible(true);
}

void ActionRegistry::refresh()
{
    for (const Entry &entry : std::as_const(_entries)) {
        const QString whyNot = entry.spec.whyNot ? entry.spec.whyNot() : QString();
        entry.action->setEnabled(whyNot.isEmpty());
        const QString keys = entry.action->shortcut().toString(QKeySequence::NativeText);
        const QString name = QString(entry.spec.text).remove(u'&').remove(u'…');
        entry.action->setToolTip(!whyNot.isEmpty()    ? whyNot
                                     : keys.isEmpty() ? name
                                                      : QString(name + u" ("_s + keys + u')'));
    }
}

void ActionRegistry::refreshIcons()
{
    for (const Entry &entry : std::as_const(_entries)) {
        if (!entry.spec.icon.isEmpty())
            entry.action->setIcon(_theme.icon(entry.spec.icon));
    }
}

} // namespace archivesmp::app::shell
