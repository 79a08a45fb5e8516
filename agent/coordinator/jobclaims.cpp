// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/coordinator/jobclaims.h"

#include "agent/coordinator/jobfamily.h"
#include "common/protocol/payloadhash.h"

#include <QLoggingCategory>

namespace archivesmp::agent::coordinator {

using namespace domain;
using namespace Qt::StringLiterals;

namespace {

Q_LOGGING_CATEGORY(lcClaims, "archivesmp.claims", QtInfoMsg)

const QString payloadField = u"payload_sha256"_s;

QString quoted(const JobId &job)
{
    return u"job "_s + job.toString();
}

Error refusal(const Job &job)
{
    if (job.status == JobStatus::Cancelled)
        return {ErrorCode::Cancelled, quoted(job.id) + u" was cancelled"_s};
    return {ErrorCode::Conflict, quoted(job.id) + u" is "_s + nameOf(job.status)};
}

} // namespace

Result<JobRecord> ownJob(JobStore &jobs, const User &by, const JobId &job)
{
    const auto found = jobs.find(job);
    if (!found)
        return found.error();
    // A parent has no agent; another server's job is none of its business.
    if (!*found || by.server.isEmpty() || (*found)->job.server != by.server)
        return Error{ErrorCode::NotFound, u"no such job: "_s + job.toString()};
    return **found;
}

Result<void> countCrash(const Workspace &workspace, Changes &changes, JobRecord &record, const QString &how)
{
    Job &job = record.job;
    ++record.crashes;
    job.claimedBy.clear();
    job.leaseUntil = {};
    QString line = how;
    if (record.crashes >= workspace.options.maxCrashes || job.attempt >= record.maxAttempts) {
        job.status = JobStatus::Failed;
        job.completedAt = workspace.clock.now();
        job.errorCode = ErrorCode::Unavailable;
        record.deadLetter = true;
        job.resultMessage = u"given up: its agent was lost "_s + QString::number(record.crashes)
            + (record.crashes == 1 ? u" time"_s : u" times"_s) + u" while working on it"_s;
        line = how + u"; "_s + job.resultMessage;
    } else {
        job.status = JobStatus::Retrying;
    }
    if (const auto saved = saveJob(workspace, changes, record); !saved)
        return saved;
    changes.wake(job.server);
    if (const auto told = addLines(workspace, changes, job.id, {line}); !told)
        return told;
    return settleFamily(workspace, changes, job.parent);
}

Result<QList<Job>> JobClaims::claimable(const QString &server)
{
    const auto agent = _workspace.stores.fleet().server(server);
    if (!agent)
        return agent.error();
    const QDateTime now = _workspace.clock.now();
    auto jobs
        = _workspace.stores.jobs().claimable(server, now, now.addMSecs(_workspace.options.retryCap.count()));
    if (!jobs)
        return jobs;
    // What an agent of an older version cannot do waits until it is newer.
    if (*agent && !(*agent)->jobTypes.isEmpty())
        jobs->removeIf([&](const Job &job) { return !(*agent)->jobTypes.contains(nameOf(job.type)); });
    if (_isUpToDate && !_isUpToDate(server)) {
        jobs->removeIf(
            [](const Job &job) { return job.type == JobType::DriftScan || job.type == JobType::Evaluate; });
    }
    return jobs;
}

Result<std::optional<JobId>> JobClaims::next(const User &by)
{
    const auto jobs = claimable(by.server);
    if (!jobs)
        return jobs.error();
    return jobs->isEmpty() ? std::nullopt : std::optional(jobs->first().id);
}

Result<Job> JobClaims::claim(const User &by, const protocol::ClaimRequest &request)
{
    const auto claimed
        = _workspace.change<Claimed>([&](Changes &changes) { return claimIn(changes, by, request); });
    if (!claimed) {
        if (claimed.error().field == payloadField)
            raiseAlarm(by, request);
        return claimed.error();
    }
    if (!*claimed)
        return Error{ErrorCode::Conflict,
                     quoted(request.job) + u" has failed: its agent was lost too often"_s};
    return **claimed;
}

Result<JobClaims::Claimed> JobClaims::claimIn(Changes &changes, const User &by,
                                              const protocol::ClaimRequest &request)
{
    auto record = ownJob(_workspace.stores.jobs(), by, request.job);
    if (!record)
        return record.error();
    if (request.server != by.server || request.bootId.isEmpty() || request.nonce.isEmpty())
        return Error{ErrorCode::InvalidArgument, u"a claim names its server, its boot id and a nonce"_s};
    if (!request.payloadSha256.isEmpty()
        && request.payloadSha256 != protocol::payloadSha256(record->job.payload)) {
        return Error{ErrorCode::Conflict,
                     u"payload_mismatch: the hint for "_s + quoted(request.job)
                         + u" names another payload than the host's"_s,
                     {},
                     0,
                     0,
                     payloadField};
    }
    if (const auto current = checkProcess(request); !current)
        return current.error();
    Job &job = record->job;
    if (job.status == JobStatus::InProgress) {
        if (record->bootId == request.bootId && record->claimNonce == request.nonce) {
            _leases.grant(job.id); // the answer was lost
            return Claimed(job);
        }
        if (record->bootId == request.bootId)
            return Error{ErrorCode::Conflict, quoted(job.id) + u" is claimed already"_s};
        if (const auto counted = countCrash(_workspace, changes, *record, u"the agent was started anew"_s);
            !counted) {
            return counted.error();
        }
        if (job.status == JobStatus::Failed)
            return Claimed();
    }
    if (job.status != JobStatus::Pending && job.status != JobStatus::Retrying)
        return refusal(job);
    if (const auto isFree = checkFree(*record); !isFree)
        return isFree.error();
    const auto handed = hand(changes, *record, request);
    if (!handed)
        return handed.error();
    return Claimed(*handed);
}

// Only the host writes hints, so somebody else has written this one.
void JobClaims::raiseAlarm(const User &by, const protocol::ClaimRequest &request)
{
    qCCritical(lcClaims).noquote() << "payload_mismatch: somebody writes into the delivery of jobs"
                                   << u"job="_s + request.job.toString() << u"server="_s + by.server;
    const auto noted = _workspace.stores.audit().add(
        {_workspace.clock.now(), by.name, u"job.payload_mismatch"_s, request.job.toString(),
         u"the hint names the payload "_s + QString::fromLatin1(request.payloadSha256.toHex())});
    if (!noted)
        qCWarning(lcClaims).noquote() << describe(noted.error());
}

// Of two processes with one identity only the one that said hello last may work.
Result<void> JobClaims::checkProcess(const protocol::ClaimRequest &request)
{
    const auto agent = _workspace.stores.fleet().server(request.server);
    if (!agent)
        return agent.error();
    if (*agent && !(*agent)->bootId.isEmpty() && (*agent)->bootId != request.bootId)
        return Error{ErrorCode::Conflict, u"another agent of "_s + request.server + u" was started since"_s};
    return {};
}

Result<void> JobClaims::checkFree(const JobRecord &record)
{
    const Job &job = record.job;
    const auto busy = _workspace.stores.jobs().isBusy(job.server, job.instance, job.id);
    if (!busy)
        return busy.error();
    if (*busy) {
        return Error{ErrorCode::Busy,
                     u"another job is in progress on "_s + InstanceRef{job.server, job.instance}.toString()};
    }
    const auto waiting = claimable(job.server);
    if (!waiting)
        return waiting.error();
    for (const Job &candidate : *waiting) {
        if (candidate.id == job.id)
            return {};
    }
    return Error{ErrorCode::Busy, quoted(job.id) + u" is not due yet"_s};
}

Result<Job> JobClaims::hand(Changes &changes, JobRecord &record, const protocol::ClaimRequest &request)
{
    Job &job = record.job;
    job.status = JobStatus::InProgress;
    ++job.attempt;
    ++job.fence;
    job.claimedBy = request.server;
    job.leaseUntil = _leases.grant(job.id);
    job.notBefore = {};
    job.progress = {};
    if (!job.startedAt.isValid())
        job.startedAt = _workspace.clock.now();
    record.bootId = request.bootId;
    record.claimNonce = request.nonce;
    if (const auto saved = saveJob(_workspace, changes, record); !saved)
        return saved.error();
    const QString line = u"claimed by "_s + request.server + u", attempt "_s + QString::number(job.attempt);
    if (const auto told = addLines(_workspace, changes, job.id, {line}); !told)
        return told.error();
    if (const auto settled = settleFamily(_workspace, changes, job.parent); !settled)
        return settled.error();
    return job;
}

Result<protocol::RenewReply> JobClaims::renew(const User &by, const protocol::RenewRequest &request)
{
    bool cancelRequested = false;
    const auto done = _workspace.change<Nothing>([&](Changes &changes) -> Result<Nothing> {
        auto record = ownJob(_workspace.stores.jobs(), by, request.job);
        if (!record)
            return record.error();
        cancelRequested = record->job.cancelRequested;
        return renewIn(changes, *record, request);
    });
    if (!done)
        return done.error();
    return protocol::RenewReply{cancelRequested};
}

// A lease that has run out can be renewed as long as nobody else has claimed the job: its fence says so.
Result<Nothing> JobClaims::renewIn(Changes &changes, JobRecord &record, const protocol::RenewRequest &request)
{
    Job &job = record.job;
    if (job.status == JobStatus::Cancelled)
        return refusal(job);
    const bool late = job.status == JobStatus::Retrying && record.finishedAttempt < job.attempt;
    if ((job.status != JobStatus::InProgress && !late) || job.fence != request.fence
        || record.bootId != request.bootId) {
        return Error{ErrorCode::Conflict, quoted(job.id) + u" is not this agent's any more"_s};
    }
    if (late) {
        if (const auto isFree = checkFree(record); !isFree)
            return Error{ErrorCode::Conflict, isFree.error().message};
    }
    const bool isNews = late || job.progress != request.progress;
    job.status = JobStatus::InProgress;
    job.claimedBy = job.server;
    job.progress = request.progress;
    job.leaseUntil = _leases.grant(job.id);
    Changes quiet;
    if (const auto saved = saveJob(_workspace, isNews ? changes : quiet, record); !saved)
        return saved.error();
    if (const auto told = addLines(_workspace, changes, job.id, request.events); !told)
        return told.error();
    if (!late)
        return Nothing();
    if (const auto settled = settleFamily(_workspace, changes, job.parent); !settled)
        return settled.error();
    return Nothing();
}

} // namespace archivesmp::agent::coordinator
