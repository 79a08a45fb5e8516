// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/coordinator/joboutcomes.h"

#include "tests/agent/coordinator/fleetfixture.h"
#include "tests/support/testregistry.h"

#include <QTest>

using namespace archivesmp;
using namespace archivesmp::domain;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

class TestJobOutcomes final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        _fleet = std::make_unique<tests::FleetFixture>();
        _fleet->bringUp();
        _job = _fleet->submit({tests::FleetFixture::wanted(u"ovh"_s, u"BENT01"_s)});
        QVERIFY(_fleet->claim(_job, _fleet->ovhAgent));
    }
    void cleanup() { _fleet.reset(); }

    void aResultEndsTheJobAndFreesItsInstance()
    {
        _fleet->clearTold();

        QVERIFY(_fleet->end(_job, JobStatus::Completed));

        const Job job = _fleet->job(_job);
        QCOMPARE(job.status, JobStatus::Completed);
        QCOMPARE(job.resultMessage, u"what the agent says"_s);
        QCOMPARE(job.completedAt, _fleet->clock.now());
        QVERIFY(job.claimedBy.isEmpty());
        QCOMPARE(_fleet->toldOf<protocol::JobChanged>().last().job, job);
        QVERIFY(!*_fleet->stores->jobs().isBusy(u"ovh"_s, u"BENT01"_s, JobId()));
    }

    void aRepeatedResultHasNoSecondEffect()
    {
        QVERIFY(_fleet->end(_job, JobStatus::Completed)->has_value());
        const auto version = _fleet->record(_job).version;

        const auto again = _fleet->end(_job, JobStatus::Failed);

        QVERIFY(again.has_value());
        QVERIFY(!*again);
        QCOMPARE(_fleet->job(_job).status, JobStatus::Completed);
        QCOMPARE(_fleet->record(_job).version, version);
    }

    void aResultOfAnOldFenceIsAConflict()
    {
        protocol::JobResult stale;
        stale.job = _job;
        stale.attempt = 1;
        stale.fence = 0;

        QCOMPARE(_fleet->outcomes.finish(_fleet->ovhAgent, stale).error().code, ErrorCode::Conflict);
    }

    void aLateResultCountsWhileNobodyElseHasClaimed()
    {
        _fleet->clock.advance(61s);
        QVERIFY(_fleet->outcomes.expireLeases());

        QVERIFY(_fleet->end(_job, JobStatus::Completed)->has_value());

        QCOMPARE(_fleet->job(_job).status, JobStatus::Completed);
    }

    void aTransientFailureWaitsLongerEachTime()
    {
        for (int attempt = 1; attempt < 5; ++attempt) {
            QVERIFY(_fleet->end(_job, JobStatus::Retrying, ErrorCode::Unavailable));
            const Job job = _fleet->job(_job);
            QCOMPARE(job.status, JobStatus::Retrying);
            QVERIFY(job.notBefore >= _fleet->clock.now());
            QVERIFY(job.notBefore <= _fleet->clock.now().addSecs(5LL << attempt));
            _fleet->clock.advance(300s);
            QVERIFY(_fleet->claim(_job, _fleet->ovhAgent, u"boot1"_s, u"n"_s + QString::number(attempt + 1)));
        }

        QVERIFY(_fleet->end(_job, JobStatus::Retrying, ErrorCode::Unavailable));

        QCOMPARE(_fleet->job(_job).status, JobStatus::Failed);
        QVERIFY(_fleet->record(_job).deadLetter);
        QVERIFY(_fleet->job(_job).resultMessage.contains(u"5 attempts"_s));
    }

    void aFailureThatWouldRepeatItselfIsFinal()
    {
        QVERIFY(_fleet->end(_job, JobStatus::Retrying, ErrorCode::Corrupt));

        QCOMPARE(_fleet->job(_job).status, JobStatus::Failed);
        QCOMPARE(_fleet->job(_job).attempt, 1);
    }

    void onlyAnOutcomeIsAResult()
    {
        QCOMPARE(_fleet->end(_job, JobStatus::Pending).error().code, ErrorCode::InvalidArgument);
    }

    void pluginsStateAndBackupOfAResultAreKept()
    {
        protocol::JobResult result;
        result.job = _job;
        result.attempt = 1;
        result.fence = 1;
        result.plugins = {{{u"ovh"_s, u"BENT01"_s},
                           u"CoreProtect"_s,
                           u"22.4"_s,
                           Platform::Paper,
                           u"plugins/CoreProtect-22.4.jar"_s,
                           QByteArray(32, 'a'),
                           {}}};
        result.instance = tests::FleetFixture::instance(u"ovh"_s, u"BENT01"_s);
        result.instance->state = InstanceState::Stopped;
        result.backup = R"({"id":"b1","created_at":"2026-01-02T03:04:05.000Z","files":[{"path":)"
                        R"("plugins/CoreProtect-22.2.jar","sha256":"aa","size":7}],"artifact":""})";

        QVERIFY(_fleet->outcomes.finish(_fleet->ovhAgent, result));

        QCOMPARE(*_fleet->stores->fleet().plugins({}), result.plugins);
        QCOMPARE(_fleet->stores->fleet().instances(u"ovh"_s)->first().state, InstanceState::Stopped);
        const auto backup = _fleet->stores->backups().ofJob(_job);
        QCOMPARE((*backup)->id, BackupId(u"b1"_s));
        QCOMPARE((*backup)->instance, (InstanceRef{u"ovh"_s, u"BENT01"_s}));
        QCOMPARE((*backup)->files.first().size, 7);
    }

    // B43: a result cannot speak for another instance.
    void b43AResultThatTheDatabaseRefusesChangesNothing()
    {
        protocol::JobResult result;
        result.job = _job;
        result.attempt = 1;
        result.fence = 1;
        result.plugins = {{{}, QString(101, u'x'), {}, {}, {}, {}, {}}};

        const auto refused = _fleet->outcomes.finish(_fleet->ovhAgent, result);

        QCOMPARE(refused.error().code, ErrorCode::LimitExceeded);
        QCOMPARE(refused.error().field, u"plugin_name"_s);
        QCOMPARE(_fleet->job(_job).status, JobStatus::InProgress);
    }

    void aWaitingJobIsCancelledAtOnce()
    {
        const JobId waiting = _fleet->submit({tests::FleetFixture::wanted(u"ovh"_s, u"EVO01"_s)});

        QVERIFY(_fleet->outcomes.cancel(_fleet->jane, waiting));

        QCOMPARE(_fleet->job(waiting).status, JobStatus::Cancelled);
        QCOMPARE(_fleet->outcomes.cancel(_fleet->jane, waiting).error().code, ErrorCode::Conflict);
    }

    void aRunningJobIsAskedToStopAndDecidesItself()
    {
        QVERIFY(_fleet->outcomes.cancel(_fleet->jane, _job));

        QCOMPARE(_fleet->job(_job).status, JobStatus::InProgress);
        QVERIFY(_fleet->claims.renew(_fleet->ovhAgent, {_job, u"boot1"_s, 1, {}, {}})->cancelRequested);
        QVERIFY(_fleet->end(_job, JobStatus::Completed));
        QCOMPARE(_fleet->job(_job).status, JobStatus::Completed);
    }

    void aJobThatWouldBeTriedAgainAfterACancelIsCancelled()
    {
        QVERIFY(_fleet->outcomes.cancel(_fleet->jane, _job));

        QVERIFY(_fleet->end(_job, JobStatus::Retrying, ErrorCode::Unavailable));

        QCOMPARE(_fleet->job(_job).status, JobStatus::Cancelled);
    }

    void cancellingAParentCancelsItsChildren()
    {
        const JobId parent = family();

        QVERIFY(_fleet->outcomes.cancel(_fleet->jane, parent));

        for (const Job &child : _fleet->children(parent))
            QCOMPARE(child.status, JobStatus::Cancelled);
        QCOMPARE(_fleet->job(parent).status, JobStatus::Cancelled);
    }

    void aParentIsWhatItsChildrenAre()
    {
        const JobId parent = family();
        const QList<Job> children = _fleet->children(parent);
        QCOMPARE(_fleet->job(parent).status, JobStatus::Pending);
        QCOMPARE(_fleet->job(parent).server, u"all"_s);

        QVERIFY(_fleet->claim(children.at(0).id, _fleet->hetznerAgent));
        QCOMPARE(_fleet->job(parent).status, JobStatus::InProgress);
        QVERIFY(_fleet->end(children.at(0).id, JobStatus::Completed));
        QCOMPARE(_fleet->job(parent).status, JobStatus::InProgress);
        QCOMPARE(_fleet->job(parent).progress.done, 1);
        QVERIFY(_fleet->claim(children.at(1).id, _fleet->ovhAgent));
        QVERIFY(_fleet->end(children.at(1).id, JobStatus::Completed));

        QCOMPARE(_fleet->job(parent).status, JobStatus::Completed);
        QCOMPARE(_fleet->job(parent).resultMessage, u"2 of 2 completed"_s);
    }

    void aWaveThatFailsStopsTheOnesBehindIt()
    {
        const JobId parent = family();
        const QList<Job> children = _fleet->children(parent);
        QVERIFY(_fleet->claim(children.at(0).id, _fleet->hetznerAgent));

        QVERIFY(_fleet->end(children.at(0).id, JobStatus::RolledBack, ErrorCode::Timeout));

        const Job second = _fleet->job(children.at(1).id);
        QCOMPARE(second.status, JobStatus::Cancelled);
        QVERIFY(second.resultMessage.contains(u"hetzner/DEV01"_s));
        QCOMPARE(_fleet->job(parent).status, JobStatus::Failed);
        QVERIFY(_fleet->job(parent).resultMessage.contains(u"what the agent says"_s));
    }

    void aRollbackMarksTheJobThatItUndoes()
    {
        QVERIFY(_fleet->end(_job, JobStatus::Completed));
        Job wanted = tests::FleetFixture::wanted(u"ovh"_s, u"BENT01"_s);
        wanted.payload = RollbackPayload{_job};
        const JobId rollback = _fleet->submit({wanted}, JobType::Rollback);
        QVERIFY(_fleet->claim(rollback, _fleet->ovhAgent));

        QVERIFY(_fleet->end(rollback, JobStatus::Completed));

        QCOMPARE(_fleet->job(rollback).status, JobStatus::Completed);
        QCOMPARE(_fleet->job(_job).status, JobStatus::RolledBack);
    }

    void theStoryOfAJobIsKeptInOrder()
    {
        QVERIFY(_fleet->claims.renew(_fleet->ovhAgent, {_job, u"boot1"_s, 1, {}, {u"stopped"_s}}));
        QVERIFY(_fleet->end(_job, JobStatus::Completed));

        QStringList lines;
        const auto events = _fleet->stores->jobs().events(_job);
        for (const JobEvent &event : *events)
            lines.append(event.text);

        QCOMPARE(
            lines,
            QStringList({u"claimed by ovh, attempt 1"_s, u"stopped"_s, u"completed: what the agent says"_s}));
    }

    // B44
    void b44AnIdempotencyKeyGivesOneJobAndRefusesAnotherPlan()
    {
        tests::FleetFixture::JobIntakeOrder order;
        order.type = JobType::PluginDeploy;
        order.plan = PlanId(u"plan1"_s);
        order.idempotencyKey = u"key"_s;
        order.jobs = {tests::FleetFixture::wanted(u"ovh"_s, u"EVO01"_s)};

        const auto first = _fleet->intake.submit(_fleet->jane, order);
        const auto again = _fleet->intake.submit(_fleet->jane, order);
        order.plan = PlanId(u"plan2"_s);
        const auto other = _fleet->intake.submit(_fleet->jane, order);

        QCOMPARE(*again, *first);
        QCOMPARE(other.error().code, ErrorCode::Conflict);
        QCOMPARE(_fleet->stores->jobs().list({})->size(), 2);
    }

private:
    JobId family()
    {
        return _fleet->submit({tests::FleetFixture::wanted(u"hetzner"_s, u"DEV01"_s, 1),
                               tests::FleetFixture::wanted(u"ovh"_s, u"EVO01"_s, 2)});
    }

    std::unique_ptr<tests::FleetFixture> _fleet;
    JobId _job;
};

ARCHIVESMP_TEST(TestJobOutcomes)
#include "tst_joboutcomes.moc"
