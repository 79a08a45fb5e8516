// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/deployments/backuparchives.h"
#include "agent/deployments/changebackup.h"
#include "agent/deployments/changesource.h"
#include "agent/deployments/healthgate.h"
#include "agent/deployments/recovery.h"
#include "agent/instances/instancepower.h"
#include "agent/jobs/instancereader.h"
#include "agent/jobs/jobwork.h"
#include "agent/jobs/journalfolder.h"

namespace archivesmp::agent::deployments {

// What every transaction of this agent uses; all of it outlives them.
struct TransactionParts
{
    instances::InstancePower &power;
    HealthGate &gate;
    const jobs::JournalFolder &journals;
    const jobs::InstanceReader &reader;
    const Clock &clock;
    QThreadPool &pool;
    QString root; // the folder of all instances
};

// Changes files of one instance so that, whatever dies in between, they are old or new as a whole and the
// instance runs if it ran before: stage, back up, stop, write ahead, swap, start, wait for health, commit; or
// undo by itself. Every step is in the journal before the next one, and a run that finds a journal goes on
// where the disk says it stands. Lives in the worker's thread; file work is done on the pool.
class ChangeTransaction final
{
public:
    explicit ChangeTransaction(TransactionParts parts);

    // `undoes` is the job that this one puts right; it may lock the instance.
    [[nodiscard]] Task<jobs::JobOutcome> run(std::shared_ptr<jobs::JobRun> run,
                                             std::shared_ptr<ChangeSource> source, JobId undoes);

    // Backups are copied to the host from now on, after each change, and come back from there for a rollback
    // whose backup is gone; without this they stay on this machine.
    void setArchives(BackupArchives *archives) { _archives = archives; }
    [[nodiscard]] BackupArchives *archives() const { return _archives; }

    [[nodiscard]] const TransactionParts &parts() const { return _parts; }

private:
    struct Course; // one run's own state
    using At = std::shared_ptr<Course>;

    [[nodiscard]] Result<At> begin(const std::shared_ptr<jobs::JobRun> &run,
                                   const std::shared_ptr<ChangeSource> &source, const JobId &undoes) const;

    [[nodiscard]] Task<jobs::JobOutcome> forward(At at);
    [[nodiscard]] Task<Result<void>> layReady(At at, Phase phase);
    [[nodiscard]] Task<Result<void>> findInstance(At at);
    [[nodiscard]] Task<jobs::JobOutcome> swap(At at);
    [[nodiscard]] Task<jobs::JobOutcome> afterSwap(At at);
    [[nodiscard]] Task<jobs::JobOutcome> commit(At at);
    [[nodiscard]] Task<jobs::JobOutcome> undo(At at);
    [[nodiscard]] Task<jobs::JobOutcome> afterUndo(At at);
    [[nodiscard]] Task<Result<Health>> startAndWatch(At at, Step started, QLatin1StringView afterStart);

    [[nodiscard]] Task<jobs::JobOutcome> resume(At at);
    [[nodiscard]] Task<NextStep> nextStep(At at);
    [[nodiscard]] Task<AmpSees> askAmp(At at);

    [[nodiscard]] Task<jobs::JobOutcome> abandon(At at, Error error);
    [[nodiscard]] Task<jobs::JobOutcome> startAndAbandon(At at, Error error);
    [[nodiscard]] Task<jobs::JobOutcome> callOperator(At at, QString why);
    [[nodiscard]] Task<jobs::JobOutcome> report(At at, jobs::JobOutcome outcome);

    TransactionParts _parts;
    BackupArchives *_archives = nullptr;
};

} // namespace archivesmp::agent::deployments
