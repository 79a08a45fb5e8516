// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/deployments/changebackup.h"
#include "agent/jobs/hostapi.h"
#include "common/core/task.h"

namespace archivesmp::agent::deployments {

// Brings a copy of a backup to the host's artifact store as one tar archive. The way back never needs it: it
// is for the day on which the instance's disk is gone. Lives in the worker's thread.
class BackupUpload final
{
public:
    // `folder` is a folder of the agent's own for archives on their way.
    BackupUpload(jobs::HostApi &host, QThreadPool &pool, QString folder);

    // The backup with its artifact's name, which is in the manifest too by then.
    [[nodiscard]] Task<Result<ChangeBackup>> send(std::shared_ptr<const instances::InstanceFolder> folder,
                                                  ChangeBackup backup);

private:
    jobs::HostApi &_host;
    QThreadPool &_pool;
    QString _folder;
};

// Packs the manifest and all copies into a new archive and gives its SHA-256. Blocks.
[[nodiscard]] Result<QByteArray> packBackup(const instances::InstanceFolder &folder,
                                            const ChangeBackup &backup, const QString &archive);

} // namespace archivesmp::agent::deployments
