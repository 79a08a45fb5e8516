// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/artifacts/filehash.h"

#include <QCryptographicHash>
#include <QFile>
#include <QFileInfo>
#include <QTemporaryFile>

#ifdef Q_OS_UNIX
#include <fcntl.h>
#include <unistd.h>
#endif

namespace archivesmp::agent::artifacts {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 chunk = 256 * 1024;

Error fileError(const QFile &file, const QString &what)
{
    const ErrorCode code = file.error() == QFile::ResourceError ? ErrorCode::NoSpace : ErrorCode::Unavailable;
    return Error{QFile::exists(file.fileName()) ? code : ErrorCode::NotFound,
                 what + u": "_s + file.errorString()}
        .inFile(file.fileName());
}

Error mismatch(const QString &path, const QByteArray &expected, const QByteArray &found)
{
    return Error{ErrorCode::Corrupt,
                 u"sha256 is "_s + QString::fromLatin1(found.toHex()) + u", expected "_s
                     + QString::fromLatin1(expected.toHex())}
        .inFile(path);
}

// What was written survives a power cut only when file and folder are both on the disk.
bool flushToDisk(QFile &file)
{
    if (!file.flush())
        return false;
#ifdef Q_OS_UNIX
    return ::fsync(file.handle()) == 0;
#else
    return true;
#endif
}

void flushFolder(const QString &path)
{
#ifdef Q_OS_UNIX
    const int folder = ::open(QFile::encodeName(path).constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder < 0)
        return;
    ::fsync(folder);
    ::close(folder);
#else
    Q_UNUSED(path)
#endif
}

Result<QByteArray> copyBytes(QFile &from, QFile &to)
{
    QCryptographicHash hash(QCryptographicHash::Sha256);
    QByteArray buffer(chunk, Qt::Uninitialized);
    for (;;) {
        const qint64 got = from.read(buffer.data(), chunk);
        if (got < 0)
            return fileError(from, u"cannot read"_s);
        if (got == 0)
            return hash.result();
        const QByteArrayView part(buffer.constData(), got);
        hash.addData(part);
        if (to.write(part.data(), part.size()) != got)
            return fileError(to, u"cannot write"_s);
    }
}

} // namespace

Result<QByteArray> hashOfFile(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return fileError(file, u"cannot open"_s);
    QCryptographicHash hash(QCryptographicHash::Sha256);
    if (!hash.addData(&file))
        return fileError(file, u"cannot read"_s);
    return hash.result();
}

Result<void> checkFile(const QString &path, const QByteArray &sha256)
{
    const auto found = hashOfFile(path);
    if (!found)
        return found.error();
    return *found == sha256 ? Result<void>() : mismatch(path, sha256, *found);
}

Result<void> copyChecked(const QString &from, const QString &to, const QByteArray &sha256)
{
    QFile source(from);
    if (!source.open(QIODevice::ReadOnly))
        return fileError(source, u"cannot open"_s);
    const QString folder = QFileInfo(to).absolutePath();
    QTemporaryFile part(folder + u"/.part-XXXXXX"_s); // mode 0600, gone unless it is renamed
    if (!part.open())
        return fileError(part, u"cannot make a file in "_s + folder);
    const auto copied = copyBytes(source, part);
    if (!copied)
        return copied.error();
    if (*copied != sha256)
        return mismatch(from, sha256, *copied);
    if (!flushToDisk(part))
        return fileError(part, u"cannot write"_s);
    if (QFile::exists(to))
        return {}; // somebody else was faster; the name says that it is the same
    if (!part.rename(to))
        return fileError(part, u"cannot rename to "_s + to);
    part.setAutoRemove(false);
    flushFolder(folder);
    return {};
}

} // namespace archivesmp::agent::artifacts
