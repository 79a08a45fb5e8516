// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/client/fleet.h"
#include "app/connections/connectdialog.h"
#include "app/deployments/deploydialog.h"
#include "app/deployments/plandialog.h"
#include "app/drift/driftview.h"
#include "app/drift/findingtablemodel.h"
#include "app/drift/judgementdialog.h"
#include "app/drift/valuestory.h"
#include "app/expectations/historyview.h"
#include "app/expectations/rulesview.h"
#include "app/expectations/ruletablemodel.h"
#include "app/fleet/fleetpanel.h"
#include "app/fleet/fleettreemodel.h"
#include "app/fleet/fleettreeview.h"
#include "app/jobs/joblist.h"
#include "app/jobs/jobsview.h"
#include "app/matrix/matrixview.h"
#include "app/shell/mainwindow.h"
#include "app/shell/noticebar.h"
#include "tests/integration/democonsole.h"
#include "tests/integration/keyboard.h"
#include "tests/integration/onevalue.h"
#include "tests/support/testregistry.h"

#include <QApplication>
#include <QClipboard>
#include <QJsonArray>
#include <QMenu>
#include <QPlainTextEdit>
#include <QTableView>
#include <QTest>
#include <QTreeWidget>

using namespace archivesmp;
using namespace archivesmp::app;
using namespace archivesmp::tests;
using namespace Qt::StringLiterals;
using domain::InstanceRef;

// The window on two real agents, led from the first start to a rollback by keys alone: no mouse, no call and
// no focus of the test's own. After each key something that can be seen has the focus.
class TestKeysAlone final : public DemoConsole
{
    Q_OBJECT

    Keyboard _keys;
    JobId _deploy;
    bool _failed = false;

    // Among the rows of the table that has the focus, from its first.
    template <typename Condition>
    [[nodiscard]] bool goToRow(Condition condition)
    {
        auto *table = qobject_cast<QAbstractItemView *>(Keyboard::focus());
        if (table == nullptr)
            return false;
        QModelIndex before;
        do {
            before = table->currentIndex();
            _keys.press(Qt::Key_Up);
        } while (table->currentIndex() != before);
        const auto isThere = [table, condition] { return condition(table->currentIndex()); };
        return _keys.pressUntil(Qt::Key_Down, isThere);
    }

    [[nodiscard]] bool goToFinding(const FindingId &id)
    {
        return _keys.tabTo(u"Findings"_s)
            && goToRow([this, &id](const QModelIndex &at) { return findings().finding(at.row())->id == id; });
    }

    [[nodiscard]] FindingId anAcceptable() const
    {
        for (int row = 0; row < findings().rowCount(); ++row) {
            if (drift::whyNotAcceptable(*findings().finding(row)).isEmpty())
                return findings().finding(row)->id;
        }
        return {};
    }

    // A person waits for a dialog to go before the next key.
    [[nodiscard]] bool dialogGoes() const
    {
        return QTest::qWaitFor([] { return QApplication::activeModalWidget() == nullptr; }, patience);
    }

    // In the deploy dialog's list: only these are ticked in the end.
    [[nodiscard]] bool tickOnly(QTreeWidget &list, const QList<InstanceRef> &targets)
    {
        for (QTreeWidgetItemIterator item(&list); *item != nullptr; ++item) {
            if ((*item)->parent() == nullptr)
                continue;
            const InstanceRef ref{(*item)->parent()->text(0), (*item)->text(0)};
            const auto wanted = targets.contains(ref) ? Qt::Checked : Qt::Unchecked;
            if ((*item)->checkState(0) == wanted)
                continue;
            if (!goToRow([&list, held = *item](const QModelIndex &) { return list.currentItem() == held; }))
                return false;
            _keys.press(Qt::Key_Space);
            if ((*item)->checkState(0) != wanted)
                return false;
        }
        return true;
    }

public:
    TestKeysAlone()
        : DemoConsole({})
    { }

private Q_SLOTS:
    void initTestCase() { open(); }
    void cleanupTestCase() { close(); }

    // Each step goes on from where the one before ended.
    void init()
    {
        if (_failed)
            QSKIP("a step before this one failed");
    }
    void cleanup()
    {
        if (QTest::currentTestFailed())
            qWarning("notice: %s; focus: %s", qPrintable(_window->notice().text()),
                     qPrintable(Keyboard::focusName()));
        _failed = _failed || QTest::currentTestFailed();
        QCOMPARE(_keys.lost(), QString());
    }

    void theFirstConnection()
    {
        activate();
        _keys.press(Qt::Key_F, Qt::AltModifier);
        _keys.press(Qt::Key_A);
        QTRY_VERIFY(dialog<connections::ConnectDialog>() != nullptr);

        QTRY_COMPARE(Keyboard::focusName(), u"Address of the agent"_s);
        _keys.type(_demo.control().section(u'/', 2));
        _keys.press(Qt::Key_Tab);
        QCOMPARE(Keyboard::focusName(), u"Key"_s);
        _keys.type(QString::fromUtf8(contentOf(_demo.adminKeyFile())).trimmed());
        _keys.press(Qt::Key_Tab);
        QCOMPARE(Keyboard::focusName(), u"Pin of the certificate"_s);
        _keys.type(_demo.pin());
        _keys.press(Qt::Key_Return);

        QVERIFY(dialogGoes());
        QTRY_COMPARE_WITH_TIMEOUT(_window->fleetPanel().model().shownInstances(), 8, patience);
        const CommandOutcome import
            = _demo.ctl({u"import"_s, u"--expectations"_s, _demo.path(u"expectations"_s)});
        QVERIFY2(import.status == 0, import.error.constData());
    }

    void aScan()
    {
        _keys.press(Qt::Key_F5);
        QTRY_VERIFY_WITH_TIMEOUT(newestJob().status == domain::JobStatus::Completed, patience);
        QCOMPARE(newestJob().type, domain::JobType::DriftScan);
        QTRY_COMPARE_WITH_TIMEOUT(findings().rowCount(), _demo.truth()[u"drifts"].toArray().size(), patience);
    }

    void aFix()
    {
        const FindingId id(plainFinding(_demo)[u"id"].toString());
        QVERIFY(goToFinding(id));
        _keys.press(Qt::Key_Return, Qt::ControlModifier);
        QTRY_VERIFY_WITH_TIMEOUT(dialog<deployments::PlanDialog>() != nullptr, patience);
        _keys.press(Qt::Key_Return);

        QVERIFY(dialogGoes());
        QTRY_VERIFY_WITH_TIMEOUT(newestJob().type == domain::JobType::ConfigUpdate, patience);
        QTRY_VERIFY2_WITH_TIMEOUT(newestJob().status == domain::JobStatus::Completed, qPrintable(newestRow()),
                                  patience);
        QTRY_COMPARE_WITH_TIMEOUT(findings().rowOf(id), -1, patience);
        _keys.press(Qt::Key_Down);
        QCOMPARE(Keyboard::focusName(), u"Findings"_s); // where it was before the plan
    }

    void aFindingAcceptedAndTakenBack()
    {
        const int before = findings().rowCount();
        const FindingId id = anAcceptable();
        QVERIFY(goToFinding(id));
        _keys.press(Qt::Key_A, Qt::ControlModifier | Qt::ShiftModifier);
        QTRY_VERIFY(dialog<drift::JudgementDialog>() != nullptr);
        QTRY_COMPARE(Keyboard::focusName(), u"Reason"_s);
        _keys.type(u"the builders' server"_s);
        _keys.press(Qt::Key_Return);
        QVERIFY(dialogGoes());
        QTRY_COMPARE_WITH_TIMEOUT(findings().rowOf(id), -1, patience);

        _keys.press(Qt::Key_Z, Qt::ControlModifier);
        QTRY_VERIFY_WITH_TIMEOUT(findings().rowOf(id) >= 0, patience);
        QCOMPARE(findings().rowCount(), before);
    }

    void aFindingIgnoredAndItsRuleRemoved()
    {
        QVERIFY(goToFinding(findings().finding(0)->id));
        const FindingId id = findings().finding(0)->id;
        _keys.press(Qt::Key_I, Qt::ControlModifier | Qt::ShiftModifier);
        QTRY_VERIFY(dialog<drift::JudgementDialog>() != nullptr);
        _keys.type(u"drawn anew at every start"_s);
        _keys.press(Qt::Key_Return);
        QVERIFY(dialogGoes());
        QTRY_COMPARE_WITH_TIMEOUT(findings().rowOf(id), -1, patience);

        _keys.press(Qt::Key_4, Qt::ControlModifier);
        QTRY_COMPARE_WITH_TIMEOUT(_window->rulesView().model().rowCount(), 1, patience);
        QTRY_COMPARE(Keyboard::focus(), &_window->rulesView().table());
        _keys.press(Qt::Key_Down);
        QVERIFY(_keys.tabTo(u"Remove the rule"_s));
        _keys.press(Qt::Key_Space);
        QTRY_VERIFY_WITH_TIMEOUT(findings().rowOf(id) >= 0, patience);
        QTRY_COMPARE_WITH_TIMEOUT(_window->rulesView().model().rowCount(), 0, patience);
    }

    // Where one goes by a key, the next key finds what is there.
    void thePages()
    {
        _keys.press(Qt::Key_5, Qt::ControlModifier);
        QTRY_COMPARE_WITH_TIMEOUT(Keyboard::focusName(), u"Versions of the expectations"_s, patience);
        _keys.press(Qt::Key_2, Qt::ControlModifier);
        QVERIFY(_window->matrixView().isVisible());
        QCOMPARE(Keyboard::focusName(), u"Plugins by instance"_s);
        _keys.press(Qt::Key_3, Qt::ControlModifier);
        QVERIFY(_window->jobsView().isVisible());
        QCOMPARE(Keyboard::focusName(), u"Jobs"_s);
        _keys.press(Qt::Key_1, Qt::ControlModifier);
        QVERIFY(_window->driftView().isVisible());
        QCOMPARE(Keyboard::focusName(), u"Findings"_s);
    }

    void theFilters()
    {
        const int all = findings().rowCount();
        const QString plugin = findings().finding(0)->plugin;
        _keys.press(Qt::Key_F, Qt::ControlModifier);
        QCOMPARE(Keyboard::focusName(), u"Filter findings"_s);
        _keys.type(u"plugin:"_s + plugin);
        QVERIFY(findings().rowCount() > 0 && findings().rowCount() < all);
        _keys.press(Qt::Key_Return);
        QCOMPARE(Keyboard::focusName(), u"Findings"_s);
        _keys.press(Qt::Key_Slash);
        QCOMPARE(Keyboard::focusName(), u"Filter findings"_s);
        _keys.press(Qt::Key_Escape);
        QCOMPARE(findings().rowCount(), all);

        _keys.press(Qt::Key_G, Qt::ControlModifier);
        _keys.type(u"dev01"_s);
        QCOMPARE(_window->fleetPanel().model().shownInstances(), 1);
        _keys.press(Qt::Key_Down);
        QCOMPARE(Keyboard::focusName(), u"Servers, instances and plugins"_s);
        _keys.press(Qt::Key_Down);
        QVERIFY(_window->fleetPanel().tree().currentKey().startsWith(u"hetzner/DEV01"));
        _keys.press(Qt::Key_G, Qt::ControlModifier);
        _keys.press(Qt::Key_Escape);
        QCOMPARE(_window->fleetPanel().model().shownInstances(), 8);
    }

    void theServer()
    {
        QVERIFY(_keys.tabTo(u"All"_s));
        _keys.press(Qt::Key_Right);
        _keys.press(Qt::Key_Right);
        QCOMPARE(_window->server(), u"ovh"_s);
        QCOMPARE(_window->fleetPanel().model().rowCount(), 1);
        _keys.press(Qt::Key_Left);
        _keys.press(Qt::Key_Left);
        QCOMPARE(_window->server(), QString());
    }

    void aDeploy()
    {
        _keys.press(Qt::Key_D, Qt::ControlModifier);
        QTRY_VERIFY(dialog<deployments::DeployDialog>() != nullptr);
        auto *deploy = dialog<deployments::DeployDialog>();
        QTRY_COMPARE(Keyboard::focusName(), u"JAR file"_s);
        _keys.type(_demo.artifact());
        QVERIFY(_keys.tabTo(u"Instances to deploy to"_s));
        const QList<InstanceRef> targets{{u"hetzner"_s, u"DEV01"_s},
                                         {u"ovh"_s, _demo.instanceWith(u"ovh"_s, _demo.artifactPlugin())}};
        QVERIFY(tickOnly(deploy->targets(), targets));
        QCOMPARE(deploy->targets().ticked(), targets);
        _keys.press(Qt::Key_Return);
        QTRY_VERIFY_WITH_TIMEOUT(dialog<deployments::PlanDialog>() != nullptr, patience);
        QCOMPARE(dialog<deployments::PlanDialog>()->plan().targets.size(), 2);
        _keys.press(Qt::Key_Return);

        QVERIFY(dialogGoes());
        QTRY_VERIFY_WITH_TIMEOUT(newestJob().type == domain::JobType::PluginDeploy, patience);
        _deploy = newestJob().id;
        QTRY_VERIFY2_WITH_TIMEOUT(newestJob().status == domain::JobStatus::Completed, qPrintable(newestRow()),
                                  patience);
    }

    void theMenuOfARow()
    {
        _keys.press(Qt::Key_1, Qt::ControlModifier);
        for (const auto &[key, modifiers] : {std::pair(Qt::Key_F10, Qt::KeyboardModifiers(Qt::ShiftModifier)),
                                             std::pair(Qt::Key_Menu, Qt::KeyboardModifiers())}) {
            QCOMPARE(Keyboard::focusName(), u"Findings"_s);
            _keys.press(key, modifiers);
            auto *menu = qobject_cast<QMenu *>(Keyboard::focus());
            QVERIFY(menu != nullptr);
            const QList<QAction *> entries = menu->actions();
            QCOMPARE(entries.first()->objectName(), u"plan.fix"_s);
            _keys.press(Qt::Key_Escape);
        }
    }

    void theStoryOfAJob()
    {
        _keys.press(Qt::Key_3, Qt::ControlModifier);
        QVERIFY(goToRow([this](const QModelIndex &) { return _window->selectedJob() == _deploy; }));
        QTRY_VERIFY(!_window->jobsView().log().toPlainText().isEmpty());
        QVERIFY(_keys.tabTo(u"Log of the job"_s));
        _keys.press(Qt::Key_Home, Qt::ControlModifier);
        _keys.press(Qt::Key_End, Qt::ShiftModifier);
        _keys.press(Qt::Key_C, Qt::ControlModifier);
        QCOMPARE(QApplication::clipboard()->text(),
                 _window->jobsView().log().toPlainText().section(u'\n', 0, 0));
    }

    void aRollback()
    {
        _keys.press(Qt::Key_B, Qt::ControlModifier);
        QTRY_VERIFY_WITH_TIMEOUT(dialog<deployments::PlanDialog>() != nullptr, patience);
        QCOMPARE(dialog<deployments::PlanDialog>()->plan().type, domain::JobType::Rollback);
        _keys.press(Qt::Key_Return);

        QVERIFY(dialogGoes());
        QTRY_VERIFY_WITH_TIMEOUT(newestJob().type == domain::JobType::Rollback, patience);
        QTRY_VERIFY2_WITH_TIMEOUT(newestJob().status == domain::JobStatus::Completed, qPrintable(newestRow()),
                                  patience);
        QTRY_VERIFY_WITH_TIMEOUT(_fleet.job(_deploy)->status == domain::JobStatus::RolledBack, patience);
    }

    // From the first to the last and round, as one reads; and the same way back.
    void tabGoesAroundAsOneReads()
    {
        const QStringList stops{u"All"_s,
                                u"Filter findings"_s,
                                u"Scan  F5"_s,
                                u"Deploy…"_s,
                                u"Filter servers, instances, plugins"_s,
                                u"Servers, instances and plugins"_s,
                                u"Drift"_s,
                                u"Findings"_s,
                                u"Next finding"_s,
                                u"Expected"_s,
                                u"Actual"_s,
                                u"Accept this finding"_s,
                                u"Ignore this finding"_s,
                                u"Jobs"_s};
        _keys.press(Qt::Key_1, Qt::ControlModifier);
        QVERIFY(goToFinding(findings().finding(0)->id));
        QVERIFY(_keys.tabTo(stops.first()));
        QStringList passed;
        do {
            passed.append(Keyboard::focusName());
            _keys.press(Qt::Key_Tab);
        } while (Keyboard::focusName() != stops.first() && passed.size() < 60);
        QStringList known = passed;
        known.removeIf([&stops](const QString &name) { return !stops.contains(name); });
        QVERIFY2(known == stops, qPrintable(passed.join(u", ")));

        QStringList back;
        do {
            back.prepend(Keyboard::focusName());
            _keys.press(Qt::Key_Backtab, Qt::ShiftModifier);
        } while (Keyboard::focusName() != stops.first() && back.size() < 60);
        back.prepend(back.takeLast());
        QCOMPARE(back, passed);
    }
};

ARCHIVESMP_TEST(TestKeysAlone)
#include "tst_keysalone.moc"
