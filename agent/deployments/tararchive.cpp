// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/deployments/tararchive.h"

#include "agent/instances/beneath.h"
#include "agent/instances/fileio.h"

#include <QFile>

#include <algorithm>
#include <cerrno>
#include <fcntl.h>

namespace archivesmp::agent::deployments {

using namespace Qt::StringLiterals;
using instances::FileDescriptor;

namespace {

constexpr qsizetype block = 512;
constexpr qsizetype longestName = 100;
constexpr char regularFile = '0';
constexpr char longName = 'L';

void put(QByteArray &header, qsizetype at, const QByteArray &text)
{
    std::copy(text.begin(), text.end(), header.begin() + at);
}

// Octal digits with leading zeros; the field's last byte stays zero.
QByteArray octal(qint64 number, int digits)
{
    return QByteArray::number(number, 8).rightJustified(digits, '0');
}

QByteArray headerFor(const QByteArray &name, char type, unsigned mode, qint64 size)
{
    QByteArray header(block, '\0');
    put(header, 0, name.left(longestName));
    put(header, 100, octal(mode & 07777U, 7));
    put(header, 108, octal(0, 7)); // owner and group are in the manifest
    put(header, 116, octal(0, 7));
    put(header, 124, octal(size, 11));
    put(header, 136, octal(0, 11));
    header[156] = type;
    put(header, 257,
        QByteArray("ustar\0"
                   "00",
                   8));
    put(header, 148, QByteArray(8, ' ')); // the sum is made with blanks in its own place
    qint64 sum = 0;
    for (const char byte : std::as_const(header))
        sum += static_cast<quint8>(byte);
    put(header, 148, octal(sum, 6) + QByteArray("\0 ", 2));
    return header;
}

} // namespace

TarArchive::TarArchive(FileDescriptor file, QString path)
    : _file(std::move(file))
    , _path(std::move(path))
{ }

Result<TarArchive> TarArchive::create(const QString &path)
{
    FileDescriptor file(::open(QFile::encodeName(path).constData(),
                               O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600));
    if (!file.isOpen())
        return instances::systemError(errno, u"cannot make the archive"_s, path);
    return TarArchive(std::move(file), path);
}

Result<void> TarArchive::write(const QByteArray &header, const QByteArray &content)
{
    const qsizetype padding = (block - content.size() % block) % block;
    for (const QByteArray &piece : {header, content, QByteArray(padding, '\0')}) {
        if (const auto written = instances::writeAll(_file.number(), piece, _path); !written)
            return written;
    }
    return {};
}

Result<void> TarArchive::add(const QByteArray &name, unsigned mode, const QByteArray &content)
{
    if (name.size() > longestName) {
        const QByteArray whole = name + '\0';
        if (const auto written = write(headerFor("././@LongLink", longName, 0, whole.size()), whole);
            !written)
            return written;
    }
    return write(headerFor(name, regularFile, mode, content.size()), content);
}

Result<void> TarArchive::finish()
{
    const QByteArray end(2 * block, '\0');
    if (const auto written = instances::writeAll(_file.number(), end, _path); !written)
        return written;
    return instances::syncFile(_file.number(), _path);
}

} // namespace archivesmp::agent::deployments
