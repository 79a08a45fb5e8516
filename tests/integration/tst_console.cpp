// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/client/fleet.h"
#include "app/connections/connectdialog.h"
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
#include "app/jobs/jobsview.h"
#include "app/matrix/matrixview.h"
#include "app/shell/fleetstatusbar.h"
#include "app/shell/mainwindow.h"
#include "app/shell/noticebar.h"
#include "app/shell/topbar.h"
#include "app/widgets/diffview.h"
#include "tests/integration/democonsole.h"
#include "tests/integration/onevalue.h"
#include "tests/integration/uipulse.h"
#include "tests/support/testregistry.h"

#include <QDir>
#include <QJsonArray>
#include <QPlainTextEdit>
#include <QTableView>
#include <QTest>
#include <QTreeWidget>

using namespace archivesmp;
using namespace archivesmp::app;
using namespace archivesmp::tests;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using domain::InstanceRef;

// The window on two real agents with their simulated panels, from the first start to a rollback and the loss
// of the host.
class TestConsole final : public DemoConsole
{
    Q_OBJECT

    QJsonObject _plain; // the finding that is fixed, as archivesmpctl shows it
    FindingId _fixed;
    QString _jar;
    QString _plugin;
    QString _versionBefore;
    QList<InstanceRef> _targets;
    JobId _deploy;
    UiPulse _pulse;
    bool _failed = false;

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

public:
    TestConsole()
        : DemoConsole({.instances = 20, .drifts = 12, .plugins = 24, .seed = 2026})
    { }

private Q_SLOTS:
    void initTestCase() { open(); }
    void cleanupTestCase() { close(); }

    // Each step goes on from where the one before ended.
    void init()
    {
        if (_failed)
            QSKIP("a step before this one failed");
        activate();
    }
    void cleanup() { _failed = _failed || QTest::currentTestFailed(); }

    void connectsThroughTheDialog()
    {
        picture(u"00-first-start"_s);
        typeConnection();
        auto *connectDialog = dialog<connections::ConnectDialog>();
        QVERIFY(connectDialog != nullptr);
        picture(u"01-connect"_s, connectDialog);
        _pulse.start();
        QTest::keyClick(connectDialog, Qt::Key_Return);

        QTRY_COMPARE_WITH_TIMEOUT(_window->fleetPanel().model().shownInstances(), 20, patience);
        QCOMPARE(_window->fleetPanel().model().rowCount(), 2);
        QVERIFY(node(u"hetzner/DEV01"_s) != nullptr);
        QTRY_VERIFY(_window->fleetStatusBar().plainText().contains(u"20 instances"));
        _pulse.stop();
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
        _pulse.start();
        QTest::keyClick(_window.get(), Qt::Key_F5);
        QTRY_VERIFY_WITH_TIMEOUT(!newestJob().id.isEmpty(), patience);
        QCOMPARE(newestJob().type, domain::JobType::DriftScan);
        QTest::qWait(150);
        _pulse.stop();
        picture(u"03-scanning"_s);
        _pulse.start();
        QTRY_VERIFY_WITH_TIMEOUT(newestJob().status == domain::JobStatus::Completed, patience);

        const QJsonArray injected = _demo.truth()[u"drifts"].toArray();
        QTRY_COMPARE_WITH_TIMEOUT(findings().rowCount(), static_cast<int>(injected.size()), patience);
        _pulse.stop();
        QHash<QString, int> byServer;
        for (const QJsonValue &drift : injected)
            byServer[drift[u"physical_server"].toString()] += 1;
        for (const QString &server : {u"hetzner"_s, u"ovh"_s})
            QCOMPARE(node(server)->all.total(), byServer.value(server));
        picture(u"04-drift"_s);
    }

    // While it connected, loaded the fleet, scanned and loaded the findings.
    void theWindowsThreadNeverStoodStill()
    {
        QVERIFY(_pulse.beats() > 10);
        QVERIFY2(_pulse.longestGap() < 1s, qPrintable(QString::number(_pulse.longestGap().count())));
    }

    void opensAFindingWithBothSides()
    {
        _plain = plainFinding(_demo);
        _fixed = FindingId(_plain[u"id"].toString());
        const int row = findings().rowOf(_fixed);
        QVERIFY(row >= 0);

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
        const int badge = node(place)->all.total();
        const QByteArray before = contentOf(fileOf(_demo, _plain));

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
        QCOMPARE(node(place)->all.total(), badge - 1);
        QVERIFY2(newestRow().contains(u"Fix 1 setting") && newestRow().contains(u"completed"),
                 qPrintable(newestRow()));
        QCOMPARE(changeBeyondValue(before, contentOf(fileOf(_demo, _plain)), _plain), QString());
        // What stands in its place is shown with its layers.
        QTRY_VERIFY(_window->driftView().detail().findChild<QFrame *>(u"layer"_s) != nullptr);
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
        picture(u"10-accepted"_s);
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
        picture(u"11-rules"_s);
        press(&_window->rulesView(), u"Remove the rule"_s);
        QTRY_COMPARE_WITH_TIMEOUT(_window->rulesView().model().rowCount(), 0, patience);
        QTRY_COMPARE_WITH_TIMEOUT(findings().rowCount(), before, patience);
        _window->showTab(shell::MainWindow::Tab::History);
        QTRY_VERIFY_WITH_TIMEOUT(_window->historyView().model().rowCount() >= 3, patience);
        picture(u"12-history"_s);
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
        picture(u"13-deploy"_s, deploy);
        press(deploy, u"Show the plan for 2 instances…"_s);
        QTRY_VERIFY_WITH_TIMEOUT(dialog<deployments::PlanDialog>() != nullptr, patience);
        auto *plan = dialog<deployments::PlanDialog>();
        QTest::qWait(50);
        picture(u"14-deploy-plan"_s, plan);
        QTest::keyClick(plan, Qt::Key_Return, Qt::ControlModifier);

        QTRY_VERIFY_WITH_TIMEOUT(newestJob().type == domain::JobType::PluginDeploy, patience);
        _deploy = newestJob().id;
        QTest::qWait(500);
        picture(u"15-deploying"_s);
        QTRY_VERIFY2_WITH_TIMEOUT(newestJob().status == domain::JobStatus::Completed, qPrintable(newestRow()),
                                  patience);
        const QString version = QFileInfo(_jar).completeBaseName().section(u'-', 1);
        QVERIFY(version != _versionBefore);
        QTRY_VERIFY_WITH_TIMEOUT(allHaveVersion(version), patience);
        _window->fleetPanel().tree().setCurrentKey(_targets.last().toString() + u'/' + _plugin);
        picture(u"16-deployed"_s);
    }

    void rollsTheDeploymentBack()
    {
        QTest::keyClick(_window.get(), Qt::Key_3, Qt::ControlModifier);
        _window->jobsView().showJob(_deploy);
        QTRY_VERIFY(!_window->jobsView().log().toPlainText().isEmpty());
        picture(u"17-job"_s);
        press(&_window->jobsView(), u"Roll this job back"_s);
        QTRY_VERIFY_WITH_TIMEOUT(dialog<deployments::PlanDialog>() != nullptr, patience);
        auto *plan = dialog<deployments::PlanDialog>();
        QTest::qWait(50);
        picture(u"18-rollback-plan"_s, plan);
        press(plan, plan->plan().title);

        QTRY_VERIFY_WITH_TIMEOUT(newestJob().type == domain::JobType::Rollback, patience);
        QTRY_VERIFY2_WITH_TIMEOUT(newestJob().status == domain::JobStatus::Completed, qPrintable(newestRow()),
                                  patience);
        QTRY_VERIFY_WITH_TIMEOUT(allHaveVersion(_versionBefore), patience);
        QTRY_VERIFY_WITH_TIMEOUT(_fleet.job(_deploy)->status == domain::JobStatus::RolledBack, patience);
        picture(u"19-rolled-back"_s);
    }

    void showsTheMatrix()
    {
        QTest::keyClick(_window.get(), Qt::Key_2, Qt::ControlModifier);
        QTRY_VERIFY(_window->matrixView().isVisible());
        picture(u"20-matrix"_s);
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
        picture(u"21-lost"_s);

        QVERIFY2(_demo.restartAgent(u"hetzner"_s), qPrintable(_demo.problem()));

        QTRY_VERIFY_WITH_TIMEOUT(!_window->fleetStatusBar().plainText().contains(u"lost"), patience);
        QTRY_VERIFY_WITH_TIMEOUT(button(&_window->topBar(), u"Deploy…"_s)->isEnabled(), patience);
        QTRY_VERIFY_WITH_TIMEOUT(node(u"hetzner"_s)->live && node(u"ovh"_s)->live, patience);
        QTRY_VERIFY_WITH_TIMEOUT(allServersAreOnline(), patience);
        QCOMPARE(findings().rowCount(), rows);
        picture(u"22-back"_s);
    }
};

ARCHIVESMP_TEST(TestConsole)
#include "tst_console.moc"
