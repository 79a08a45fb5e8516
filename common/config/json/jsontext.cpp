// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/config/json/jsontext.h"

#include <charconv>
#include <limits>

namespace archivesmp::config {

using namespace Qt::StringLiterals;

namespace {

// The code unit of "\u1234" at a backslash, or -1.
int codeUnitAt(QByteArrayView text, qsizetype backslash)
{
    if (backslash + 6 > text.size() || text[backslash] != '\\' || text[backslash + 1] != 'u')
        return -1;
    unsigned unit = 0;
    const char *begin = text.data() + backslash + 2;
    return std::from_chars(begin, begin + 4, unit, 16).ptr == begin + 4 ? static_cast<int>(unit) : -1;
}

char simpleEscape(char c)
{
    switch (c) {
    case '"':
    case '\\':
    case '/':
        return c;
    case 'b':
        return '\b';
    case 'f':
        return '\f';
    case 'n':
        return '\n';
    case 'r':
        return '\r';
    case 't':
        return '\t';
    default:
        return '\0';
    }
}

qsizetype skipDigits(QByteArrayView text, qsizetype at)
{
    while (at < text.size() && text[at] >= '0' && text[at] <= '9')
        ++at;
    return at;
}

} // namespace

tl::expected<QByteArray, BadEscape> decodedJsonString(QByteArrayView text, char quote)
{
    QByteArray out;
    out.reserve(text.size());
    for (qsizetype i = 0; i < text.size(); ++i) {
        if (text[i] != '\\') {
            out += text[i];
            continue;
        }
        const char next = i + 1 < text.size() ? text[i + 1] : '\0';
        const char simple = next == quote ? quote : simpleEscape(next);
        if (simple != '\0') {
            out += simple;
            ++i;
            continue;
        }
        const int unit = codeUnitAt(text, i);
        if (unit < 0)
            return tl::unexpected(BadEscape{i, u"not an escape of JSON"_s});
        auto character = static_cast<char32_t>(unit);
        if (QChar::isSurrogate(character)) {
            const int low = codeUnitAt(text, i + 6);
            if (!QChar::isHighSurrogate(character) || low < 0
                || !QChar::isLowSurrogate(static_cast<char32_t>(low)))
                return tl::unexpected(BadEscape{i, u"half of a surrogate pair"_s});
            character = QChar::surrogateToUcs4(static_cast<char16_t>(unit), static_cast<char16_t>(low));
            i += 6;
        }
        out += QStringView(QChar::fromUcs4(character)).toUtf8(); // fromUcs4 of QString would eat a U+FEFF
        i += 5;
    }
    return out;
}

QByteArray jsonString(QByteArrayView text)
{
    QByteArray out = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\')
            out += '\\' + QByteArray(1, c);
        else if (c == '\n')
            out += "\\n";
        else if (c == '\t')
            out += "\\t";
        else if (c == '\r')
            out += "\\r";
        else if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f)
            out += "\\u" + QByteArray::number(static_cast<unsigned char>(c), 16).rightJustified(4, '0');
        else
            out += c;
    }
    return out + '"';
}

std::optional<Value::Type> typeOfJsonNumber(QByteArrayView text)
{
    qsizetype at = text.startsWith('-') ? 1 : 0;
    const qsizetype whole = at;
    at = skipDigits(text, at);
    if (at == whole || (at > whole + 1 && text[whole] == '0'))
        return {};
    if (at == text.size())
        return Value::Type::Integer;
    if (text[at] == '.') {
        const qsizetype fraction = at + 1;
        at = skipDigits(text, fraction);
        if (at == fraction)
            return {};
    }
    if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
        ++at;
        if (at < text.size() && (text[at] == '+' || text[at] == '-'))
            ++at;
        const qsizetype exponent = at;
        at = skipDigits(text, at);
        if (at == exponent)
            return {};
    }
    return at == text.size() ? std::optional(Value::Type::Real) : std::nullopt;
}

Value valueOfJsonNumber(QByteArrayView text, Value::Type type)
{
    const char *end = text.data() + text.size();
    if (type == Value::Type::Integer) {
        qint64 number = 0;
        if (std::from_chars(text.data(), end, number).ec == std::errc())
            return Value::integer(number, text.toByteArray());
        return Value::text(text.toByteArray());
    }
    double number = 0;
    if (std::from_chars(text.data(), end, number).ec == std::errc::result_out_of_range) {
        // Too small is as good as nothing; too large is not.
        const QByteArray lower = text.toByteArray().toLower();
        number = lower.contains("e-") ? 0.0 : std::numeric_limits<double>::infinity();
    }
    return Value::real(number, text.toByteArray());
}

} // namespace archivesmp::config
