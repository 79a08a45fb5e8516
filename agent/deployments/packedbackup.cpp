// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/deployments/packedbackup.h"

#include "agent/deployments/tararchive.h"
#include "agent/deployments/tarreader.h"
#include "common/core/textescape.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QHash>

namespace archivesmp::agent::deployments {

using namespace Qt::StringLiterals;
using instances::FileFacts;
using instances::InstanceFolder;

namespace {

const QByteArray manifestName("manifest.json");
constexpr mode_t ownersAlone = 0600;

Result<void> addFile(TarArchive &archive, const InstanceFolder &folder, const QString &from,
                     const QByteArray &name, unsigned mode, qint64 limit)
{
    const auto content = folder.read(from, limit);
    return content ? archive.add(name, mode, *content) : content.error();
}

bool isWhole(const InstanceFolder &folder, const BackupEntry &entry)
{
    if (entry.copy.isEmpty())
        return true;
    const auto hash = folder.sha256(entry.copy, largestJar);
    return hash && *hash == entry.sha256;
}

Error notAsPacked(const QString &what, const QByteArray &name)
{
    return {ErrorCode::Corrupt, what, escapedForDisplay(name)};
}

// Only names that makeBackup() gives: a manifest cannot point at a file of the instance's own.
bool isCopyOf(const JobId &job, const QString &copy)
{
    const QString folder = backupFolder(job) + u'/';
    bool isNumber = false;
    (void)copy.mid(folder.size()).toUInt(&isNumber);
    return copy.startsWith(folder) && isNumber;
}

Result<void> putBack(const InstanceFolder &folder, const BackupEntry &entry, const QByteArray &content)
{
    if (isWhole(folder, entry))
        return {};
    if (const auto removed = folder.remove(entry.copy); !removed)
        return removed;
    if (const auto written = folder.replace(entry.copy, content); !written)
        return written;
    auto facts = folder.facts(entry.copy);
    if (!facts)
        return facts.error();
    facts->mode = ownersAlone;
    return folder.dressLike(entry.copy, *facts);
}

Result<ChangeBackup> readPackedManifest(TarReader &tar, const JobId &job)
{
    const auto first = tar.next(largestManifest);
    if (!first)
        return first.error();
    if (!*first || (*first)->name != manifestName)
        return notAsPacked(u"the archive does not begin with a manifest"_s, manifestName);
    auto backup = backupFromManifest((*first)->content, job);
    if (!backup)
        return backup;
    for (const BackupEntry &entry : std::as_const(backup->entries)) {
        if (!entry.copy.isEmpty() && !isCopyOf(job, entry.copy))
            return notAsPacked(u"a copy outside of the job's backup"_s, QFile::encodeName(entry.copy));
    }
    return backup;
}

} // namespace

Result<void> packBackup(const InstanceFolder &folder, const ChangeBackup &backup, const QString &archive)
{
    QFile::remove(archive); // of an attempt that died
    auto tar = TarArchive::create(archive);
    if (!tar)
        return tar.error();
    const QString manifest = backupFolder(backup.job) + u"/manifest.json"_s;
    if (const auto added = addFile(*tar, folder, manifest, manifestName, ownersAlone, largestManifest);
        !added)
        return added;
    for (const BackupEntry &entry : backup.entries) {
        if (entry.copy.isEmpty())
            continue;
        const auto added
            = addFile(*tar, folder, entry.copy, QFile::encodeName(entry.path), entry.facts.mode, largestJar);
        if (!added)
            return added;
    }
    return tar->finish();
}

Result<void> unpackBackup(const InstanceFolder &folder, const JobId &job, const QString &artifact,
                          const QString &archive)
{
    auto tar = TarReader::open(archive);
    if (!tar)
        return tar.error();
    auto backup = readPackedManifest(*tar, job);
    if (!backup)
        return backup.error();
    if (const auto made = folder.makeFolders(backupFolder(job)); !made)
        return made;
    QHash<QByteArray, BackupEntry> awaited;
    for (const BackupEntry &entry : std::as_const(backup->entries)) {
        if (!entry.copy.isEmpty())
            awaited.insert(QFile::encodeName(entry.path), entry);
    }
    while (true) {
        const auto packed = tar->next(largestJar);
        if (!packed)
            return packed.error();
        if (!*packed)
            break;
        const BackupEntry entry = awaited.take((*packed)->name);
        const QByteArray hash = QCryptographicHash::hash((*packed)->content, QCryptographicHash::Sha256);
        if (entry.copy.isEmpty() || hash != entry.sha256)
            return notAsPacked(u"not what the manifest says"_s, (*packed)->name);
        if (const auto done = putBack(folder, entry, (*packed)->content); !done)
            return done;
    }
    if (!awaited.isEmpty())
        return notAsPacked(u"missing in the archive"_s, awaited.constBegin().key());
    backup->artifact = artifact;
    return writeManifest(folder, *backup);
}

BackupState lookAtBackup(const InstanceFolder &folder, const JobId &job)
{
    const auto backup = readBackup(folder, job);
    if (!backup)
        return {false, describe(backup.error()), {}};
    for (const BackupEntry &entry : backup->entries) {
        if (!isWhole(folder, entry))
            return {false, u"the copy on this disk was gone or damaged"_s, backup->artifact};
    }
    return {true, {}, backup->artifact};
}

} // namespace archivesmp::agent::deployments
