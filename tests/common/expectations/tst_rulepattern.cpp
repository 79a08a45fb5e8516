// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/expectations/rulepattern.h"

#include "tests/support/testregistry.h"

#include <QTest>

using namespace archivesmp;
using namespace archivesmp::expectations;
using namespace Qt::StringLiterals;
using domain::Rule;
using domain::RuleScope;

namespace {

const QDateTime now(QDate(2026, 5, 1), QTime(12, 0), Qt::UTC);

RulePattern patternOf(const RuleScope &scope)
{
    Rule rule;
    rule.scope = scope;
    return RulePattern(rule);
}

Rule named(const QString &id, const RuleScope &scope)
{
    Rule rule;
    rule.id = RuleId(id);
    rule.scope = scope;
    return rule;
}

QStringList idsOf(const std::vector<RulePattern> &patterns)
{
    QStringList ids;
    for (const RulePattern &pattern : patterns)
        ids.append(pattern.rule().id.toString());
    return ids;
}

domain::Finding findingAt(const QList<QByteArray> &keys)
{
    domain::Finding finding;
    finding.instance = {u"ovh"_s, u"BENT01"_s};
    finding.plugin = u"Warps"_s;
    finding.file = u"plugins/Warps/config.yml"_s;
    finding.key = KeyPath(keys);
    return finding;
}

} // namespace

class TestRulePattern final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void anEmptyScopeFitsEverything()
    {
        QVERIFY(patternOf({}).fits(findingAt({"a"})));
        QVERIFY(patternOf({}).fits(domain::Finding()));
    }

    void aFilePatternWithoutASlashFitsTheNameInAnyFolder()
    {
        QVERIFY(patternOf({{}, u"config.yml"_s, {}, {}}).fitsFile(u"plugins/Warps/config.yml"));
        QVERIFY(patternOf({{}, u"*.yml"_s, {}, {}}).fitsFile(u"config.yml"));
        QVERIFY(!patternOf({{}, u"*/config.yml"_s, {}, {}}).fitsFile(u"plugins/Warps/config.yml"));
        QVERIFY(patternOf({{}, u"plugins/*/config.yml"_s, {}, {}}).fitsFile(u"plugins/Warps/config.yml"));
    }

    void partsOfAKeyAreItsKeysAndNotItsDots()
    {
        const KeyPath dotted({"map", "101.01", "x"});

        QVERIFY(patternOf({{}, {}, u"map.*.x"_s, {}}).fitsKey(dotted));
        QVERIFY(patternOf({{}, {}, u"map.101\\.01.x"_s, {}}).fitsKey(dotted));
        QVERIFY(!patternOf({{}, {}, u"map.101.01.x"_s, {}}).fitsKey(dotted));
        QVERIFY(!patternOf({{}, {}, u"map.*.*.x"_s, {}}).fitsKey(dotted));
        QVERIFY(patternOf({{}, {}, u"**.x"_s, {}}).fitsKey(dotted));
    }

    void aKeyPatternFitsNothingThatHasNoKey()
    {
        QVERIFY(!patternOf({{}, {}, u"**"_s, {}}).fits(findingAt({})));
        QVERIFY(!patternOf({{}, u"*"_s, {}, {}}).fits(domain::Finding()));
    }

    void aMapAboveTheKeyCountsWhereItIsAskedFor()
    {
        const RulePattern pattern = patternOf({{}, {}, u"worlds.*"_s, {}});

        QVERIFY(pattern.fitsKeyOrAbove(KeyPath({"worlds", "nether", "border"})));
        QVERIFY(pattern.fitsKeyOrAbove(KeyPath({"worlds", "nether"})));
        QVERIFY(!pattern.fitsKeyOrAbove(KeyPath({"worlds"})));
        QVERIFY(!pattern.fitsKey(KeyPath({"worlds", "nether", "border"})));
    }

    void anInstanceIsNamedWithItsServerOrWithout()
    {
        const domain::InstanceRef bent{u"ovh"_s, u"BENT01"_s};

        QVERIFY(patternOf({{}, {}, {}, u"BENT01"_s}).fitsInstance(bent));
        QVERIFY(patternOf({{}, {}, {}, u"BENT*"_s}).fitsInstance(bent));
        QVERIFY(patternOf({{}, {}, {}, u"ovh/*"_s}).fitsInstance(bent));
        QVERIFY(!patternOf({{}, {}, {}, u"hetzner/*"_s}).fitsInstance(bent));
        QVERIFY(!patternOf({{}, {}, {}, u"ovh"_s}).fitsInstance(bent));
    }

    void theScopeOfAFindingFitsItAndNoOther()
    {
        const domain::Finding finding = findingAt({"permissions", "a.*", "b\\c"});
        const RulePattern here = patternOf(scopeOf(finding, Reach::ThisInstance));
        const RulePattern everywhere = patternOf(scopeOf(finding, Reach::Everywhere));
        domain::Finding other = finding;
        other.instance.name = u"BIGG01"_s;

        QVERIFY(here.fits(finding));
        QVERIFY(!here.fits(other));
        QVERIFY(everywhere.fits(other));
        QVERIFY(!everywhere.fits(findingAt({"permissions", "a.b", "b\\c"})));
    }

    void aRuleDoesNothingFromItsExpiryOn()
    {
        Rule rule = named(u"a"_s, {});
        rule.expiresAt = now;

        QVERIFY(hasExpired(rule, now));
        QVERIFY(!hasExpired(rule, now.addMSecs(-1)));
        QVERIFY(rulesInForce({rule}, now).empty());
        QCOMPARE(rulesInForce({rule}, now.addSecs(-1)).size(), size_t(1));
    }

    void theOrderOfRulesIsTheirOwn()
    {
        Rule pack = named(u"pack/Warps/version"_s, {u"Warps"_s, u"config.yml"_s, u"version"_s, {}});
        pack.pack = u"Warps"_s;
        const Rule wide = named(u"wide"_s, {u"Warps"_s, {}, {}, {}});
        const Rule narrow = named(u"narrow"_s, {u"Warps"_s, {}, u"a.b"_s, {}});
        Rule older = named(u"older"_s, {u"Warps"_s, {}, {}, {}});
        older.createdAt = now.addDays(-2);
        Rule younger = named(u"a-younger"_s, {u"Warps"_s, {}, {}, {}});
        younger.createdAt = now.addDays(-1);
        const QStringList expected{u"narrow"_s, u"wide"_s, u"older"_s, u"a-younger"_s, pack.id.toString()};

        QCOMPARE(idsOf(rulesInForce({pack, younger, wide, older, narrow}, now)), expected);
        QCOMPARE(idsOf(rulesInForce({narrow, older, wide, younger, pack}, now)), expected);
    }
};

ARCHIVESMP_TEST(TestRulePattern)
#include "tst_rulepattern.moc"
