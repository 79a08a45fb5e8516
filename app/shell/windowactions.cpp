// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/shell/windowactions.h"

#include "app/client/fleet.h"
#include "app/connections/connectioncontroller.h"
#include "app/deployments/deploymentcontroller.h"
#include "app/drift/driftview.h"
#include "app/drift/judgementcontroller.h"
#include "app/fleet/fleetpanel.h"
#include "app/fleet/fleettreeview.h"
#include "app/jobs/joblist.h"
#include "app/jobs/jobtext.h"
#include "app/shell/fleetcommands.h"
#include "app/shell/mainwindow.h"
#include "app/shell/topbar.h"
#include "app/theme/theme.h"
#include "app/widgets/searchfield.h"

#include <QAction>
#include <QApplication>
#include <QMenu>
#include <QMenuBar>
#include <QMessageBox>

namespace archivesmp::app::shell {

using namespace Qt::StringLiterals;

WindowActions::WindowActions(MainWindow &window, ActionRegistry &registry)
    : QObject(&window)
    , _window(window)
    , _registry(registry)
{
    addFileActions();
    addViewActions();
    addThemeActions();
    addTabActions();
    addFleetActions();
    addPowerActions();
    addPlanActions();
    addJudgementActions();
    addHelpActions();
}

void WindowActions::fillMenus(QMenuBar &bar) const
{
    const auto add = [this, &bar](const QString &title, const QStringList &ids) {
        QMenu *const menu = bar.addMenu(title);
        _registry.fill(*menu, ids);
        // What it offers is judged when it is seen, whatever has happened unnoticed since.
        connect(menu, &QMenu::aboutToShow, &_registry, &ActionRegistry::refresh);
    };
    add(tr("&File"), {u"connection.add"_s, u"connection.list"_s, u"connection.retry"_s, u"-"_s, u"quit"_s});
    add(tr("&View"),
        {u"view.drift"_s, u"view.matrix"_s, u"view.jobs"_s, u"view.rules"_s, u"view.history"_s, u"-"_s,
         u"view.filter"_s, u"view.tree"_s, u"view.dock"_s, u"view.next"_s, u"view.previous"_s, u"-"_s,
         u"theme.system"_s, u"theme.light"_s, u"theme.dark"_s, u"-"_s, u"view.reset"_s});
    add(tr("F&leet"),
        {u"scan.all"_s, u"scan.selection"_s, u"-"_s, u"power.start"_s, u"power.restart"_s, u"power.stop"_s});
    add(tr("&Plan"),
        {u"plan.fix"_s, u"plan.fixPlugin"_s, u"plan.deploy"_s, u"-"_s, u"job.rollback"_s, u"job.cancel"_s});
    add(tr("&Expectations"),
        {u"finding.accept"_s, u"finding.ignore"_s, u"-"_s, u"judgement.undo"_s, u"-"_s, u"rule.add"_s,
         u"view.rules"_s, u"view.history"_s});
    add(tr("&Help"), {u"help.keys"_s, u"help.about"_s});
}

QStringList WindowActions::treeMenu() const
{
    return {u"scan.selection"_s, u"plan.fixPlugin"_s, u"plan.deploy"_s, u"-"_s,
            u"power.start"_s,    u"power.restart"_s,  u"-"_s,           u"power.stop"_s};
}

QStringList WindowActions::findingMenu() const
{
    return {u"plan.fix"_s, u"plan.fixPlugin"_s, u"-"_s, u"finding.accept"_s, u"finding.ignore"_s,
            u"-"_s,        u"scan.selection"_s};
}

QStringList WindowActions::jobMenu() const
{
    return {u"job.rollback"_s, u"-"_s, u"job.cancel"_s};
}

void WindowActions::addFileActions()
{
    _registry.add({u"connection.add"_s,
                   tr("&Add a connection…"),
                   u"connection"_s,
                   {},
                   [this] { _window.showConnect(); },
                   {}});
    _registry.add({u"connection.list"_s,
                   tr("&Connections…"),
                   u"server"_s,
                   {},
                   [this] { _window.showConnections(); },
                   {}});
    _registry.add({u"connection.retry"_s,
                   tr("Connect again &now"),
                   {},
                   {QKeySequence(Qt::CTRL | Qt::Key_R)},
                   [this] { _window.fleet().reconnect({}); },
                   {}});
    _registry.add(
        {u"quit"_s, tr("&Quit"), {}, {QKeySequence(QKeySequence::Quit)}, [this] { _window.close(); }, {}});
}

void WindowActions::addViewActions()
{
    _registry.add({u"view.filter"_s,
                   tr("&Filter the findings"),
                   u"search"_s,
                   {QKeySequence(QKeySequence::Find), QKeySequence(Qt::Key_Slash)},
                   [this] {
                       _window.showTab(MainWindow::Tab::Drift);
                       _window.topBar().filterEdit().setFocus(Qt::ShortcutFocusReason);
                       _window.topBar().filterEdit().selectAll();
                   },
                   {}});
    _registry.add({u"view.tree"_s,
                   tr("Filter the flee&t"),
                   {},
                   {QKeySequence(Qt::CTRL | Qt::Key_G)},
                   [this] { _window.fleetPanel().filterEdit().setFocus(Qt::ShortcutFocusReason); },
                   {}});
    _registry.add({u"view.dock"_s,
                   tr("Show or hide the jobs &below"),
                   u"jobs"_s,
                   {QKeySequence(Qt::CTRL | Qt::Key_J)},
                   [this] { _window.toggleDock(); },
                   {}});
    _registry.add({u"view.next"_s,
                   tr("&Next finding"),
                   u"next"_s,
                   {QKeySequence(Qt::Key_F7), QKeySequence(Qt::ALT | Qt::Key_Down)},
                   [this] { _window.driftView().step(1); },
                   {}});
    _registry.add({u"view.previous"_s,
                   tr("&Previous finding"),
                   u"previous"_s,
                   {QKeySequence(Qt::SHIFT | Qt::Key_F7), QKeySequence(Qt::ALT | Qt::Key_Up)},
                   [this] { _window.driftView().step(-1); },
                   {}});
    _registry.add({u"view.reset"_s, tr("&Reset the layout"), {}, {}, [this] { _window.resetLayout(); }, {}});
}

void WindowActions::addThemeActions()
{
    using Preference = theme::Theme::Preference;
    const auto add = [this](const QString &id, const QString &text, const QString &icon,
                            Preference preference) {
        _registry.add(
            {id, text, icon, {}, [this, preference] { _window.theme().setPreference(preference); }, {}});
        QAction *action = _registry.action(id);
        action->setCheckable(true);
        const auto follow
            = [this, action, preference] { action->setChecked(_window.theme().preference() == preference); };
        connect(&_window.theme(), &theme::Theme::changed, action, follow);
        connect(action, &QAction::triggered, action, follow);
        follow();
    };
    add(u"theme.system"_s, tr("Colours of the d&esktop"), {}, Preference::System);
    add(u"theme.light"_s, tr("&Light"), u"light"_s, Preference::Light);
    add(u"theme.dark"_s, tr("Dar&k"), u"dark"_s, Preference::Dark);
}

void WindowActions::addTabActions()
{
    const auto add = [this](const QString &id, const QString &text, int key, MainWindow::Tab tab) {
        _registry.add({id,
                       text,
                       {},
                       {QKeySequence(Qt::CTRL | static_cast<Qt::Key>(key))},
                       [this, tab] { _window.showTab(tab); },
                       {}});
    };
    add(u"view.drift"_s, tr("&Drift"), Qt::Key_1, MainWindow::Tab::Drift);
    add(u"view.matrix"_s, tr("&Matrix"), Qt::Key_2, MainWindow::Tab::Matrix);
    add(u"view.jobs"_s, tr("&Jobs"), Qt::Key_3, MainWindow::Tab::Jobs);
    add(u"view.rules"_s, tr("Rule&s"), Qt::Key_4, MainWindow::Tab::Rules);
    add(u"view.history"_s, tr("&History"), Qt::Key_5, MainWindow::Tab::History);
}

void WindowActions::addFleetActions()
{
    const auto reachable = [this] {
        return _window.fleet().answersFor(_window.server()) ? QString() : tr("No agent answers.");
    };
    _registry.add({u"scan.all"_s,
                   tr("&Scan"),
                   u"scan"_s,
                   {QKeySequence(Qt::Key_F5)},
                   [this] { _window.commands().scan(_window.server(), {}); },
                   reachable});
    _registry.add({u"scan.selection"_s,
                   tr("Scan the s&election"),
                   {},
                   {QKeySequence(Qt::SHIFT | Qt::Key_F5)},
                   [this] {
                       const auto instance = selectedInstance();
                       _window.commands().scan(selectedServer(),
                                               instance ? QStringList{instance->toString()} : QStringList());
                   },
                   [this] {
                       return selectedServer().isEmpty() ? tr("Select a server or an instance first.")
                                                         : QString();
                   }});
}

void WindowActions::addPlanActions()
{
    _registry.add({u"plan.fix"_s,
                   tr("&Fix…"),
                   u"fix"_s,
                   {QKeySequence(Qt::CTRL | Qt::Key_Return)},
                   [this] { _window.deployments().planFix(_window.driftView().selectedFixable()); },
                   [this] {
                       if (_window.driftView().selectedFixable().isEmpty())
                           return tr("Select a finding that can be fixed by writing a value.");
                       return whyNoHost();
                   }});
    _registry.add({u"plan.fixPlugin"_s,
                   tr("Fix all of the &plugin…"),
                   {},
                   {},
                   [this] { _window.deployments().planFixOf(*selectedInstance(), selectedPlugin()); },
                   [this] {
                       return selectedPlugin().isEmpty() ? tr("Select a plugin in the tree first.")
                                                         : whyNoHost();
                   }});
    _registry.add({u"plan.deploy"_s,
                   tr("&Deploy…"),
                   u"deploy"_s,
                   {QKeySequence(Qt::CTRL | Qt::Key_D)},
                   [this] {
                       const auto instance = selectedInstance();
                       _window.deployments().startDeploy(instance ? QList{*instance}
                                                                  : QList<domain::InstanceRef>());
                   },
                   [this] { return whyNoHost(); }});
    _registry.add({u"job.rollback"_s,
                   tr("&Roll back…"),
                   u"rollback"_s,
                   {QKeySequence(Qt::CTRL | Qt::Key_B)},
                   [this] { _window.deployments().planRollback(_window.selectedJob()); },
                   [this]() -> QString {
                       const auto job = selectedJob();
                       if (!job || !jobs::canRollBack(*job))
                           return tr("Select a completed fix or deployment among the jobs.");
                       return whyNoHost();
                   }});
    _registry.add({u"job.cancel"_s,
                   tr("&Cancel the job"),
                   u"cancel"_s,
                   {},
                   [this] { _window.commands().cancel(_window.selectedJob()); },
                   [this]() -> QString {
                       const auto job = selectedJob();
                       return job && jobs::canCancel(*job) ? QString()
                                                           : tr("Select a job that has not ended.");
                   }});
}

void WindowActions::addJudgementActions()
{
    const auto add = [this](const QString &id, const QString &text, const QKeySequence &key, auto findings,
                            const QString &whyNone,
                            void (drift::JudgementController::*verb)(const QList<client::FindingPtr> &)) {
        _registry.add({id,
                       text,
                       {},
                       {key},
                       [this, findings, verb] { (_window.judgement().*verb)(findings()); },
                       [this, findings, whyNone] { return findings().isEmpty() ? whyNone : whyNoHost(); }});
    };
    add(
        u"finding.accept"_s, tr("&Accept…"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_A),
        [this] { return _window.driftView().selectedAcceptable(); },
        tr("Select a finding whose value could be expected."), &drift::JudgementController::accept);
    add(
        u"finding.ignore"_s, tr("&Ignore…"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_I),
        [this] { return _window.driftView().selected(); }, tr("Select a finding first."),
        &drift::JudgementController::ignore);
    _registry.add({u"rule.add"_s,
                   tr("Add a ru&le…"),
                   {},
                   {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_N)},
                   [this] { _window.addRule(); },
                   [this] { return whyNoHost(); }});
    _registry.add({u"judgement.undo"_s,
                   tr("&Undo the last verdict"),
                   u"rollback"_s,
                   {QKeySequence(QKeySequence::Undo)},
                   [this] { _window.judgement().undo(); },
                   [this] {
                       return _window.judgement().nextUndo().isEmpty()
                           ? tr("Nothing was accepted or ignored in this window yet.")
                           : whyNoHost();
                   }});
}

void WindowActions::addHelpActions()
{
    _registry.add({u"help.keys"_s,
                   tr("&Keys"),
                   u"key"_s,
                   {QKeySequence(QKeySequence::HelpContents)},
                   [this] { showKeys(); },
                   {}});
    _registry.add({u"help.about"_s,
                   tr("&About"),
                   {},
                   {},
                   [this] {
                       QMessageBox::about(&_window, tr("About"),
                                          tr("ArchiveSMP Configuration Manager %1\nGPL-3.0-or-later")
                                              .arg(QApplication::applicationVersion()));
                   },
                   {}});
}

void WindowActions::showKeys()
{
    QStringList lines;
    for (const QString &id : _registry.ids()) {
        const QAction *action = _registry.action(id);
        if (!action->shortcut().isEmpty())
            lines.append(action->shortcut().toString(QKeySequence::NativeText) + u"\t"_s
                         + QString(action->text()).remove(u'&').remove(u'…'));
    }
    auto *box
        = new QMessageBox(QMessageBox::NoIcon, tr("Keys"), lines.join(u'\n'), QMessageBox::Close, &_window);
    box->setTextFormat(Qt::PlainText);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->open();
}

QString WindowActions::selectedServer() const
{
    return _window.fleetPanel().tree().currentKey().section(u'/', 0, 0);
}

std::optional<domain::InstanceRef> WindowActions::selectedInstance() const
{
    const QStringList parts = _window.fleetPanel().tree().currentKey().split(u'/');
    if (parts.size() < 2)
        return std::nullopt;
    return domain::InstanceRef{parts.at(0), parts.at(1)};
}

QString WindowActions::selectedPlugin() const
{
    return _window.fleetPanel().tree().currentKey().section(u'/', 2);
}

QString WindowActions::whyNoHost() const
{
    return _window.fleet().host() == nullptr ? tr("The host does not answer.") : QString();
}

std::optional<domain::Job> WindowActions::selectedJob() const
{
    return _window.fleet().job(_window.selectedJob());
}

} // namespace archivesmp::app::shell
