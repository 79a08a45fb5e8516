// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/jobs/scanwork.h"

#include "tests/fakes/fakehostapi.h"
#include "tests/fakes/fakeinstancereader.h"
#include "tests/support/await.h"
#include "tests/support/fakeclock.h"
#include "tests/support/jobs.h"
#include "tests/support/sandbox.h"
#include "tests/support/testregistry.h"

#include <QTest>

using namespace archivesmp;
using namespace archivesmp::agent::jobs;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using domain::JobStatus;

class TestScanWork final : public QObject
{
    Q_OBJECT

    std::unique_ptr<tests::Sandbox> _sandbox;
    std::unique_ptr<tests::FakeHostApi> _host;
    std::unique_ptr<tests::FakeInstanceReader> _reader;
    FleetFacts _fleet;
    QByteArray _expectationsHash;
    tests::FakeClock _clock;
    QThreadPool _pool;

    [[nodiscard]] JobOutcome scan(const domain::Job &job) { return scan(runOf(job)); }
    [[nodiscard]] std::shared_ptr<JobRun> runOf(const domain::Job &job)
    {
        return std::make_shared<JobRun>(protocol::ClaimedJob{job, 60s, _expectationsHash}, _clock,
                                        _clock.uptime());
    }
    [[nodiscard]] JobOutcome scan(const std::shared_ptr<JobRun> &run)
    {
        ExpectationsCache cache(*_host, _pool, _sandbox->path(u"expectations.json"_s));
        ScanWork work(*_host, _fleet, cache, *_reader, _pool, _sandbox->root(), {1ms, 2ms});
        return tests::valueOf(work.run(run));
    }
    [[nodiscard]] static domain::Job wholeServer()
    {
        return tests::jobFor(domain::JobType::DriftScan, 1, {});
    }

    // Three parts of each instance.
    void findManyEverywhere()
    {
        _reader->onScan = [](const ScanOrder &order) -> Result<domain::DriftReport> {
            domain::DriftReport report{.instance = order.instance};
            report.findings.resize(4500);
            return report;
        };
    }
    [[nodiscard]] QList<int> sentParts() const
    {
        QList<int> numbers;
        for (const protocol::ScanReportPart &part : _host->reports)
            numbers.append(part.part);
        return numbers;
    }

private Q_SLOTS:
    void init()
    {
        _sandbox = std::make_unique<tests::Sandbox>();
        _sandbox->write(u"instances/DEV01/Minecraft/server.properties"_s, "");
        _sandbox->write(u"instances/DEV02/Minecraft/server.properties"_s, "");
        _host = std::make_unique<tests::FakeHostApi>();
        _host->expectationsJson = R"({"version":1})";
        _reader = std::make_unique<tests::FakeInstanceReader>();
        _fleet = {true, u"fleet"_s, Secret("key")};
        _expectationsHash = tests::FakeHostApi::hashOf(_host->expectationsJson);
    }

    void scansEveryInstanceOfTheServer()
    {
        const JobOutcome outcome = scan(wholeServer());

        QCOMPARE(outcome.status, JobStatus::Completed);
        QCOMPARE(outcome.message, u"2 instances scanned, 0 findings"_s);
        QCOMPARE(_host->reports.size(), 2);
        QCOMPARE(_host->reports.first().report.instance.name, u"DEV01"_s);
    }

    void scansOneInstance()
    {
        const JobOutcome outcome = scan(tests::jobFor(domain::JobType::DriftScan, 1, u"DEV02"_s));

        QCOMPARE(outcome.status, JobStatus::Completed);
        QCOMPARE(_host->reports.size(), 1);
        QCOMPARE(_host->reports.first().report.instance.name, u"DEV02"_s);
    }

    void anEvaluationReadsTheNamedPluginsOfTheNamedInstances()
    {
        QStringList instances;
        QStringList plugins;
        _reader->onScan = [&](const ScanOrder &order) -> Result<domain::DriftReport> {
            instances.append(order.instance.name);
            plugins = order.onlyPlugins;
            return domain::DriftReport{.instance = order.instance};
        };
        domain::Job job = tests::jobFor(domain::JobType::Evaluate, 1, {});
        job.payload = domain::EvaluatePayload{{u"Warps"_s}, {u"DEV02"_s, u"GONE"_s}};

        const JobOutcome outcome = scan(job);

        QCOMPARE(outcome.status, JobStatus::Completed);
        QCOMPARE(instances, QStringList{u"DEV02"_s});
        QCOMPARE(plugins, QStringList{u"Warps"_s});
        job.payload = {};
        QCOMPARE(scan(job).status, JobStatus::Failed);
    }

    void givesTheReaderWhatTheHostExpects()
    {
        ScanOrder seen;
        _reader->onScan = [&seen](const ScanOrder &order) -> Result<domain::DriftReport> {
            seen = order;
            return domain::DriftReport{};
        };

        (void)scan(tests::jobFor(domain::JobType::DriftScan));

        QCOMPARE(seen.expectations, _host->expectationsJson);
        QCOMPARE(seen.fleetKey.reveal(), QByteArray("key"));
        QCOMPARE(seen.folder, _sandbox->root() + u"/DEV01"_s);
        QCOMPARE(seen.platform, domain::Platform::Paper);
    }

    void sendsManyFindingsInParts()
    {
        _reader->onScan = [](const ScanOrder &order) -> Result<domain::DriftReport> {
            domain::DriftReport report{.instance = order.instance};
            report.plugins.resize(3);
            report.findings.resize(4500);
            return report;
        };

        (void)scan(tests::jobFor(domain::JobType::DriftScan));

        QCOMPARE(_host->reports.size(), 3);
        QCOMPARE(_host->reports.at(0).report.findings.size(), 2000);
        QCOMPARE(_host->reports.at(0).report.plugins.size(), 3);
        QCOMPARE(_host->reports.at(1).report.plugins.size(), 0);
        QCOMPARE(_host->reports.at(2).report.findings.size(), 500);
        QVERIFY(_host->reports.at(2).last && !_host->reports.at(1).last);
        QCOMPARE(_host->reports.at(2).part, 2);
    }

    void aPartThatIsLostIsSentAgainBeforeTheNext()
    {
        findManyEverywhere();
        bool isLost = true;
        _host->onReport = [&](const protocol::ScanReportPart &part) -> Result<void> {
            if (part.part == 1 && std::exchange(isLost, false))
                return Error{ErrorCode::Timeout, u"no answer"_s};
            return {};
        };

        QCOMPARE(scan(tests::jobFor(domain::JobType::DriftScan)).status, JobStatus::Completed);

        QCOMPARE(sentParts(), (QList<int>{0, 1, 2}));
    }

    void aHostThatLacksTheFirstPartsGetsThemAgain()
    {
        findManyEverywhere();
        int kept = 0; // by a host that is started anew before the third part
        bool isStartedAnew = false;
        _host->onReport = [&](const protocol::ScanReportPart &part) -> Result<void> {
            if (part.part == 2 && !std::exchange(isStartedAnew, true))
                kept = 0;
            if (part.part > kept)
                return Error{ErrorCode::Conflict, u"part 0 of the report is missing"_s};
            kept = part.part + 1;
            return {};
        };

        QCOMPARE(scan(tests::jobFor(domain::JobType::DriftScan)).status, JobStatus::Completed);

        QCOMPARE(sentParts(), (QList<int>{0, 1, 0, 1, 2}));
    }

    void aFenceThatIsOldBetweenPartsEndsTheScan()
    {
        findManyEverywhere();
        bool isTaken = false;
        _host->onReport = [&](const protocol::ScanReportPart &) -> Result<void> {
            return std::exchange(isTaken, true) ? Error{ErrorCode::Conflict, u"an old fence"_s}
                                                : Result<void>();
        };

        QCOMPARE(scan(wholeServer()).errorCode, ErrorCode::Conflict);
        QCOMPARE(sentParts(), QList<int>{0});
    }

    void aScanThatIsCancelledBetweenPartsSendsNoMore()
    {
        findManyEverywhere();
        const auto run = runOf(tests::jobFor(domain::JobType::DriftScan));
        _host->onReport = [&](const protocol::ScanReportPart &part) -> Result<void> {
            if (part.part == 1)
                run->requestCancel();
            return {};
        };

        QCOMPARE(scan(run).status, JobStatus::Cancelled);
        QCOMPARE(sentParts(), (QList<int>{0, 1}));
        QVERIFY(!_host->reports.last().last);
    }

    void refusesToScanWithoutExpectations()
    {
        _expectationsHash.clear();

        const JobOutcome outcome = scan(wholeServer());

        QCOMPARE(outcome.status, JobStatus::Failed);
        QVERIFY(outcome.message.contains(u"no expectations"_s));
        QCOMPARE(_reader->scans.load(), 0);
    }

    void neverScansWithOtherExpectationsThanTheAnnouncedOnes()
    {
        _host->expectationsJson = "something else";

        const JobOutcome outcome = scan(wholeServer());

        QCOMPARE(outcome.errorCode, ErrorCode::Corrupt);
        QCOMPARE(_reader->scans.load(), 0);
    }

    void fetchesExpectationsOncePerVersion()
    {
        (void)scan(wholeServer());
        (void)scan(wholeServer());

        QCOMPARE(_host->expectationsAsked, 1);
        const QFileInfo file(_sandbox->path(u"expectations.json"_s));
        QVERIFY(!(file.permissions() & (QFile::ReadGroup | QFile::ReadOther)));
    }

    void waitsForTheHostBeforeItsFirstHello()
    {
        _fleet.known = false;

        QCOMPARE(scan(wholeServer()).status, JobStatus::Retrying);
    }

    void oneUnreadableInstanceDoesNotHideTheOthers()
    {
        _reader->onScan = [](const ScanOrder &order) -> Result<domain::DriftReport> {
            if (order.instance.name == u"DEV01"_s)
                return Error{ErrorCode::PermissionDenied, u"cannot open"_s};
            return domain::DriftReport{.instance = order.instance};
        };

        const JobOutcome outcome = scan(wholeServer());

        QCOMPARE(outcome.status, JobStatus::Completed);
        QCOMPARE(outcome.message, u"1 instance scanned, 0 findings; not scanned: DEV01: cannot open"_s);
    }

    void sendsAPartAgainWhenTheHostWasAway()
    {
        _host->failures[u"report"_s]
            = {Error{ErrorCode::Unavailable, u"away"_s}, Error{ErrorCode::Busy, u"busy"_s}};

        QCOMPARE(scan(tests::jobFor(domain::JobType::DriftScan)).status, JobStatus::Completed);
        QCOMPARE(_host->reports.size(), 1);
    }

    void stopsWhenTheHostRefusesTheFence()
    {
        _host->failures[u"report"_s] = {Error{ErrorCode::Conflict, u"an old fence"_s}};

        QCOMPARE(scan(wholeServer()).errorCode, ErrorCode::Conflict);
        QCOMPARE(_reader->scans.load(), 1);
    }

    void saysThatAnInstanceIsNotHere()
    {
        QCOMPARE(scan(tests::jobFor(domain::JobType::DriftScan, 1, u"DEV09"_s)).errorCode,
                 ErrorCode::NotFound);
    }
};

ARCHIVESMP_TEST(TestScanWork)
#include "tst_scanwork.moc"
