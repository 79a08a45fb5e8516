// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/jobs/rescannedwork.h"

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

namespace {

class EndedWork final : public JobWork
{
public:
    explicit EndedWork(JobOutcome outcome)
        : _outcome(std::move(outcome))
    { }

    [[nodiscard]] Task<JobOutcome> run(std::shared_ptr<JobRun>) override { co_return _outcome; }

private:
    JobOutcome _outcome;
};

} // namespace

class TestRescannedWork final : public QObject
{
    Q_OBJECT

    std::unique_ptr<tests::Sandbox> _sandbox;
    std::unique_ptr<tests::FakeHostApi> _host;
    std::unique_ptr<tests::FakeInstanceReader> _reader;
    std::shared_ptr<JobRun> _run;
    tests::FakeClock _clock;
    QThreadPool _pool;

    [[nodiscard]] JobOutcome carryOut(const JobOutcome &outcome)
    {
        const FleetFacts fleet{true, u"fleet"_s, Secret("key")};
        ExpectationsCache cache(*_host, _pool, _sandbox->path(u"expectations.json"_s));
        ScanWork scan(*_host, fleet, cache, *_reader, _pool, _sandbox->root(), {1ms, 2ms});
        RescannedWork work(std::make_unique<EndedWork>(outcome), scan);
        return tests::valueOf(work.run(_run));
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
        const protocol::ClaimedJob claimed{tests::jobFor(domain::JobType::ConfigUpdate), 60s,
                                           tests::FakeHostApi::hashOf(_host->expectationsJson)};
        _run = std::make_shared<JobRun>(claimed, _clock, _clock.uptime());
    }

    void reportsTheInstanceAfterAChange()
    {
        const JobOutcome outcome = carryOut(completedWith(u"1 value written"_s));

        QCOMPARE(outcome, completedWith(u"1 value written"_s));
        QCOMPARE(_host->reports.size(), 1);
        QCOMPARE(_host->reports.first().job, _run->job().id);
        QCOMPARE(_host->reports.first().report.instance.name, u"DEV01"_s);
    }

    void looksAtNothingWhereTheJobFailed()
    {
        JobOutcome failed;
        failed.message = u"the disk is full"_s;

        QCOMPARE(carryOut(failed), failed);
        QCOMPARE(_reader->scans.load(), 0);
    }

    void aFailedLookIsALineAndNotAFailure()
    {
        _reader->onScan = [](const ScanOrder &) -> Result<domain::DriftReport> {
            return Error{ErrorCode::Internal, u"unreadable"_s};
        };

        QCOMPARE(carryOut(completedWith(u"done"_s)), completedWith(u"done"_s));
        QCOMPARE(_run->takeEvents(), QStringList{u"not scanned afterwards: unreadable"_s});
    }

    void looksAtNothingWithoutALease()
    {
        _run->loseLease(u"away"_s);

        QCOMPARE(carryOut(completedWith(u"done"_s)).status, JobStatus::Completed);
        QCOMPARE(_reader->scans.load(), 0);
    }

    void looksAtNothingWhereNothingIsExpected()
    {
        _run = std::make_shared<JobRun>(
            protocol::ClaimedJob{tests::jobFor(domain::JobType::ConfigUpdate), 60s, {}}, _clock,
            _clock.uptime());

        QCOMPARE(carryOut(completedWith(u"done"_s)).status, JobStatus::Completed);
        QCOMPARE(_run->takeEvents(), QStringList());
    }
};

ARCHIVESMP_TEST(TestRescannedWork)
#include "tst_rescannedwork.moc"
