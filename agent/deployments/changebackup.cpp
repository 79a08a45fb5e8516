// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/deployments/changebackup.h"

#include "common/core/textescape.h"

#include <QJsonDocument>

#include <algorithm>

namespace archivesmp::agent::deployments {

using namespace Qt::StringLiterals;
using instances::FolderEntry;
using instances::InstanceFolder;

namespace {

constexpr qint64 largestKeptFile = qint64(4) * 1024 * 1024;
constexpr qint64 mostKeptBytes = qint64(64) * 1024 * 1024;
constexpr qsizetype mostKeptFiles = 2000;
constexpr int deepestKept = 5;
const QString backups = u".archivesmp-backup"_s;
const QString minecraft = u"Minecraft/"_s;

QString hexOf(const QByteArray &hash)
{
    return QString::fromLatin1(hash.toHex());
}

QJsonObject toJson(const BackupEntry &entry)
{
    return {{u"path"_s, entry.path},
            {u"sha256"_s, hexOf(entry.sha256)},
            {u"size"_s, entry.size},
            {u"mode"_s, qint64(entry.facts.mode)},
            {u"owner"_s, qint64(entry.facts.owner)},
            {u"group"_s, qint64(entry.facts.group)},
            {u"copy"_s, entry.copy},
            {u"changed"_s, entry.changed},
            {u"new_sha256"_s, hexOf(entry.newSha256)},
            {u"owned_by_plugin"_s, entry.ownedByPlugin}};
}

BackupEntry entryFromJson(const QJsonValue &json)
{
    BackupEntry entry;
    entry.path = json["path"_L1].toString();
    entry.sha256 = QByteArray::fromHex(json["sha256"_L1].toString().toLatin1());
    entry.size = json["size"_L1].toInteger();
    entry.facts.mode = static_cast<mode_t>(json["mode"_L1].toInteger());
    entry.facts.owner = static_cast<uid_t>(json["owner"_L1].toInteger());
    entry.facts.group = static_cast<gid_t>(json["group"_L1].toInteger());
    entry.copy = json["copy"_L1].toString();
    entry.changed = json["changed"_L1].toBool(true);
    entry.newSha256 = QByteArray::fromHex(json["new_sha256"_L1].toString().toLatin1());
    entry.ownedByPlugin = json["owned_by_plugin"_L1].toBool();
    return entry;
}

// Copies one file aside; a file that is not there is remembered as such.
Result<BackupEntry> putAside(const InstanceFolder &folder, const JobId &job, const QString &path, int number)
{
    BackupEntry entry{.path = path};
    const auto facts = folder.facts(path);
    if (!facts && facts.error().code == ErrorCode::NotFound)
        return entry;
    if (!facts)
        return facts.error();
    entry.facts = *facts;
    entry.size = facts->size;
    entry.copy = backupFolder(job) + u'/' + QString::number(number);
    if (const auto copied = folder.copy(path, entry.copy, largestJar); !copied)
        return copied.error();
    const auto original = folder.sha256(path, largestJar);
    const auto copy = folder.sha256(entry.copy, largestJar);
    if (!original || !copy || *original != *copy)
        return Error{ErrorCode::Busy, u"changing while it is backed up"_s, escapedForDisplay(path)};
    entry.sha256 = *copy;
    return entry;
}

bool isConfigurationFile(const QString &name)
{
    static const QStringList endings{u".yml"_s,  u".yaml"_s,       u".json"_s, u".json5"_s,
                                     u".toml"_s, u".properties"_s, u".conf"_s, u".txt"_s};
    return std::any_of(endings.begin(), endings.end(),
                       [&name](const QString &ending) { return name.endsWith(ending, Qt::CaseInsensitive); });
}

bool changesJar(const ChangeBackup &backup)
{
    return std::any_of(backup.entries.begin(), backup.entries.end(),
                       [](const BackupEntry &entry) { return entry.changed && !entry.ownedByPlugin; });
}

struct Kept
{
    QStringList paths;
    qint64 bytes = 0;
};

void collect(const InstanceFolder &folder, const QString &path, int depth, Kept &kept)
{
    const auto entries = folder.list(path);
    if (!entries || depth > deepestKept)
        return;
    for (const FolderEntry &entry : *entries) {
        const QString inside = path + u'/' + entry.name;
        if (entry.kind == FolderEntry::Kind::Folder)
            collect(folder, inside, depth + 1, kept);
        const bool wanted = entry.kind == FolderEntry::Kind::File && isConfigurationFile(entry.name)
            && entry.size <= largestKeptFile;
        if (wanted && kept.paths.size() < mostKeptFiles && kept.bytes + entry.size <= mostKeptBytes) {
            kept.paths.append(inside);
            kept.bytes += entry.size;
        }
    }
}

} // namespace

QString stageFolder(const JobId &job)
{
    return u".archivesmp-stage/"_s + job.toString();
}

QString backupFolder(const JobId &job)
{
    return backups + u'/' + job.toString();
}

Result<ChangeBackup> makeBackup(const InstanceFolder &folder, const JobId &job, const QString &plugin,
                                const QDateTime &now, const QList<FileChange> &changes,
                                const QStringList &alsoKept)
{
    if (const auto removed = folder.removeFolder(backupFolder(job)); !removed)
        return removed.error();
    if (const auto made = folder.makeFolders(backupFolder(job)); !made)
        return made.error();
    ChangeBackup backup{job, plugin, now, {}, {}};
    for (const FileChange &change : changes) {
        auto entry = putAside(folder, job, change.path, int(backup.entries.size()));
        if (!entry)
            return entry.error();
        if (entry->sha256 != change.oldSha256)
            return Error{ErrorCode::Conflict, u"changed since it was checked"_s,
                         escapedForDisplay(change.path)};
        entry->newSha256 = change.newSha256;
        entry->ownedByPlugin = change.ownedByPlugin;
        backup.entries.append(*entry);
    }
    for (const QString &path : alsoKept) {
        auto entry = putAside(folder, job, path, int(backup.entries.size()));
        if (!entry)
            return entry.error();
        entry->changed = false;
        entry->ownedByPlugin = true;
        if (!entry->copy.isEmpty())
            backup.entries.append(*entry);
    }
    if (const auto written = writeManifest(folder, backup); !written)
        return written.error();
    return backup;
}

Result<void> writeManifest(const InstanceFolder &folder, const ChangeBackup &backup)
{
    QJsonArray entries;
    for (const BackupEntry &entry : backup.entries)
        entries.append(toJson(entry));
    const QJsonObject manifest{{u"version"_s, 1},
                               {u"job"_s, backup.job.toString()},
                               {u"plugin"_s, backup.plugin},
                               {u"created_at"_s, backup.createdAt.toString(Qt::ISODateWithMs)},
                               {u"artifact"_s, backup.artifact},
                               {u"entries"_s, entries}};
    return folder.replace(backupFolder(backup.job) + u"/manifest.json"_s, QJsonDocument(manifest).toJson());
}

Result<ChangeBackup> readBackup(const InstanceFolder &folder, const JobId &job)
{
    const QString path = backupFolder(job) + u"/manifest.json"_s;
    const auto bytes = folder.read(path, largestManifest);
    if (!bytes)
        return bytes.error().because(u"there is no backup of job "_s + job.toString());
    const auto backup = backupFromManifest(*bytes, job);
    return backup ? backup : backup.error().inFile(path);
}

Result<ChangeBackup> backupFromManifest(const QByteArray &json, const JobId &job)
{
    const QJsonObject manifest = QJsonDocument::fromJson(json).object();
    if (manifest["version"_L1].toInt() != 1 || manifest["job"_L1].toString() != job.toString())
        return Error{ErrorCode::Corrupt, u"not the manifest of this job's backup"_s};
    ChangeBackup backup{job,
                        manifest["plugin"_L1].toString(),
                        QDateTime::fromString(manifest["created_at"_L1].toString(), Qt::ISODateWithMs),
                        {},
                        manifest["artifact"_L1].toString()};
    const auto entries = manifest["entries"_L1].toArray();
    for (const QJsonValue &entry : entries)
        backup.entries.append(entryFromJson(entry));
    return backup;
}

Result<QString> stageOld(const InstanceFolder &folder, const JobId &job, const BackupEntry &entry, int number)
{
    const auto hash = folder.sha256(entry.copy, largestJar);
    if (!hash)
        return hash.error().because(u"the backup cannot be read"_s);
    if (*hash != entry.sha256)
        return Error{ErrorCode::Corrupt, u"the backup is not what was put aside"_s, entry.copy};
    if (const auto made = folder.makeFolders(stageFolder(job)); !made)
        return made.error();
    const QString staged = stageFolder(job) + u"/old-"_s + QString::number(number);
    if (const auto removed = folder.remove(staged); !removed)
        return removed.error();
    if (const auto copied = folder.copy(entry.copy, staged, largestJar); !copied)
        return copied.error();
    if (const auto dressed = folder.dressLike(staged, entry.facts); !dressed)
        return dressed.error();
    return staged;
}

Result<void> restore(const InstanceFolder &folder, const JobId &job, const BackupEntry &entry)
{
    if (entry.copy.isEmpty())
        return folder.remove(entry.path);
    const auto staged = stageOld(folder, job, entry, 0);
    return staged ? folder.move(*staged, entry.path) : staged.error();
}

QByteArray reportOf(const ChangeBackup &backup)
{
    QJsonArray files;
    for (const BackupEntry &entry : backup.entries) {
        const QString shown
            = entry.path.startsWith(minecraft) ? entry.path.mid(minecraft.size()) : entry.path;
        files.append(
            QJsonObject{{u"path"_s, shown}, {u"sha256"_s, hexOf(entry.sha256)}, {u"size"_s, entry.size}});
    }
    const QJsonObject report{{u"id"_s, backup.job.toString()},
                             {u"created_at"_s, backup.createdAt.toString(Qt::ISODateWithMs)},
                             {u"files"_s, files},
                             {u"artifact"_s, backup.artifact}};
    return QJsonDocument(report).toJson(QJsonDocument::Compact);
}

QStringList configurationFilesBelow(const InstanceFolder &folder, const QString &pluginFolder)
{
    Kept kept;
    collect(folder, pluginFolder, 0, kept);
    return kept.paths;
}

QList<JobId> pruneBackups(const InstanceFolder &folder, const Retention &retention, const QDateTime &now,
                          const QSet<JobId> &inUse)
{
    const auto entries = folder.list(backups);
    if (!entries)
        return {};
    QList<ChangeBackup> found;
    for (const FolderEntry &entry : *entries) {
        const auto backup = readBackup(folder, JobId(entry.name));
        if (backup)
            found.append(*backup);
    }
    std::sort(found.begin(), found.end(),
              [](const ChangeBackup &a, const ChangeBackup &b) { return a.createdAt > b.createdAt; });
    const QDateTime oldest = now.addDays(-retention.days);
    QSet<std::pair<QString, bool>> seen;
    QList<JobId> removed;
    for (qsizetype i = 0; i < found.size(); ++i) {
        const ChangeBackup &backup = found.at(i);
        const std::pair kind(backup.plugin, changesJar(backup));
        const bool isNewestOfItsKind = !seen.contains(kind);
        seen.insert(kind);
        if (i < retention.keep || backup.createdAt >= oldest || isNewestOfItsKind
            || inUse.contains(backup.job))
            continue;
        if (folder.removeFolder(backupFolder(backup.job)))
            removed.append(backup.job);
    }
    return removed;
}

} // namespace archivesmp::agent::deployments
