// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/ownserver/findingquery.h"

#include "tests/support/testregistry.h"

#include <QTest>

using namespace archivesmp;
using namespace Qt::StringLiterals;
using agent::ownserver::pageOf;
using domain::Finding;
using domain::Severity;

class TestFindingQuery final : public QObject
{
    Q_OBJECT

    [[nodiscard]] static Finding finding(const QString &id, Severity severity, const QString &instance,
                                         const QString &plugin)
    {
        Finding finding;
        finding.id = FindingId(id);
        finding.severity = severity;
        finding.instance = {u"ovh"_s, instance};
        finding.plugin = plugin;
        return finding;
    }
    [[nodiscard]] static QList<Finding> sample()
    {
        return {finding(u"a"_s, Severity::Info, u"BENT01"_s, u"A"_s),
                finding(u"b"_s, Severity::Normal, u"DEV01"_s, u"B"_s),
                finding(u"c"_s, Severity::Critical, u"DEV01"_s, u"C"_s),
                finding(u"d"_s, Severity::Normal, u"BENT01"_s, u"B"_s),
                finding(u"e"_s, Severity::Normal, u"BENT01"_s, u"A"_s)};
    }
    [[nodiscard]] static QString idsOf(const protocol::ListFindings &query)
    {
        QString ids;
        const auto page = pageOf(sample(), query);
        for (const Finding &finding : page->findings)
            ids += finding.id.toString();
        return ids;
    }

private Q_SLOTS:
    void theWorstComesFirstThenThePlace() { QCOMPARE(idsOf({}), u"cedba"_s); }

    void eachFilterLeavesOutTheRest()
    {
        QCOMPARE(idsOf({.server = u"hetzner"_s}), QString());
        QCOMPARE(idsOf({.instance = u"DEV01"_s}), u"cb"_s);
        QCOMPARE(idsOf({.plugin = u"B"_s}), u"db"_s);
        QCOMPARE(idsOf({.severity = Severity::Normal}), u"edb"_s);
        QCOMPARE(idsOf({.kind = domain::FindingKind::Collision}), QString());
    }

    void aPageIsPartOfTheWhole()
    {
        const auto page = pageOf(sample(), {.offset = 3, .limit = 1});

        QCOMPARE(page->total, 5);
        QCOMPARE(page->findings.size(), 1);
        QCOMPARE(page->findings.first().id, FindingId(u"b"_s));
        QVERIFY(pageOf(sample(), {.offset = 99})->findings.isEmpty());
        QCOMPARE(pageOf(sample(), {.offset = -3})->findings.size(), 5);
    }

    void aLimitThatNoPageHasIsRefused()
    {
        QCOMPARE(pageOf(sample(), {.limit = 0}).error().field, u"limit"_s);
        QCOMPARE(pageOf(sample(), {.limit = 5001}).error().code, ErrorCode::InvalidArgument);
    }
};

ARCHIVESMP_TEST(TestFindingQuery)
#include "tst_findingquery.moc"
