// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/deployments/archivesealer.h"
#include "agent/deployments/changebackup.h"
#include "agent/jobs/fleetfacts.h"
#include "agent/jobs/hostapi.h"
#include "common/core/task.h"

namespace archivesmp::agent::deployments {

// What the way to the artifact store and back needs; all of it outlives its user.
struct ArchiveParts
{
    jobs::HostApi &host;
    QThreadPool &pool;
    const jobs::FleetFacts &fleet; // its key seals
    const ArchiveSealer &sealer;
    QString folder; // of the agent's own, for archives on their way; what is in it at the start is removed
};

// Brings a copy of a backup to the host's artifact store as one sealed tar archive, and back where the copy
// on the instance's disk is gone or damaged. Lives in the worker's thread.
class BackupArchives final
{
public:
    explicit BackupArchives(ArchiveParts parts);

    // The backup with its artifact's name, which is in the manifest too by then. Unavailable while the host
    // has not said the fleet's key: nothing is sent unsealed.
    [[nodiscard]] Task<Result<ChangeBackup>> send(std::shared_ptr<const instances::InstanceFolder> folder,
                                                  ChangeBackup backup);

    // Makes the backup of `job` whole below the instance's folder and gives what was done, for the story;
    // empty where it was whole. `artifact` is what the host knows of; where it is empty, the manifest says.
    // No error where there is no artifact: what is missing is missing.
    [[nodiscard]] Task<Result<QString>> bringBack(std::shared_ptr<const instances::InstanceFolder> folder,
                                                  JobId job, QString artifact);

private:
    [[nodiscard]] QString pathOf(const JobId &job, const QString &ending) const;

    ArchiveParts _parts;
};

} // namespace archivesmp::agent::deployments
