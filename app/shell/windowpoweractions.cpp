// SPDX-License-Identifier: GPL-3.0-or-later
// Starting and stopping the instance that the tree shows.
#include "app/shell/windowactions.h"

#include "app/client/fleet.h"
#include "app/shell/fleetcommands.h"
#include "app/shell/mainwindow.h"

namespace archivesmp::app::shell {

using namespace Qt::StringLiterals;
using domain::PowerAction;

void WindowActions::addPowerActions()
{
    addPowerAction(u"power.start"_s, tr("S&tart the instance"), u"start"_s, PowerAction::Start);
    addPowerAction(u"power.restart"_s, tr("&Restart the instance"), u"rollback"_s, PowerAction::Restart);
    addPowerAction(u"power.stop"_s, tr("St&op the instance"), u"stop"_s, PowerAction::Stop);
}

void WindowActions::addPowerAction(const QString &id, const QString &text, const QString &icon,
                                   PowerAction action)
{
    _registry.add({id,
                   text,
                   icon,
                   {},
                   [this, action] {
                       if (const auto instance = selectedInstance(); instance)
                           _window.commands().power(*instance, action);
                   },
                   [this, action] { return whyNoPower(action); }});
}

QString WindowActions::whyNoPower(PowerAction action) const
{
    const auto ref = selectedInstance();
    if (!ref)
        return tr("Select an instance first.");
    if (_window.fleet().sessionFor(ref->server) == nullptr)
        return tr("Neither the host nor the agent of %1 answers.").arg(ref->server);
    if (action == PowerAction::Restart && _window.fleet().host() == nullptr)
        return tr("How many instances restart at once is the host's to say, and it does not answer. Stop the "
                  "instance, then start it.");
    const QList<domain::Instance> instances = _window.fleet().instancesOf(ref->server);
    for (const domain::Instance &instance : instances) {
        if (instance.ref != *ref)
            continue;
        const bool runs = instance.state == domain::InstanceState::Running;
        if (runs && action == PowerAction::Start)
            return tr("%1 is running.").arg(ref->name);
        if (!runs && action != PowerAction::Start)
            return tr("%1 is not running.").arg(ref->name);
    }
    return {};
}

} // namespace archivesmp::app::shell
