// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/artifacts/folderartifactstore.h"

#include "agent/artifacts/filehash.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFileInfo>
#include <QPromise>

#include <memory>

namespace archivesmp::agent::artifacts {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype hashBytes = 32;
constexpr int threads = 2; // a disk is not faster with more

template <typename T>
QFuture<Result<T>> runIn(QThreadPool &pool, std::function<Result<T>()> work)
{
    auto promise = std::make_shared<QPromise<Result<T>>>();
    promise->start();
    const QFuture<Result<T>> future = promise->future();
    pool.start([promise, work = std::move(work)] {
        promise->addResult(work());
        promise->finish();
    });
    return future;
}

Error notAHash()
{
    return Error{ErrorCode::InvalidArgument, u"a SHA-256 has 32 bytes"_s};
}

} // namespace

FolderArtifactStore::FolderArtifactStore(QString folder)
    : _folder(std::move(folder))
{
    _threads.setMaxThreadCount(threads);
}

FolderArtifactStore::~FolderArtifactStore()
{
    _threads.waitForDone();
}

QString FolderArtifactStore::pathOf(const QByteArray &sha256) const
{
    const QString name = QString::fromLatin1(sha256.toHex());
    return _folder + u'/' + name.left(2) + u'/' + name;
}

QFuture<Result<void>> FolderArtifactStore::put(const QByteArray &sha256, const QString &path)
{
    return runIn<void>(_threads, [sha256, path, to = pathOf(sha256)]() -> Result<void> {
        if (sha256.size() != hashBytes)
            return notAHash();
        if (QFileInfo::exists(to) && checkFile(to, sha256))
            return checkFile(path, sha256);
        QFile::remove(to); // damaged: the good copy takes its place
        const QString folder = QFileInfo(to).absolutePath();
        if (!QDir().mkpath(folder))
            return Error{ErrorCode::Unavailable, u"cannot make the folder"_s}.inFile(folder);
        return copyChecked(path, to, sha256);
    });
}

QFuture<Result<QString>> FolderArtifactStore::fetch(const QByteArray &sha256)
{
    return runIn<QString>(_threads, [sha256, path = pathOf(sha256)]() -> Result<QString> {
        if (sha256.size() != hashBytes)
            return notAHash();
        if (!QFileInfo::exists(path))
            return Error{ErrorCode::NotFound, u"no artifact "_s + QString::fromLatin1(sha256.toHex())};
        if (const auto good = checkFile(path, sha256); !good)
            return good.error();
        return path;
    });
}

QFuture<Result<void>> FolderArtifactStore::check(const QByteArray &sha256, const QString &path)
{
    return runIn<void>(_threads, [sha256, path]() -> Result<void> {
        return sha256.size() == hashBytes ? checkFile(path, sha256) : notAHash();
    });
}

QFuture<Result<bool>> FolderArtifactStore::contains(const QByteArray &sha256)
{
    return runIn<bool>(_threads, [sha256, path = pathOf(sha256)]() -> Result<bool> {
        if (sha256.size() != hashBytes)
            return notAHash();
        return QFileInfo::exists(path);
    });
}

QFuture<Result<void>> FolderArtifactStore::remove(const QByteArray &sha256)
{
    return runIn<void>(_threads, [sha256, path = pathOf(sha256)]() -> Result<void> {
        if (sha256.size() != hashBytes)
            return notAHash();
        QFile file(path);
        if (!file.remove() && file.exists())
            return Error{ErrorCode::Unavailable, file.errorString()}.inFile(path);
        return {};
    });
}

} // namespace archivesmp::agent::artifacts
