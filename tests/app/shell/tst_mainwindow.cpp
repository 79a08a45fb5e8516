// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/shell/mainwindow.h"

#include "app/connections/connectdialog.h"
#include "app/deployments/deploydialog.h"
#include "app/deployments/plandialog.h"
#include "app/drift/driftview.h"
#include "app/drift/judgementcontroller.h"
#include "app/expectations/ruledialog.h"
#include "app/expectations/rulesview.h"
#include "app/fleet/fleetpanel.h"
#include "app/fleet/fleettreeview.h"
#include "app/jobs/joblist.h"
#include "app/jobs/jobsview.h"
#include "app/shell/actionregistry.h"
#include "app/shell/fleetstatusbar.h"
#include "app/shell/noticebar.h"
#include "app/shell/topbar.h"
#include "app/widgets/searchfield.h"
#include "app/widgets/segmentedcontrol.h"
#include "tests/app/fakes/widgetsearch.h"
#include "tests/app/shell/console.h"
#include "tests/support/testregistry.h"

#include <QAction>
#include <QApplication>
#include <QFile>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTableView>
#include <QTest>
#include <QTreeView>

using namespace archivesmp;
using namespace archivesmp::app;
using namespace archivesmp::tests;
using namespace Qt::StringLiterals;
using domain::JobStatus;

class TestMainWindow final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QFont font = QApplication::font();
        font.setPixelSize(13);
        QApplication::setFont(font);
    }

    void leadsFromTheFirstStartToARollback_data()
    {
        QTest::addColumn<theme::Theme::Preference>("preference");
        QTest::newRow("light") << theme::Theme::Preference::Light;
        QTest::newRow("dark") << theme::Theme::Preference::Dark;
    }

    void leadsFromTheFirstStartToARollback()
    {
        QFETCH(theme::Theme::Preference, preference);
        Console console;
        console.theme.setPreference(preference);
        console.open();
        connectAsNew(console);
        fixAFinding(console);
        deployAPlugin(console);
        rollBack(console);
    }

    void addsARuleAndTakesItBack_data() { leadsFromTheFirstStartToARollback_data(); }
    void addsARuleAndTakesItBack()
    {
        QFETCH(theme::Theme::Preference, preference);
        Console console;
        console.theme.setPreference(preference);
        console.openConnected();
        console.window->showTab(shell::MainWindow::Tab::Rules);
        const QAction *undo = console.window->actionRegistry().action(u"judgement.undo"_s);

        console.window->actionRegistry().action(u"rule.add"_s)->trigger();
        auto *dialog = console.dialog<expectations::RuleDialog>();
        QVERIFY(dialog != nullptr);
        dialog->setKind(domain::RuleKind::Severity);
        edit(dialog, u"Plugin"_s)->setText(u"HuskSync"_s);
        edit(dialog, u"Key"_s)->setText(u"features.*"_s);
        edit(dialog, u"Reason"_s)->setText(u"players do not notice"_s);
        const auto says = [dialog](const QString &text) {
            const auto labels = dialog->findChildren<QLabel *>();
            return std::any_of(labels.begin(), labels.end(),
                               [&text](const QLabel *label) { return label->text().startsWith(text); });
        };
        QTRY_VERIFY(says(u"Changes 3 findings"_s));
        console.picture(u"8-add-rule"_s, dialog);
        QTest::mouseClick(button(dialog, u"Add the rule"_s), Qt::LeftButton);

        QTRY_COMPARE(console.host.rules.size(), 1);
        QTRY_VERIFY(undo->isEnabled());
        console.window->judgement().undo();
        QTRY_VERIFY(console.host.rules.isEmpty());
    }

    void showsALostConnectionAndItsReturn()
    {
        Console console;
        console.theme.setPreference(theme::Theme::Preference::Light);
        console.openConnected();
        QTRY_VERIFY(console.window->fleetStatusBar().plainText().startsWith(u"hetzner | ovh | MariaDB"));

        console.host.setOnline(false);

        QTRY_VERIFY(console.window->fleetStatusBar().plainText().contains(u"hetzner lost"));
        QCOMPARE(console.window->driftView().model().rowCount(), 14);
        QVERIFY(!console.window->actionRegistry().action(u"plan.deploy"_s)->isEnabled());
        QVERIFY(!console.node(u"hetzner"_s).live);
        QVERIFY(!console.node(u"hetzner/DEV01/CMI"_s).live);
        console.picture(u"6-lost"_s);

        console.host.setOnline(true);

        QTRY_VERIFY(console.window->actionRegistry().action(u"plan.deploy"_s)->isEnabled());
        QTRY_VERIFY(console.node(u"hetzner"_s).live);
    }

    void saysWhichSettingsAreInNoFile()
    {
        Console console;
        console.host.fleet.unresolved = {{u"Warps"_s, u"no instance has such a file"_s, 3, {u"odd.key"_s}}};
        console.openConnected();

        const shell::FleetStatusBar &bar = console.window->fleetStatusBar();
        QTRY_VERIFY(bar.plainText().contains(u"3 settings without a file"_s));
        const QList<QLabel *> labels = bar.findChildren<QLabel *>();
        QVERIFY(std::any_of(labels.begin(), labels.end(), [](const QLabel *label) {
            return label->toolTip().contains(u"Warps: no instance has such a file, such as odd.key"_s)
                && label->accessibleDescription() == label->toolTip();
        }));
    }

    void namesTheFirstAndCountsTheRest()
    {
        Console console;
        for (int i = 0; i < 12; ++i)
            console.host.fleet.unresolved.append(
                {u"Plugin%1"_s.arg(i), u"no instance has such a file"_s, 1, {u"key"_s}});
        console.openConnected();

        const shell::FleetStatusBar &bar = console.window->fleetStatusBar();
        QTRY_VERIFY(bar.plainText().contains(u"12 settings without a file"_s));
        const QList<QLabel *> labels = bar.findChildren<QLabel *>();
        QVERIFY(std::any_of(labels.begin(), labels.end(), [](const QLabel *label) {
            return label->toolTip().contains(u"\nPlugin9: "_s) && !label->toolTip().contains(u"Plugin10"_s)
                && label->toolTip().contains(u"\n… and 2 more"_s);
        }));
    }

    void saysWhichSettingsHaveTwoValues()
    {
        Console console;
        console.host.fleet.unresolved
            = {{u"Warps"_s, domain::twoValuesReason, 1, {u"config.limit and limit"_s}}};
        console.openConnected();

        const shell::FleetStatusBar &bar = console.window->fleetStatusBar();
        QTRY_VERIFY(bar.plainText().contains(u"1 setting with two values"_s));
        QVERIFY(!bar.plainText().contains(u"without a file"_s));
        const QList<QLabel *> labels = bar.findChildren<QLabel *>();
        QVERIFY(std::any_of(labels.begin(), labels.end(), [](const QLabel *label) {
            return label->toolTip().contains(u"Warps: config.limit and limit"_s);
        }));
    }

    void saysWhichInstancesWereNeverScanned()
    {
        Console console;
        console.host.fleet.instances.first().lastScan = {};
        console.host.fleet.instances.last().lastScan = {};
        console.host.fleet.instances.last().onDisk = false; // there is nothing to scan
        console.openConnected();

        const shell::FleetStatusBar &bar = console.window->fleetStatusBar();
        QTRY_VERIFY(bar.plainText().contains(u" · scanned "_s));
        QVERIFY(bar.plainText().contains(u" · 1 never scanned"_s));
        const QString name = console.host.fleet.instances.first().ref.toString();
        const QList<QLabel *> labels = bar.findChildren<QLabel *>();
        QVERIFY(std::any_of(labels.begin(), labels.end(),
                            [&](const QLabel *label) { return label->toolTip().contains(name); }));
    }

    void showsTheSameServerEverywhere()
    {
        Console console;
        console.openConnected();

        console.window->topBar().servers().setCurrent(u"ovh"_s);

        QCOMPARE(console.window->fleetPanel().model().rowCount(), 1);
        QCOMPARE(console.window->driftView().model().rowCount(), 5);
        QCOMPARE(console.window->driftView().model().total(), 5);
        console.window->topBar().servers().setCurrent({});
        QCOMPARE(console.window->driftView().model().rowCount(), 14);
        QCOMPARE(console.window->fleetPanel().model().rowCount(), 2);
    }

    void saysWhatWentWrongUntilItIsDismissed()
    {
        Console console;
        console.openConnected();
        console.host.onAsked = [&console](const protocol::Request &request) {
            if (std::holds_alternative<protocol::StartScan>(request)) // others may be on their way still
                console.host.nextError = Error{ErrorCode::PermissionDenied, u"viewers do not scan"_s};
        };

        console.window->actionRegistry().action(u"scan.all"_s)->trigger();

        QTRY_VERIFY(console.window->notice().isVisible());
        QCOMPARE(console.window->notice().text(), u"Starting the scan: viewers do not scan"_s);
        QTest::mouseClick(button(&console.window->notice(), u"Dismiss"_s), Qt::LeftButton);
        QVERIFY(!console.window->notice().isVisible());
    }

    void aDeedGivesWayToTheNextAndAnErrorDoesNot()
    {
        Console console;
        console.openConnected();
        shell::NoticeBar &notice = console.window->notice();
        const auto undoable = [&notice] { return button(&notice, u"Undo"_s)->isEnabled(); };
        domain::Rule rule;
        rule.id = RuleId(u"rule"_s);
        console.host.rules.append({.rule = rule});
        Q_EMIT console.window->rulesView().removeRequested(rule);
        QTRY_COMPARE(notice.text(), u"A rule was removed."_s);
        QVERIFY(notice.isVisible() && undoable());

        console.host.setOnline(false);
        QTRY_VERIFY(!undoable());
        QVERIFY(!button(&notice, u"Undo"_s)->toolTip().isEmpty());
        console.host.setOnline(true);
        QTRY_VERIFY(undoable());

        console.window->actionRegistry().action(u"scan.all"_s)->trigger();
        QTRY_VERIFY(!notice.isVisible());
        notice.showError(u"Planning the fix"_s, {ErrorCode::NotFound, u"no such finding"_s});
        console.window->actionRegistry().action(u"scan.all"_s)->trigger();
        QTRY_VERIFY(console.fleet.jobs().constFirst().type == domain::JobType::DriftScan);
        QVERIFY(notice.isVisible());
    }

    // A text that grew is whole in the frame in which it grew, not in the next.
    void noFrameShowsACutText()
    {
        Console console;
        console.open();
        console.fleet.addSession(console.host.makeSession(u"wss://10.0.0.1:8001"_s));
        QStringList cut;
        const auto look = [&console, &cut] {
            for (const QLabel *label : console.window->findChildren<QLabel *>()) {
                const bool whole = label->wordWrap() || label->width() >= label->sizeHint().width();
                if (label->isVisible() && !whole)
                    cut.append(label->text());
            }
        };
        connect(&console.window->driftView(), &drift::DriftView::countsChanged, this, look);
        QTRY_COMPARE(console.window->driftView().model().rowCount(), 14);

        console.window->topBar().setCounts(9'999, 10'000);
        look();
        for (int row = 0; row < 14; ++row) {
            console.window->driftView().step(1);
            look();
        }

        QCOMPARE(cut.join(u'\n'), QString());
    }

    void everyControlHasAName()
    {
        Console console;
        console.openConnected();
        const QList<QWidget *> widgets = console.window->findChildren<QWidget *>();

        for (const QWidget *widget : widgets) {
            if (widget->focusPolicy() == Qt::NoFocus || !widget->isVisible()
                || widget->objectName().startsWith(u"qt_"))
                continue;
            const QVariant text = widget->property("text");
            QVERIFY2(!widget->accessibleName().isEmpty() || !text.toString().isEmpty(),
                     qPrintable(QString::fromLatin1(widget->metaObject()->className()) + u' '
                                + widget->objectName()));
        }
    }

    void keepsItsLayoutAndWhatIsOpen()
    {
        Console console;
        console.openConnected();
        fleet::FleetTreeView &tree = console.window->fleetPanel().tree();
        tree.setExpanded(console.window->fleetPanel().model().indexOfKey(u"ovh/BENT01"_s), true);
        console.window->toggleDock();
        console.window->showTab(shell::MainWindow::Tab::Jobs);
        console.window->topBar().filterEdit().setText(u"severity:critical"_s);
        console.window->topBar().servers().setCurrent(u"ovh"_s);
        console.window->driftView().table().horizontalHeader()->resizeSection(1, 111);
        console.window->driftView().table().horizontalHeader()->moveSection(1, 3);

        console.window->close();
        console.open();

        QVERIFY(console.window->jobsView().isVisible());
        QCOMPARE(console.window->topBar().filterEdit().text(), u"severity:critical"_s);
        QCOMPARE(console.window->server(), u"ovh"_s);
        QCOMPARE(console.window->driftView().model().rowCount(), 2);
        QCOMPARE(console.window->driftView().table().horizontalHeader()->sectionSize(1), 111);
        QCOMPARE(console.window->driftView().table().horizontalHeader()->visualIndex(1), 3);
        console.window->showTab(shell::MainWindow::Tab::Drift);
        QVERIFY(!console.window->jobsDock().isVisible());
        console.window->toggleDock();
        QVERIFY(console.window->jobsDock().isVisible());
        fleet::FleetTreeView &again = console.window->fleetPanel().tree();
        QVERIFY(again.isExpanded(console.window->fleetPanel().model().indexOfKey(u"ovh/BENT01"_s)));
    }

private:
    void connectAsNew(Console &console)
    {
        console.window->showConnect();
        auto *dialog = console.dialog<connections::ConnectDialog>();
        QVERIFY(dialog != nullptr);
        QTest::keyClicks(edit(dialog, u"Address of the agent"_s), u"10.0.0.1"_s);
        QTest::keyClicks(edit(dialog, u"Key"_s), u"asmp_secret"_s);
        QTest::keyClicks(edit(dialog, u"Pin of the certificate"_s), QString(64, u'a'));
        console.picture(u"0-connect"_s, dialog);
        QTest::keyClick(dialog, Qt::Key_Return);

        QTRY_COMPARE(console.window->driftView().model().rowCount(), 14);
        QCOMPARE(console.window->fleetPanel().model().rowCount(), 2);
        QCOMPARE(console.node(u"hetzner"_s).all.total(), 9);
        QCOMPARE(console.node(u"ovh/BENT01/CoreProtect"_s).all.total(), 1);
        QCOMPARE(console.connections->profiles().size(), 1);
        QVERIFY(!QString::fromUtf8(console.settingsText()).contains(u"asmp_secret"));
    }

    void fixAFinding(Console &console)
    {
        shell::MainWindow &window = *console.window;
        window.fleetPanel().tree().setCurrentKey(u"ovh/BENT01/CoreProtect"_s);
        QTRY_COMPARE(window.driftView().table().currentIndex().row(), 0);
        const FindingId prefix = window.driftView().model().finding(0)->id;
        console.picture(u"1-drift"_s);

        window.driftView().table().setFocus();
        QTest::keyClick(&window.driftView().table(), Qt::Key_Return);
        QTRY_VERIFY(console.dialog<deployments::PlanDialog>() != nullptr);
        auto *plan = console.dialog<deployments::PlanDialog>();
        console.picture(u"2-fix-plan"_s, plan);
        QVERIFY(button(plan, u"Fix 1 setting on BENT01"_s) != nullptr);
        QTest::mouseClick(button(plan, u"Fix 1 setting on BENT01"_s), Qt::LeftButton);

        QTRY_COMPARE(console.host.jobs.size(), 12);
        const JobId child = console.host.jobs.at(0).id;
        const JobId parent = console.host.jobs.at(1).id;
        console.host.startJob(child, u"stop, write, start"_s, 2, 5);
        console.host.finishJob(child, JobStatus::Completed, u"1 value written, 0 other bytes"_s);
        console.host.finishJob(parent, JobStatus::Completed, u"1 value written, 0 other bytes"_s);
        console.host.resolve(prefix);

        QTRY_COMPARE(console.node(u"ovh/BENT01/CoreProtect"_s).all.total(), 0);
        QCOMPARE(console.node(u"ovh"_s).all.total(), 4);
        QCOMPARE(window.driftView().model().rowCount(), 13);
        QCOMPARE(window.driftView().model().rowOf(prefix), -1);
        console.picture(u"3-fixed"_s);
    }

    void deployAPlugin(Console &console)
    {
        shell::MainWindow &window = *console.window;
        QFile jar(console.folder.filePath(u"CoreProtect-22.4.jar"_s));
        QVERIFY(jar.open(QIODevice::WriteOnly));
        jar.write("PK");
        jar.close();
        window.actionRegistry().action(u"plan.deploy"_s)->trigger();
        auto *deploy = console.dialog<deployments::DeployDialog>();
        QVERIFY(deploy != nullptr);
        deploy->setFile(jar.fileName());
        deploy->setTargets({{u"hetzner"_s, u"DEV01"_s}, {u"ovh"_s, u"BENT01"_s}});
        QCOMPARE(deploy->plugin(), u"CoreProtect"_s);
        console.picture(u"4-deploy"_s, deploy);
        QTest::mouseClick(button(deploy, u"Show the plan for 2 instances…"_s), Qt::LeftButton);

        QTRY_VERIFY(console.dialog<deployments::PlanDialog>() != nullptr);
        auto *plan = console.dialog<deployments::PlanDialog>();
        console.picture(u"4-deploy-plan"_s, plan);
        QTest::keyClick(plan, Qt::Key_Return, Qt::ControlModifier);
        QTRY_COMPARE(console.host.jobs.size(), 15);
        const JobId parent = console.host.jobs.at(2).id;
        console.host.startJob(console.host.jobs.at(1).id, u"health gate"_s, 3, 6);
        console.host.startJob(parent, u"wave 1 of 2"_s, 0, 2);
        window.showTab(shell::MainWindow::Tab::Jobs);
        window.jobsView().showJob(parent);
        QTRY_VERIFY(window.jobsView().log().toPlainText().contains(u"health gate"));
        console.picture(u"5-jobs"_s);
        for (const JobId &id : {console.host.jobs.at(1).id, console.host.jobs.at(0).id, parent})
            console.host.finishJob(id, JobStatus::Completed, u"2 JARs replaced, re-read"_s);
    }

    void rollBack(Console &console)
    {
        shell::MainWindow &window = *console.window;
        QTRY_VERIFY(button(&window.jobsView(), u"Roll this job back"_s)->isVisible());
        QTest::mouseClick(button(&window.jobsView(), u"Roll this job back"_s), Qt::LeftButton);
        QTRY_VERIFY(console.dialog<deployments::PlanDialog>() != nullptr);
        auto *plan = console.dialog<deployments::PlanDialog>();
        QCOMPARE(plan->plan().targets.size(), 2);
        QTest::mouseClick(button(plan, u"Roll back CoreProtect"_s), Qt::LeftButton);
        QTRY_COMPARE(console.host.jobs.size(), 18);
        window.showTab(shell::MainWindow::Tab::Matrix);
        console.picture(u"7-matrix"_s);
    }
};

ARCHIVESMP_TEST(TestMainWindow)
#include "tst_mainwindow.moc"
