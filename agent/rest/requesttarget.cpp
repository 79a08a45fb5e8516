// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/rest/requesttarget.h"

#include <QStringDecoder>

#include <array>

namespace archivesmp::agent::rest {

using namespace Qt::StringLiterals;

namespace {

Error refused(const QString &message)
{
    return Error{ErrorCode::InvalidArgument, message};
}

bool isHex(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

enum class Plus { Itself, Blank };

Result<QString> decoded(QByteArrayView text, Plus plus)
{
    QByteArray bytes;
    bytes.reserve(text.size());
    for (qsizetype i = 0; i < text.size(); ++i) {
        char c = text.at(i);
        if (c == '%') {
            if (i + 2 >= text.size() || !isHex(text.at(i + 1)) || !isHex(text.at(i + 2)))
                return refused(u"broken percent escape in the address"_s);
            c = QByteArray::fromHex(text.sliced(i + 1, 2).toByteArray()).at(0);
            i += 2;
        } else if (c == '+' && plus == Plus::Blank) {
            c = ' ';
        }
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f)
            return refused(u"control character in the address"_s);
        bytes.append(c);
    }
    QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
    const QString decodedText = decoder(bytes);
    if (decoder.hasError())
        return refused(u"the address is not UTF-8"_s);
    return decodedText;
}

bool namesAKey(const QString &parameter)
{
    constexpr std::array words{"key"_L1, "token"_L1, "password"_L1, "secret"_L1, "authorization"_L1};
    for (const QLatin1StringView word : words) {
        if (parameter.contains(word, Qt::CaseInsensitive))
            return true;
    }
    return false;
}

Result<QStringList> segmentsOf(QByteArrayView path)
{
    QStringList segments;
    for (const QByteArray &raw : path.sliced(1).toByteArray().split('/')) {
        const auto segment = decoded(raw, Plus::Itself);
        if (!segment)
            return segment.error();
        if (segment->contains(u'/') || *segment == "."_L1 || *segment == ".."_L1)
            return refused(u"the address has a path segment that is none"_s);
        segments.append(*segment);
    }
    return segments;
}

Result<void> addParameter(QByteArrayView pair, QHash<QString, QString> &query)
{
    const qsizetype equals = pair.indexOf('=');
    const auto name = decoded(equals < 0 ? pair : pair.first(equals), Plus::Blank);
    if (!name)
        return name.error();
    if (namesAKey(*name))
        return Error{ErrorCode::InvalidArgument,
                     u"keys are not taken from the address"_s,
                     {},
                     0,
                     0,
                     *name,
                     u"send it as \"Authorization: Bearer …\" and make a new one: this one may be in logs"_s};
    const auto value = decoded(equals < 0 ? QByteArrayView() : pair.sliced(equals + 1), Plus::Blank);
    if (!value)
        return value.error().atField(*name);
    if (query.contains(*name))
        return refused(u"given more than once"_s).atField(*name);
    query.insert(*name, *value);
    return {};
}

} // namespace

Result<RequestTarget> parseTarget(QByteArrayView target)
{
    if (!target.startsWith('/') || target.contains('#'))
        return refused(u"the address must be a path"_s);
    const qsizetype mark = target.indexOf('?');
    const auto segments = segmentsOf(mark < 0 ? target : target.first(mark));
    if (!segments)
        return segments.error();
    RequestTarget parsed{*segments, {}};
    if (mark < 0)
        return parsed;
    for (const QByteArray &pair : target.sliced(mark + 1).toByteArray().split('&')) {
        if (pair.isEmpty())
            continue;
        if (const auto added = addParameter(pair, parsed.query); !added)
            return added.error();
    }
    return parsed;
}

} // namespace archivesmp::agent::rest
