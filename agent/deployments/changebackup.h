// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/deployments/filechange.h"
#include "common/core/ids.h"

#include <QDateTime>
#include <QSet>

#include <optional>

namespace archivesmp::agent::deployments {

inline constexpr qint64 largestManifest = qint64(4) * 1024 * 1024;

// One file as it was before the job.
struct BackupEntry
{
    QString path;      // relative to the instance's folder
    QByteArray sha256; // empty where it did not exist
    qint64 size = 0;
    instances::FileFacts facts;
    QString copy;         // relative to the instance's folder; empty where it did not exist
    bool changed = true;  // by the job itself; else it was only put aside, because the plugin may write it
    QByteArray newSha256; // what the job put there; empty where it took it away
    bool ownedByPlugin = false;

    friend bool operator==(const BackupEntry &a, const BackupEntry &b)
    {
        return a.path == b.path && a.sha256 == b.sha256 && a.size == b.size && a.copy == b.copy
            && a.changed == b.changed && a.newSha256 == b.newSha256 && a.ownedByPlugin == b.ownedByPlugin;
    }
};

// What a job put aside below the instance's own folder, where scans do not look: on the same file system, so
// that the way back is a rename, and with a manifest, so that it needs no database. All calls block.
struct ChangeBackup
{
    JobId job;
    QString plugin;
    QDateTime createdAt; // UTC
    QList<BackupEntry> entries;
    QString artifact; // SHA-256 (hex) of the copy in the artifact store; empty while there is none

    friend bool operator==(const ChangeBackup &, const ChangeBackup &) = default;
};

// Copies every old file, and those at `alsoKept`, reads the copies back, and writes the manifest last. What a
// former attempt left under the same job is replaced.
[[nodiscard]] Result<ChangeBackup> makeBackup(const instances::InstanceFolder &folder, const JobId &job,
                                              const QString &plugin, const QDateTime &now,
                                              const QList<FileChange> &changes, const QStringList &alsoKept);

// NotFound where this instance has none of that job.
[[nodiscard]] Result<ChangeBackup> readBackup(const instances::InstanceFolder &folder, const JobId &job);
[[nodiscard]] Result<ChangeBackup> backupFromManifest(const QByteArray &json, const JobId &job);
[[nodiscard]] Result<void> writeManifest(const instances::InstanceFolder &folder, const ChangeBackup &backup);

// Puts one file back as it was, by a rename; the copy stays where it is and is checked first.
[[nodiscard]] Result<void> restore(const instances::InstanceFolder &folder, const JobId &job,
                                   const BackupEntry &entry);

// Lays the old content ready below the stage folder, with the old owner and mode, for a later rename. Gives
// its path.
[[nodiscard]] Result<QString> stageOld(const instances::InstanceFolder &folder, const JobId &job,
                                       const BackupEntry &entry, int number);

// The JSON that goes to the host: id, created_at, files, artifact.
[[nodiscard]] QByteArray reportOf(const ChangeBackup &backup);

// The configuration files below a plugin's folder that belong into a backup; bounded in number and size.
[[nodiscard]] QStringList configurationFilesBelow(const instances::InstanceFolder &folder,
                                                  const QString &pluginFolder);

// How long backups are kept: as long as either says so.
struct Retention
{
    int keep = 10; // the newest of an instance
    int days = 30; // the age until which one stays
};

// Removes the instance's backups beyond that, except those of jobs that are in use and the newest one for
// each plugin's JAR and each plugin's configuration: that one can still be rolled back. Gives what was
// removed.
QList<JobId> pruneBackups(const instances::InstanceFolder &folder, const Retention &retention,
                          const QDateTime &now, const QSet<JobId> &inUse);

[[nodiscard]] QString stageFolder(const JobId &job);  // ".archivesmp-stage/<job>"
[[nodiscard]] QString backupFolder(const JobId &job); // ".archivesmp-backup/<job>"

} // namespace archivesmp::agent::deployments
