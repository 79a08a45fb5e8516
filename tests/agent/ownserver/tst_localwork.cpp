// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/ownserver/localwork.h"

#include "tests/agent/ownserver/ownserverbench.h"
#include "tests/support/jobs.h"
#include "tests/support/testregistry.h"

#include <QSemaphore>
#include <QSignalSpy>
#include <QTest>

using namespace archivesmp;
using namespace archivesmp::tests;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using domain::JobStatus;
using domain::PowerAction;

class TestLocalWork final : public QObject
{
    Q_OBJECT

    std::unique_ptr<OwnServerBench> _bench;

    [[nodiscard]] agent::ownserver::LocalWork &work() { return _bench->core->work(); }
    [[nodiscard]] Result<JobId> power(PowerAction action, const QString &instance = u"BENT01"_s)
    {
        return work().power(_bench->jane, {instance, action});
    }
    [[nodiscard]] Result<JobId> scan(const QStringList &instances = {})
    {
        return work().scan(_bench->jane, {.server = {}, .instances = instances});
    }
    [[nodiscard]] bool ends(const JobId &job)
    {
        return QTest::qWaitFor([&] { return domain::isFinal(_bench->job(job).status); }, 10000);
    }
    [[nodiscard]] QStringList spooled() const { return _bench->sandbox.files(u"deeds"_s); }

private Q_SLOTS:
    void init()
    {
        _bench = std::make_unique<OwnServerBench>();
        _bench->host.away = Error{ErrorCode::Unavailable, u"connection refused"_s};
    }
    void cleanup() { _bench.reset(); }

    void anInstanceIsStoppedAndStarted()
    {
        QSignalSpy touched(&work(), &agent::ownserver::LocalWork::instanceTouched);
        const auto stop = power(PowerAction::Stop);
        QVERIFY(stop && ends(*stop));

        QCOMPARE(_bench->job(*stop).status, JobStatus::Completed);
        QCOMPARE(_bench->job(*stop).createdBy, u"jane"_s);
        QCOMPARE(_bench->panel.server(u"BENT01"_s).state, domain::InstanceState::Stopped);
        QCOMPARE(_bench->core->picture().fleet({})->instances.first().state, domain::InstanceState::Stopped);

        const auto start = power(PowerAction::Start, u"ovh/BENT01"_s);
        QVERIFY(start && ends(*start));
        QCOMPARE(_bench->panel.server(u"BENT01"_s).state, domain::InstanceState::Running);
        QCOMPARE(touched.size(), 2);
    }

    void theJobsStoryIsTold()
    {
        const auto stop = power(PowerAction::Stop);
        QVERIFY(stop && ends(*stop));

        const auto detail = _bench->core->jobs().detail(*stop);
        QVERIFY(!detail->events.isEmpty());
        QCOMPARE(detail->events.first().sequence, 1);
        const auto told = _bench->toldOf<protocol::JobChanged>();
        QCOMPARE(told.first().job.status, JobStatus::InProgress);
        QCOMPARE(told.last().job.status, JobStatus::Completed);
        QCOMPARE(_bench->core->jobs().list({})->jobs.size(), 1);
        QCOMPARE(_bench->core->jobs().list({.status = JobStatus::Failed})->jobs.size(), 0);
        QCOMPARE(_bench->core->jobs().list({.limit = 0}).error().field, u"limit"_s);
        QCOMPARE(_bench->core->jobs().detail(JobId(u"none"_s)).error().code, ErrorCode::NotFound);
    }

    void aDeedIsSpooledBeforeItIsDoneAndToldWhenTheHostIsBack()
    {
        QVERIFY(power(PowerAction::Stop));
        QCOMPARE(spooled().size(), 1);
        QVERIFY(_bench->panel.calls.isEmpty());

        _bench->host.away.reset();
        _bench->hostAnswers();

        QTRY_VERIFY(spooled().isEmpty());
        QCOMPARE(_bench->host.deeds.size(), 1);
        QCOMPARE(_bench->host.deeds.first().actor, u"jane"_s);
        QCOMPARE(_bench->host.deeds.first().action, u"job.instance_power"_s);
        QCOMPARE(_bench->host.deeds.first().detail, u"stop ovh/BENT01"_s);
    }

    void whatCannotBeRecordedIsNotDone()
    {
        QDir(_bench->sandbox.path(u"deeds"_s)).removeRecursively();
        _bench->sandbox.write(u"deeds"_s, "no folder");

        const auto stop = power(PowerAction::Stop);

        QVERIFY(!stop);
        QVERIFY(stop.error().message.contains(u"it is not done"_s));
        QVERIFY(_bench->panel.calls.isEmpty());
        QVERIFY(_bench->turns.tryTake(u"BENT01"_s));
    }

    void anOpenJournalKeepsThePowerOff()
    {
        domain::Job left = jobFor(domain::JobType::PluginDeploy, 1, u"BENT01"_s);
        left.server = u"ovh"_s;
        QVERIFY(_bench->journals.of(left));

        const auto stop = power(PowerAction::Stop);

        QCOMPARE(stop.error().code, ErrorCode::Busy);
        QVERIFY(stop.error().message.contains(left.id.toString()));
        QVERIFY(spooled().isEmpty());
        QVERIFY(power(PowerAction::Start, u"DEV01"_s)); // another instance is free
        QVERIFY(_bench->journals.close(u"BENT01"_s, left.id));
        QVERIFY(power(PowerAction::Stop));
    }

    void anInstanceThatNeedsAnOperatorIsLeftAlone()
    {
        domain::Job broken = jobFor(domain::JobType::PluginDeploy, 1, u"BENT01"_s);
        auto journal = _bench->journals.of(broken);
        QVERIFY(journal && journal->append({{u"step"_s, u"needs_operator"_s}}));
        QVERIFY(_bench->journals.close(u"BENT01"_s, broken.id));

        QCOMPARE(power(PowerAction::Start).error().code, ErrorCode::Conflict);
    }

    void aJobOfTheHostThatIsAtWorkIsNotDisturbed()
    {
        QVERIFY(_bench->turns.tryTake(u"BENT01"_s));

        QCOMPARE(power(PowerAction::Stop).error().code, ErrorCode::Busy);

        _bench->turns.leave(u"BENT01"_s);
        const auto stop = power(PowerAction::Stop);
        QVERIFY(stop);
        QVERIFY(!_bench->turns.tryTake(u"BENT01"_s)); // and the host's waits for it
        QVERIFY(ends(*stop));
        QVERIFY(_bench->turns.tryTake(u"BENT01"_s));
    }

    void aRestartIsTheHosts()
    {
        QCOMPARE(power(PowerAction::Restart).error().code, ErrorCode::Unsupported);
        QCOMPARE(power(PowerAction::Stop, u"hetzner/BENT01"_s).error().code, ErrorCode::InvalidArgument);
        QVERIFY(spooled().isEmpty());
    }

    void aStartThatFailsSaysWhy()
    {
        _bench->panel.boot = [](FakeAmpPanel::Server &) { return domain::InstanceState::Failed; };

        const auto start = power(PowerAction::Start, u"DEV01"_s);

        QVERIFY(start && ends(*start));
        QCOMPARE(_bench->job(*start).status, JobStatus::Failed);
        QVERIFY(!_bench->job(*start).resultMessage.isEmpty());
        QVERIFY(_bench->turns.tryTake(u"DEV01"_s));
    }

    void aScanNeedsWhatTheHostExpects()
    {
        const auto refused = scan();

        QCOMPARE(refused.error().code, ErrorCode::NotFound);
        QCOMPARE(refused.error().message, u"no expectations for this server"_s);
        QVERIFY(spooled().isEmpty());
    }

    void aScanFindsWhatTheCachedExpectationsSay()
    {
        cacheExpectations();
        _bench->reader.onScan = [](const agent::jobs::ScanOrder &order) -> Result<domain::DriftReport> {
            domain::DriftReport report = OwnServerBench::report({OwnServerBench::finding(u"A"_s, u"one"_s)});
            report.instance = order.instance;
            return report;
        };

        const auto job = scan();

        QVERIFY(job && ends(*job));
        QCOMPARE(_bench->job(*job).resultMessage, u"2 instances scanned, 2 findings"_s);
        QCOMPARE(_bench->core->picture().findings({})->total, 2);
        QVERIFY(_bench->host.reports.isEmpty());
        QCOMPARE(_bench->host.expectationsAsked, 1); // when they were cached
    }

    void oneInstanceIsScannedAlone()
    {
        cacheExpectations();

        const auto job = scan({u"ovh/DEV01"_s});

        QVERIFY(job && ends(*job));
        QCOMPARE(_bench->job(*job).instance, u"DEV01"_s);
        QCOMPARE(_bench->job(*job).resultMessage, u"1 instance scanned, 0 findings"_s);
        QCOMPARE(scan({u"NONE01"_s}).error().code, ErrorCode::InvalidArgument);
        QCOMPARE(work().scan(_bench->jane, {.server = u"hetzner"_s}).error().code,
                 ErrorCode::InvalidArgument);
    }

    // Never with others than those that the host announced last.
    void staleExpectationsAreNotScannedWith()
    {
        cacheExpectations();
        _bench->fleet.expectationsHash = QByteArray(32, 'n');

        const auto job = scan();

        QVERIFY(job && ends(*job));
        QCOMPARE(_bench->job(*job).status, JobStatus::Failed);
        QVERIFY(_bench->job(*job).resultMessage.contains(u"no expectations"_s));
        QCOMPARE(_bench->reader.scans, 0);
    }

    void oneScanAtATimeAndItCanBeCancelled()
    {
        cacheExpectations();
        QSemaphore goOn;
        _bench->reader.onScan = [&goOn](const agent::jobs::ScanOrder &order) -> Result<domain::DriftReport> {
            goOn.acquire();
            domain::DriftReport report;
            report.instance = order.instance;
            return report;
        };
        const auto job = scan();
        QVERIFY(job);
        QTRY_COMPARE(_bench->reader.scans, 1);

        QCOMPARE(scan().error().code, ErrorCode::Busy);
        QVERIFY(work().cancel(_bench->jane, *job));
        goOn.release(2);

        QVERIFY(ends(*job));
        QCOMPARE(_bench->job(*job).status, JobStatus::Cancelled);
        QCOMPARE(_bench->reader.scans, 1);
        QCOMPARE(work().cancel(_bench->jane, *job).error().code, ErrorCode::Conflict);
        QCOMPARE(spooled().size(), 2); // the scan and its end
        QCOMPARE(work().cancel(_bench->jane, JobId(u"none"_s)).error().code, ErrorCode::NotFound);
    }

    void whatAmpWasToldIsNotTakenBack()
    {
        const auto stop = power(PowerAction::Stop);

        QCOMPARE(work().cancel(_bench->jane, *stop).error().code, ErrorCode::Unsupported);
    }

    void anAgentThatStopsBeginsNothing()
    {
        work().drain();

        QCOMPARE(power(PowerAction::Stop).error().code, ErrorCode::Unavailable);
        QVERIFY(_bench->core->jobs().isIdle());
    }

private:
    // As the host's last scan left them.
    void cacheExpectations()
    {
        _bench->host.away.reset();
        _bench->hostAnswers();
        bool cached = false;
        TaskGroup tasks;
        tasks.run<Result<QByteArray>>(_bench->expectations.get(_bench->fleet.expectationsHash),
                                      [&](const Result<QByteArray> &bytes) { cached = bytes.has_value(); });
        if (!QTest::qWaitFor([&] { return cached; }, 5000))
            qFatal("the expectations are not cached");
        _bench->host.away = Error{ErrorCode::Unavailable, u"connection refused"_s};
    }
};

ARCHIVESMP_TEST(TestLocalWork)
#include "tst_localwork.moc"
