// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/domain/finding.h"

#include "tests/support/testregistry.h"

#include <QTest>

using namespace archivesmp;
using namespace archivesmp::domain;
using namespace Qt::StringLiterals;

class TestFinding final : public QObject
{
    Q_OBJECT

    static Finding example()
    {
        Finding finding;
        finding.instance = {u"ovh"_s, u"BENT01"_s};
        finding.plugin = u"CoreProtect"_s;
        finding.file = u"plugins/CoreProtect/config.yml"_s;
        finding.key = KeyPath::fromString(u"table-prefix");
        return finding;
    }

private Q_SLOTS:
    void theIdIsTheSameOnEveryMachine()
    {
        QCOMPARE(findingId(example()).toString(), u"57eb2bd21b677400e609dd8b563922ef"_s);
    }

    void theIdDependsOnPlaceAndKindOnly()
    {
        Finding other = example();
        other.line = 14;
        other.actual = Value::text("co_");
        other.severity = Severity::Critical;
        QCOMPARE(findingId(other), findingId(example()));

        other.kind = FindingKind::MissingKey;
        QVERIFY(!(findingId(other) == findingId(example())));

        other = example();
        other.key = KeyPath({"table", "prefix"});
        Finding dotted = example();
        dotted.key = KeyPath({"table.prefix"});
        QVERIFY(!(findingId(other) == findingId(dotted)));
    }

    void findingsWithoutAFileGoByPlugin()
    {
        Finding a = example();
        a.file.clear();
        a.kind = FindingKind::MissingPlugin;
        Finding b = a;
        b.plugin = u"LuckPerms"_s;

        QVERIFY(!(findingId(a) == findingId(b)));
    }

    void everyNameReadsBack()
    {
        for (int i = 0; i <= static_cast<int>(FindingKind::Unreadable); ++i) {
            const auto kind = static_cast<FindingKind>(i);
            QVERIFY(!nameOf(kind).isEmpty());
            QCOMPARE(findingKindFromName(nameOf(kind)), std::optional(kind));
        }
        for (const Severity severity : {Severity::Info, Severity::Normal, Severity::Critical})
            QCOMPARE(severityFromName(nameOf(severity)), std::optional(severity));
        for (const Layer layer : {Layer::Universal, Layer::Server, Layer::Instance})
            QCOMPARE(layerFromName(nameOf(layer)), std::optional(layer));
        QVERIFY(!findingKindFromName(u"nonsense").has_value());
    }

    void onlyValuesCanBeFixed()
    {
        QVERIFY(isFixable(FindingKind::Changed));
        QVERIFY(isFixable(FindingKind::MissingKey));
        QVERIFY(isFixable(FindingKind::WrongType));
        QVERIFY(!isFixable(FindingKind::Unparsable));
        QVERIFY(!isFixable(FindingKind::MissingPlugin));
    }
};

ARCHIVESMP_TEST(TestFinding)
#include "tst_finding.moc"
