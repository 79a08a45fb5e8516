// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/expectations/expectationdiff.h"

#include "tests/support/testregistry.h"

#include <QTest>

using namespace archivesmp;
using namespace archivesmp::expectations;
using namespace archivesmp::domain;
using namespace Qt::StringLiterals;

namespace {

const InstanceRef bent{u"ovh"_s, u"BENT01"_s};
const InstanceRef dev{u"hetzner"_s, u"DEV01"_s};

ExpectationSet::Contents contents()
{
    ExpectationSet::Contents all;
    Setting port{"port", 0, ExpectedValue(Value::integer(1)), {}, {}};
    port.instances.insert(u"BENT01"_s, Value::integer(3));
    all.plugins = {{u"Warps"_s, Platform::Paper, {port}},
                   {u"Other"_s, Platform::Paper, {{"a", 0, ExpectedValue(Value::integer(1)), {}, {}}}}};
    all.matrix
        = {{u"BENT01"_s, u"DEV01"_s}, {{u"Warps"_s, {}, false, {}, {Presence::Required, Presence::Allowed}}}};
    all.matrixAccepted = true;
    return all;
}

} // namespace

class TestExpectationDiff final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void equalSetsDifferInNothing()
    {
        const ExpectationSet set(contents());

        QVERIFY(differenceOf(set, set).isEmpty());
        QVERIFY(concernedBy(differenceOf(set, set), set, set).isEmpty());
    }

    void whoIsConcernedIsNamedInManyWays_data()
    {
        QTest::addColumn<bool>("all");
        QTest::addColumn<QString>("server");
        QTest::addColumn<QString>("instance");
        QTest::addColumn<bool>("isBent");
        QTest::addColumn<bool>("isDev");
        QTest::newRow("nobody") << false << QString() << QString() << false << false;
        QTest::newRow("all") << true << QString() << QString() << true << true;
        QTest::newRow("a server") << false << u"ovh"_s << QString() << true << false;
        QTest::newRow("an instance") << false << QString() << u"DEV01"_s << false << true;
        QTest::newRow("in full") << false << QString() << u"ovh/BENT01"_s << true << false;
        QTest::newRow("of another server") << false << QString() << u"hetzner/BENT01"_s << false << false;
        QTest::newRow("an alias") << false << QString() << u"BEN01"_s << true << false;
        QTest::newRow("an alias of a full name") << false << QString() << u"DV"_s << false << true;
    }
    void whoIsConcernedIsNamedInManyWays()
    {
        QFETCH(bool, all);
        QFETCH(QString, server);
        QFETCH(QString, instance);
        AliasTable aliases;
        aliases.instances = {{u"BEN01"_s, u"BENT01"_s}, {u"DV"_s, u"hetzner/DEV01"_s}};
        Concerned concerned;
        concerned.allInstances = all;
        if (!server.isEmpty())
            concerned.servers.insert(server);
        if (!instance.isEmpty())
            concerned.instances.insert(instance);

        QTEST(concerned.concerns(bent, aliases), "isBent");
        QTEST(concerned.concerns(dev, aliases), "isDev");
    }

    void aValueOfOneInstanceConcernsThatInstanceOnly()
    {
        auto after = contents();
        after.plugins[0].settings[0].instances.insert(u"BENT01"_s, Value::integer(4));
        const ExpectationSet before(contents());
        const ExpectationSet now(after);

        const auto difference = differenceOf(before, now);
        const auto concerned = concernedBy(difference, before, now);

        QCOMPARE(
            difference.settings,
            (QList<SettingDifference>{{u"Warps"_s, "port", Layer::Instance, u"BENT01"_s,
                                       ExpectedValue(Value::integer(3)), ExpectedValue(Value::integer(4))}}));
        QCOMPARE(concerned.plugins, QSet<QString>{u"Warps"_s});
        QVERIFY(concerned.concerns(bent, {}));
        QVERIFY(!concerned.concerns(dev, {}));
    }

    void whatCameAndWhatWentIsTold()
    {
        auto after = contents();
        after.plugins[0].settings[0].universal.reset();
        after.plugins[0].settings[0].servers.insert(u"ovh"_s, Value::integer(9));
        after.plugins.removeLast();

        const auto difference = differenceOf(ExpectationSet(contents()), ExpectationSet(after));

        QCOMPARE(difference.settings.size(), 3);
        const auto removed = std::count_if(difference.settings.begin(), difference.settings.end(),
                                           [](const SettingDifference &one) { return !one.after; });
        QCOMPARE(removed, 2);
    }

    void aLayerConcernsThoseBeneathIt()
    {
        auto everywhere = contents();
        everywhere.plugins[0].settings[0].universal = Value::integer(2);
        auto onOvh = contents();
        onOvh.plugins[0].settings[0].servers.insert(u"ovh"_s, Value::integer(9));
        const ExpectationSet before(contents());
        const auto concerned = [&before](const ExpectationSet::Contents &after) {
            const ExpectationSet now(after);
            return concernedBy(differenceOf(before, now), before, now);
        };

        QVERIFY(concerned(everywhere).concerns(dev, {}));
        QVERIFY(concerned(everywhere).concerns(bent, {}));
        QVERIFY(concerned(onOvh).concerns(bent, {}));
        QVERIFY(!concerned(onOvh).concerns(dev, {}));
    }

    void aNewSettingAndANewRowAreTold()
    {
        auto after = contents();
        after.plugins[0].settings.append({"fresh", 0, ExpectedValue(Value::integer(1)), {}, {}});
        after.matrix.rows.append({u"Other"_s, {}, false, {}, {Presence::Undecided, Presence::Forbidden}});

        const auto difference = differenceOf(ExpectationSet(contents()), ExpectationSet(after));

        QCOMPARE(difference.settings.size(), 1);
        QCOMPARE(difference.settings.first().key, QByteArray("fresh"));
        QVERIFY(!difference.settings.first().before);
        QCOMPARE(difference.cells,
                 (QList<CellDifference>{{u"Other"_s, u"DEV01"_s, Presence::Undecided, Presence::Forbidden}}));
        const auto back = differenceOf(ExpectationSet(after), ExpectationSet(contents()));
        QCOMPARE(back.cells,
                 (QList<CellDifference>{{u"Other"_s, u"DEV01"_s, Presence::Forbidden, Presence::Undecided}}));
    }

    void aRuleThatGoesOrChangesIsToldOnce()
    {
        Rule rule;
        rule.id = RuleId(u"r"_s);
        rule.kind = RuleKind::List;
        rule.scope.plugin = u"Warps"_s;
        Rule changed = rule;
        changed.listMode = ListMode::Set;
        const ExpectationSet before = ExpectationSet(contents()).withRules({rule});

        QCOMPARE(differenceOf(before, ExpectationSet(contents())).rules, QList<Rule>{rule});
        QCOMPARE(differenceOf(before, before.withRules({changed})).rules, QList<Rule>{rule});
    }

    void aCellConcernsItsPluginThere()
    {
        auto after = contents();
        after.matrix.rows[0].cells[0] = Presence::Allowed;
        const ExpectationSet before(contents());
        const ExpectationSet now(after);

        const auto difference = differenceOf(before, now);

        QCOMPARE(difference.cells,
                 (QList<CellDifference>{{u"Warps"_s, u"BENT01"_s, Presence::Required, Presence::Allowed}}));
        QVERIFY(concernedBy(difference, before, now).concerns(bent, {}));
        QVERIFY(!concernedBy(difference, before, now).concerns(dev, {}));
    }

    void aRuleConcernsThePluginsOfItsScopeEverywhere()
    {
        Rule rule;
        rule.id = RuleId(u"r"_s);
        rule.kind = RuleKind::List;
        rule.scope.plugin = u"War*"_s;
        const ExpectationSet before(contents());
        const ExpectationSet now = before.withRules({rule});

        const auto difference = differenceOf(before, now);
        const auto concerned = concernedBy(difference, before, now);

        QCOMPARE(difference.rules.size(), 1);
        QCOMPARE(concerned.plugins, QSet<QString>{u"Warps"_s});
        QVERIFY(concerned.concerns(dev, {}));
    }

    void anAliasConcernsEverything()
    {
        auto after = contents();
        after.aliases.instances.insert(u"BENT01"_s, u"BENTT01"_s);
        const ExpectationSet before(contents());
        const ExpectationSet now(after);

        QCOMPARE(concernedBy(differenceOf(before, now), before, now).plugins.size(), 2);
    }
};

ARCHIVESMP_TEST(TestExpectationDiff)
#include "tst_expectationdiff.moc"
