// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/domain/rule.h"

#include "tests/support/testregistry.h"

#include <QTest>

using namespace archivesmp::domain;
using namespace Qt::StringLiterals;

class TestRule final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyNameReadsBack()
    {
        for (int i = 0; i <= static_cast<int>(RuleKind::Agree); ++i) {
            const auto kind = static_cast<RuleKind>(i);
            QVERIFY(!nameOf(kind).isEmpty());
            QCOMPARE(ruleKindFromName(nameOf(kind)), std::optional(kind));
        }
        for (const ListMode mode : {ListMode::Ordered, ListMode::Set, ListMode::Keyed})
            QCOMPARE(listModeFromName(nameOf(mode)), std::optional(mode));
        QVERIFY(!ruleKindFromName(u"forget"_s).has_value());
    }

    void onlyRulesThatJudgeFindingsWorkWithoutAScan()
    {
        QVERIFY(!changesComparison(RuleKind::Ignore));
        QVERIFY(!changesComparison(RuleKind::Severity));
        for (const RuleKind kind :
             {RuleKind::List, RuleKind::ExtraKeys, RuleKind::Secret, RuleKind::Unique, RuleKind::Agree})
            QVERIFY(changesComparison(kind));
    }
};

ARCHIVESMP_TEST(TestRule)
#include "tst_rule.moc"
