// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/expectations/rulecheck.h"

#include "tests/support/testregistry.h"

#include <QTest>

using namespace archivesmp;
using namespace archivesmp::domain;
using namespace archivesmp::expectations;
using namespace Qt::StringLiterals;

class TestRuleCheck final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aRuleMustSaySomethingAboutSomething_data()
    {
        QTest::addColumn<Rule>("rule");
        QTest::addColumn<QString>("field"); // empty where it is taken
        const auto row = [](const char *name, const Rule &rule, const QString &field) {
            QTest::newRow(name) << rule << field;
        };
        const RuleScope some{.plugin = u"CMI"_s};
        row("ignore", {.scope = some}, {});
        row("ignore by key", {.scope = {.key = u"a"_s}}, {});
        row("ignore by instance", {.scope = {.instance = u"DEV01"_s}}, {});
        row("ignore one kind", {.findingKinds = {FindingKind::ExtraKey}}, {});
        row("ignore everything", {}, u"scope"_s);
        row("severity of everything", {.kind = RuleKind::Severity}, u"scope"_s);
        row("extra keys of everything", {.kind = RuleKind::ExtraKeys}, {});
        row("secret of a kind",
            {.kind = RuleKind::Secret, .scope = some, .findingKinds = {FindingKind::ExtraKey}},
            u"finding_kinds"_s);
        row("severity of a kind",
            {.kind = RuleKind::Severity, .scope = some, .findingKinds = {FindingKind::ExtraKey}}, {});
        row("keyed", {.kind = RuleKind::List, .scope = some, .listMode = ListMode::Keyed, .listKey = u"id"_s},
            {});
        row("keyed by nothing", {.kind = RuleKind::List, .scope = some, .listMode = ListMode::Keyed},
            u"list_key"_s);
        row("a set", {.kind = RuleKind::List, .scope = some, .listMode = ListMode::Set}, {});
        row("a list mode of no list", {.kind = RuleKind::Secret, .scope = some, .listMode = ListMode::Keyed},
            {});
    }
    void aRuleMustSaySomethingAboutSomething()
    {
        QFETCH(Rule, rule);
        QFETCH(QString, field);

        const auto fits = checkRule(rule);

        QCOMPARE(fits ? QString() : fits.error().field, field);
    }
};

ARCHIVESMP_TEST(TestRuleCheck)
#include "tst_rulecheck.moc"
