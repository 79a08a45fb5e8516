// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/deployments/tarreader.h"

#include "agent/instances/fileio.h"

#include <QFile>

namespace archivesmp::agent::deployments {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype block = 512;
constexpr qint64 longestName = 4096;
constexpr qsizetype sumAt = 148;
constexpr qsizetype sumBytes = 8;
constexpr char regularFile = '0';
constexpr char longName = 'L';

std::optional<qint64> octal(QByteArrayView field)
{
    bool ok = false;
    QByteArray digits = field.toByteArray();
    digits.truncate(static_cast<qsizetype>(qstrnlen(digits.constData(), static_cast<size_t>(digits.size()))));
    const qint64 number = digits.trimmed().toLongLong(&ok, 8);
    return ok && number >= 0 ? std::optional(number) : std::nullopt;
}

QByteArray textOf(QByteArrayView field)
{
    return QByteArray(field.data(),
                      static_cast<qsizetype>(qstrnlen(field.data(), static_cast<size_t>(field.size()))));
}

bool sumFits(const QByteArray &header)
{
    qint64 sum = 0;
    for (qsizetype i = 0; i < header.size(); ++i) {
        const bool ofTheSumItself = i >= sumAt && i < sumAt + sumBytes;
        sum += ofTheSumItself ? ' ' : static_cast<quint8>(header.at(i));
    }
    return octal(QByteArrayView(header).sliced(sumAt, sumBytes)) == sum;
}

} // namespace

TarReader::TarReader(std::shared_ptr<QFile> file)
    : _file(std::move(file))
{ }

Result<TarReader> TarReader::open(const QString &path)
{
    auto file = std::make_shared<QFile>(path);
    if (!file->open(QIODevice::ReadOnly))
        return Error{ErrorCode::NotFound, file->errorString(), path};
    return TarReader(std::move(file));
}

Error TarReader::broken(const QString &why) const
{
    return {ErrorCode::Corrupt, why, _file->fileName()};
}

Result<std::optional<TarReader::Header>> TarReader::readHeader()
{
    const QByteArray bytes = _file->read(block);
    if (bytes == QByteArray(block, '\0'))
        return std::optional<Header>();
    if (bytes.size() != block)
        return broken(u"the archive is cut"_s);
    if (!sumFits(bytes))
        return broken(u"the sum of a header does not fit"_s);
    const QByteArrayView view(bytes);
    const auto size = octal(view.sliced(124, 12));
    if (!size)
        return broken(u"a header without a size"_s);
    return std::optional(Header{textOf(view.first(100)), bytes.at(156), *size});
}

Result<QByteArray> TarReader::readContent(qint64 size, qint64 largest)
{
    if (size > largest) {
        return Error{ErrorCode::LimitExceeded, u"a file of more than "_s + instances::megabytes(largest),
                     _file->fileName()};
    }
    const qint64 padding = (block - size % block) % block;
    QByteArray content = _file->read(size);
    if (content.size() != size || _file->read(padding).size() != padding)
        return broken(u"the archive is cut"_s);
    return content;
}

Result<std::optional<TarEntry>> TarReader::next(qint64 largest)
{
    QByteArray name;
    while (true) {
        const auto header = readHeader();
        if (!header)
            return header.error();
        if (!*header)
            return std::optional<TarEntry>();
        const bool isName = (*header)->type == longName;
        if (!isName && (*header)->type != regularFile)
            return Error{ErrorCode::UnsupportedFormat, u"not a regular file in the archive"_s,
                         _file->fileName()};
        auto content = readContent((*header)->size, isName ? longestName : largest);
        if (!content)
            return content.error();
        if (!isName)
            return std::optional(TarEntry{name.isEmpty() ? (*header)->name : name, *content});
        name = textOf(*content);
    }
}

} // namespace archivesmp::agent::deployments
