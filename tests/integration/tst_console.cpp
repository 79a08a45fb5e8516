// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/client/fleet.h"
#include "app/client/remotesession.h"
#include "app/connections/connectdialog.h"
#include "app/connections/connectioncontroller.h"
#include "app/credentials/memorysecretstore.h"
#include "app/deployments/deploydialog.h"
#include "app/deployments/plandialog.h"
#include "app/drift/driftview.h"
#include "app/drift/findingdetail.h"
#include "app/drift/findingtablemodel.h"
#include "app/drift/judgementdialog.h"
#include "app/drift/valuestory.h"
#include "app/expectations/historyview.h"
#include "app/expectations/rulesview.h"
#include "app/expectations/ruletablemodel.h"
#include "app/expectations/versiontablemodel.h"
#include "app/fleet/fleetpanel.h"
#include "app/fleet/fleettreemodel.h"
#include "app/fleet/fleettreeview.h"
#include "app/jobs/joblist.h"
#include "app/jobs/jobmodel.h"
#include "app/jobs/jobsview.h"
#include "app/matrix/matrixview.h"
#include "app/shell/fleetstatusbar.h"
#include "app/shell/mainwindow.h"
#include "app/shell/noticebar.h"
#include "app/shell/topbar.h"
#include "app/theme/theme.h"
#include "app/widgets/diffview.h"
#include "tests/app/fakes/widgetsearch.h"
#include "tests/integration/demofleet.h"
#include "tests/support/testregistry.h"

#include <QApplication>
#include <QComboBox>
#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QPlainTextEdit>
#include <QSettings>
#include <QTableView>
#include <QTest>
#include <QTreeView>

using namespace archivesmp;
using namespace archivesmp::app;
using namespace archivesmp::tests;
using namespace Qt::StringLiterals;
using domain::InstanceRef;
using shell::MainWindow;

namespace {

constexpr int patience = 60'000; // ms, for what real processes do

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

// The window on two real agents with their simulated panels, led with mouse and keys as a person does it.
class TestConsole final : public QObject
{
    Q_OBJECT

    DemoFleet _demo{{.instances = 20, .drifts = 12, .plugins = 24, .seed = 2026}};
    theme::Theme _theme;
    client::Fleet _fleet;
    credentials::MemorySecretStore _keychain;
    credentials::MemorySecretStore _session;
    std::unique_ptr<QSettings> _settings;
    std::unique_ptr<connections::ConnectionController> _connections;
    std::unique_ptr<MainWindow> _window;
    FindingId _fixed;
    QString _jar;
    QString _plugin;
    QString _versionBefore;
    QList<InstanceRef> _targets;
    JobId _deploy;
    bool _failed = false;

    // A picture of the step in both colour schemes.
    void picture(const QString &name, QWidget *of = nullptr)
    {
        QDir().mkpath(QStringLiteral(ARCHIVESMP_SCREENSHOTS));
        for (const auto preference : {theme::Theme::Preference::Dark, theme::Theme::Preference::Light}) {
            _theme.setPreference(preference);
            QCoreApplication::processEvents();
            const QString scheme = preference == theme::Theme::Preference::Dark ? u"dark"_s : u"light"_s;
            QVERIFY((of == nullptr ? _window.get() : of)
                        ->grab()
                        .save(QStringLiteral(ARCHIVESMP_SCREENSHOTS "/real-") + scheme + u'-' + name
                              + u".png"_s));
        }
    }

    template <typename Widget>
    [[nodiscard]] Widget *dialog() const
    {
        return visibleChild<Widget>(_window.get());
    }

    void press(QWidget *in, const QString &name)
    {
        QPushButton *found = button(in, name);
        QVERIFY2(found != nullptr, qPrintable(name));
        QTRY_VERIFY2_WITH_TIMEOUT(found->isVisible() && found->isEnabled(), qPrintable(name), patience);
        QTest::mouseClick(found, Qt::LeftButton);
    }

    void clickRow(QTableView &table, int row, int column = 4)
    {
        const QModelIndex index = table.model()->index(row, column);
        table.scrollTo(index);
        QTest::mouseClick(table.viewport(), Qt::LeftButton, {}, table.visualRect(index).center());
    }

    [[nodiscard]] const fleet::FleetNode *node(const QString &key) const
    {
        const fleet::FleetTreeModel &model = _window->fleetPanel().model();
        const QModelIndex index = model.indexOfKey(key);
        return index.isValid() ? &model.node(index) : nullptr;
    }

    [[nodiscard]] drift::FindingTableModel &findings() const { return _window->driftView().model(); }

    // The job that the last press began: it stands first and is selected.
    [[nodiscard]] domain::Job newestJob() const
    {
        for (const domain::Job &job : _fleet.jobs()) {
            if (job.parent.isEmpty())
                return job;
        }
        return {};
    }

    // The text of the newest row in the dock, as a screen reader has it.
    [[nodiscard]] QString newestRow() const
    {
        const QAbstractItemModel *model = _window->jobsDock().tree().model();
        return model->index(0, 0).data(Qt::AccessibleTextRole).toString();
    }

    [[nodiscard]] QString versionOn(const InstanceRef &instance) const
    {
        for (const domain::InstalledPlugin &plugin : _fleet.pluginsOf(instance)) {
            if (plugin.name == _plugin)
                return plugin.version;
        }
        return {};
    }

    [[nodiscard]] bool allHaveVersion(const QString &version) const
    {
        return std::all_of(_targets.begin(), _targets.end(), [this, &version](const InstanceRef &target) {
            return versionOn(target) == version;
        });
    }

    [[nodiscard]] bool allServersAreOnline() const
    {
        const QList<domain::PhysicalServer> servers = _fleet.servers();
        return std::all_of(servers.begin(), servers.end(), [](const domain::PhysicalServer &server) {
            return server.state == domain::ServerState::Online;
        });
    }

    // Two instances on the two servers that have the plugin in one version, DEV01 among them.
    void chooseTargets()
    {
        const QFileInfo jar = QDir(_demo.path(u"artifacts"_s)).entryInfoList({u"*.jar"_s}).value(0);
        _jar = jar.filePath();
        _plugin = jar.fileName().section(u'-', 0, 0);
        _targets = {{u"hetzner"_s, u"DEV01"_s}};
        _versionBefore = versionOn(_targets.first());
        for (const domain::Instance &instance : _fleet.instancesOf(u"ovh"_s)) {
            if (_targets.size() < 2 && versionOn(instance.ref) == _versionBefore)
                _targets.append(instance.ref);
        }
    }

    void tick(QTreeWidget &list, const InstanceRef &target)
    {
        for (QTreeWidgetItem *item : list.findItems(target.name, Qt::MatchExactly | Qt::MatchRecursive)) {
            if (item->parent() == nullptr || item->parent()->text(0) != target.server)
                continue;
            list.setCurrentItem(item);
            QTest::keyClick(&list, Qt::Key_Space);
            QCOMPARE(item->checkState(0), Qt::Checked);
        }
    }

private Q_SLOTS:
    void initTestCase()
    {
        QFont font = QApplication::font();
        font.setPixelSize(13);
        QApplication::setFont(font);
        QVERIFY2(_demo.start(), qPrintable(_demo.problem()));
        _settings = std::make_unique<QSettings>(_demo.path(u"console.ini"_s), QSettings::IniFormat);
        _connections = std::make_unique<connections::ConnectionController>(
            _fleet, *_settings, connections::ConnectionController::Stores{_keychain, _session},
            [](const client::Endpoint &endpoint) {
                return std::make_unique<client::RemoteSession>(u"tst_console"_s, endpoint);
            });
        _theme.setPreference(theme::Theme::Preference::Light);
        _window = std::make_unique<MainWindow>(MainWindow::Parts{_theme, _fleet, *_connections, *_settings});
        _window->resize(1440, 900);
        _window->show();
        QVERIFY(QTest::qWaitForWindowExposed(_window.get()));
    }

    void cleanupTestCase() { _window.reset(); }

    // Each step goes on from where the one before ended.
    void init()
    {
        if (_failed)
            QSKIP("a step before this one failed");
        _window->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(_window.get()));
    }
    void cleanup() { _failed = _failed || QTest::currentTestFailed(); }

    void connectsThroughTheDialog()
    {
        picture(u"00-first-start"_s);
        press(&_window->fleetPanel(), u"Add a connection…"_s);
        auto *connectDialog = dialog<connections::ConnectDialog>();
        QVERIFY(connectDialog != nullptr);
        QTest::keyClicks(edit(connectDialog, u"Address of the agent"_s), _demo.control().section(u'/', 2));
        QTest::keyClicks(edit(connectDialog, u"Key"_s),
                         QString::fromUtf8(contentOf(_demo.adminKeyFile())).trimmed());
        QTest::keyClicks(edit(connectDialog, u"Pin of the certificate"_s), _demo.pin());
        picture(u"01-connect"_s, connectDialog);
        QTest::keyClick(connectDialog, Qt::Key_Return);

        QTRY_COMPARE_WITH_TIMEOUT(_window->fleetPanel().model().shownInstances(), 20, patience);
        QCOMPARE(_window->fleetPanel().model().rowCount(), 2);
        QVERIFY(node(u"hetzner/DEV01"_s) != nullptr);
        QTRY_VERIFY(_window->fleetStatusBar().plainText().contains(u"20 instances"));
    }

    void saysThatNothingIsExpectedYet()
    {
        QTest::qWait(50);
        picture(u"02-no-expectations"_s);
        const CommandOutcome import
            = _demo.ctl({u"import"_s, u"--expectations"_s, _demo.path(u"expectations"_s)});
        QVERIFY2(import.status == 0, import.error.constData());
    }

    void scansAllServersAndShowsTheInjectedDrift()
    {
        QTest::keyClick(_window.get(), Qt::Key_F5);
        QTRY_VERIFY_WITH_TIMEOUT(!newestJob().id.isEmpty(), patience);
        QCOMPARE(newestJob().type, domain::JobType::DriftScan);
        QTest::qWait(150);
        picture(u"03-scanning"_s);
        QTRY_VERIFY_WITH_TIMEOUT(newestJob().status == domain::JobStatus::Completed, patience);

        const QJsonArray injected = _demo.truth()[u"drifts"].toArray();
        QTRY_COMPARE_WITH_TIMEOUT(findings().rowCount(), static_cast<int>(injected.size()), patience);
        QHash<QString, int> byServer;
        for (const QJsonValue &drift : injected)
            byServer[drift[u"physical_server"].toString()] += 1;
        for (const QString &server : {u"hetzner"_s, u"ovh"_s})
            QCOMPARE(node(server)->all.total(), byServer.value(server));
        picture(u"04-drift"_s);
    }

    void opensAFindingWithBothSides()
    {
        int row = 0;
        const auto wanted = [this](int at) {
            const domain::Finding &finding = *findings().finding(at);
            return finding.kind == domain::FindingKind::Changed && finding.fix && !finding.fix->hunk.isEmpty()
                && finding.severity != domain::Severity::Info;
        };
        while (row < findings().rowCount() && !wanted(row))
            ++row;
        QVERIFY(row < findings().rowCount());
        _fixed = findings().finding(row)->id;

        clickRow(_window->driftView().table(), row);

        const QList<widgets::DiffView *> panes
            = _window->driftView().detail().findChildren<widgets::DiffView *>();
        QCOMPARE(panes.size(), 2);
        QVERIFY(!panes.at(0)->lines().isEmpty() && !panes.at(1)->lines().isEmpty());
        QTest::qWait(300);
        picture(u"05-finding"_s);
    }

    void fixesItAndTheBadgeGoes()
    {
        const client::FindingPtr finding = _fleet.finding(_fixed);
        const QString place = finding->instance.toString();
        const int before = node(place)->all.total();
        const QString file
            = _demo.minecraftFolder(finding->instance.server, finding->instance.name) + u'/' + finding->file;
        const QList<QByteArray> linesBefore = contentOf(file).split('\n');

        press(&_window->driftView().detail(), u"Fix this finding"_s);
        QTRY_VERIFY_WITH_TIMEOUT(dialog<deployments::PlanDialog>() != nullptr, patience);
        auto *plan = dialog<deployments::PlanDialog>();
        QTest::qWait(50);
        picture(u"06-fix-plan"_s, plan);
        press(plan, plan->plan().title);
        QTRY_VERIFY_WITH_TIMEOUT(newestJob().type == domain::JobType::ConfigUpdate, patience);
        picture(u"07-fixing"_s);
        QTRY_VERIFY2_WITH_TIMEOUT(newestJob().status == domain::JobStatus::Completed, qPrintable(newestRow()),
                                  patience);

        QTRY_COMPARE_WITH_TIMEOUT(findings().rowOf(_fixed), -1, patience);
        QCOMPARE(node(place)->all.total(), before - 1);
        QVERIFY2(newestRow().contains(u"Fix 1 setting") && newestRow().contains(u"completed"),
                 qPrintable(newestRow()));
        const QList<QByteArray> linesAfter = contentOf(file).split('\n');
        QCOMPARE(linesAfter.size(), linesBefore.size());
        int changed = 0;
        for (qsizetype i = 0; i < linesAfter.size(); ++i)
            changed += linesAfter.at(i) == linesBefore.at(i) ? 0 : 1;
        QCOMPARE(changed, 1);
        picture(u"08-fixed"_s);
    }

    void acceptsAFindingAndTakesItBack()
    {
        int row = 0;
        while (row < findings().rowCount() && !drift::whyNotAcceptable(*findings().finding(row)).isEmpty())
            ++row;
        QVERIFY(row < findings().rowCount());
        const FindingId accepted = findings().finding(row)->id;
        const int before = findings().rowCount();
        clickRow(_window->driftView().table(), row);

        press(&_window->driftView().detail(), u"Accept this finding"_s);
        auto *verdict = dialog<drift::JudgementDialog>();
        QVERIFY(verdict != nullptr);
        QTest::keyClicks(edit(verdict, u"Reason"_s), u"the builders' server"_s);
        picture(u"09-accept"_s, verdict);
        QTest::keyClick(verdict, Qt::Key_Return);

        QTRY_COMPARE_WITH_TIMEOUT(findings().rowOf(accepted), -1, patience);
        QCOMPARE(findings().rowCount(), before - 1);
        picture(u"09-accepted"_s);
        press(&_window->notice(), u"Undo"_s);
        QTRY_COMPARE_WITH_TIMEOUT(findings().rowCount(), before, patience);
        QVERIFY(findings().rowOf(accepted) >= 0);
    }

    void ignoresAFindingAndRemovesTheRule()
    {
        const FindingId ignored = findings().finding(0)->id;
        const int before = findings().rowCount();
        clickRow(_window->driftView().table(), 0);

        press(&_window->driftView().detail(), u"Ignore this finding"_s);
        auto *verdict = dialog<drift::JudgementDialog>();
        QVERIFY(verdict != nullptr);
        QTest::keyClicks(edit(verdict, u"Reason"_s), u"drawn anew at every start"_s);
        QTest::keyClick(verdict, Qt::Key_Return);
        QTRY_COMPARE_WITH_TIMEOUT(findings().rowOf(ignored), -1, patience);

        _window->showTab(shell::MainWindow::Tab::Rules);
        QTRY_COMPARE_WITH_TIMEOUT(_window->rulesView().model().rowCount(), 1, patience);
        _window->rulesView().table().selectRow(0);
        picture(u"10-rules"_s);
        press(&_window->rulesView(), u"Remove the rule"_s);
        QTRY_COMPARE_WITH_TIMEOUT(_window->rulesView().model().rowCount(), 0, patience);
        QTRY_COMPARE_WITH_TIMEOUT(findings().rowCount(), before, patience);
        _window->showTab(shell::MainWindow::Tab::History);
        QTRY_VERIFY_WITH_TIMEOUT(_window->historyView().model().rowCount() >= 3, patience);
        picture(u"10-history"_s);
        _window->showTab(shell::MainWindow::Tab::Drift);
    }

    void deploysToBothServers()
    {
        chooseTargets();
        QCOMPARE(_targets.size(), 2);
        QVERIFY(!_versionBefore.isEmpty());
        press(&_window->topBar(), u"Deploy…"_s);
        auto *deploy = dialog<deployments::DeployDialog>();
        QVERIFY(deploy != nullptr);
        for (const InstanceRef &target : std::as_const(_targets))
            tick(deploy->targets(), target);
        QTest::keyClicks(edit(deploy, u"JAR file"_s), _jar);
        picture(u"09-deploy"_s, deploy);
        press(deploy, u"Show the plan for 2 instances…"_s);
        QTRY_VERIFY_WITH_TIMEOUT(dialog<deployments::PlanDialog>() != nullptr, patience);
        auto *plan = dialog<deployments::PlanDialog>();
        QTest::qWait(50);
        picture(u"10-deploy-plan"_s, plan);
        QTest::keyClick(plan, Qt::Key_Return, Qt::ControlModifier);

        QTRY_VERIFY_WITH_TIMEOUT(newestJob().type == domain::JobType::PluginDeploy, patience);
        _deploy = newestJob().id;
        QTest::qWait(500);
        picture(u"11-deploying"_s);
        QTRY_VERIFY2_WITH_TIMEOUT(newestJob().status == domain::JobStatus::Completed, qPrintable(newestRow()),
                                  patience);
        const QString version = QFileInfo(_jar).completeBaseName().section(u'-', 1);
        QVERIFY(version != _versionBefore);
        QTRY_VERIFY_WITH_TIMEOUT(allHaveVersion(version), patience);
        _window->fleetPanel().tree().setCurrentKey(_targets.last().toString() + u'/' + _plugin);
        picture(u"12-deployed"_s);
    }

    void rollsTheDeploymentBack()
    {
        QTest::keyClick(_window.get(), Qt::Key_3, Qt::ControlModifier);
        _window->jobsView().showJob(_deploy);
        QTRY_VERIFY(!_window->jobsView().log().toPlainText().isEmpty());
        picture(u"13-job"_s);
        press(&_window->jobsView(), u"Roll this job back"_s);
        QTRY_VERIFY_WITH_TIMEOUT(dialog<deployments::PlanDialog>() != nullptr, patience);
        auto *plan = dialog<deployments::PlanDialog>();
        QTest::qWait(50);
        picture(u"14-rollback-plan"_s, plan);
        press(plan, plan->plan().title);

        QTRY_VERIFY_WITH_TIMEOUT(newestJob().type == domain::JobType::Rollback, patience);
        QTRY_VERIFY2_WITH_TIMEOUT(newestJob().status == domain::JobStatus::Completed, qPrintable(newestRow()),
                                  patience);
        QTRY_VERIFY_WITH_TIMEOUT(allHaveVersion(_versionBefore), patience);
        QTRY_VERIFY_WITH_TIMEOUT(_fleet.job(_deploy)->status == domain::JobStatus::RolledBack, patience);
        picture(u"15-rolled-back"_s);
    }

    void showsTheMatrix()
    {
        QTest::keyClick(_window.get(), Qt::Key_2, Qt::ControlModifier);
        QTRY_VERIFY(_window->matrixView().isVisible());
        picture(u"16-matrix"_s);
        QTest::keyClick(_window.get(), Qt::Key_1, Qt::ControlModifier);
    }

    void showsThatTheHostIsAwayAndItsReturn()
    {
        const int rows = findings().rowCount();
        QVERIFY(_demo.agent(u"hetzner"_s).terminate());

        QTRY_VERIFY_WITH_TIMEOUT(_window->fleetStatusBar().plainText().contains(u"hetzner lost"), patience);
        QVERIFY(!button(&_window->topBar(), u"Deploy…"_s)->isEnabled());
        QVERIFY(!node(u"hetzner"_s)->live && !node(u"ovh"_s)->live);
        QCOMPARE(findings().rowCount(), rows);
        QTest::qWait(1100);
        picture(u"17-lost"_s);

        QVERIFY2(_demo.restartAgent(u"hetzner"_s), qPrintable(_demo.problem()));

        QTRY_VERIFY_WITH_TIMEOUT(!_window->fleetStatusBar().plainText().contains(u"lost"), patience);
        QTRY_VERIFY_WITH_TIMEOUT(button(&_window->topBar(), u"Deploy…"_s)->isEnabled(), patience);
        QTRY_VERIFY_WITH_TIMEOUT(node(u"hetzner"_s)->live && node(u"ovh"_s)->live, patience);
        QTRY_VERIFY_WITH_TIMEOUT(allServersAreOnline(), patience);
        QCOMPARE(findings().rowCount(), rows);
        picture(u"18-back"_s);
    }
};

ARCHIVESMP_TEST(TestConsole)
#include "tst_console.moc"
