// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/jobs/jobrun.h"

#include <QLoggingCategory>

namespace archivesmp::agent::jobs {

using namespace Qt::StringLiterals;

namespace {
Q_LOGGING_CATEGORY(lcRun, "archivesmp.job", QtInfoMsg)
} // namespace

JobRun::JobRun(protocol::ClaimedJob claimed, const Clock &clock, std::chrono::milliseconds claimSentAt)
    : _claimed(std::move(claimed))
    , _clock(clock)
    , _lastGood(claimSentAt)
    , _cancelRequested(_claimed.job.cancelRequested)
{ }

JobRun::JobRun(domain::Job job, const Clock &clock)
    : _claimed{.job = std::move(job)}
    , _clock(clock)
    , _lost(u"this process never had the lease"_s)
{ }

Result<void> JobRun::mayGoOn() const
{
    if (_cancelRequested)
        return Error{ErrorCode::Cancelled, u"cancelled before anything was changed"_s};
    if (!_lost.isEmpty())
        return Error{ErrorCode::Busy, u"the lease is lost: "_s + _lost};
    if (_clock.uptime() - _lastGood >= _claimed.lease * 3 / 4)
        return Error{ErrorCode::Busy, u"the lease could not be renewed in time"_s};
    return {};
}

void JobRun::step(const QString &name)
{
    _progress = {name, 0, 0};
    note(name);
}

void JobRun::progress(qint64 done, qint64 total)
{
    _progress.done = done;
    _progress.total = total;
}

void JobRun::note(const QString &line)
{
    _events.append(line);
    qCInfo(lcRun).noquote() << line << u"job="_s + job().id.toString() << u"instance="_s + job().instance;
}

} // namespace archivesmp::agent::jobs
