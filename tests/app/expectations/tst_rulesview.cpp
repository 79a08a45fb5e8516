// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/expectations/rulesview.h"

#include "app/client/fleet.h"
#include "app/expectations/ruletablemodel.h"
#include "app/expectations/ruletext.h"
#include "app/theme/theme.h"
#include "app/widgets/statepanel.h"
#include "tests/app/fakes/fakehost.h"
#include "tests/app/fakes/widgetsearch.h"
#include "tests/support/testregistry.h"

#include <QAbstractItemModelTester>
#include <QCheckBox>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>

using namespace archivesmp;
using namespace archivesmp::tests;
using namespace archivesmp::app;
using namespace archivesmp::app::expectations;
using namespace Qt::StringLiterals;
using domain::Rule;
using domain::RuleKind;
using protocol::RuleState;
using Model = RuleTableModel;

namespace {

RuleState ignored(const QString &id, const QString &key)
{
    RuleState state;
    state.rule.id = RuleId(id);
    state.rule.scope = {u"CoreProtect"_s, u"plugins/CoreProtect/config.yml"_s, key, u"ovh/BENT01"_s};
    state.rule.reason = u"the builders' server"_s;
    state.rule.author = u"ada"_s;
    state.rule.createdAt = QDateTime(QDate(2026, 3, 4), QTime(5, 6), Qt::UTC);
    state.hits = 3;
    return state;
}

RuleState shipped(const QString &id)
{
    RuleState state = ignored(id, u"server-uuid"_s);
    state.rule.pack = u"quickshop"_s;
    state.rule.scope.instance.clear();
    return state;
}

QString cell(const Model &model, int row, int column)
{
    return model.index(row, column).data().toString();
}

struct Page
{
    Page()
    {
        fillWithSample(host);
        host.rules = {ignored(u"a"_s, u"debug"_s), ignored(u"b"_s, u"mode"_s), shipped(u"p"_s)};
        fleet.addSession(host.makeSession(u"wss://host"_s));
        view.resize(900, 400);
    }

    FakeHost host;
    client::Fleet fleet;
    theme::Theme theme;
    RulesView view{theme, fleet};
    const QAbstractItemModelTester tester{&view.model(),
                                          QAbstractItemModelTester::FailureReportingMode::QtTest};
};

} // namespace

class TestRulesView final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aRowSaysTheWholeRule()
    {
        Model model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setRules({ignored(u"a"_s, u"debug"_s)});

        QCOMPARE(model.rowCount(), 1);
        QCOMPARE(cell(model, 0, Model::Kind), u"Ignored"_s);
        QCOMPARE(cell(model, 0, Model::Setting), u"CoreProtect › plugins/CoreProtect/config.yml › debug"_s);
        QCOMPARE(cell(model, 0, Model::Where), u"ovh/BENT01"_s);
        QCOMPARE(cell(model, 0, Model::Hits), u"3"_s);
        QCOMPARE(cell(model, 0, Model::Reason), u"the builders' server"_s);
        QCOMPARE(cell(model, 0, Model::Author), u"ada"_s);
        QCOMPARE(cell(model, 0, Model::Until), u"for good"_s);
    }

    void untilWhenIsADayOrOver()
    {
        Model model;
        RuleState state = ignored(u"a"_s, u"debug"_s);
        state.rule.expiresAt = QDateTime(QDate(2026, 5, 6), QTime(12, 0));
        model.setRules({state});
        QCOMPARE(cell(model, 0, Model::Until), u"2026-05-06"_s);
        state.expired = true;
        model.setRules({state});
        QCOMPARE(cell(model, 0, Model::Until), u"expired"_s);
    }

    void shippedRulesAreShownWhenAskedFor()
    {
        Model model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setRules({ignored(u"a"_s, u"debug"_s), shipped(u"p"_s)});
        QCOMPARE(model.rowCount(), 1);
        QCOMPARE(model.ofPacks(), 1);

        model.setShowsPacks(true);

        QCOMPARE(model.rowCount(), 2);
        QCOMPARE(cell(model, 1, Model::Author), u"pack quickshop"_s);
        QCOMPARE(model.rowOf(RuleId(u"p"_s)), 1);
    }

    void everyKindHasItsWords_data()
    {
        QTest::addColumn<Rule>("rule");
        QTest::addColumn<QString>("text");
        const auto row = [](const char *name, const Rule &rule, const QString &text) {
            QTest::newRow(name) << rule << text;
        };
        row("ignore", {.kind = RuleKind::Ignore}, u"Ignored"_s);
        row("severity", {.kind = RuleKind::Severity, .severity = domain::Severity::Info},
            u"Severity: info"_s);
        row("set", {.kind = RuleKind::List, .listMode = domain::ListMode::Set}, u"List as a set"_s);
        row("keyed", {.kind = RuleKind::List, .listMode = domain::ListMode::Keyed, .listKey = u"name"_s},
            u"List keyed by name"_s);
        row("ordered", {.kind = RuleKind::List}, u"List in its order"_s);
        row("extra", {.kind = RuleKind::ExtraKeys}, u"Extra keys reported"_s);
        row("no extra", {.kind = RuleKind::ExtraKeys, .on = false}, u"Extra keys allowed"_s);
        row("secret", {.kind = RuleKind::Secret}, u"Secret"_s);
        row("unique", {.kind = RuleKind::Unique, .group = {.perServer = true}}, u"Unique per server"_s);
        row("agree", {.kind = RuleKind::Agree}, u"The same everywhere"_s);
    }

    void everyKindHasItsWords()
    {
        QFETCH(Rule, rule);
        QTEST(kindText(rule), "text");
    }

    void whereIsSaidInWords()
    {
        QCOMPARE(whereText({}), u"everywhere"_s);
        QCOMPARE(whereText({.instance = u"ovh/*"_s}), u"all of ovh"_s);
        QCOMPARE(whereText({.instance = u"ovh/BENT01"_s}), u"ovh/BENT01"_s);
        QCOMPARE(settingText({}), u"everything"_s);
    }

    void itIsAskedForWhenItIsShown()
    {
        Page page;
        QTRY_VERIFY(page.fleet.hasLoaded());
        QCOMPARE(page.view.model().rowCount(), 0);

        page.view.show();

        QTRY_COMPARE(page.view.model().rowCount(), 2);
        page.view.findChild<QCheckBox *>()->setChecked(true);
        QCOMPARE(page.view.model().rowCount(), 3);
    }

    void aRuleCanBeAddedWhileTheHostIsThere()
    {
        Page page;
        QTRY_VERIFY(page.fleet.hasLoaded());
        page.view.show();
        auto *add = button(&page.view, u"Add a rule…"_s);
        QSignalSpy asked(&page.view, &RulesView::addRequested);
        QTRY_VERIFY(add->isEnabled());
        QTest::mouseClick(add, Qt::LeftButton);
        QCOMPARE(asked.size(), 1);

        page.host.setOnline(false);

        QTRY_VERIFY(!add->isEnabled());
        QCOMPARE(add->toolTip(), u"The host does not answer."_s);
    }

    void onlyAnOwnRuleCanBeRemoved()
    {
        Page page;
        QTRY_VERIFY(page.fleet.hasLoaded());
        page.view.show();
        QTRY_COMPARE(page.view.model().rowCount(), 2);
        page.view.findChild<QCheckBox *>()->setChecked(true);
        auto *remove = button(&page.view, u"Remove the rule"_s);
        QSignalSpy asked(&page.view, &RulesView::removeRequested);
        QVERIFY(!remove->isEnabled());

        page.view.table().selectRow(2);
        QVERIFY(!remove->isEnabled());
        QVERIFY(!remove->toolTip().isEmpty());
        page.view.table().selectRow(1);
        page.host.setOnline(false);
        QTRY_VERIFY(!remove->isEnabled());
        QCOMPARE(remove->toolTip(), u"The host does not answer."_s);
        page.host.setOnline(true);
        QTRY_VERIFY(remove->isEnabled());
        QTest::mouseClick(remove, Qt::LeftButton);

        QCOMPARE(asked.size(), 1);
        QCOMPARE(asked.first().first().value<Rule>().id, RuleId(u"b"_s));
    }

    void aRefreshKeepsTheSelection()
    {
        Page page;
        QTRY_VERIFY(page.fleet.hasLoaded());
        page.view.show();
        QTRY_COMPARE(page.view.model().rowCount(), 2);
        page.view.table().selectRow(1);
        page.host.rules.prepend(ignored(u"new"_s, u"x"_s));

        page.view.refresh();

        QTRY_COMPARE(page.view.model().rowCount(), 3);
        QCOMPARE(page.view.table().currentIndex().row(), 2);
    }

    void emptyAndFailedAreSaid()
    {
        Page page;
        QTRY_VERIFY(page.fleet.hasLoaded());
        auto *state = page.view.findChild<widgets::StatePanel *>();
        page.host.nextError = Error{ErrorCode::Timeout, u"too slow"_s};
        page.view.show();
        QTRY_COMPARE(state->state().what, u"The rules cannot be read."_s);
        page.host.rules = {shipped(u"p"_s)};

        page.view.refresh();

        QTRY_COMPARE(state->state().what, u"No rules of your own."_s);
        QTest::mouseClick(button(state, state->state().action), Qt::LeftButton);
        QCOMPARE(page.view.model().rowCount(), 1);
    }
};

ARCHIVESMP_TEST(TestRulesView)
#include "tst_rulesview.moc"
