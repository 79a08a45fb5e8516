// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/shell/mainwindow.h"

#include "app/client/fleet.h"
#include "app/connections/connectdialog.h"
#include "app/connections/connectionsdialog.h"
#include "app/deployments/deploymentcontroller.h"
#include "app/drift/driftview.h"
#include "app/drift/findingtablemodel.h"
#include "app/drift/judgementcontroller.h"
#include "app/expectations/historyview.h"
#include "app/expectations/ruledialog.h"
#include "app/expectations/rulesview.h"
#include "app/fleet/fleetpanel.h"
#include "app/fleet/fleettreeview.h"
#include "app/jobs/joblist.h"
#include "app/jobs/jobmodel.h"
#include "app/jobs/jobsview.h"
#include "app/matrix/matrixview.h"
#include "app/shell/actionregistry.h"
#include "app/shell/contextmenus.h"
#include "app/shell/fleetcommands.h"
#include "app/shell/fleetstatusbar.h"
#include "app/shell/noticebar.h"
#include "app/shell/topbar.h"
#include "app/shell/windowactions.h"
#include "app/shell/windowlayout.h"
#include "app/theme/theme.h"
#include "app/widgets/searchfield.h"
#include "app/widgets/segmentedcontrol.h"

#include <QAction>
#include <QMenuBar>
#include <QSettings>
#include <QTableView>
#include <QVBoxLayout>

namespace archivesmp::app::shell {

using namespace Qt::StringLiterals;
using connections::ConnectDialog;
using connections::ConnectionProfile;
using connections::ConnectionsDialog;

MainWindow::MainWindow(const Parts &parts)
    : _parts(parts)
    , _registry(new ActionRegistry(parts.theme, this))
    , _commands(new FleetCommands(parts.fleet, this))
    , _deployments(new deployments::DeploymentController(parts.theme, parts.fleet, this))
    , _judgement(new drift::JudgementController(parts.theme, parts.fleet, this))
    , _jobModel(new jobs::JobModel(parts.fleet, this))
    , _topBar(new TopBar(parts.theme, this))
    , _notice(new NoticeBar(parts.theme, this))
    , _fleetPanel(new fleet::FleetPanel(parts.theme, parts.fleet, this))
    , _drift(new drift::DriftView(parts.theme, parts.fleet, this))
    , _matrix(new matrix::MatrixView(parts.theme, parts.fleet, this))
    , _jobsView(new jobs::JobsView(parts.theme, parts.fleet, *_jobModel, this))
    , _rules(new expectations::RulesView(parts.theme, parts.fleet, this))
    , _history(new expectations::HistoryView(parts.theme, parts.fleet, this))
    , _dock(new jobs::JobList(parts.theme, *_jobModel, this))
    , _status(new FleetStatusBar(parts.theme, parts.fleet, this))
    , _layout(new WindowLayout(parts.theme, {_fleetPanel, _dock}, this))
    , _actions(new WindowActions(*this, *_registry))
{
    setWindowTitle(tr("ArchiveSMP Configuration Manager"));
    setUpLayout();
    setUpTopBar();
    _actions->fillMenus(*menuBar());
    connectParts();
    connectJudgement();
    connectMenus();
    followServers();
    resetLayout();
    restoreState();
    _registry->refresh();
}

MainWindow::~MainWindow() = default;

void MainWindow::setUpLayout()
{
    _layout->addPage(tr("Drift"), _drift);
    _layout->addPage(tr("Matrix"), _matrix);
    _layout->addPage(tr("Jobs"), _jobsView);
    _layout->addPage(tr("Rules"), _rules);
    _layout->addPage(tr("History"), _history);
    _layout->setPageWithoutDock(static_cast<int>(Tab::Jobs));
    auto *all = new QWidget(this);
    auto *layout = new QVBoxLayout(all);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(_topBar);
    layout->addWidget(_notice);
    layout->addWidget(_layout->widget(), 1);
    layout->addWidget(_status);
    setCentralWidget(all);
}

void MainWindow::setUpTopBar()
{
    _topBar->addButton(_registry->action(u"scan.all"_s), tr("Scan  F5"));
    _topBar->addButton(_registry->action(u"plan.fix"_s), tr("Fix…"));
    _topBar->addButton(_registry->action(u"plan.deploy"_s), tr("Deploy…"));
}

void MainWindow::connectParts()
{
    connect(_topBar, &TopBar::filterChanged, _drift, &drift::DriftView::setFilterText);
    connect(&_topBar->filterEdit(), &widgets::SearchField::resultsRequested, this,
            [this] { showTab(Tab::Drift); });
    connect(_topBar, &TopBar::serverChosen, this, [this](const QString &server) {
        _fleetPanel->setServer(server);
        _drift->setServer(server);
        _matrix->setServer(server);
        _registry->refresh();
    });
    connect(_drift, &drift::DriftView::countsChanged, this,
            [this] { _topBar->setCounts(_drift->model().rowCount(), _drift->model().total()); });
    _topBar->setCounts(_drift->model().rowCount(), _drift->model().total());
    connect(_drift, &drift::DriftView::fixRequested, _deployments,
            &deployments::DeploymentController::planFix);
    connect(_drift, &drift::DriftView::filterClearRequested, &_topBar->filterEdit(), &QLineEdit::clear);
    connect(_drift, &drift::DriftView::scanRequested, _registry->action(u"scan.all"_s), &QAction::trigger);
    connect(_fleetPanel, &fleet::FleetPanel::newConnectionRequested, this, &MainWindow::showConnect);
    connect(_fleetPanel, &fleet::FleetPanel::connectionsRequested, this, &MainWindow::showConnections);
    connect(&_fleetPanel->tree(), &fleet::FleetTreeView::currentKeyChanged, _drift,
            &drift::DriftView::showFirstOf);
    connect(_matrix, &matrix::MatrixView::cellActivated, this,
            [this](const QString &instance, const QString &plugin) {
                _topBar->filterEdit().setText(u"instance:"_s + instance + u" plugin:\""_s + plugin + u'"');
                showTab(Tab::Drift);
            });
    connect(_dock, &jobs::JobList::openRequested, this, [this](const JobId &id) {
        showTab(Tab::Jobs);
        _jobsView->showJob(id);
    });
    connect(_dock, &jobs::JobList::cancelRequested, _commands, &FleetCommands::cancel);
    connect(_jobsView, &jobs::JobsView::cancelRequested, _commands, &FleetCommands::cancel);
    connect(_jobsView, &jobs::JobsView::rollBackRequested, _deployments,
            &deployments::DeploymentController::planRollback);
    connect(_commands, &FleetCommands::failed, this, &MainWindow::showError);
    connect(_deployments, &deployments::DeploymentController::failed, this, &MainWindow::showError);
    connect(_commands, &FleetCommands::jobStarted, this, &MainWindow::showJob);
    connect(_deployments, &deployments::DeploymentController::jobStarted, this, &MainWindow::showJob);
    connect(&_parts.fleet, &client::Fleet::serversChanged, this, &MainWindow::followServers);
    connect(&_parts.connections, &connections::ConnectionController::keyMissing, this, &MainWindow::askKey);
}

void MainWindow::connectJudgement()
{
    using drift::JudgementController;
    connect(_drift, &drift::DriftView::acceptRequested, _judgement, &JudgementController::accept);
    connect(_drift, &drift::DriftView::ignoreRequested, _judgement, &JudgementController::ignore);
    connect(_rules, &expectations::RulesView::addRequested, this, &MainWindow::addRule);
    connect(_rules, &expectations::RulesView::removeRequested, _judgement, &JudgementController::removeRule);
    connect(_history, &expectations::HistoryView::undoRequested, _judgement,
            &JudgementController::undoVersion);
    connect(_judgement, &JudgementController::failed, this, &MainWindow::showError);
    connect(_judgement, &JudgementController::judged, this, [this](const QString &what) {
        _notice->showDeed(what, !_judgement->nextUndo().isEmpty());
        _rules->refresh();
        _history->refresh();
        _registry->refresh();
    });
    connect(_notice, &NoticeBar::undoRequested, _judgement, &JudgementController::undo);
    const QAction *undo = _registry->action(u"judgement.undo"_s);
    connect(undo, &QAction::changed, _notice,
            [this, undo] { _notice->setUndoReason(undo->isEnabled() ? QString() : undo->toolTip()); });
}

void MainWindow::connectMenus()
{
    offerMenu(*_registry, _fleetPanel->tree(), _actions->treeMenu());
    offerMenu(*_registry, _drift->table(), _actions->findingMenu());
    offerMenu(*_registry, _dock->tree(), _actions->jobMenu());
    offerMenu(*_registry, _jobsView->list().tree(), _actions->jobMenu());
    const auto refresh = [this] { _registry->refresh(); };
    connect(_drift, &drift::DriftView::selectionChanged, this, refresh);
    connect(&_fleetPanel->tree(), &fleet::FleetTreeView::currentKeyChanged, this, refresh);
    connect(&_parts.fleet, &client::Fleet::agentsChanged, this, refresh);
    connect(&_parts.fleet, &client::Fleet::instancesChanged, this, refresh);
    connect(&_parts.fleet, &client::Fleet::jobChanged, this, refresh);
    connect(_layout, &WindowLayout::pageChanged, this, refresh); // which job is meant depends on it
    connect(_dock, &jobs::JobList::currentChanged, this, refresh);
    connect(&_jobsView->list(), &jobs::JobList::currentChanged, this, refresh);
}

void MainWindow::followServers()
{
    QStringList names;
    for (const domain::PhysicalServer &server : _parts.fleet.servers())
        names.append(server.name);
    // While the fleet is away for a moment, the switch stays as it is.
    if (!names.isEmpty())
        _topBar->setServers(names);
    if (names.contains(_serverBefore))
        _topBar->servers().setCurrent(std::exchange(_serverBefore, {}));
}

QString MainWindow::server() const
{
    return _topBar->servers().current();
}

JobId MainWindow::selectedJob() const
{
    return _jobsView->isVisible() ? _jobsView->list().current() : _dock->current();
}

void MainWindow::showTab(Tab tab)
{
    _layout->enterPage(static_cast<int>(tab));
}

void MainWindow::toggleDock()
{
    _layout->toggleDock();
}

void MainWindow::showConnect()
{
    auto *dialog = new ConnectDialog(_parts.theme, _parts.connections, this);
    dialog->open();
}

void MainWindow::showConnections()
{
    auto *dialog = new ConnectionsDialog(_parts.theme, _parts.connections, _parts.fleet, this);
    connect(dialog, &ConnectionsDialog::addRequested, this, &MainWindow::showConnect);
    connect(dialog, &ConnectionsDialog::reconnectRequested, &_parts.fleet, &client::Fleet::reconnect);
    dialog->open();
}

void MainWindow::askKey(const ConnectionProfile &profile, const Error &why)
{
    auto *dialog = new ConnectDialog(_parts.theme, _parts.connections, this);
    dialog->askKeyOf(profile, why);
    dialog->open();
}

void MainWindow::addRule()
{
    auto *dialog = new expectations::RuleDialog(_parts.theme, _parts.fleet, this);
    connect(dialog, &expectations::RuleDialog::added, _judgement, &drift::JudgementController::followAdded);
    dialog->open();
}

void MainWindow::showError(const QString &what, const Error &error)
{
    _notice->showError(what, error);
}

void MainWindow::showJob(const JobId &job)
{
    _notice->giveWay();
    _dock->setCurrent(job);
}

void MainWindow::resetLayout()
{
    const theme::Theme &theme = _parts.theme;
    resize(theme.spacing(360), theme.spacing(225));
    _layout->reset();
}

void MainWindow::saveState()
{
    QSettings &settings = _parts.settings;
    settings.setValue("window/geometry", saveGeometry());
    _layout->save(settings);
    settings.setValue("window/drift", _drift->saveLayout());
    settings.setValue("window/open", _fleetPanel->tree().openKeys());
    settings.setValue("window/filter", _topBar->filterEdit().text());
    settings.setValue("window/fleetFilter", _fleetPanel->filterEdit().text());
    settings.setValue("window/server", server());
    settings.setValue("window/theme", static_cast<int>(_parts.theme.preference()));
}

void MainWindow::restoreState()
{
    const QSettings &settings = _parts.settings;
    if (!settings.contains("window/geometry"))
        return;
    restoreGeometry(settings.value("window/geometry").toByteArray());
    _layout->restore(settings);
    _drift->restoreLayout(settings.value("window/drift").toByteArray());
    _fleetPanel->tree().setOpenKeys(settings.value("window/open").toStringList());
    _topBar->filterEdit().setText(settings.value("window/filter").toString());
    _fleetPanel->filterEdit().setText(settings.value("window/fleetFilter").toString());
    _serverBefore = settings.value("window/server").toString();
    followServers();
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    saveState();
    QMainWindow::closeEvent(event);
}

} // namespace archivesmp::app::shell
