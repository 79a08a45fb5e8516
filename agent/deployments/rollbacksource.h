// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/deployments/backuparchives.h"
#include "agent/deployments/changesource.h"

namespace archivesmp::agent::deployments {

// The files of another job's backup to be put back: what that job changed, and what the plugin wrote since
// into the files that were put aside with it. JARs must still be what that job left.
class RollbackSource final : public ChangeSource
{
public:
    // `root` is the folder of all instances; `archives` is nullptr where backups stay on this machine.
    RollbackSource(domain::Job job, QString root, BackupArchives *archives);

    [[nodiscard]] const JobId &undoes() const { return _payload.job; }

    [[nodiscard]] Task<Result<void>> fetch(std::shared_ptr<jobs::JobRun> run) override;
    [[nodiscard]] Result<Preparation> prepare(const instances::InstanceFolder &folder, Phase phase) override;
    [[nodiscard]] Result<QString> prove(const instances::InstanceFolder &folder) override;
    void cleanUp() override { }

private:
    domain::Job _job;
    domain::RollbackPayload _payload;
    QString _root;
    BackupArchives *_archives;
};

} // namespace archivesmp::agent::deployments
