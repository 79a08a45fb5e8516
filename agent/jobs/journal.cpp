// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/jobs/journal.h"

#include "agent/instances/beneath.h"
#include "agent/instances/fileio.h"

#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QtEndian>

#include <array>
#include <cerrno>
#include <fcntl.h>
#include <unistd.h>

namespace archivesmp::agent::jobs {

using namespace Qt::StringLiterals;
using instances::FileDescriptor;
using instances::systemError;

namespace {

constexpr QByteArrayView magic = "ASMPJNL1";
constexpr QByteArrayView magicOfAnyVersion = "ASMPJNL";
constexpr qint64 largestJournal = qint64(64) * 1024 * 1024;
constexpr qsizetype headerSize = 8;

constexpr std::array<quint32, 256> crcTable()
{
    std::array<quint32, 256> table{};
    for (quint32 i = 0; i < 256; ++i) {
        quint32 value = i;
        for (int bit = 0; bit < 8; ++bit)
            value = (value & 1U) ? (value >> 1U) ^ 0x82F63B78U : value >> 1U;
        table[i] = value;
    }
    return table;
}

struct Contents
{
    QList<QJsonObject> records;
    qint64 end = 0;
};

// Everything up to the first record that is not whole.
Result<Contents> parse(const QByteArray &bytes, const QString &path)
{
    Contents contents;
    if (!bytes.startsWith(magic)) {
        if (bytes.startsWith(magicOfAnyVersion) && bytes.size() >= magic.size())
            return Error{ErrorCode::Unsupported,
                         u"the journal was written by a newer version"_s,
                         path,
                         0,
                         0,
                         {},
                         u"finish the job with that version"_s};
        return contents; // a crash before the first record
    }
    qsizetype at = magic.size();
    contents.end = at;
    while (at + headerSize <= bytes.size()) {
        const auto length = qFromLittleEndian<quint32>(bytes.constData() + at);
        const auto crc = qFromLittleEndian<quint32>(bytes.constData() + at + 4);
        if (length > quint64(bytes.size() - at - headerSize))
            break;
        const QByteArray json = bytes.mid(at + headerSize, length);
        const QJsonDocument document = QJsonDocument::fromJson(json);
        if (crc32c(json) != crc || !document.isObject())
            break;
        contents.records.append(document.object());
        at += headerSize + json.size();
        contents.end = at;
    }
    return contents;
}

} // namespace

quint32 crc32c(QByteArrayView bytes)
{
    static constexpr auto table = crcTable();
    quint32 crc = 0xFFFFFFFFU;
    for (const char byte : bytes)
        crc = table[(crc ^ static_cast<quint8>(byte)) & 0xFFU] ^ (crc >> 8U);
    return crc ^ 0xFFFFFFFFU;
}

Journal::Journal(FileDescriptor file, QString path)
    : _file(std::move(file))
    , _path(std::move(path))
{ }

Result<QList<QJsonObject>> Journal::read(const QString &path)
{
    const FileDescriptor file(::open(QFile::encodeName(path).constData(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC));
    if (!file.isOpen())
        return systemError(errno, u"cannot read the journal"_s, path);
    const auto bytes = instances::readAll(file.number(), largestJournal, path);
    if (!bytes)
        return bytes.error();
    const auto contents = parse(*bytes, path);
    if (!contents)
        return contents.error();
    return contents->records;
}

Result<Journal> Journal::open(const QString &path)
{
    FileDescriptor file(
        ::open(QFile::encodeName(path).constData(), O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600));
    if (!file.isOpen())
        return systemError(errno, u"cannot open the journal"_s, path);
    Journal journal(std::move(file), path);
    const auto bytes = instances::readAll(journal._file.number(), largestJournal, path);
    if (!bytes)
        return bytes.error();
    const auto contents = parse(*bytes, path);
    if (!contents)
        return contents.error();
    journal._records = contents->records;
    journal._end = contents->end;
    const QString folder = QFileInfo(path).absolutePath();
    const FileDescriptor parent(
        ::open(QFile::encodeName(folder).constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (const auto synced = instances::syncFile(parent.number(), folder); !synced)
        return synced.error();
    return journal;
}

Result<void> Journal::append(const QJsonObject &record)
{
    const QByteArray json = QJsonDocument(record).toJson(QJsonDocument::Compact);
    QByteArray bytes = _end == 0 ? magic.toByteArray() : QByteArray();
    std::array<char, headerSize> header{};
    qToLittleEndian(static_cast<quint32>(json.size()), header.data());
    qToLittleEndian(crc32c(json), header.data() + 4);
    bytes.append(header.data(), headerSize);
    bytes.append(json);

    if (::ftruncate(_file.number(), _end) != 0 || ::lseek(_file.number(), _end, SEEK_SET) < 0)
        return systemError(errno, u"cannot write the journal"_s, _path);
    if (const auto written = instances::writeAll(_file.number(), bytes, _path); !written)
        return written.error().because(u"the journal"_s);
    if (const auto synced = instances::syncFile(_file.number(), _path); !synced)
        return synced;
    _end += bytes.size();
    _records.append(record);
    return {};
}

} // namespace archivesmp::agent::jobs
