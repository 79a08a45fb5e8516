// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/deployments/swap.h"

#include "agent/deployments/failpoint.h"
#include "common/core/textescape.h"

namespace archivesmp::agent::deployments {

using namespace Qt::StringLiterals;
using instances::InstanceFolder;

namespace {

Error neither(const QString &path)
{
    return {ErrorCode::Conflict, u"neither the old nor the new content; somebody else was here"_s,
            escapedForDisplay(path)};
}

Result<void> swapOne(const InstanceFolder &folder, const FileChange &change)
{
    const auto present = hashOrNothing(folder, change.path);
    if (!present)
        return present.error();
    if (*present == change.newSha256)
        return {};
    if (*present != change.oldSha256)
        return neither(change.path);
    if (change.newSha256.isEmpty())
        return folder.remove(change.path);
    const auto staged = folder.sha256(change.staged, largestJar);
    if (!staged)
        return staged.error();
    if (*staged != change.newSha256)
        return Error{ErrorCode::Corrupt, u"the staged file is not what was verified"_s, change.staged};
    return folder.move(change.staged, change.path);
}

Result<void> putBack(const InstanceFolder &folder, const JobId &job, const BackupEntry &entry)
{
    const auto present = hashOrNothing(folder, entry.path);
    if (!present)
        return present.error();
    if (*present == entry.sha256)
        return {};
    if (!entry.ownedByPlugin && *present != entry.newSha256)
        return neither(entry.path);
    return restore(folder, job, entry);
}

} // namespace

Result<void> swapIn(const InstanceFolder &folder, const QList<FileChange> &changes)
{
    for (const FileChange &change : changes) {
        if (const auto swapped = swapOne(folder, change); !swapped)
            return swapped;
        failpoint("deploy.inside_swap"_L1);
    }
    return {};
}

Result<void> swapBack(const InstanceFolder &folder, const ChangeBackup &backup)
{
    for (const bool pluginFiles : {true, false}) {
        for (const BackupEntry &entry : backup.entries) {
            if (entry.ownedByPlugin != pluginFiles)
                continue;
            if (const auto put = putBack(folder, backup.job, entry); !put)
                return put;
            failpoint("deploy.inside_undo"_L1);
        }
    }
    return {};
}

} // namespace archivesmp::agent::deployments
