// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/jobs/hostapi.h"
#include "agent/jobs/instanceturns.h"
#include "agent/jobs/jobfeed.h"
#include "agent/jobs/jobwork.h"
#include "agent/jobs/journalfolder.h"
#include "agent/jobs/resultspool.h"
#include "common/core/backoff.h"
#include "common/core/taskgroup.h"

#include <QFuture>
#include <QHash>
#include <QSet>

#include <map>

namespace archivesmp::agent::jobs {

struct WorkerSettings
{
    QString server;
    QString bootId; // new with every start of the process
    std::chrono::milliseconds renew = std::chrono::seconds(15);
    Backoff::Limits retry;
    int atOnce = 4; // jobs over different instances
};

using WorkByType = std::map<domain::JobType, std::unique_ptr<JobWork>>;

// Carries out the jobs of one server: takes hints from the feeds, claims at the host, runs one job per
// instance at a time, renews the leases, and brings every result to the host however long that takes. Jobs
// that a former process left half done are brought to an end first. Lives in one thread with an event loop,
// together with the host, the feeds and all work; what is passed by reference outlives it.
class Worker final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Worker)

public:
    Worker(HostApi &host, const Clock &clock, const JournalFolder &journals, const ResultSpool &spool,
           WorkByType works, WorkerSettings settings, QObject *parent = nullptr);

    void addFeed(JobFeed &feed); // before start()
    void start();

    // Takes no new jobs; drained() comes when the running ones have ended.
    void drain();

    // Somebody wants these jobs ended: they are at their next safe point.
    void cancel(const QList<JobId> &jobs);

    // Of the instances, to be respected by whoever works on one without a job of the host.
    [[nodiscard]] InstanceTurns &turns() { return _turns; }

    [[nodiscard]] QStringList jobTypes() const; // the wire names of what it can carry out
    [[nodiscard]] bool isIdle() const { return _active.isEmpty() && _waiting.isEmpty(); }

Q_SIGNALS:
    void drained();
    void resultMade(const archivesmp::domain::Job &job, const archivesmp::protocol::JobResult &result);
    void jobEnded(const archivesmp::JobId &job, archivesmp::domain::JobStatus status);
    void resultDelivered(const archivesmp::JobId &job);

private:
    struct Nothing
    { };

    void offer(const JobId &job, const QByteArray &payloadSha256);
    void startWaiting();
    void settle(const JobId &job);
    void ended(const JobId &job);

    [[nodiscard]] Task<Nothing> serve(JobId job);
    [[nodiscard]] Task<Nothing> resume(domain::Job left);
    [[nodiscard]] Task<Result<std::shared_ptr<JobRun>>> claim(JobId job);
    [[nodiscard]] Task<Nothing> perform(std::shared_ptr<JobRun> run);
    [[nodiscard]] Task<JobOutcome> carryOut(std::shared_ptr<JobRun> run);
    // A renewal that has no answer yet, and the lines of the story that went with it.
    struct Renewal
    {
        QFuture<Result<protocol::RenewReply>> answer;
        QStringList events;
    };
    [[nodiscard]] Task<Nothing> keepLease(std::shared_ptr<JobRun> run, std::shared_ptr<Renewal> renewal);
    [[nodiscard]] Task<Nothing> deliverResults();
    [[nodiscard]] Result<void> checkTarget(const domain::Job &job) const;
    void startDelivering();
    void keep(const JobRun &run, const JobOutcome &outcome, const QStringList &events);

    HostApi &_host;
    const Clock &_clock;
    const JournalFolder &_journals;
    const ResultSpool &_spool;
    WorkByType _works;
    WorkerSettings _settings;
    QList<JobFeed *> _feeds;
    InstanceTurns _turns;
    QList<JobId> _waiting;                          // hints beyond the number of jobs at once
    QHash<JobId, QByteArray> _hinted;               // what the hints say of the payloads
    QSet<JobId> _active;                            // claimed, or about to be
    QHash<JobId, std::shared_ptr<JobRun>> _running; // for cancel()
    QList<protocol::JobResult> _unspooled;          // results that the disk had no room for
    QSet<JobId> _undelivered;                       // their hints wait for the host to have the result
    bool _delivering = false;
    bool _draining = false;
    TaskGroup _tasks;
};

} // namespace archivesmp::agent::jobs
