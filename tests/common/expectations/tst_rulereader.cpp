// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/expectations/rulereader.h"

#include "tests/support/testregistry.h"

#include <QTest>

using namespace archivesmp;
using namespace archivesmp::expectations;
using namespace Qt::StringLiterals;
using domain::Rule;
using domain::RuleKind;

namespace {

Result<QList<Rule>> read(const QByteArray &yaml)
{
    const auto file = readRules(yaml, u"dir/rules.yaml"_s);
    if (!file)
        return file.error();
    return file->rules;
}

} // namespace

class TestRuleReader final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsEveryKindOfRule()
    {
        const auto rules = read(R"(rules:
  - id: mine
    rule: ignore
    scope: {plugin: Warps, file: config.yml, key: "**.uuid", instance: ovh/*}
    finding_kinds: [changed, missing_key]
    reason: written at every start
    author: anna
    created_at: 2026-01-02T03:04:05Z
    expires_at: 2027-01-31
  - rule: severity
    scope: {key: debug}
    severity: info
  - rule: list
    scope: {key: worlds}
    list_mode: keyed
    list_key: name
  - rule: extra_keys
    scope: {plugin: Warps}
    on: false
  - rule: secret
    scope: {key: license}
  - rule: unique
    scope: {file: server.properties, key: server-port}
    group: {per_server: true, same_keys: [enable-query]}
  - rule: agree
    scope: {file: config/paper-global.yml, key: proxies.velocity.secret}
)");

        QVERIFY2(rules, qPrintable(rules ? QString() : describe(rules.error())));
        QCOMPARE(rules->size(), 7);
        const Rule &ignore = rules->at(0);
        QCOMPARE(ignore.id, RuleId(u"mine"_s));
        QCOMPARE(ignore.scope.key, u"**.uuid"_s);
        QCOMPARE(ignore.scope.instance, u"ovh/*"_s);
        QCOMPARE(ignore.findingKinds.size(), 2);
        QCOMPARE(ignore.author, u"anna"_s);
        QCOMPARE(*ignore.expiresAt, QDateTime(QDate(2027, 1, 31), QTime(0, 0), Qt::UTC));
        QCOMPARE(rules->at(1).severity, domain::Severity::Info);
        QCOMPARE(rules->at(2).listMode, domain::ListMode::Keyed);
        QCOMPARE(rules->at(2).listKey, u"name"_s);
        QCOMPARE(rules->at(3).on, false);
        QCOMPARE(rules->at(4).kind, RuleKind::Secret);
        QVERIFY(rules->at(5).group.perServer);
        QCOMPARE(rules->at(5).group.sameKeys, QStringList{u"enable-query"_s});
        QCOMPARE(rules->at(6).kind, RuleKind::Agree);
    }

    void aRuleWithoutAnIdIsCalledByItsLine()
    {
        QCOMPARE(read("rules:\n\n  - rule: ignore\n    scope: {key: a}\n")->first().id,
                 RuleId(u"rules.yaml:3"_s));
    }

    void noRulesAreNoError()
    {
        QVERIFY(read("")->isEmpty());
        QVERIFY(read("rules:\n")->isEmpty());
        QVERIFY(read("rules: []\n")->isEmpty());
    }

    void whatIsWrongIsNamedWithItsPlace_data()
    {
        QTest::addColumn<QByteArray>("yaml");
        QTest::addColumn<QString>("expected");

        QTest::newRow("no kind") << QByteArray("rules:\n  - scope: {key: a}\n")
                                 << u"dir/rules.yaml:2:5: rules.0: the rule does not say what it does"_s;
        QTest::newRow("unknown kind") << QByteArray("rules:\n  - rule: hide\n")
                                      << u"dir/rules.yaml:2:11: rules.0.rule: hide is no rule"_s;
        QTest::newRow("unknown member") << QByteArray("rules:\n  - rule: ignore\n    resaon: x\n")
                                        << u"dir/rules.yaml:3:13: rules.0.resaon"_s;
        QTest::newRow("unknown scope") << QByteArray("rules:\n  - rule: ignore\n    scope: {plugn: x}\n")
                                       << u"dir/rules.yaml:3:20: rules.0.scope.plugn"_s;
        QTest::newRow("another kind's member")
            << QByteArray("rules:\n  - rule: ignore\n    severity: info\n")
            << u"dir/rules.yaml:3:15: rules.0.severity: a rule \"ignore\" has no severity"_s;
        QTest::newRow("no severity") << QByteArray("rules:\n  - rule: severity\n") << u"says no severity"_s;
        QTest::newRow("bad severity") << QByteArray("rules:\n  - rule: severity\n    severity: bad\n")
                                      << u"rules.0.severity: bad is no severity"_s;
        QTest::newRow("bad kind of finding")
            << QByteArray("rules:\n  - rule: ignore\n    finding_kinds: [odd]\n")
            << u"odd is no kind of finding"_s;
        QTest::newRow("for everything") << QByteArray("rules:\n  - rule: ignore\n    reason: x\n")
                                        << u"dir/rules.yaml:2:5: rules.0: a rule for everything is no rule"_s;
        QTest::newRow("kinds without a judgement")
            << QByteArray("rules:\n  - rule: list\n    list_mode: set\n    finding_kinds: [changed]\n")
            << u"a rule \"list\" has no finding_kinds"_s;
        QTest::newRow("bad time") << QByteArray("rules:\n  - rule: ignore\n    expires_at: soon\n")
                                  << u"rules.0.expires_at: soon is no time"_s;
        QTest::newRow("keyed without key")
            << QByteArray("rules:\n  - rule: list\n    list_mode: keyed\n") << u"the list has no key"_s;
        QTest::newRow("key without keyed")
            << QByteArray("rules:\n  - rule: list\n    list_key: a\n") << u"only a keyed list has a key"_s;
        QTest::newRow("bad mode") << QByteArray("rules:\n  - rule: list\n    list_mode: bag\n")
                                  << u"bag is no way to compare lists"_s;
        QTest::newRow("not a truth value") << QByteArray("rules:\n  - rule: extra_keys\n    on: maybe\n")
                                           << u"rules.0.on: not a truth value"_s;
        QTest::newRow("unique without a file")
            << QByteArray("rules:\n  - rule: unique\n    scope: {key: a}\n") << u"needs a file and a key"_s;
        QTest::newRow("unique everywhere")
            << QByteArray("rules:\n  - rule: unique\n    scope: {file: \"**/a.yml\", key: a}\n")
            << u"cannot be looked for everywhere"_s;
        QTest::newRow("two of one name") << QByteArray("rules:\n  - {id: a, rule: ignore, scope: {key: a}}\n "
                                                       " - {id: a, rule: secret, scope: {key: b}}\n")
                                         << u"dir/rules.yaml:3:5: rules.1: two rules are called a"_s;
        QTest::newRow("a rule that is a text") << QByteArray("rules:\n  - ignore\n") << u"a rule is a map"_s;
        QTest::newRow("a list for a text")
            << QByteArray("rules:\n  - rule: ignore\n    reason: [a]\n") << u"rules.0.reason: not a text"_s;
        QTest::newRow("a text for a list")
            << QByteArray("rules:\n  - rule: ignore\n    finding_kinds: changed\n") << u"not a list"_s;
        QTest::newRow("a scope that is a text")
            << QByteArray("rules:\n  - rule: ignore\n    scope: CMI\n") << u"the scope is a map"_s;
        QTest::newRow("a group that is a text")
            << QByteArray("rules:\n  - rule: unique\n    group: all\n") << u"the group is a map"_s;
        QTest::newRow("a list at the top") << QByteArray("- rule: ignore\n") << u"the file is no map"_s;
        QTest::newRow("no list") << QByteArray("rules: all\n") << u"not a list of rules"_s;
        QTest::newRow("another top member")
            << QByteArray("rulez: []\n") << u"rulez: nobody knows this member"_s;
        QTest::newRow("no such pack") << QByteArray("packs_off: [Nobody]\n")
                                      << u"dir/rules.yaml:1:13: packs_off.0: Nobody is no pack"_s;
        QTest::newRow("packs that are no list") << QByteArray("packs_off: all\n") << u"not a list"_s;
        QTest::newRow("a duplicate key")
            << QByteArray("rules:\n  - rule: ignore\n    rule: secret\n") << u"dir/rules.yaml:3"_s;
        QTest::newRow("no YAML") << QByteArray("rules: [\n") << u"dir/rules.yaml:"_s;
    }

    void whatIsWrongIsNamedWithItsPlace()
    {
        QFETCH(const QByteArray, yaml);
        QFETCH(const QString, expected);

        const auto rules = read(yaml);

        QVERIFY(!rules);
        QVERIFY2(describe(rules.error()).contains(expected), qPrintable(describe(rules.error())));
    }

    void theRulesOfAPackAreNamedAfterIt()
    {
        const auto rules = readRulePack(R"(pack: Warps
plugin: Warps
rules:
  - name: version
    rule: ignore
    scope: {key: version}
    reason: the plugin writes it
  - name: port
    rule: unique
    scope: {plugin: Other, file: server.properties, key: server-port}
    reason: a port can be opened once
)",
                                        u"warps.yaml"_s);

        QVERIFY2(rules, qPrintable(rules ? QString() : describe(rules.error())));
        QCOMPARE(rules->at(0).id, RuleId(u"pack/Warps/version"_s));
        QCOMPARE(rules->at(0).pack, u"Warps"_s);
        QCOMPARE(rules->at(0).scope.plugin, u"Warps"_s);
        QCOMPARE(rules->at(1).scope.plugin, u"Other"_s);
    }

    void aPackSaysItsNameAndEachRuleItsOwnAndItsReason()
    {
        QVERIFY(!readRulePack("rules: []\n", u"p"_s));
        QVERIFY(!readRulePack("pack: P\nrules:\n  - {rule: ignore, reason: x}\n", u"p"_s));
        QVERIFY(!readRulePack("pack: P\nrules:\n  - {rule: ignore, name: x}\n", u"p"_s));
        QVERIFY(readRulePack("pack: P\nrules:\n  - {rule: ignore, name: x, reason: y}\n", u"p"_s));
    }

    void packsAndSingleRulesOfThemCanBeOff()
    {
        const auto file = readRules("packs_off: [CMI, pack/Paper/spigot-version]\n", u"rules.yaml"_s);

        QVERIFY2(file, qPrintable(file ? QString() : describe(file.error())));
        QCOMPARE(file->packsOff, (QStringList{u"CMI"_s, u"pack/Paper/spigot-version"_s}));
        QVERIFY(file->rules.isEmpty());
    }

    void anAdminsRuleIsOfNoPack()
    {
        QVERIFY(read("rules:\n  - {rule: ignore, scope: {key: a}, pack: Warps}\n")->first().pack.isEmpty());
    }
};

ARCHIVESMP_TEST(TestRuleReader)
#include "tst_rulereader.moc"
