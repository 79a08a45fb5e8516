// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/shell/mainwindow.h"

#include "app/client/fleet.h"
#include "app/connections/connectdialog.h"
#include "app/connections/connectionsdialog.h"
#include "app/deployments/deploymentcontroller.h"
#include "app/drift/driftview.h"
#include "app/drift/findingtablemodel.h"
#include "app/fleet/fleetpanel.h"
#include "app/fleet/fleettreeview.h"
#include "app/jobs/joblist.h"
#include "app/jobs/jobmodel.h"
#include "app/jobs/jobsview.h"
#include "app/matrix/matrixview.h"
#include "app/shell/actionregistry.h"
#include "app/shell/fleetcommands.h"
#include "app/shell/fleetstatusbar.h"
#include "app/shell/noticebar.h"
#include "app/shell/topbar.h"
#include "app/shell/windowactions.h"
#include "app/theme/theme.h"
#include "app/widgets/segmentedcontrol.h"

#include <QAction>
#include <QLineEdit>
#include <QMenu>
#include <QMenuBar>
#include <QSettings>
#include <QSplitter>
#include <QStackedWidget>
#include <QTabBar>
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
    , _jobModel(new jobs::JobModel(parts.fleet, this))
    , _topBar(new TopBar(parts.theme, this))
    , _notice(new NoticeBar(parts.theme, this))
    , _fleetPanel(new fleet::FleetPanel(parts.theme, parts.fleet, this))
    , _tabs(new QTabBar(this))
    , _pages(new QStackedWidget(this))
    , _drift(new drift::DriftView(parts.theme, parts.fleet, this))
    , _matrix(new matrix::MatrixView(parts.theme, parts.fleet, this))
    , _jobsView(new jobs::JobsView(parts.theme, parts.fleet, *_jobModel, this))
    , _dock(new jobs::JobList(parts.theme, *_jobModel, this))
    , _status(new FleetStatusBar(parts.theme, parts.fleet, this))
    , _sides(new QSplitter(Qt::Horizontal, this))
    , _stack(new QSplitter(Qt::Vertical, this))
    , _actions(new WindowActions(*this, *_registry))
{
    setWindowTitle(tr("ArchiveSMP Configuration Manager"));
    setUpLayout();
    setUpTopBar();
    _actions->fillMenus(*menuBar());
    connectParts();
    connectMenus();
    followServers();
    resetLayout();
    restoreState();
    _registry->refresh();
}

MainWindow::~MainWindow() = default;

void MainWindow::setUpLayout()
{
    _tabs->setExpanding(false);
    _tabs->setDrawBase(false);
    _tabs->setUsesScrollButtons(false);
    _tabs->setAccessibleName(tr("Views"));
    const auto add = [this](const QString &title, QWidget *page) {
        _tabs->addTab(title);
        _pages->addWidget(page);
    };
    add(tr("Drift"), _drift);
    add(tr("Matrix"), _matrix);
    add(tr("Jobs"), _jobsView);
    _stack->setChildrenCollapsible(false);
    _stack->addWidget(makeCentre());
    _stack->addWidget(_dock);
    _stack->setStretchFactor(0, 1);
    _sides->setChildrenCollapsible(false);
    _sides->addWidget(_fleetPanel);
    _sides->addWidget(_stack);
    _sides->setStretchFactor(1, 1);
    auto *all = new QWidget(this);
    auto *layout = new QVBoxLayout(all);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(_topBar);
    layout->addWidget(_notice);
    layout->addWidget(_sides, 1);
    layout->addWidget(_status);
    setCentralWidget(all);
}

QWidget *MainWindow::makeCentre()
{
    auto *centre = new QWidget(this);
    auto *tabRow = new QWidget(centre);
    tabRow->setObjectName(u"tabRow"_s);
    tabRow->setProperty("ground", u"window"_s);
    tabRow->setProperty("edge", u"bottom"_s);
    tabRow->setAttribute(Qt::WA_StyledBackground);
    auto *row = new QHBoxLayout(tabRow);
    row->setContentsMargins(_parts.theme.spacing(1), 0, 0, 1);
    row->addWidget(_tabs);
    row->addStretch();
    auto *layout = new QVBoxLayout(centre);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(tabRow);
    layout->addWidget(_pages, 1);
    return centre;
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
    connect(_topBar, &TopBar::serverChosen, this, [this](const QString &server) {
        _fleetPanel->setServer(server);
        _drift->setServer(server);
        _matrix->setServer(server);
        _registry->refresh();
    });
    connect(_tabs, &QTabBar::currentChanged, this, [this](int tab) {
        _pages->setCurrentIndex(tab);
        _dock->setVisible(static_cast<Tab>(tab) != Tab::Jobs);
    });
    connect(_drift, &drift::DriftView::countsChanged, this,
            [this] { _topBar->setCounts(_drift->model().rowCount(), _drift->model().total()); });
    _topBar->setCounts(_drift->model().rowCount(), _drift->model().total());
    connect(_drift, &drift::DriftView::fixRequested, _deployments,
            &deployments::DeploymentController::planFix);
    connect(_drift, &drift::DriftView::filterClearRequested, &_topBar->filterEdit(), &QLineEdit::clear);
    connect(_drift, &drift::DriftView::scanRequested, _registry->action(u"scan.all"_s), &QAction::trigger);
    connect(_fleetPanel, &fleet::FleetPanel::connectionsRequested, this, &MainWindow::showConnect);
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

void MainWindow::connectMenus()
{
    const auto offer = [this](QAbstractItemView *view, const QStringList &ids) {
        connect(view, &QWidget::customContextMenuRequested, this, [this, view, ids](const QPoint &at) {
            _registry->refresh();
            auto *menu = new QMenu(view);
            menu->setAttribute(Qt::WA_DeleteOnClose);
            _registry->fill(*menu, ids);
            menu->popup(view->viewport()->mapToGlobal(at));
        });
    };
    offer(&_fleetPanel->tree(), _actions->treeMenu());
    offer(&_drift->table(), _actions->findingMenu());
    offer(&_dock->tree(), _actions->jobMenu());
    offer(&_jobsView->list().tree(), _actions->jobMenu());
    const auto refresh = [this] { _registry->refresh(); };
    connect(_drift, &drift::DriftView::selectionChanged, this, refresh);
    connect(&_fleetPanel->tree(), &fleet::FleetTreeView::currentKeyChanged, this, refresh);
    connect(&_parts.fleet, &client::Fleet::agentsChanged, this, refresh);
    connect(&_parts.fleet, &client::Fleet::jobChanged, this, refresh);
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
    _tabs->setCurrentIndex(static_cast<int>(tab));
}

void MainWindow::toggleDock()
{
    _dock->setVisible(!_dock->isVisible());
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

void MainWindow::showError(const QString &what, const Error &error)
{
    _notice->showError(what, error);
}

void MainWindow::showJob(const JobId &job)
{
    _dock->setCurrent(job);
}

void MainWindow::resetLayout()
{
    const theme::Theme &theme = _parts.theme;
    resize(theme.spacing(360), theme.spacing(225));
    _sides->setSizes({theme.spacing(72), theme.spacing(288)});
    _stack->setSizes({theme.spacing(152), theme.spacing(44)});
    _dock->setVisible(true);
}

void MainWindow::saveState()
{
    QSettings &settings = _parts.settings;
    settings.setValue("window/geometry", saveGeometry());
    settings.setValue("window/sides", _sides->saveState());
    settings.setValue("window/stack", _stack->saveState());
    settings.setValue("window/tab", _tabs->currentIndex());
    settings.setValue("window/drift", _drift->saveLayout());
    settings.setValue("window/open", _fleetPanel->tree().openKeys());
    settings.setValue("window/theme", static_cast<int>(_parts.theme.preference()));
}

void MainWindow::restoreState()
{
    const QSettings &settings = _parts.settings;
    if (!settings.contains("window/geometry"))
        return;
    restoreGeometry(settings.value("window/geometry").toByteArray());
    _sides->restoreState(settings.value("window/sides").toByteArray());
    _stack->restoreState(settings.value("window/stack").toByteArray());
    _tabs->setCurrentIndex(settings.value("window/tab").toInt());
    _drift->restoreLayout(settings.value("window/drift").toByteArray());
    _fleetPanel->tree().setOpenKeys(settings.value("window/open").toStringList());
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    saveState();
    QMainWindow::closeEvent(event);
}

} // namespace archivesmp::app::shell
