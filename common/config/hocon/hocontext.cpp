// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/config/hocon/hocontext.h"

#include "common/config/json/jsontext.h"
#include "common/config/sourcetext.h"

#include <algorithm>
#include <cmath>

namespace archivesmp::config {

using namespace Qt::StringLiterals;
using Type = Value::Type;

namespace {

bool isDigits(QByteArrayView text)
{
    return !text.isEmpty()
        && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

} // namespace

Value::Type typeOfHoconNumber(QByteArrayView text)
{
    QByteArrayView rest = text.sliced(text.startsWith('-') ? 1 : 0);
    if (isDigits(rest)) {
        const bool fits = valueOfJsonNumber(text, Type::Integer).type() == Type::Integer;
        return fits ? Type::Integer : Type::Text;
    }
    const auto isExponent = [](char c) { return c == 'e' || c == 'E'; };
    const auto exponent = std::find_if(rest.begin(), rest.end(), isExponent) - rest.begin();
    if (exponent != rest.size()) {
        QByteArrayView digits = rest.sliced(exponent + 1);
        if (digits.startsWith('+') || digits.startsWith('-'))
            digits = digits.sliced(1);
        if (!isDigits(digits))
            return Type::Text;
        rest = rest.first(exponent);
    }
    const qsizetype point = rest.indexOf('.');
    const bool isFraction = point < 0
        ? isDigits(rest)
        : isDigits(rest.first(point)) && (point + 1 == rest.size() || isDigits(rest.sliced(point + 1)));
    if (!isFraction || !std::isfinite(valueOfJsonNumber(text, Type::Real).toReal()))
        return Type::Text;
    return Type::Real;
}

Result<QByteArrayView> takeHoconText(HoconCursor &cursor, ConfigDocument::Builder &builder)
{
    const qsizetype begin = cursor.at();
    const auto quoted = cursor.takeQuoted();
    if (!quoted)
        return errorAt(builder.source(), begin, u"the quote that is opened here is never closed"_s,
                       u"close it in its line"_s);
    if (quoted->raw || !quoted->text.contains('\\'))
        return quoted->text;
    const auto decoded = decodedJsonString(quoted->text);
    if (!decoded)
        return errorAt(builder.source(), begin + 1 + decoded.error().offset, decoded.error().message);
    return builder.keep(*decoded);
}

} // namespace archivesmp::config
