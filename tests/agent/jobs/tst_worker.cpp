// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/jobs/worker.h"

#include "tests/fakes/fakehostapi.h"
#include "tests/fakes/fakejobfeed.h"
#include "tests/support/fakeclock.h"
#include "tests/support/jobs.h"
#include "tests/support/sandbox.h"
#include "tests/support/testregistry.h"

#include <QRegularExpression>
#include <QSignalSpy>
#include <QTest>

using namespace archivesmp;
using namespace archivesmp::agent::jobs;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using domain::JobStatus;
using domain::JobType;

namespace {

// Work that goes on until the test opens the gate, or until it may not go on.
class GatedWork final : public JobWork
{
public:
    struct Gate
    {
        bool open = true;
        int running = 0;
        int mostAtOnce = 0;
        int runs = 0;
    };
    explicit GatedWork(Gate &gate)
        : _gate(gate)
    { }

    Task<JobOutcome> run(std::shared_ptr<JobRun> run) override
    {
        _gate.runs += 1;
        _gate.running += 1;
        _gate.mostAtOnce = std::max(_gate.mostAtOnce, _gate.running);
        run->step(u"waiting"_s);
        Result<void> allowed;
        do {
            co_await delay(1ms);
            allowed = run->mayGoOn();
        } while (allowed && !_gate.open);
        _gate.running -= 1;
        co_return allowed ? completedWith(u"done"_s) : outcomeOf(allowed.error());
    }

private:
    Gate &_gate;
};

} // namespace

class TestWorker final : public QObject
{
    Q_OBJECT

    std::unique_ptr<tests::Sandbox> _sandbox;
    std::unique_ptr<tests::FakeHostApi> _host;
    std::unique_ptr<tests::FakeClock> _clock;
    std::unique_ptr<tests::FakeJobFeed> _feed;
    std::unique_ptr<JournalFolder> _journals;
    std::unique_ptr<ResultSpool> _spool;
    GatedWork::Gate _gate;
    std::unique_ptr<Worker> _worker;

    void startWorker(const QString &bootId = u"boot-1"_s)
    {
        _worker.reset();
        _feed = std::make_unique<tests::FakeJobFeed>();
        WorkByType works;
        works[JobType::HealthCheck] = std::make_unique<GatedWork>(_gate);
        _worker = std::make_unique<Worker>(*_host, *_clock, *_journals, *_spool, std::move(works),
                                           WorkerSettings{u"hetzner"_s, bootId, 5ms, {1ms, 5ms}, 4});
        _worker->addFeed(*_feed);
        _worker->start();
    }
    [[nodiscard]] JobId offer(int number, const QString &instance = u"DEV01"_s)
    {
        const domain::Job job = tests::jobFor(JobType::HealthCheck, number, instance);
        _host->add(job);
        _feed->offer(job.id);
        return job.id;
    }

private Q_SLOTS:
    void init()
    {
        _sandbox = std::make_unique<tests::Sandbox>();
        _host = std::make_unique<tests::FakeHostApi>();
        _clock = std::make_unique<tests::FakeClock>();
        _journals = std::make_unique<JournalFolder>(_sandbox->path(u"journal"_s));
        _spool = std::make_unique<ResultSpool>(_sandbox->path(u"spool"_s));
        _gate = {};
        startWorker();
    }
    void cleanup() { _worker.reset(); }

    void claimsCarriesOutAndReports()
    {
        const JobId job = offer(1);

        QTRY_VERIFY(_host->resultOf(job).has_value());
        const protocol::JobResult result = *_host->resultOf(job);
        QCOMPARE(result.status, JobStatus::Completed);
        QCOMPARE(result.attempt, 1);
        QCOMPARE(result.fence, 1);
        QVERIFY(result.events.contains(u"waiting"_s) || !_host->renewals.isEmpty());
        QTRY_COMPARE(_feed->settled, QList<JobId>{job});
        QVERIFY(_spool->waiting().isEmpty());
        QVERIFY(_worker->isIdle());
    }

    void aJobThatIsOfferedFiveTimesRunsOnce()
    {
        _gate.open = false;
        const JobId job = offer(1);
        for (int i = 0; i < 4; ++i)
            _feed->offer(job);
        QTRY_COMPARE(_gate.running, 1);
        _feed->offer(job);
        _gate.open = true;

        QTRY_VERIFY(_feed->settled.contains(job));
        _feed->offer(job);
        QTRY_COMPARE(_feed->settled.size(), 2);
        QCOMPARE(_gate.runs, 1);
        QCOMPARE(_host->results.size(), 1);
    }

    // B44
    void b44TheHostIsToldWhatTheHintSaysOfThePayload()
    {
        const domain::Job job = tests::jobFor(JobType::HealthCheck);
        _host->add(job);
        _gate.open = false;
        _feed->offer(job.id, QByteArray(32, 'a'));
        QTRY_COMPARE(_gate.running, 1);
        QCOMPARE(_host->claims.first().payloadSha256, QByteArray(32, 'a'));

        QTest::ignoreMessage(QtCriticalMsg, QRegularExpression(u"payload_mismatch"_s));
        _feed->offer(job.id, QByteArray(32, 'b'));
        _gate.open = true;
        QTRY_VERIFY(_feed->settled.contains(job.id));
        QCOMPARE(_gate.runs, 1);
    }

    void settlesWhatSomebodyElseHas()
    {
        domain::Job job = tests::jobFor(JobType::HealthCheck);
        _host->add(job);
        _host->jobs[job.id].finished = true;

        _feed->offer(job.id);

        QTRY_COMPARE(_feed->settled, QList<JobId>{job.id});
        QCOMPARE(_gate.runs, 0);
    }

    void repeatsALostClaimWithTheSameNonce()
    {
        _host->failures[u"claim"_s]
            = {Error{ErrorCode::Unavailable, u"away"_s}, Error{ErrorCode::Timeout, u"slow"_s}};

        const JobId job = offer(1);

        QTRY_VERIFY(_host->resultOf(job).has_value());
        QCOMPARE(_host->claims.size(), 3);
        QCOMPARE(_host->claims.at(0).nonce, _host->claims.at(2).nonce);
    }

    void oneJobPerInstanceAndSeveralOverInstances()
    {
        _gate.open = false;
        (void)offer(1, u"DEV01"_s);
        (void)offer(2, u"DEV01"_s);
        (void)offer(3, u"DEV02"_s);

        QTRY_COMPARE(_host->claims.size(), 3);
        QTRY_COMPARE(_gate.running, 2);
        _gate.open = true;
        QTRY_COMPARE(_host->results.size(), 3);
        QCOMPARE(_gate.mostAtOnce, 2);
    }

    void takesNoMoreThanItsNumberAtOnce()
    {
        _gate.open = false;
        for (int i = 1; i <= 6; ++i)
            (void)offer(i, u"DEV0"_s + QString::number(i));

        QTRY_COMPARE(_gate.running, 4);
        QCOMPARE(_host->claims.size(), 4);
        _gate.open = true;
        QTRY_COMPARE(_host->results.size(), 6);
    }

    void renewsTheLeaseWithProgressAndStory()
    {
        _gate.open = false;
        const JobId job = offer(1);

        QTRY_VERIFY(_host->renewals.size() >= 2);
        QCOMPARE(_host->renewals.first().job, job);
        QCOMPARE(_host->renewals.first().fence, 1);
        QCOMPARE(_host->renewals.first().progress.step, u"waiting"_s);
        QCOMPARE(_host->renewals.first().events, QStringList{u"waiting"_s});
        QVERIFY(_host->renewals.at(1).events.isEmpty());
        _gate.open = true;
        QTRY_VERIFY(_host->resultOf(job).has_value());
        QVERIFY(_host->resultOf(job)->events.isEmpty());
    }

    void storyLinesOfALostRenewalAreNotLost()
    {
        _gate.open = false;
        _host->failures[u"renew"_s] = {Error{ErrorCode::Unavailable, u"away"_s}};

        (void)offer(1);

        QTRY_VERIFY(!_host->renewals.isEmpty());
        QCOMPARE(_host->renewals.first().events, QStringList{u"waiting"_s});
        _gate.open = true;
    }

    void storyLinesOfAnUnansweredRenewalAreNotLost_data()
    {
        QTest::addColumn<bool>("arrives");
        QTest::newRow("the host has got it") << true;
        QTest::newRow("it is lost") << false;
    }
    void storyLinesOfAnUnansweredRenewalAreNotLost()
    {
        QFETCH(bool, arrives);
        _gate.open = false;
        _host->holdsRenewals = true;
        const JobId job = offer(1);
        QTRY_COMPARE(_host->renewals.size(), 1);
        QCOMPARE(_host->renewals.first().events, QStringList{u"waiting"_s});

        _gate.open = true;
        QTRY_COMPARE(_gate.running, 0);
        _host->answerRenewals(arrives
                                  ? Result<protocol::RenewReply>(protocol::RenewReply{})
                                  : Result<protocol::RenewReply>(Error{ErrorCode::Unavailable, u"away"_s}));

        QTRY_VERIFY(_host->resultOf(job).has_value());
        QCOMPARE(_host->resultOf(job)->events.count(u"waiting"_s), arrives ? 0 : 1);
    }

    void stopsBeforeTheLeaseCanHaveGone()
    {
        _gate.open = false;
        _host->failures[u"renew"_s] = QList<Error>(100'000, Error{ErrorCode::Unavailable, u"away"_s});
        const JobId job = offer(1);
        QTRY_COMPARE(_gate.running, 1);

        _clock->advance(44s);
        QTest::qWait(20);
        QCOMPARE(_gate.running, 1);
        _clock->advance(1s);

        QTRY_VERIFY(_host->resultOf(job).has_value());
        QCOMPARE(_host->resultOf(job)->status, JobStatus::Retrying);
    }

    void stopsWhenTheHostSaysThatTheLeaseIsGone()
    {
        _gate.open = false;
        _host->failures[u"renew"_s] = {Error{ErrorCode::Conflict, u"an old fence"_s}};
        const JobId job = offer(1);

        QTRY_VERIFY(_host->resultOf(job).has_value());
        QCOMPARE(_host->resultOf(job)->status, JobStatus::Retrying);
    }

    void cancelReachesTheJobWithARenewal()
    {
        _gate.open = false;
        _host->cancelRequested = true;

        const JobId job = offer(1);

        QTRY_VERIFY(_host->resultOf(job).has_value());
        QCOMPARE(_host->resultOf(job)->status, JobStatus::Cancelled);
    }

    void cancelReachesTheJobWithAHeartbeat()
    {
        _gate.open = false;
        const JobId job = offer(1);
        QTRY_COMPARE(_gate.running, 1);

        _worker->cancel({job});

        QTRY_VERIFY(_host->resultOf(job).has_value());
        QCOMPARE(_host->resultOf(job)->status, JobStatus::Cancelled);
    }

    void aResultWaitsOnTheDiskUntilTheHostHasIt()
    {
        _host->failures[u"finish"_s] = QList<Error>(100'000, Error{ErrorCode::Unavailable, u"away"_s});
        const JobId job = offer(1);
        QTRY_VERIFY(_host->finishCalls >= 3);
        QCOMPARE(_spool->waiting().size(), 1);
        QVERIFY(_feed->settled.isEmpty());

        // The process dies; the next one has the result.
        _host->failures.clear();
        startWorker(u"boot-2"_s);

        QTRY_VERIFY(_host->resultOf(job).has_value());
        QTRY_VERIFY(_spool->waiting().isEmpty());
        QCOMPARE(_gate.runs, 1);
    }

    void aHintForAJobWhoseResultIsOnItsWayStartsNothing()
    {
        _host->failures[u"finish"_s] = QList<Error>(50, Error{ErrorCode::Unavailable, u"away"_s});
        const JobId job = offer(1);
        QTRY_VERIFY(_host->finishCalls >= 1);

        _host->jobs[job].taken = false; // the lease ran out meanwhile
        _feed->offer(job);

        QTRY_VERIFY(_host->resultOf(job).has_value());
        QCOMPARE(_gate.runs, 1);
    }

    void aLostAnswerToAResultDoublesNothing()
    {
        _host->lostFinishAnswers = 2;

        const JobId job = offer(1);

        QTRY_COMPARE(_feed->settled, QList<JobId>{job});
        QCOMPARE(_host->finishCalls, 3);
        QCOMPARE(_host->results.size(), 1);
    }

    void aRefusedResultIsNotSentForEver()
    {
        _host->failures[u"finish"_s] = {Error{ErrorCode::Conflict, u"an old fence"_s}};
        const JobId job = offer(1);

        QTRY_COMPARE(_feed->settled, QList<JobId>{job});
        QVERIFY(_spool->waiting().isEmpty());
    }

    // B42
    void b42AJobTypeThatItDoesNotKnowIsUnsupportedByItsNameAndOurVersion()
    {
        const domain::Job job = tests::jobFor(JobType::Restore);
        _host->add(job);
        _feed->offer(job.id);

        QTRY_VERIFY(_host->resultOf(job.id).has_value());
        QCOMPARE(_host->resultOf(job.id)->errorCode, ErrorCode::Unsupported);
        QCOMPARE(_host->resultOf(job.id)->status, JobStatus::Failed);
        QVERIFY(_host->resultOf(job.id)->message.contains(u"restore"_s));
        QVERIFY(_host->resultOf(job.id)->message.contains(QStringLiteral(ARCHIVESMP_VERSION)));
    }

    void b43RefusesTargetsThatAreNotItsOwn_data()
    {
        QTest::addColumn<QString>("server");
        QTest::addColumn<QString>("instance");
        QTest::addColumn<QString>("field");
        QTest::newRow("up") << u"hetzner"_s << u"../../etc"_s << u"target_instance"_s;
        QTest::newRow("zero byte") << u"hetzner"_s << u"DEV01\0"_s << u"target_instance"_s;
        QTest::newRow("wrong server") << u"ovh"_s << u"DEV01"_s << u"target_server"_s;
    }
    void b43RefusesTargetsThatAreNotItsOwn()
    {
        QFETCH(const QString, server);
        QFETCH(const QString, instance);
        QFETCH(const QString, field);
        domain::Job job = tests::jobFor(JobType::HealthCheck, 1, instance);
        job.server = server;
        _host->add(job);

        _feed->offer(job.id);

        QTRY_VERIFY(_host->resultOf(job.id).has_value());
        QCOMPARE(_host->resultOf(job.id)->status, JobStatus::Failed);
        QVERIFY(_host->resultOf(job.id)->message.contains(field));
        QCOMPARE(_gate.runs, 0);
    }

    void resumesWhatAFormerProcessLeftWithANewFence()
    {
        const domain::Job job = tests::jobFor(JobType::HealthCheck);
        _host->add(job);
        _host->jobs[job.id].taken = true;
        _host->jobs[job.id].bootId = u"boot-1"_s;
        QVERIFY(_journals->of(job));

        startWorker(u"boot-2"_s);

        QTRY_VERIFY(_host->resultOf(job.id).has_value());
        QCOMPARE(_host->resultOf(job.id)->fence, 1);
        QVERIFY(_journals->unfinished().isEmpty());
    }

    void aJobWhoseResultIsSpooledIsNotTakenUpAgain()
    {
        domain::Job job = tests::jobFor(JobType::HealthCheck);
        job.attempt = 1;
        job.fence = 1;
        _host->add(job);
        QVERIFY(_journals->of(job));
        QVERIFY(_spool->put({.job = job.id, .attempt = 1, .fence = 1, .message = u"done before"_s}));

        startWorker(u"boot-2"_s);

        QTRY_VERIFY(_host->resultOf(job.id).has_value());
        QCOMPARE(_host->resultOf(job.id)->message, u"done before"_s);
        QVERIFY(_host->claims.isEmpty());
        QVERIFY(_journals->unfinished().isEmpty());
    }

    void bringsWhatWasLeftToASafeEndWithoutTheHost()
    {
        _host->away = Error{ErrorCode::Unavailable, u"away"_s};
        QVERIFY(_journals->of(tests::jobFor(JobType::HealthCheck)));

        startWorker(u"boot-2"_s);

        QTRY_COMPARE(_spool->waiting().size(), 1);
        QCOMPARE(_spool->waiting().first().status, JobStatus::Retrying);
    }

    void drainsAfterTheRunningJobs()
    {
        _gate.open = false;
        (void)offer(1);
        QTRY_COMPARE(_gate.running, 1);
        QSignalSpy drained(_worker.get(), &Worker::drained);

        _worker->drain();
        (void)offer(2);
        QCOMPARE(drained.count(), 0);
        _gate.open = true;

        QTRY_COMPARE(drained.count(), 1);
        QCOMPARE(_gate.runs, 1);
        QVERIFY(!_feed->running);
    }

    void goesWithoutATraceInTheMiddleOfAJob()
    {
        _gate.open = false;
        (void)offer(1);
        QTRY_COMPARE(_gate.running, 1);

        _worker.reset();
        _gate.open = true;

        QTest::qWait(10);
        QCOMPARE(_gate.running, 1);
        QVERIFY(_host->results.isEmpty());
    }

    void namesTheTypesThatItKnows() { QCOMPARE(_worker->jobTypes(), QStringList{u"health_check"_s}); }
};

ARCHIVESMP_TEST(TestWorker)
#include "tst_worker.moc"
