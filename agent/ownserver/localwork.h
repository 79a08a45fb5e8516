// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/instances/instancepower.h"
#include "agent/jobs/expectationscache.h"
#include "agent/jobs/fleetfacts.h"
#include "agent/jobs/instancereader.h"
#include "agent/jobs/instanceturns.h"
#include "agent/jobs/journalfolder.h"
#include "agent/jobs/powerwork.h"
#include "agent/ownserver/deedspool.h"
#include "agent/ownserver/localjobs.h"
#include "agent/ownserver/serverpicture.h"
#include "common/core/taskgroup.h"

namespace archivesmp::agent::ownserver {

// Does what needs no coordination: scans this server, starts and stops its instances. Each deed is spooled
// for the host's records before it begins. Lives in the worker's thread; what is passed by reference outlives
// it.
class LocalWork final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(LocalWork)

public:
    struct Parts
    {
        const Clock &clock;
        QThreadPool &pool;
        const jobs::FleetFacts &fleet;
        jobs::ExpectationsCache &expectations;
        const jobs::InstanceReader &reader;
        const jobs::JournalFolder &journals;
        jobs::InstanceTurns &turns; // of the worker's jobs
        instances::InstancePower &power;
        QString root;
    };

    LocalWork(Parts parts, ServerPicture &picture, LocalJobs &jobs, const DeedSpool &deeds,
              QObject *parent = nullptr);

    // NotFound ("no expectations") without those that the host announced last, Busy while another local scan
    // is under way.
    [[nodiscard]] Result<JobId> scan(const domain::User &by, const protocol::StartScan &ask);

    // Busy or Conflict while a job of the host is at work on the instance or left its journal open. A restart
    // is Unsupported: how many restart at once is the host's to say.
    [[nodiscard]] Result<JobId> power(const domain::User &by, const protocol::PowerInstance &ask);

    // Unsupported for a start or stop, which AMP has been told already.
    [[nodiscard]] Result<void> cancel(const domain::User &by, const JobId &id);

    // Begins nothing more; ended() comes for each job that is under way.
    void drain();

Q_SIGNALS:
    void deedSpooled();
    void instanceTouched(); // it is not what it was: look again
    void ended();           // a job

private:
    struct Nothing
    { };

    [[nodiscard]] Result<QList<domain::Instance>> targetsOf(const protocol::StartScan &ask) const;
    [[nodiscard]] Result<void> spool(const domain::Job &job, const QString &action, const QString &by,
                                     const QString &detail);
    [[nodiscard]] Task<Nothing> carryOutScan(std::shared_ptr<jobs::JobRun> run,
                                             QList<domain::Instance> targets);
    [[nodiscard]] Task<jobs::JobOutcome> scanAll(std::shared_ptr<jobs::JobRun> run,
                                                 QList<domain::Instance> targets);
    [[nodiscard]] Task<Result<qsizetype>> scanOne(jobs::ScanOrder order);
    [[nodiscard]] Task<Nothing> carryOutPower(std::shared_ptr<jobs::JobRun> run);

    Parts _parts;
    ServerPicture &_picture;
    LocalJobs &_jobs;
    const DeedSpool &_deeds;
    jobs::PowerWork _power;
    bool _scanning = false;
    bool _draining = false;
    TaskGroup _tasks;
};

} // namespace archivesmp::agent::ownserver
