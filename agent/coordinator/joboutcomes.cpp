// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/coordinator/joboutcomes.h"

#include "agent/coordinator/backupjson.h"
#include "agent/coordinator/jobclaims.h"
#include "agent/coordinator/jobfamily.h"
#include "common/core/textescape.h"

#include <algorithm>

namespace archivesmp::agent::coordinator {

using namespace domain;
using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype longestMessage = 4000;

bool isOutcome(JobStatus status)
{
    return isFinal(status) || status == JobStatus::Retrying;
}

} // namespace

Result<std::optional<Job>> JobOutcomes::finish(const User &by, const protocol::JobResult &result)
{
    if (!isOutcome(result.status))
        return Error{ErrorCode::InvalidArgument, nameOf(result.status) + u" is not how a job ends"_s};
    auto ended = _workspace.change<std::optional<Job>>(
        [&](Changes &changes) { return finishIn(changes, by, result); });
    if (ended && *ended)
        _leases.release(result.job);
    return ended;
}

Result<std::optional<Job>> JobOutcomes::finishIn(Changes &changes, const User &by,
                                                 const protocol::JobResult &result)
{
    auto record = ownJob(_workspace.stores.jobs(), by, result.job);
    if (!record)
        return record.error();
    Job &job = record->job;
    if (result.attempt > 0 && record->finishedAttempt == result.attempt)
        return std::optional<Job>();
    // A job whose lease ran out is still its last agent's as long as nobody else has claimed it.
    const bool held = job.status == JobStatus::InProgress || job.status == JobStatus::Retrying;
    if (!held || result.fence != job.fence || result.attempt != job.attempt) {
        return Error{ErrorCode::Conflict,
                     u"job "_s + job.id.toString() + u" is "_s + nameOf(job.status) + u", attempt "_s
                         + QString::number(job.attempt) + u": this result is of attempt "_s
                         + QString::number(result.attempt)};
    }
    conclude(*record, result);
    if (const auto saved = saveJob(_workspace, changes, *record); !saved)
        return saved.error();
    const QString line
        = job.resultMessage.isEmpty() ? nameOf(job.status) : nameOf(job.status) + u": "_s + job.resultMessage;
    if (const auto told = addLines(_workspace, changes, job.id, QStringList(result.events) << line); !told)
        return told.error();
    if (const auto recorded = recordEffects(changes, job, result); !recorded)
        return recorded.error();
    if (const auto settled = settleFamily(_workspace, changes, job.parent); !settled)
        return settled.error();
    changes.wake(job.server);
    return std::optional(job);
}

void JobOutcomes::conclude(JobRecord &record, const protocol::JobResult &result)
{
    Job &job = record.job;
    record.finishedAttempt = result.attempt;
    job.claimedBy.clear();
    job.leaseUntil = {};
    job.status = result.status;
    job.errorCode = result.errorCode;
    job.resultMessage = excerpt(result.message, longestMessage);
    if (result.status == JobStatus::Retrying)
        retryOrGiveUp(record, result);
    if (isFinal(job.status))
        job.completedAt = _workspace.clock.now();
}

void JobOutcomes::retryOrGiveUp(JobRecord &record, const protocol::JobResult &result)
{
    Job &job = record.job;
    if (job.cancelRequested) {
        job.status = JobStatus::Cancelled;
    } else if (result.errorCode && !isTransient(*result.errorCode)) {
        job.status = JobStatus::Failed; // it would fail in the same way again
    } else if (job.attempt >= record.maxAttempts) {
        job.status = JobStatus::Failed;
        record.deadLetter = true;
        job.resultMessage
            = u"given up after "_s + QString::number(job.attempt) + u" attempts: "_s + job.resultMessage;
    } else {
        job.notBefore = retryAt(job.attempt);
    }
}

QDateTime JobOutcomes::retryAt(int attempt)
{
    const qint64 base = _workspace.options.retryBase.count();
    const qint64 most = std::min<qint64>(_workspace.options.retryCap.count(), base << std::min(attempt, 20));
    return _workspace.clock.now().addMSecs(static_cast<qint64>(_random.bounded(static_cast<double>(most))));
}

Result<void> JobOutcomes::recordEffects(Changes &changes, const Job &job, const protocol::JobResult &result)
{
    if (!result.backup.isEmpty()) {
        auto backup = backupFromJson(result.backup, job, _workspace.clock.now());
        if (!backup)
            return backup.error();
        if (const auto added = _workspace.stores.backups().add(*backup); !added)
            return added;
    }
    if (const auto recorded = recordState(changes, job, result); !recorded)
        return recorded;
    if (job.type == JobType::Rollback && job.status == JobStatus::Completed)
        return markUndone(changes, job);
    return {};
}

Result<void> JobOutcomes::recordState(Changes &changes, const Job &job, const protocol::JobResult &result)
{
    const InstanceRef ref{job.server, job.instance};
    FleetStore &fleet = _workspace.stores.fleet();
    if (!result.plugins.isEmpty()) {
        QList<InstalledPlugin> plugins = result.plugins;
        for (InstalledPlugin &plugin : plugins)
            plugin.instance = ref;
        if (const auto replaced = fleet.replacePlugins(ref, plugins); !replaced)
            return replaced;
        changes.tell(protocol::PluginsChanged{ref, plugins});
    }
    if (!result.instance)
        return {};
    const auto known = fleet.instances(job.server);
    if (!known)
        return known.error();
    for (Instance instance : *known) {
        if (instance.ref != ref)
            continue;
        // Only what a job can have changed: the rest is the heartbeat's.
        instance.state = result.instance->state;
        instance.players = result.instance->players;
        instance.lastSeen = _workspace.clock.now();
        changes.tell(protocol::InstanceChanged{instance});
        return fleet.saveInstance(instance);
    }
    return {};
}

Result<void> JobOutcomes::markUndone(Changes &changes, const Job &rollback)
{
    const auto *payload = std::get_if<RollbackPayload>(&rollback.payload);
    if (payload == nullptr)
        return {};
    auto record = _workspace.stores.jobs().find(payload->job);
    if (!record)
        return record.error();
    if (!*record || (*record)->job.status != JobStatus::Completed)
        return {};
    Job &undone = (*record)->job;
    undone.status = JobStatus::RolledBack;
    undone.resultMessage += u"; undone by "_s + rollback.createdBy;
    if (const auto saved = saveJob(_workspace, changes, **record); !saved)
        return saved;
    const QString line = u"rolled back by job "_s + rollback.id.toString();
    if (const auto told = addLines(_workspace, changes, undone.id, {line}); !told)
        return told;
    return settleFamily(_workspace, changes, undone.parent);
}

Result<void> JobOutcomes::cancel(const User &by, const JobId &job)
{
    const auto done = _workspace.change<Nothing>([&](Changes &changes) -> Result<Nothing> {
        JobStore &jobs = _workspace.stores.jobs();
        auto record = jobs.find(job);
        if (!record)
            return record.error();
        if (!*record)
            return Error{ErrorCode::NotFound, u"no such job: "_s + job.toString()};
        if (isFinal((*record)->job.status)) {
            return Error{ErrorCode::Conflict,
                         u"too late: the job is "_s + nameOf((*record)->job.status) + u" already"_s};
        }
        auto children = jobs.children(job);
        if (!children)
            return children.error();
        QList<JobRecord> leaves = children->isEmpty() ? QList<JobRecord>{**record} : *children;
        for (JobRecord &leaf : leaves) {
            if (isFinal(leaf.job.status))
                continue;
            if (const auto cancelled = cancelOne(changes, leaf, by); !cancelled)
                return cancelled.error();
        }
        const auto noted = _workspace.stores.audit().add(
            {_workspace.clock.now(), by.name, u"job.cancel"_s, job.toString(), {}});
        if (!noted)
            return noted.error();
        const JobId parent = children->isEmpty() ? (*record)->job.parent : job;
        if (const auto settled = settleFamily(_workspace, changes, parent); !settled)
            return settled.error();
        return Nothing();
    });
    return done ? Result<void>() : done.error();
}

// A job that runs is asked to stop with its next heartbeat; only its agent knows whether it still can.
Result<void> JobOutcomes::cancelOne(Changes &changes, JobRecord &record, const User &by)
{
    Job &job = record.job;
    QString line = u"cancelled by "_s + by.name;
    if (job.status == JobStatus::InProgress) {
        job.cancelRequested = true;
        line = by.name + u" asked for it to be cancelled"_s;
    } else {
        job.status = JobStatus::Cancelled;
        job.completedAt = _workspace.clock.now();
        job.resultMessage = line;
    }
    if (const auto saved = saveJob(_workspace, changes, record); !saved)
        return saved;
    return addLines(_workspace, changes, job.id, {line});
}

Result<void> JobOutcomes::expireLeases()
{
    const auto held = _workspace.stores.jobs().held({});
    if (!held)
        return held.error();
    for (const JobRecord &record : *held) {
        const JobId id = record.job.id;
        if (!_leases.hasExpired(id))
            continue;
        const auto done = _workspace.change<Nothing>([&](Changes &changes) -> Result<Nothing> {
            auto again = _workspace.stores.jobs().find(id);
            if (!again)
                return again.error();
            if (!*again || (*again)->job.status != JobStatus::InProgress)
                return Nothing();
            const QString how = u"its lease ran out: "_s + record.job.server + u" was not heard of"_s;
            if (const auto counted = countCrash(_workspace, changes, **again, how); !counted)
                return counted.error();
            return Nothing();
        });
        if (!done)
            return done.error();
        _leases.release(id);
    }
    return {};
}

} // namespace archivesmp::agent::coordinator
