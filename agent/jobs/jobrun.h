// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/clock.h"
#include "common/core/result.h"
#include "common/protocol/hostmessages.h"

#include <QStringList>

namespace archivesmp::agent::jobs {

// One attempt at one job: what is to be done, whether it may still be done, and what is told about it.
// Lives in the worker's thread and is shared by the worker and the job's class.
class JobRun final
{
public:
    // `claimSentAt` is the clock's uptime before the claim was sent: the lease counts from there, because
    // from then on the host may have counted.
    JobRun(protocol::ClaimedJob claimed, const Clock &clock, std::chrono::milliseconds claimSentAt);

    // A run without a lease, for bringing to a safe end what a former process began: mayGoOn() is never true.
    JobRun(domain::Job job, const Clock &clock);

    [[nodiscard]] const domain::Job &job() const { return _claimed.job; }
    [[nodiscard]] const QByteArray &expectationsHash() const { return _claimed.expectationsHash; }
    [[nodiscard]] const QHash<QString, Secret> &secrets() const { return _claimed.secrets; }

    // Ask before each destructive step. Cancelled where somebody asked for that, Busy where the lease was not
    // renewed for three quarters of its time: another worker may be about to have the job.
    [[nodiscard]] Result<void> mayGoOn() const;

    // A step is shown as progress and becomes a line of the story.
    void step(const QString &name);
    void progress(qint64 done, qint64 total);
    void note(const QString &line);

    // For the worker.
    [[nodiscard]] const domain::JobProgress &shownProgress() const { return _progress; }
    [[nodiscard]] QStringList takeEvents() { return std::exchange(_events, {}); }
    void putBackEvents(const QStringList &events) { _events = events + _events; }
    void leaseRenewed(std::chrono::milliseconds sentAt) { _lastGood = std::max(_lastGood, sentAt); }
    void loseLease(const QString &why) { _lost = why; }
    void requestCancel() { _cancelRequested = true; }

private:
    protocol::ClaimedJob _claimed;
    const Clock &_clock;
    std::chrono::milliseconds _lastGood{0};
    domain::JobProgress _progress;
    QStringList _events;
    QString _lost; // why there is no lease any more
    bool _cancelRequested = false;
};

} // namespace archivesmp::agent::jobs
