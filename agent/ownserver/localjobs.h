// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/coordinator/eventlog.h"
#include "agent/jobs/jobrun.h"
#include "agent/jobs/jobwork.h"
#include "common/core/clock.h"

#include <memory>

namespace archivesmp::agent::ownserver {

// The jobs that were ordered at this agent's own door, with their stories. The host never hears of them but
// for the deed, and a restart forgets them. Lives in the worker's thread; what is passed by reference
// outlives it.
class LocalJobs final
{
public:
    LocalJobs(const Clock &clock, coordinator::EventLog &log)
        : _clock(clock)
        , _log(log)
    { }

    // A job that begins now, to be ended with end(). It needs no lease.
    [[nodiscard]] std::shared_ptr<jobs::JobRun> begin(domain::Job job);
    void tellProgress(const jobs::JobRun &run); // and the lines of its story since the last call
    void end(jobs::JobRun &run, const jobs::JobOutcome &outcome);

    [[nodiscard]] bool isIdle() const;
    [[nodiscard]] Result<void> cancel(const JobId &id); // Conflict where it is over
    void cancelAll();
    [[nodiscard]] Result<protocol::JobPage> list(const protocol::ListJobs &ask) const;
    [[nodiscard]] Result<protocol::JobDetail> detail(const JobId &id) const;

private:
    struct Record
    {
        domain::Job job;
        QList<domain::JobEvent> events;
        std::shared_ptr<jobs::JobRun> run; // while it is under way
    };

    [[nodiscard]] Record *find(const JobId &id);
    void addEvents(Record &record, const QStringList &lines);
    void forgetOldest();

    const Clock &_clock;
    coordinator::EventLog &_log;
    QList<Record> _records; // newest first
};

} // namespace archivesmp::agent::ownserver
