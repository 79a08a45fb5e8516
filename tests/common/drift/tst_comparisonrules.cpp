// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/drift/comparisonrules.h"

#include "common/drift/driftdetector.h"
#include "tests/support/testregistry.h"

#include <QRandomGenerator>
#include <QTest>

#include <algorithm>

using namespace archivesmp;
using namespace archivesmp::drift;
using namespace Qt::StringLiterals;
using domain::Finding;
using domain::FindingKind;
using domain::ListMode;
using domain::Rule;
using domain::RuleKind;
using domain::RuleScope;
using expectations::ExpectationSet;

namespace {

const domain::InstanceRef dev{u"hetzner"_s, u"DEV01"_s};
const domain::InstanceRef bent{u"ovh"_s, u"BENT01"_s};
const QString path = u"plugins/Warps/config.yml"_s;
const QDateTime now(QDate(2026, 5, 1), QTime(12, 0), Qt::UTC);

Rule rule(RuleKind kind, const RuleScope &scope)
{
    Rule out;
    out.id = RuleId(domain::nameOf(kind) + u' ' + scope.key);
    out.kind = kind;
    out.scope = scope;
    return out;
}

Rule listRule(ListMode mode, const QString &key, const QString &listKey = {})
{
    Rule out = rule(RuleKind::List, {u"Warps"_s, u"config.yml"_s, key, {}});
    out.listMode = mode;
    out.listKey = listKey;
    return out;
}

using Settings = QList<std::pair<QByteArray, Value>>;

QList<Finding> compare(const Settings &settings, const QList<Rule> &rules, const QByteArray &yaml,
                       const domain::InstanceRef &instance = dev, bool extraKeys = false)
{
    ExpectationSet::Contents contents;
    contents.plugins.append({u"Warps"_s, domain::Platform::Unknown, {}});
    for (const auto &[key, value] : settings)
        contents.plugins.first().settings.append({key, 0, expectations::ExpectedValue(value), {}, {}});
    contents.rules = rules;
    const ExpectationSet set(contents);
    PluginResolution resolution;
    resolution.files.push_back({"config", "config.yml", {}});
    for (int i = 0; i < set.plugins().first().settings.size(); ++i)
        resolution.files.front().entries.push_back({i, set.plugins().first().settings.at(i).key});
    DriftDetector detector(set, set.plugins().first(), resolution, {"fleet key", now, extraKeys});
    return detector.compare(instance, 0, path, *config::parse(yaml, config::Format::Yaml));
}

QStringList keysOf(const QList<Finding> &findings)
{
    QStringList keys;
    for (const Finding &finding : findings)
        keys.append(finding.key.toString());
    return keys;
}

const Value worlds = Value::list({Value::text("world"), Value::text("nether"), Value::text("nether")});

Value named(const QByteArray &name, qint64 border)
{
    return Value::map({{"name", Value::text(name)}, {"border", Value::integer(border)}});
}

} // namespace

class TestComparisonRules final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void inASetNothingAndAnEmptyTextAreOne()
    {
        const Settings settings{{"names", Value::list({Value(), Value::text("a")})}};
        const QList<Rule> rules{listRule(ListMode::Set, u"names"_s)};

        QVERIFY(compare(settings, rules, "names: [a, '']\n").isEmpty());
        QVERIFY(compare(settings, rules, "names:\n- a\n-\n").isEmpty());
        QCOMPARE(compare(settings, rules, "names: [a, b]\n").size(), 1);
        QCOMPARE(compare(settings, rules, "names: [a, 'null']\n").size(), 1);
    }

    void aListIsOrderedAsLongAsNoRuleSaysOtherwise()
    {
        const QByteArray yaml = "worlds: [nether, world, nether]\n";

        QCOMPARE(compare({{"worlds", worlds}}, {}, yaml).size(), 1);
        QVERIFY(compare({{"worlds", worlds}}, {listRule(ListMode::Set, u"worlds"_s)}, yaml).isEmpty());
        QCOMPARE(compare({{"worlds", worlds}}, {listRule(ListMode::Ordered, u"worlds"_s)}, yaml).size(), 1);
        QCOMPARE(compare({{"worlds", worlds}}, {listRule(ListMode::Set, u"other"_s)}, yaml).size(), 1);
    }

    void aSetHasEachElementAsOften()
    {
        const QList<Rule> rules{listRule(ListMode::Set, u"worlds"_s)};

        QCOMPARE(compare({{"worlds", worlds}}, rules, "worlds: [nether, world, world]\n").size(), 1);
        QCOMPARE(compare({{"worlds", worlds}}, rules, "worlds: [nether, world]\n").size(), 1);
        QCOMPARE(compare({{"worlds", worlds}}, rules, "worlds: [nether, world, nether, end]\n").size(), 1);
    }

    void aSetsElementsCanBeSpeltOtherwise()
    {
        const auto findings
            = compare({{"l", Value::list({Value::integer(1), Value::boolean(true), Value::text("")})}},
                      {listRule(ListMode::Set, u"l"_s)}, "l: ['true', ~, 1]\n");

        QCOMPARE(findings.size(), 1);
        QCOMPARE(findings.first().kind, FindingKind::WrongType);
        QCOMPARE(findings.first().severity, domain::Severity::Info);
    }

    void everyOrderOfASetIsTheSame()
    {
        QRandomGenerator random(3);
        for (int round = 0; round < 200; ++round) {
            ValueList items;
            for (int i = random.bounded(6); i >= 0; --i) {
                const Value scalar = random.bounded(2) == 0 ? Value::integer(random.bounded(3))
                                                            : Value::text("t" + QByteArray::number(i / 2));
                items.append(random.bounded(3) == 0 ? Value::list({scalar, Value::boolean(true)}) : scalar);
            }
            ValueList shuffled = items;
            std::shuffle(shuffled.begin(), shuffled.end(), random);
            QByteArray yaml = "l: [";
            for (const Value &item : shuffled)
                yaml += (yaml.endsWith('[') ? "" : ", ") + item.toPlainText();

            const auto findings
                = compare({{"l", Value::list(items)}}, {listRule(ListMode::Set, u"l"_s)}, yaml + "]\n");

            QVERIFY2(findings.isEmpty(), yaml.constData());
        }
    }

    void aListInsideAnExpectedMapHasItsOwnRule()
    {
        const Settings settings{{"a", Value::map({{"worlds", worlds}, {"x", Value::integer(1)}})}};
        const QByteArray yaml = "a: {x: 1, worlds: [nether, nether, world]}\n";

        QCOMPARE(compare(settings, {}, yaml).size(), 1);
        QVERIFY(compare(settings, {listRule(ListMode::Set, u"a.worlds"_s)}, yaml).isEmpty());
    }

    void elementsOfAKeyedListAreFoundByTheirName()
    {
        const Settings settings{{"worlds", Value::list({named("world", 5), named("nether", 6)})}};
        const QList<Rule> rules{listRule(ListMode::Keyed, u"worlds"_s, u"name"_s)};

        QVERIFY(compare(settings, rules, "worlds: [{border: 6, name: nether}, {name: world, border: 5}]\n")
                    .isEmpty());
        const auto other
            = compare(settings, rules, "worlds: [{border: 7, name: nether}, {name: world, border: 5}]\n");
        QCOMPARE(keysOf(other), QStringList{u"worlds"_s});
        QCOMPARE(other.first().kind, FindingKind::Changed);
        QCOMPARE(compare(settings, rules, "worlds: [{border: '6', name: nether}, {name: world, border: 5}]\n")
                     .constFirst()
                     .severity,
                 domain::Severity::Info);
    }

    void aKeyedListWithoutNamesIsAnOrderedOne()
    {
        const Settings settings{{"worlds", Value::list({named("world", 5), named("world", 5)})}};
        const QList<Rule> rules{listRule(ListMode::Keyed, u"worlds"_s, u"name"_s)};

        QVERIFY(compare(settings, rules, "worlds: [{name: world, border: 5}, {name: world, border: 5}]\n")
                    .isEmpty());
        QCOMPARE(
            compare(settings, rules, "worlds: [{name: world, border: 5}, {name: end, border: 5}]\n").size(),
            1);
        QCOMPARE(compare(settings, rules, "worlds: [world, nether]\n").size(), 1);
    }

    void extraKeysAreReportedWhereARuleSaysSo()
    {
        const Settings settings{{"a.b", Value::integer(1)}, {"c.d", Value::integer(1)}};
        const QByteArray yaml = "a: {b: 1, x: 2}\nc: {d: 1, y: 2}\nz: 3\n";
        Rule off = rule(RuleKind::ExtraKeys, {u"Warps"_s, {}, u"c"_s, {}});
        off.on = false;
        const Rule on = rule(RuleKind::ExtraKeys, {u"Warps"_s, {}, u"a"_s, {}});

        QVERIFY(compare(settings, {}, yaml).isEmpty());
        QCOMPARE(keysOf(compare(settings, {on}, yaml)), QStringList{u"a.x"_s});
        QCOMPARE(keysOf(compare(settings, {off}, yaml, dev, true)), (QStringList{u"a.x"_s, u"z"_s}));
        QCOMPARE(keysOf(compare(settings, {off, rule(RuleKind::ExtraKeys, {u"Warps"_s, {}, {}, {}})}, yaml)),
                 (QStringList{u"a.x"_s, u"z"_s}));
    }

    void whatARuleCallsSecretIsShownAsItsFingerprint()
    {
        const Settings settings{{"web.license", Value::text("abc")}, {"web.count", Value::integer(5)}};
        const QByteArray yaml = "web: {license: def, count: 6}\n";
        const QList<Rule> rules{rule(RuleKind::Secret, {u"Warps"_s, {}, u"web"_s, {}})};

        const auto findings = compare(settings, rules, yaml);

        QCOMPARE(findings.size(), 2);
        for (const Finding &finding : findings) {
            const bool isText = finding.key.last() == "license";
            QCOMPARE(domain::isSecret(finding.expected), isText);
            QCOMPARE(domain::isSecret(finding.actual), isText);
        }
        QVERIFY(domain::isSecret(
            compare({{"web.license", Value::text("abc")}}, rules, "x: 1").constFirst().expected));
    }

    void aRuleCallsSecretOnItsInstancesAndKeysOnly()
    {
        Rule secret = rule(RuleKind::Secret, {u"Warps"_s, {}, u"web"_s, {}});
        secret.scope.instance = u"ovh/*"_s;
        const Settings settings{{"web.license", Value::text("abc")}, {"name", Value::text("x")}};
        const QByteArray yaml = "web: {license: def}\nname: y\n";

        const auto there = compare(settings, {secret}, yaml, bent);
        const auto elsewhere = compare(settings, {secret}, yaml, dev);

        QCOMPARE(keysOf(there), QStringList({u"web.license"_s, u"name"_s}));
        QVERIFY(domain::isSecret(there.first().actual));
        QVERIFY(!domain::isSecret(there.last().actual));
        QVERIFY(!domain::isSecret(elsewhere.first().actual));
    }

    void aRuleCountsForItsInstances()
    {
        Rule set = listRule(ListMode::Set, u"worlds"_s);
        set.scope.instance = u"ovh/*"_s;
        const QByteArray yaml = "worlds: [nether, world, nether]\n";

        QCOMPARE(compare({{"worlds", worlds}}, {set}, yaml, dev).size(), 1);
        QVERIFY(compare({{"worlds", worlds}}, {set}, yaml, bent).isEmpty());
    }

    void anExpiredRuleDoesNothing()
    {
        Rule set = listRule(ListMode::Set, u"worlds"_s);
        set.expiresAt = now;

        QCOMPARE(compare({{"worlds", worlds}}, {set}, "worlds: [nether, world, nether]\n").size(), 1);
    }

    void aFileThatNoRuleConcernsHasNone()
    {
        const ComparisonRules rules({listRule(ListMode::Set, u"worlds"_s)}, u"Warps"_s, now);

        QVERIFY(rules.of(path));
        QVERIFY(!rules.of(u"plugins/Warps/other.yml"_s));
        QVERIFY(!ComparisonRules({listRule(ListMode::Set, {})}, u"Other"_s, now).of(path));
        QVERIFY(!ComparisonRules({rule(RuleKind::Ignore, {})}, u"Warps"_s, now).of(path));
    }
};

ARCHIVESMP_TEST(TestComparisonRules)
#include "tst_comparisonrules.moc"
