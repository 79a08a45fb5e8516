// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/instances/fileio.h"

#include "agent/instances/beneath.h"

#include <QCryptographicHash>
#include <QFile>
#include <QFileInfo>

#include <array>
#include <cerrno>
#include <fcntl.h>
#include <unistd.h>

namespace archivesmp::agent::instances {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype chunk = 256 * 1024;

// Hands the content to `sink` piece by piece.
template <typename Sink>
Result<void> readChunks(int file, qint64 maxBytes, const QString &path, Sink sink)
{
    QByteArray buffer(chunk, Qt::Uninitialized);
    qint64 total = 0;
    while (true) {
        const ssize_t got = ::read(file, buffer.data(), static_cast<size_t>(buffer.size()));
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return systemError(errno, u"cannot read"_s, path);
        if (got == 0)
            return {};
        total += got;
        if (total > maxBytes)
            return Error{ErrorCode::LimitExceeded, u"larger than "_s + megabytes(maxBytes), path};
        sink(QByteArrayView(buffer.constData(), got));
    }
}

} // namespace

QString megabytes(qint64 bytes)
{
    return QString::number(double(bytes) / 1e6, 'f', 1) + u" MB"_s;
}

Result<QByteArray> readAll(int file, qint64 maxBytes, const QString &path)
{
    QByteArray content;
    const auto read
        = readChunks(file, maxBytes, path, [&content](QByteArrayView piece) { content.append(piece); });
    if (!read)
        return read.error();
    return content;
}

Result<QByteArray> hashAll(int file, qint64 maxBytes, const QString &path)
{
    QCryptographicHash hash(QCryptographicHash::Sha256);
    const auto read
        = readChunks(file, maxBytes, path, [&hash](QByteArrayView piece) { hash.addData(piece); });
    if (!read)
        return read.error();
    return hash.result();
}

Result<void> writeAll(int file, QByteArrayView bytes, const QString &path)
{
    while (!bytes.isEmpty()) {
        const ssize_t put = ::write(file, bytes.data(), static_cast<size_t>(bytes.size()));
        if (put < 0 && errno == EINTR)
            continue;
        if (put < 0)
            return systemError(errno, u"cannot write"_s, path);
        bytes = bytes.sliced(put);
    }
    return {};
}

Result<void> syncFile(int file, const QString &path)
{
    if (::fsync(file) != 0)
        return systemError(errno, u"cannot bring to the disk"_s, path);
    return {};
}

Result<void> writeOwnFile(const QString &absolutePath, const QByteArray &bytes)
{
    const QString temporary = absolutePath + u".tmp"_s;
    const QByteArray from = QFile::encodeName(temporary);
    const FileDescriptor file(
        ::open(from.constData(), O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0600));
    if (!file.isOpen())
        return systemError(errno, u"cannot write"_s, temporary);
    auto written = writeAll(file.number(), bytes, temporary);
    if (written)
        written = syncFile(file.number(), temporary);
    if (written && ::rename(from.constData(), QFile::encodeName(absolutePath).constData()) != 0)
        written = systemError(errno, u"cannot rename"_s, absolutePath);
    if (!written) {
        ::unlink(from.constData());
        return written;
    }
    const QString folder = QFileInfo(absolutePath).absolutePath();
    const FileDescriptor open(
        ::open(QFile::encodeName(folder).constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    return open.isOpen() ? syncFile(open.number(), folder) : systemError(errno, u"cannot open"_s, folder);
}

} // namespace archivesmp::agent::instances
