// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/deployments/backupupload.h"

#include "agent/deployments/tararchive.h"
#include "agent/instances/fileio.h"

#include <QDir>
#include <QFile>

namespace archivesmp::agent::deployments {

using namespace Qt::StringLiterals;
using instances::InstanceFolder;

namespace {

constexpr qint64 largestManifest = qint64(4) * 1024 * 1024;

Result<void> addFile(TarArchive &archive, const InstanceFolder &folder, const QString &from,
                     const QByteArray &name, unsigned mode, qint64 limit)
{
    const auto content = folder.read(from, limit);
    return content ? archive.add(name, mode, *content) : content.error();
}

} // namespace

Result<QByteArray> packBackup(const InstanceFolder &folder, const ChangeBackup &backup,
                              const QString &archive)
{
    QDir().mkpath(archive.section(u'/', 0, -2));
    QFile::remove(archive); // of an attempt that died
    auto tar = TarArchive::create(archive);
    if (!tar)
        return tar.error();
    const QString manifest = backupFolder(backup.job) + u"/manifest.json"_s;
    if (const auto added = addFile(*tar, folder, manifest, "manifest.json", 0600, largestManifest); !added)
        return added.error();
    for (const BackupEntry &entry : backup.entries) {
        if (entry.copy.isEmpty())
            continue;
        const auto added
            = addFile(*tar, folder, entry.copy, QFile::encodeName(entry.path), entry.facts.mode, largestJar);
        if (!added)
            return added.error();
    }
    if (const auto finished = tar->finish(); !finished)
        return finished.error();
    QFile file(archive);
    if (!file.open(QIODevice::ReadOnly))
        return Error{ErrorCode::NotFound, file.errorString(), archive};
    return instances::hashAll(file.handle(), file.size(), archive);
}

BackupUpload::BackupUpload(jobs::HostApi &host, QThreadPool &pool, QString folder)
    : _host(host)
    , _pool(pool)
    , _folder(std::move(folder))
{ }

Task<Result<ChangeBackup>> BackupUpload::send(std::shared_ptr<const InstanceFolder> folder,
                                              ChangeBackup backup)
{
    const QString archive = _folder + u'/' + backup.job.toString() + u".tar"_s;
    const auto packing
        = runOn(_pool, [folder, backup, archive] { return packBackup(*folder, backup, archive); });
    const auto hash = co_await answerOf(packing);
    if (!hash)
        co_return hash.error();
    const auto stored = co_await answerOf(_host.storeArtifact(*hash, archive));
    QFile::remove(archive);
    if (!stored)
        co_return stored.error();
    backup.artifact = QString::fromLatin1(hash->toHex());
    const auto noting = runOn(_pool, [folder, backup] { return writeManifest(*folder, backup); });
    const auto noted = co_await answerOf(noting);
    if (!noted)
        co_return noted.error();
    co_return backup;
}

} // namespace archivesmp::agent::deployments
