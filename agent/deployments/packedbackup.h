// SPDX-License-Identifier: GPL-3.0-or-later
// A backup as one tar archive: the manifest first, then every copy under the name of its original. All calls
// block.
#pragma once

#include "agent/deployments/changebackup.h"

namespace archivesmp::agent::deployments {

// Makes the archive anew (mode 0600).
[[nodiscard]] Result<void> packBackup(const instances::InstanceFolder &folder, const ChangeBackup &backup,
                                      const QString &archive);

// Puts what is missing or damaged of a job's backup back from its archive; copies that are whole stay.
// Corrupt where the archive is another job's, or a content is not what its manifest says. `artifact` goes
// into the manifest as the archive's own name.
[[nodiscard]] Result<void> unpackBackup(const instances::InstanceFolder &folder, const JobId &job,
                                        const QString &artifact, const QString &archive);

struct BackupState
{
    bool whole = false; // every copy reads as it was put aside
    QString reason;     // why it is not
    QString artifact;   // where the manifest can be read and names one
};
[[nodiscard]] BackupState lookAtBackup(const instances::InstanceFolder &folder, const JobId &job);

} // namespace archivesmp::agent::deployments
