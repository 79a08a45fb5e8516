// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/settings/sealedfile.h"

#include "agent/settings/piececipher.h"
#include "agent/settings/sealedsecret.h"

#include <QFile>
#include <QtEndian>

namespace archivesmp::agent::settings {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype pieceBytes = 64 * 1024;
constexpr qsizetype saltBytes = 32;
constexpr qsizetype idBytes = 4;
constexpr char version = 1;
const QByteArray magic("ASMPSEAL");
const qsizetype headerBytes = magic.size() + 1 + idBytes + saltBytes;
constexpr qsizetype leadBytes = 1 + sizeof(quint32); // before each piece

QByteArray idOf(const Secret &key)
{
    return QByteArray::fromHex(SecretKey(key).id().toLatin1());
}

Result<void> write(QFile &file, const QByteArray &bytes)
{
    if (file.write(bytes) != bytes.size())
        return Error{ErrorCode::NoSpace, u"cannot be written: "_s + file.errorString(), file.fileName()};
    return {};
}

Error damaged(const QFile &file, quint64 number)
{
    return {ErrorCode::Corrupt, u"piece "_s + QString::number(number) + u" is not as it was sealed"_s,
            file.fileName()};
}

QByteArray leadOf(Piece piece, qsizetype length)
{
    QByteArray lead(leadBytes, static_cast<char>(piece));
    qToBigEndian(static_cast<quint32>(length), lead.data() + 1);
    return lead;
}

Result<void> sealAll(const Secret &key, QFile &source, QFile &target)
{
    const QByteArray salt = randomBytes(saltBytes);
    const QByteArray header = magic + version + idOf(key) + salt;
    const auto cipher = PieceCipher::make(key, salt, header);
    if (!cipher)
        return cipher.error();
    if (const auto written = write(target, header); !written)
        return written;
    for (quint64 number = 0; true; ++number) {
        const QByteArray plain = source.read(pieceBytes);
        const Piece piece = source.atEnd() ? Piece::Last : Piece::More;
        if (source.error() != QFileDevice::NoError || (piece == Piece::More && plain.size() != pieceBytes))
            return Error{ErrorCode::Unavailable, u"cannot be read: "_s + source.errorString(),
                         source.fileName()};
        const auto sealed = cipher->seal(number, piece, plain);
        if (!sealed)
            return sealed.error();
        if (const auto written = write(target, leadOf(piece, plain.size()) + *sealed); !written)
            return written;
        if (piece == Piece::Last)
            return {};
    }
}

// The header of a file that this key can open.
Result<QByteArray> readHeader(const Secret &key, QFile &source)
{
    QByteArray header = source.read(headerBytes);
    if (header.size() != headerBytes || !header.startsWith(magic) || header.at(magic.size()) != version)
        return Error{ErrorCode::UnsupportedFormat, u"not a sealed file of version 1"_s, source.fileName()};
    const QByteArray id = header.sliced(magic.size() + 1, idBytes);
    if (id != idOf(key)) {
        return Error{ErrorCode::PermissionDenied,
                     u"sealed with the key "_s + QString::fromLatin1(id.toHex()) + u", not with "_s
                         + SecretKey(key).id(),
                     source.fileName()};
    }
    return header;
}

Result<void> openAll(const Secret &key, QFile &source, QFile &target)
{
    const auto header = readHeader(key, source);
    if (!header)
        return header.error();
    const auto cipher = PieceCipher::make(key, header->last(saltBytes), *header);
    if (!cipher)
        return cipher.error();
    for (quint64 number = 0; true; ++number) {
        const QByteArray lead = source.read(leadBytes);
        if (lead.size() != leadBytes || lead.at(0) < 0 || lead.at(0) > 1)
            return damaged(source, number);
        const auto piece = static_cast<Piece>(lead.at(0));
        const auto length = static_cast<qsizetype>(qFromBigEndian<quint32>(lead.constData() + 1));
        if (length > pieceBytes || (piece == Piece::More && length != pieceBytes))
            return damaged(source, number);
        const QByteArray sealed = source.read(length + PieceCipher::tagBytes);
        if (sealed.size() != length + PieceCipher::tagBytes)
            return damaged(source, number);
        const auto plain = cipher->open(number, piece, sealed);
        if (!plain)
            return damaged(source, number);
        if (const auto written = write(target, *plain); !written)
            return written;
        if (piece == Piece::Last)
            return source.atEnd() ? Result<void>() : damaged(source, number + 1);
    }
}

using Work = Result<void> (*)(const Secret &key, QFile &source, QFile &target);

Result<void> throughFiles(const Secret &key, const QString &from, const QString &to, Work work)
{
    QFile source(from);
    if (!source.open(QIODevice::ReadOnly))
        return Error{ErrorCode::NotFound, u"cannot be read: "_s + source.errorString(), from};
    QFile target(to);
    if (!target.open(QIODevice::WriteOnly | QIODevice::NewOnly, QFile::ReadOwner | QFile::WriteOwner))
        return Error{ErrorCode::PermissionDenied, u"cannot be made: "_s + target.errorString(), to};
    Result<void> done = work(key, source, target);
    if (done && !target.flush())
        done = Error{ErrorCode::NoSpace, u"cannot be written: "_s + target.errorString(), to};
    if (!done)
        target.remove();
    return done;
}

} // namespace

Result<void> sealFile(const Secret &key, const QString &from, const QString &to)
{
    return throughFiles(key, from, to, sealAll);
}

Result<void> openSealedFile(const Secret &key, const QString &from, const QString &to)
{
    return throughFiles(key, from, to, openAll);
}

} // namespace archivesmp::agent::settings
