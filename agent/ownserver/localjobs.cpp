// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/ownserver/localjobs.h"

#include "common/core/textescape.h"

#include <QUuid>

#include <algorithm>

namespace archivesmp::agent::ownserver {

using namespace Qt::StringLiterals;
using domain::Job;
using domain::JobStatus;

namespace {

constexpr qsizetype mostRecords = 200;
constexpr int mostAsked = 1000;
// Nobody else can have the job, so that nothing has to be renewed.
constexpr std::chrono::hours endlessLease{24 * 365};

Error noSuchJob(const JobId &id)
{
    return {ErrorCode::NotFound, u"this agent started no job "_s + excerpt(id.toString())};
}

} // namespace

std::shared_ptr<jobs::JobRun> LocalJobs::begin(Job job)
{
    if (job.id.isEmpty())
        job.id = JobId(QUuid::createUuid().toString(QUuid::WithoutBraces));
    job.status = JobStatus::InProgress;
    job.attempt = 1;
    job.claimedBy = job.server;
    job.createdAt = job.startedAt = _clock.now();
    auto run = std::make_shared<jobs::JobRun>(protocol::ClaimedJob{.job = job, .lease = endlessLease}, _clock,
                                              _clock.uptime());
    _records.prepend({job, {}, run});
    forgetOldest();
    _log.publish(protocol::JobChanged{job});
    return run;
}

LocalJobs::Record *LocalJobs::find(const JobId &id)
{
    const auto found = std::find_if(_records.begin(), _records.end(),
                                    [&id](const Record &record) { return record.job.id == id; });
    return found == _records.end() ? nullptr : &*found;
}

void LocalJobs::addEvents(Record &record, const QStringList &lines)
{
    for (const QString &line : lines) {
        record.events.append({record.job.id, int(record.events.size()) + 1, _clock.now(), line});
        _log.publish(protocol::JobEventAdded{record.events.last()});
    }
}

void LocalJobs::tellProgress(const jobs::JobRun &run)
{
    Record *const record = find(run.job().id);
    if (record == nullptr || record->run == nullptr)
        return;
    addEvents(*record, record->run->takeEvents());
    if (record->job.progress == run.shownProgress())
        return;
    record->job.progress = run.shownProgress();
    _log.publish(protocol::JobChanged{record->job});
}

void LocalJobs::end(jobs::JobRun &run, const jobs::JobOutcome &outcome)
{
    Record *const record = find(run.job().id);
    if (record == nullptr)
        return;
    addEvents(*record, run.takeEvents());
    record->run.reset();
    Job &job = record->job;
    // Whoever asked for it is there to ask again.
    job.status = outcome.status == JobStatus::Retrying ? JobStatus::Failed : outcome.status;
    job.errorCode = outcome.errorCode;
    job.resultMessage = outcome.message;
    job.progress = run.shownProgress();
    job.completedAt = _clock.now();
    _log.publish(protocol::JobChanged{job});
}

void LocalJobs::forgetOldest()
{
    while (_records.size() > mostRecords && _records.last().run == nullptr)
        _records.removeLast();
}

bool LocalJobs::isIdle() const
{
    return std::all_of(_records.begin(), _records.end(),
                       [](const Record &record) { return record.run == nullptr; });
}

Result<void> LocalJobs::cancel(const JobId &id)
{
    Record *const record = find(id);
    if (record == nullptr)
        return noSuchJob(id);
    if (record->run == nullptr)
        return Error{ErrorCode::Conflict, u"the job is over"_s};
    record->run->requestCancel();
    record->job.cancelRequested = true;
    _log.publish(protocol::JobChanged{record->job});
    return {};
}

void LocalJobs::cancelAll()
{
    for (const Record &record : std::as_const(_records)) {
        if (record.run != nullptr)
            record.run->requestCancel();
    }
}

Result<protocol::JobPage> LocalJobs::list(const protocol::ListJobs &ask) const
{
    if (ask.limit < 1 || ask.limit > mostAsked)
        return Error{ErrorCode::InvalidArgument, u"limit out of range: "_s + QString::number(ask.limit)}
            .atField(u"limit"_s);
    protocol::JobPage page;
    for (const Record &record : _records) {
        if (page.jobs.size() < ask.limit && (!ask.status || record.job.status == *ask.status))
            page.jobs.append(record.job);
    }
    page.sequence = _log.sequence();
    return page;
}

Result<protocol::JobDetail> LocalJobs::detail(const JobId &id) const
{
    for (const Record &record : _records) {
        if (record.job.id == id)
            return protocol::JobDetail{record.job, {}, record.events};
    }
    return noSuchJob(id);
}

} // namespace archivesmp::agent::ownserver
