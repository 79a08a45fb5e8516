// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/drift/judgement.h"

#include "tests/support/testregistry.h"

#include <QElapsedTimer>
#include <QRandomGenerator>
#include <QTest>

using namespace archivesmp;
using namespace archivesmp::drift;
using namespace Qt::StringLiterals;
using domain::Finding;
using domain::FindingKind;
using domain::Rule;
using domain::RuleKind;
using domain::Severity;

namespace {

const QDateTime now(QDate(2026, 5, 1), QTime(12, 0), Qt::UTC);

Finding finding(const QString &plugin, const QByteArray &key, FindingKind kind = FindingKind::Changed)
{
    Finding out;
    out.instance = {u"ovh"_s, u"BENT01"_s};
    out.plugin = plugin;
    out.file = u"plugins/%1/config.yml"_s.arg(plugin);
    out.key = KeyPath(key.split('.'));
    out.kind = kind;
    return out;
}

Rule rule(const QString &id, RuleKind kind, const domain::RuleScope &scope)
{
    Rule out;
    out.id = RuleId(id);
    out.kind = kind;
    out.scope = scope;
    return out;
}

Rule severityRule(const QString &id, Severity severity, const domain::RuleScope &scope)
{
    Rule out = rule(id, RuleKind::Severity, scope);
    out.severity = severity;
    return out;
}

Finding judged(Finding finding, const QList<Rule> &rules)
{
    Judgement(rules, now).judge(finding);
    return finding;
}

QList<Rule> randomRules(QRandomGenerator &random)
{
    const QStringList plugins{{}, u"Warps"_s, u"W*"_s, u"Other"_s};
    const QStringList keys{{}, u"a"_s, u"a.*"_s, u"**.c"_s, u"b.c"_s};
    QList<Rule> rules;
    for (int i = random.bounded(1, 8); i > 0; --i) {
        Rule made = rule(u"r%1"_s.arg(i), random.bounded(2) == 0 ? RuleKind::Ignore : RuleKind::Severity,
                         {plugins.at(random.bounded(4)), {}, keys.at(random.bounded(5)), {}});
        made.severity = static_cast<Severity>(random.bounded(3));
        if (random.bounded(3) == 0)
            made.pack = u"Warps"_s;
        if (random.bounded(4) == 0)
            made.findingKinds = {FindingKind::MissingKey};
        rules.append(made);
    }
    return rules;
}

QList<Finding> randomFindings(QRandomGenerator &random)
{
    const QByteArrayList keys{"a", "a.b", "a.c", "b.c", "x"};
    QList<Finding> findings;
    for (int i = 0; i < 20; ++i) {
        Finding made = finding(random.bounded(2) == 0 ? u"Warps"_s : u"Other"_s, keys.at(random.bounded(5)),
                               random.bounded(2) == 0 ? FindingKind::Changed : FindingKind::MissingKey);
        made.severity = static_cast<Severity>(random.bounded(3));
        findings.append(made);
    }
    return findings;
}

} // namespace

class TestJudgement final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aRuleIsAboutItsFileAlone()
    {
        const auto hidden = [](const QString &file) {
            return !judged(finding(u"Warps"_s, "a"),
                           {rule(u"r"_s, RuleKind::Ignore, {u"Warps"_s, file, {}, {}})})
                        .ignoredBy.isEmpty();
        };

        QVERIFY(hidden(u"config.yml"_s));
        QVERIFY(hidden(u"plugins/*/config.yml"_s));
        QVERIFY(!hidden(u"other.yml"_s));
        QVERIFY(!hidden(u"plugins/Other/config.yml"_s));
    }

    void anIgnoredFindingNamesItsRule()
    {
        const QList<Rule> rules{rule(u"r"_s, RuleKind::Ignore, {u"Warps"_s, {}, u"version"_s, {}})};

        QCOMPARE(judged(finding(u"Warps"_s, "version"), rules).ignoredBy, RuleId(u"r"_s));
        QVERIFY(judged(finding(u"Warps"_s, "versions"), rules).ignoredBy.isEmpty());
        QVERIFY(judged(finding(u"Other"_s, "version"), rules).ignoredBy.isEmpty());
    }

    void aRuleForSomeKindsLeavesOthers()
    {
        Rule ignore = rule(u"r"_s, RuleKind::Ignore, {});
        ignore.findingKinds = {FindingKind::MissingKey};

        QVERIFY(judged(finding(u"Warps"_s, "a"), {ignore}).ignoredBy.isEmpty());
        QVERIFY(!judged(finding(u"Warps"_s, "a", FindingKind::MissingKey), {ignore}).ignoredBy.isEmpty());
    }

    void theMostLiteralSeverityCountsAndWhatWasDetectedIsKept()
    {
        const QList<Rule> rules{severityRule(u"plugin"_s, Severity::Info, {u"Warps"_s, {}, {}, {}}),
                                severityRule(u"key"_s, Severity::Critical, {u"Warps"_s, {}, u"port"_s, {}})};

        const Finding port = judged(finding(u"Warps"_s, "port"), rules);
        QCOMPARE(port.severity, Severity::Critical);
        QCOMPARE(port.detectedSeverity, std::optional(Severity::Normal));
        QCOMPARE(judged(finding(u"Warps"_s, "other"), rules).severity, Severity::Info);
    }

    void aSeverityThatIsTheSameChangesNothing()
    {
        const Finding before = finding(u"Warps"_s, "a");

        QCOMPARE(judged(before, {severityRule(u"r"_s, Severity::Normal, {})}), before);
    }

    void anAdminsRuleComesBeforeAPacks()
    {
        Rule pack = severityRule(u"pack/Warps/a"_s, Severity::Info, {u"Warps"_s, {}, u"a"_s, {}});
        pack.pack = u"Warps"_s;
        const Rule own = severityRule(u"own"_s, Severity::Critical, {});

        QCOMPARE(judged(finding(u"Warps"_s, "a"), {pack, own}).severity, Severity::Critical);
    }

    void rulesThatChangeTheComparisonJudgeNothing()
    {
        for (const RuleKind kind :
             {RuleKind::List, RuleKind::ExtraKeys, RuleKind::Secret, RuleKind::Unique, RuleKind::Agree})
            QCOMPARE(judged(finding(u"Warps"_s, "a"), {rule(u"r"_s, kind, {})}), finding(u"Warps"_s, "a"));
    }

    void anIgnoredFindingHasItsSeverityToo()
    {
        const QList<Rule> rules{rule(u"a"_s, RuleKind::Ignore, {u"Warps"_s, {}, u"port"_s, {}}),
                                rule(u"b"_s, RuleKind::Ignore, {u"Warps"_s, {}, u"p*"_s, {}}),
                                severityRule(u"c"_s, Severity::Critical, {}),
                                severityRule(u"d"_s, Severity::Info, {u"Warps"_s, {}, u"port"_s, {}})};

        const Finding port = judged(finding(u"Warps"_s, "port"), rules);

        QCOMPARE(port.ignoredBy, RuleId(u"a"_s));
        QCOMPARE(port.severity, Severity::Info);
    }

    void aHitIsTheDecidingRules()
    {
        Judgement judgement({rule(u"wide"_s, RuleKind::Ignore, {}),
                             rule(u"narrow"_s, RuleKind::Ignore, {u"Warps"_s, {}, {}, {}}),
                             rule(u"never"_s, RuleKind::Ignore, {u"Nobody"_s, {}, {}, {}})},
                            now);
        QList<Finding> findings{finding(u"Warps"_s, "a"), finding(u"Warps"_s, "b"), finding(u"Other"_s, "a")};

        judgement.judge(findings);

        QCOMPARE(judgement.hits(), (QHash<RuleId, int>{{RuleId(u"narrow"_s), 2}, {RuleId(u"wide"_s), 1}}));
    }

    void anExpiredRuleLeavesNoTrace()
    {
        Rule ignore = rule(u"r"_s, RuleKind::Ignore, {});
        const Finding before = finding(u"Warps"_s, "a");
        const Finding ignored = judged(before, {ignore});
        ignore.expiresAt = now;

        QVERIFY(ignored != before);
        QCOMPARE(judged(ignored, {ignore}), before);
    }

    void judgingTwiceIsJudgingOnceAndTakingBackRestores()
    {
        QRandomGenerator random(11);
        for (int i = 0; i < 500; ++i) {
            const QList<Finding> before = randomFindings(random);
            const QList<Rule> rules = randomRules(random);
            QList<Finding> once = before;
            Judgement(rules, now).judge(once);
            QList<Finding> twice = once;
            Judgement(rules, now).judge(twice);
            QList<Finding> otherwise = once;
            Judgement(randomRules(random), now).judge(otherwise);
            QList<Finding> again = otherwise;
            Judgement(rules, now).judge(again);
            QList<Finding> takenBack = otherwise;
            Judgement({}, now).judge(takenBack);

            QCOMPARE(twice, once);
            QCOMPARE(again, once);
            QCOMPARE(takenBack, before);
        }
    }

    void manyFindingsAndRulesCostLittle()
    {
        QList<Rule> rules;
        for (int i = 0; i < 200; ++i)
            rules.append(rule(u"r%1"_s.arg(i), RuleKind::Ignore,
                              {u"Plugin%1*"_s.arg(i % 50), u"*.yml"_s, u"**.k%1"_s.arg(i), {}}));
        QList<Finding> findings;
        for (int i = 0; i < 100000; ++i)
            findings.append(finding(u"Plugin%1"_s.arg(i % 60), "section.k" + QByteArray::number(i % 300)));
        QElapsedTimer timer;
        timer.start();

        Judgement(rules, now).judge(findings);

        QVERIFY2(timer.elapsed() < 2000, qPrintable(u"%1 ms"_s.arg(timer.elapsed())));
    }
};

ARCHIVESMP_TEST(TestJudgement)
#include "tst_judgement.moc"
