// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/deployments/backuparchives.h"

#include "agent/deployments/packedbackup.h"
#include "agent/instances/fileio.h"

#include <QDir>
#include <QFile>

namespace archivesmp::agent::deployments {

using namespace Qt::StringLiterals;
using instances::InstanceFolder;

namespace {

// The SHA-256 of the sealed archive. The plain one does not outlive the call.
Result<QByteArray> packAndSeal(const InstanceFolder &folder, const ChangeBackup &backup,
                               const ArchiveSealer &sealer, const Secret &key, const QString &tar,
                               const QString &sealed)
{
    QDir().mkpath(tar.section(u'/', 0, -2));
    QFile::remove(sealed); // of an attempt that died
    const auto packed = packBackup(folder, backup, tar);
    const auto done = packed ? sealer.seal(key, tar, sealed) : packed;
    QFile::remove(tar);
    if (!done)
        return done.error();
    QFile file(sealed);
    if (!file.open(QIODevice::ReadOnly))
        return Error{ErrorCode::NotFound, file.errorString(), sealed};
    return instances::hashAll(file.handle(), file.size(), sealed);
}

Result<void> openAndUnpack(const InstanceFolder &folder, const JobId &job, const QString &artifact,
                           const ArchiveSealer &sealer, const Secret &key, const QString &sealed,
                           const QString &tar)
{
    QFile::remove(tar); // of an attempt that died
    const auto opened = sealer.open(key, sealed, tar);
    const auto unpacked = opened ? unpackBackup(folder, job, artifact, tar) : opened;
    QFile::remove(tar);
    QFile::remove(sealed);
    return unpacked;
}

} // namespace

BackupArchives::BackupArchives(ArchiveParts parts)
    : _parts(std::move(parts))
{
    QDir(_parts.folder).removeRecursively();
}

QString BackupArchives::pathOf(const JobId &job, const QString &ending) const
{
    return _parts.folder + u'/' + job.toString() + ending;
}

Task<Result<ChangeBackup>> BackupArchives::send(std::shared_ptr<const InstanceFolder> folder,
                                                ChangeBackup backup)
{
    if (_parts.fleet.fleetKey.isEmpty())
        co_return Error{ErrorCode::Unavailable, u"the host has not said the fleet's key yet"_s};
    const QString sealed = pathOf(backup.job, u".sealed"_s);
    const auto packing = runOn(
        _parts.pool,
        [folder, backup, sealed, tar = pathOf(backup.job, u".tar"_s), key = _parts.fleet.fleetKey,
         sealer = &_parts.sealer] { return packAndSeal(*folder, backup, *sealer, key, tar, sealed); });
    const auto hash = co_await answerOf(packing);
    if (!hash)
        co_return hash.error();
    const auto stored = co_await answerOf(_parts.host.storeArtifact(*hash, sealed));
    QFile::remove(sealed);
    if (!stored)
        co_return stored.error();
    backup.artifact = QString::fromLatin1(hash->toHex());
    const auto noting = runOn(_parts.pool, [folder, backup] { return writeManifest(*folder, backup); });
    const auto noted = co_await answerOf(noting);
    if (!noted)
        co_return noted.error();
    co_return backup;
}

Task<Result<QString>> BackupArchives::bringBack(std::shared_ptr<const InstanceFolder> folder, JobId job,
                                                QString artifact)
{
    const auto looking
        = runOn(_parts.pool, [folder, job] { return Result<BackupState>(lookAtBackup(*folder, job)); });
    const auto present = co_await answerOf(looking);
    if (!present)
        co_return present.error();
    const QString wanted = artifact.isEmpty() ? present->artifact : artifact;
    if (present->whole || wanted.isEmpty())
        co_return QString();
    if (_parts.fleet.fleetKey.isEmpty())
        co_return Error{ErrorCode::Unavailable, u"the host has not said the fleet's key yet"_s};
    const QString sealed = pathOf(job, u".fetched"_s);
    QDir().mkpath(_parts.folder);
    QFile::remove(sealed); // of an attempt that died
    const auto fetched
        = co_await answerOf(_parts.host.fetchArtifact(QByteArray::fromHex(wanted.toLatin1()), sealed));
    if (!fetched)
        co_return fetched.error().because(u"cannot fetch the backup's archive"_s);
    const auto opening = runOn(
        _parts.pool,
        [folder, job, wanted, sealed, tar = pathOf(job, u".opened"_s), key = _parts.fleet.fleetKey,
         sealer = &_parts.sealer] { return openAndUnpack(*folder, job, wanted, *sealer, key, sealed, tar); });
    const auto opened = co_await answerOf(opening);
    if (!opened)
        co_return opened.error().because(u"the backup's archive cannot be used"_s);
    co_return QString(u"the backup of job "_s + job.toString() + u" came back from the artifact store: "_s
                      + present->reason);
}

} // namespace archivesmp::agent::deployments
