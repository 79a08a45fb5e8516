// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/simulator/filestore.h"

#include "tests/simulator/ziparchive.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonObject>

#include <unistd.h>

namespace archivesmp::ampsim {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 chunkLimit = 8 * 1024 * 1024;

QString trashName()
{
    return u".trash"_s;
}

Answer noSuchFile()
{
    return refused(u"The specified file does not exist"_s);
}

Answer outside()
{
    return refused(u"The specified path is not permitted"_s);
}

std::optional<QByteArray> chunkOf(const QString &path, qint64 offset, qint64 size)
{
    QFile file(path);
    if (offset < 0 || size < 0 || size > chunkLimit || !file.open(QIODevice::ReadOnly) || !file.seek(offset))
        return std::nullopt;
    return file.read(size);
}

QJsonObject entryOf(const QFileInfo &entry, bool excluded, const Dialect &dialect)
{
    const QString suffix = entry.suffix().toLower();
    const bool archive = suffix == "zip"_L1 || suffix == "gz"_L1;
    const bool binary = archive || suffix == "jar"_L1 || suffix == "dat"_L1 || suffix == "mca"_L1;
    return {{u"Filename"_s, entry.fileName()},
            {u"IsDirectory"_s, entry.isDir()},
            {u"IsVirtualDirectory"_s, false},
            {u"SizeBytes"_s, entry.isDir() ? 0 : entry.size()},
            {u"Created"_s, dialect.date(entry.fileTime(QFile::FileMetadataChangeTime))},
            {u"Modified"_s, dialect.date(entry.lastModified())},
            {u"IsDownloadable"_s, entry.isFile()},
            {u"IsEditable"_s, entry.isFile() && !binary},
            {u"IsArchive"_s, archive},
            {u"IsExcludedFromBackups"_s, excluded}};
}

QString freeName(const QString &folder, const QString &name)
{
    QString free = folder + u'/' + name;
    for (int i = 1; QFileInfo::exists(free); ++i)
        free = u"%1/%2.%3"_s.arg(folder, name).arg(i);
    return free;
}

} // namespace

FileStore::FileStore(const QString &root, const Dialect &dialect)
    : _root(QFileInfo(root).canonicalFilePath())
    , _dialect(dialect)
{ }

std::optional<QString> FileStore::resolved(const QString &path) const
{
    const QStringList parts = path.split(u'/');
    if (path.startsWith(u'/') || path.contains(u'\\') || path.contains(QChar(0)) || parts.contains(u".."_s))
        return std::nullopt;
    const QString full = QDir::cleanPath(_root + u'/' + path);
    // The last part that is there must lie inside once links are followed.
    QFileInfo present(full);
    while (!present.exists() && !present.isSymLink())
        present.setFile(present.path());
    const QString real = present.canonicalFilePath();
    return real == _root || real.startsWith(_root + u'/') ? std::optional(full) : std::nullopt;
}

std::optional<QString> FileStore::resolvedFile(const QString &path) const
{
    const std::optional<QString> full = resolved(path);
    return full && QFileInfo(*full).isFile() ? full : std::nullopt;
}

Answer FileStore::list(const QString &folder) const
{
    const std::optional<QString> full = resolved(folder);
    if (!full || !QFileInfo(*full).isDir())
        return fault(u"Directory Not Found Exception"_s, u"Could not find a part of the path"_s);
    const QDir root(_root);
    QJsonArray entries;
    const auto filter = QDir::Dirs | QDir::Files | QDir::Hidden | QDir::NoDotAndDotDot;
    for (const QFileInfo &entry : QDir(*full).entryInfoList(filter, QDir::Name | QDir::DirsFirst)) {
        const bool excluded = _excluded.contains(root.relativeFilePath(entry.absoluteFilePath()));
        entries.append(entryOf(entry, excluded, _dialect));
    }
    return valueOf(entries);
}

Answer FileStore::readChunk(const QString &path, qint64 offset, qint64 size) const
{
    const std::optional<QString> full = resolvedFile(path);
    const std::optional<QByteArray> bytes = full ? chunkOf(*full, offset, size) : std::nullopt;
    return bytes ? accepted(QString::fromLatin1(bytes->toBase64())) : noSuchFile();
}

Answer FileStore::readOldChunk(const QString &path, qint64 offset, qint64 size) const
{
    const std::optional<QString> full = resolvedFile(path);
    const std::optional<QByteArray> bytes = full ? chunkOf(*full, offset, size) : std::nullopt;
    if (!bytes)
        return fault(u"File Not Found Exception"_s, u"Could not find the file"_s);
    return valueOf(QJsonObject{{u"Base64Data"_s, QString::fromLatin1(bytes->toBase64())},
                               {u"BytesLength"_s, bytes->size()}});
}

Answer FileStore::md5(const QString &path) const
{
    const std::optional<QString> full = resolvedFile(path);
    QFile file(full.value_or(QString()));
    QCryptographicHash hash(QCryptographicHash::Md5);
    if (!full || !file.open(QIODevice::ReadOnly) || !hash.addData(&file))
        return noSuchFile();
    return accepted(QString::fromLatin1(hash.result().toHex()));
}

Answer FileStore::writeChunk(const QString &path, const QByteArray &bytes, qint64 offset, Chunk chunk)
{
    const std::optional<QString> full = resolved(path);
    if (!full || path.isEmpty() || offset < 0)
        return outside();
    QFile file(*full);
    const bool begins = !_uploads.contains(*full);
    // Chunks can overtake each other, so the first that arrives need not be the first of the file.
    if (!file.open(begins ? QIODevice::WriteOnly | QIODevice::Truncate : QIODevice::ReadWrite))
        return refused(u"The file cannot be opened for writing"_s);
    if (!file.seek(offset) || file.write(bytes) != bytes.size() || !file.flush())
        return refused(u"The file cannot be written"_s);
    if (chunk == Chunk::Inner) {
        _uploads.insert(*full);
        return accepted();
    }
    fsync(file.handle());
    _uploads.remove(*full);
    return accepted();
}

Answer FileStore::releaseLock(const QString &path)
{
    const std::optional<QString> full = resolved(path);
    if (!full || !_uploads.remove(*full))
        return refused(u"The specified file is not being uploaded"_s);
    return accepted();
}

Answer FileStore::append(const QString &path, const QByteArray &bytes, Append append)
{
    const std::optional<QString> full = resolved(path);
    QFile file(full.value_or(QString()));
    if (!full || !file.open(append == Append::ToEnd ? QIODevice::Append : QIODevice::WriteOnly)
        || file.write(bytes) != bytes.size())
        return exceptionFault(u"The file cannot be written"_s);
    return nothing();
}

Answer FileStore::copy(const QString &path, const QString &targetFolder)
{
    const std::optional<QString> from = resolvedFile(path);
    const std::optional<QString> to = resolved(targetFolder);
    if (!from)
        return noSuchFile();
    if (!to || !QFileInfo(*to).isDir())
        return refused(u"The target directory does not exist"_s);
    if (!QFile::copy(*from, *to + u'/' + QFileInfo(*from).fileName()))
        return refused(u"The file already exists"_s);
    return accepted();
}

Answer FileStore::rename(const QString &path, const QString &newName)
{
    const std::optional<QString> from = resolved(path);
    if (!from || path.isEmpty() || !QFileInfo::exists(*from))
        return noSuchFile();
    if (newName.isEmpty() || newName.contains(u'/') || newName.contains(u'\\') || newName == ".."_L1)
        return outside();
    const QFileInfo old(*from);
    if (old.isFile() && QFileInfo(newName).suffix() != old.suffix())
        return refused(u"Changing the extension of a file is not permitted"_s);
    return QFile::rename(*from, old.path() + u'/' + newName) ? accepted()
                                                             : refused(u"The file already exists"_s);
}

Answer FileStore::createFolder(const QString &path)
{
    const std::optional<QString> full = resolved(path);
    if (!full)
        return outside();
    return QDir().mkdir(*full) ? accepted() : refused(u"The directory cannot be created"_s);
}

Answer FileStore::trash(const QString &path)
{
    const std::optional<QString> full = resolved(path);
    if (!full || path.isEmpty() || !QFileInfo::exists(*full))
        return noSuchFile();
    const QString folder = _root + u'/' + trashName();
    QDir().mkpath(folder);
    return QFile::rename(*full, freeName(folder, QFileInfo(*full).fileName()))
        ? accepted()
        : refused(u"The file cannot be moved"_s);
}

Answer FileStore::emptyTrash()
{
    QDir(_root + u'/' + trashName()).removeRecursively();
    return accepted();
}

Answer FileStore::setExcluded(const QString &path, bool excluded)
{
    const std::optional<QString> full = resolved(path);
    if (!full || !QFileInfo::exists(*full))
        return noSuchFile();
    const QString relative = QDir(_root).relativeFilePath(*full);
    if (excluded)
        _excluded.insert(relative);
    else
        _excluded.remove(relative);
    return accepted();
}

Answer FileStore::pack(const QString &path)
{
    const std::optional<QString> full = resolved(path);
    if (!full || path.isEmpty() || !QFileInfo(*full).isDir())
        return noSuchFile();
    const Result<void> packed = packFolder(*full, *full + u".zip"_s, {});
    return packed ? accepted() : refused(packed.error().message);
}

Answer FileStore::unpack(const QString &archive, const QString &folder)
{
    const std::optional<QString> from = resolvedFile(archive);
    const std::optional<QString> to = resolved(folder.isEmpty() ? archive.section(u'/', 0, -2) : folder);
    if (!from || !to)
        return noSuchFile();
    const Result<void> unpacked = unpackArchive(*from, *to);
    return unpacked ? accepted() : refused(unpacked.error().message);
}

QStringList FileStore::leftOutOfBackups() const
{
    return QStringList(_excluded.cbegin(), _excluded.cend()) + QStringList{trashName()};
}

} // namespace archivesmp::ampsim
