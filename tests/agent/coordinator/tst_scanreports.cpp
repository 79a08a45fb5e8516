// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/coordinator/scanreports.h"

#include "tests/agent/coordinator/fleetfixture.h"
#include "tests/support/testregistry.h"

#include <QTest>

using namespace archivesmp;
using namespace archivesmp::domain;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

class TestScanReports final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        _fleet = std::make_unique<tests::FleetFixture>();
        _fleet->bringUp();
        _job = startScan();
        _fleet->clearTold();
    }
    void cleanup() { _fleet.reset(); }

    void aReportIsStoredAsAWhole()
    {
        QVERIFY(take({drift(u"a"_s), drift(u"b"_s)}));

        const auto page = _fleet->stores->findings().list({});
        QCOMPARE(page->total, 2);
        QCOMPARE(page->findings.first().firstSeen, _fleet->clock.now());
        QCOMPARE(_fleet->stores->fleet().plugins({})->size(), 1);
        QCOMPARE(_fleet->stores->fleet().instances(u"ovh"_s)->first().lastScan, _fleet->clock.now());
        QCOMPARE(_fleet->toldOf<protocol::FindingsChanged>().first().upserted.size(), 2);
        QCOMPARE(_fleet->toldOf<protocol::PluginsChanged>().first().plugins.size(), 1);
        QCOMPARE(_fleet->toldOf<protocol::InstanceChanged>().size(), 1);
    }

    void theSameReportAgainTellsNothingNew()
    {
        QVERIFY(take({drift(u"a"_s)}));
        nextScan();

        QVERIFY(take({drift(u"a"_s)}));

        QVERIFY(_fleet->toldOf<protocol::FindingsChanged>().isEmpty());
        QVERIFY(_fleet->toldOf<protocol::PluginsChanged>().isEmpty());
        const Finding stored = _fleet->stores->findings().list({})->findings.first();
        QVERIFY(stored.firstSeen < stored.lastSeen);
    }

    void whatACompleteReportLacksIsResolved()
    {
        QVERIFY(take({drift(u"a"_s), drift(u"b"_s)}));
        nextScan();

        QVERIFY(take({drift(u"a"_s)}));

        QCOMPARE(_fleet->stores->findings().list({})->total, 1);
        QCOMPARE(_fleet->toldOf<protocol::FindingsChanged>().first().resolved.size(), 1);
    }

    void aPartialReportResolvesNothing()
    {
        QVERIFY(take({drift(u"a"_s), drift(u"b"_s)}));
        nextScan();
        auto part = partOf({drift(u"c"_s)});
        part.report.partial = true;
        part.report.plugins.clear();

        QVERIFY(_fleet->reports.take(_fleet->ovhAgent, part));

        QCOMPARE(_fleet->stores->findings().list({})->total, 3);
        QCOMPARE(_fleet->stores->fleet().plugins({})->size(), 1);
        QVERIFY(_fleet->stores->fleet().instances(u"ovh"_s)->first().scanPartial);
    }

    void aScanDoesNotResolveThatAmpLacksTheInstance()
    {
        Instance stray = tests::FleetFixture::instance(u"ovh"_s, u"BENT01"_s);
        stray.inAmp = false;
        QVERIFY(_fleet->inventory.heartbeat(_fleet->ovhAgent, {u"ovh"_s, u"boot1"_s, {}, {stray}, {}}));

        QVERIFY(take({}));

        QCOMPARE(_fleet->stores->findings().list({})->total, 1);
    }

    void partsAreStoredWhenTheLastIsThere()
    {
        auto first = partOf({drift(u"a"_s)});
        first.last = false;
        QVERIFY(_fleet->reports.take(_fleet->ovhAgent, first));
        QCOMPARE(_fleet->stores->findings().list({})->total, 0);
        auto second = partOf({drift(u"b"_s)});
        second.part = 1;

        QVERIFY(_fleet->reports.take(_fleet->ovhAgent, second));

        QCOMPARE(_fleet->stores->findings().list({})->total, 2);
        QCOMPARE(_fleet->stores->fleet().plugins({})->size(), 1);
    }

    void aPartThatComesTwiceCountsOnce()
    {
        auto first = partOf({drift(u"a"_s)});
        first.last = false;
        QVERIFY(_fleet->reports.take(_fleet->ovhAgent, first));
        QVERIFY(_fleet->reports.take(_fleet->ovhAgent, first));
        auto second = partOf({drift(u"b"_s)});
        second.part = 1;
        QVERIFY(_fleet->reports.take(_fleet->ovhAgent, second));

        QVERIFY(_fleet->reports.take(_fleet->ovhAgent, second));

        QCOMPARE(_fleet->stores->findings().list({})->total, 2);
    }

    void partsAreJoinedInTheirOrder()
    {
        QList<protocol::ScanReportPart> parts{partOf({drift(u"a"_s)}), partOf({drift(u"b"_s)}),
                                              partOf({drift(u"c"_s)})};
        for (int i = 0; i < 3; ++i) {
            parts[i].part = i;
            parts[i].last = i == 2;
            parts[i].report.observations = {{RuleId(u"agree"_s), u"Essentials"_s, u"config.yml"_s,
                                             KeyPath::fromString(u"key"_s), Value::integer(i)}};
            parts[i].report.unresolved = {{u"Essentials"_s, QString::number(i), i, {}}};
        }

        for (const protocol::ScanReportPart &part : parts)
            QVERIFY(_fleet->reports.take(_fleet->ovhAgent, part));

        const auto told = _fleet->toldOf<protocol::FindingsChanged>();
        QCOMPARE(told.size(), 1);
        QCOMPARE(told.first().upserted.size(), 3);
        for (int i = 0; i < 3; ++i) {
            QCOMPARE(told.first().upserted.at(i).key.toString(), QString(QChar(u'a' + i)));
            QCOMPARE(_fleet->stores->scans().observations()->at(i).observation.value,
                     ShownValue(Value::integer(i)));
        }
        QCOMPARE(_fleet->stores->scans().unresolved()->size(), 3);
    }

    void aScanThatEndsHalfWayResolvesNothing()
    {
        QVERIFY(take({drift(u"a"_s), drift(u"b"_s)}));
        nextScan();
        auto first = partOf({drift(u"a"_s), drift(u"c"_s)});
        first.last = false;
        QVERIFY(_fleet->reports.take(_fleet->ovhAgent, first));

        QVERIFY(_fleet->end(_job, JobStatus::Cancelled));
        _fleet->reports.forget(_job);

        auto last = partOf({});
        last.part = 1;
        QCOMPARE(_fleet->reports.take(_fleet->ovhAgent, last).error().code, ErrorCode::Conflict);
        QCOMPARE(_fleet->stores->findings().list({})->total, 2);
        QVERIFY(_fleet->toldOf<protocol::FindingsChanged>().isEmpty());
    }

    void aHostThatWasStartedAnewAsksForTheFirstPartAgain()
    {
        auto first = partOf({drift(u"a"_s)});
        first.last = false;
        QVERIFY(_fleet->reports.take(_fleet->ovhAgent, first));
        agent::coordinator::ScanReports anew(_fleet->workspace);
        auto second = partOf({drift(u"b"_s)});
        second.part = 1;

        QCOMPARE(anew.take(_fleet->ovhAgent, second).error().code, ErrorCode::Conflict);
        QVERIFY(anew.take(_fleet->ovhAgent, first));
        QVERIFY(anew.take(_fleet->ovhAgent, second));

        QCOMPARE(_fleet->stores->findings().list({})->total, 2);
    }

    // One transaction holds all parts, and none of them is lost by its failure.
    void theLastPartMayComeAgainWhenTheReportCouldNotBeStored()
    {
        auto first = partOf({drift(u"a"_s)});
        first.last = false;
        QVERIFY(_fleet->reports.take(_fleet->ovhAgent, first));
        auto second = partOf({drift(u"b"_s), drift(u"c"_s)});
        second.part = 1;
        auto broken = second;
        broken.report.findings.last().plugin = QString(101, u'x');

        QCOMPARE(_fleet->reports.take(_fleet->ovhAgent, broken).error().code, ErrorCode::LimitExceeded);
        QCOMPARE(_fleet->stores->findings().list({})->total, 0);
        QVERIFY(_fleet->reports.take(_fleet->ovhAgent, second));

        QCOMPARE(_fleet->stores->findings().list({})->total, 3);
    }

    void thereIsABoundOnTheFindingsOfOneInstance()
    {
        auto first = partOf({});
        first.report.findings.resize(100'000);
        first.last = false;
        QVERIFY(_fleet->reports.take(_fleet->ovhAgent, first));
        auto second = partOf({drift(u"a"_s)});
        second.part = 1;

        QCOMPARE(_fleet->reports.take(_fleet->ovhAgent, second).error().code, ErrorCode::LimitExceeded);
    }

    void aGapBetweenPartsIsAConflict()
    {
        auto second = partOf({drift(u"b"_s)});
        second.part = 1;

        QCOMPARE(_fleet->reports.take(_fleet->ovhAgent, second).error().code, ErrorCode::Conflict);
    }

    void anOldFenceIsAConflict()
    {
        auto part = partOf({});
        part.fence = 0;

        QCOMPARE(_fleet->reports.take(_fleet->ovhAgent, part).error().code, ErrorCode::Conflict);
    }

    // B43
    void b43AReportAboutAnotherServersInstanceIsRefused()
    {
        auto part = partOf({});
        part.report.instance = {u"hetzner"_s, u"DEV01"_s};

        QCOMPARE(_fleet->reports.take(_fleet->ovhAgent, part).error().code, ErrorCode::InvalidArgument);
        QCOMPARE(_fleet->reports.take(_fleet->hetznerAgent, partOf({})).error().code, ErrorCode::NotFound);
    }

    void aReportThatCannotBeStoredLeavesNothing()
    {
        auto part = partOf({drift(u"a"_s)});
        part.report.plugins.first().name = QString(101, u'x');

        QCOMPARE(_fleet->reports.take(_fleet->ovhAgent, part).error().code, ErrorCode::LimitExceeded);

        QCOMPARE(_fleet->stores->findings().list({})->total, 0);
        QVERIFY(_fleet->toldOf<protocol::FindingsChanged>().isEmpty());
    }

private:
    static Finding drift(const QString &key)
    {
        Finding finding;
        finding.instance = {u"ovh"_s, u"BENT01"_s};
        finding.plugin = u"Essentials"_s;
        finding.file = u"plugins/Essentials/config.yml"_s;
        finding.key = KeyPath::fromString(key);
        finding.id = findingId(finding);
        return finding;
    }
    JobId startScan()
    {
        const JobId job = _fleet->submit({tests::FleetFixture::wanted(u"ovh"_s, {}, 0)}, JobType::DriftScan);
        if (!_fleet->claim(job, _fleet->ovhAgent))
            qFatal("the scan cannot be claimed");
        return job;
    }
    void nextScan()
    {
        QVERIFY(_fleet->end(_job, JobStatus::Completed));
        _fleet->reports.forget(_job);
        _fleet->clock.advance(60s);
        _job = startScan();
        _fleet->clearTold();
    }
    protocol::ScanReportPart partOf(const QList<Finding> &findings) const
    {
        protocol::ScanReportPart part;
        part.job = _job;
        part.fence = 1;
        part.report.instance = {u"ovh"_s, u"BENT01"_s};
        part.report.findings = findings;
        part.report.plugins
            = {{part.report.instance, u"Essentials"_s, u"2.20"_s, Platform::Paper, {}, {}, {}}};
        return part;
    }
    Result<void> take(const QList<Finding> &findings)
    {
        return _fleet->reports.take(_fleet->ovhAgent, partOf(findings));
    }

    std::unique_ptr<tests::FleetFixture> _fleet;
    JobId _job;
};

ARCHIVESMP_TEST(TestScanReports)
#include "tst_scanreports.moc"
