// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/config/properties/propertiestext.h"

#include <QString>

#include <charconv>

namespace archivesmp::config {

namespace {

bool isLineEnd(char c)
{
    return c == '\n' || c == '\r';
}

char simpleEscape(char c)
{
    switch (c) {
    case 't':
        return '\t';
    case 'n':
        return '\n';
    case 'r':
        return '\r';
    case 'f':
        return '\f';
    default:
        return c;
    }
}

// Behind the line end at `at` and the blanks that follow it.
qsizetype afterContinuation(QByteArrayView raw, qsizetype at)
{
    at += raw[at] == '\r' && at + 1 < raw.size() && raw[at + 1] == '\n' ? 2 : 1;
    while (at < raw.size() && (raw[at] == ' ' || raw[at] == '\t' || raw[at] == '\f'))
        ++at;
    return at;
}

// The code unit of "\u1234" at its backslash, or -1.
int codeUnitAt(QByteArrayView raw, qsizetype backslash)
{
    if (backslash + 6 > raw.size() || raw[backslash] != '\\' || raw[backslash + 1] != 'u')
        return -1;
    unsigned unit = 0;
    const char *begin = raw.data() + backslash + 2;
    const auto [end, error] = std::from_chars(begin, begin + 4, unit, 16);
    return end == begin + 4 && error == std::errc() ? static_cast<int>(unit) : -1;
}

void appendByte(QByteArray &out, char c, PropertiesEncoding encoding)
{
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x80 || encoding == PropertiesEncoding::Utf8) {
        out += c;
        return;
    }
    out += static_cast<char>(0xc0 | byte >> 6);
    out += static_cast<char>(0x80 | (byte & 0x3f));
}

// Appends the character of the escape at `at` and returns what it is long, or 0 where it is none.
qsizetype appendUnicodeEscape(QByteArray &out, QByteArrayView raw, qsizetype at)
{
    const int unit = codeUnitAt(raw, at);
    if (unit < 0)
        return 0;
    auto character = static_cast<char32_t>(unit);
    qsizetype length = 6;
    if (QChar::isSurrogate(character)) {
        const int low = codeUnitAt(raw, at + 6);
        if (!QChar::isHighSurrogate(character) || low < 0
            || !QChar::isLowSurrogate(static_cast<char32_t>(low)))
            return 0;
        character = QChar::surrogateToUcs4(static_cast<char16_t>(unit), static_cast<char16_t>(low));
        length = 12;
    }
    out += QStringView(QChar::fromUcs4(character)).toUtf8(); // fromUcs4 of QString would eat a U+FEFF
    return length;
}

void appendEscaped(QByteArray &out, QStringView character)
{
    for (const QChar unit : character)
        out += "\\u" + QByteArray::number(unit.unicode(), 16).toUpper().rightJustified(4, '0');
}

void appendAscii(QByteArray &out, char c, PropertyPart part, bool first)
{
    switch (c) {
    case '\t':
        out += "\\t";
        return;
    case '\n':
        out += "\\n";
        return;
    case '\r':
        out += "\\r";
        return;
    case '\f':
        out += "\\f";
        return;
    case '\\':
        out += "\\\\";
        return;
    default:
        break;
    }
    const bool inKey = part == PropertyPart::Key;
    if ((c == ' ' && (first || inKey)) || (inKey && (c == '=' || c == ':'))
        || (inKey && first && (c == '#' || c == '!')))
        out += '\\';
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f)
        appendEscaped(out, QString(QLatin1Char(c)));
    else
        out += c;
}

} // namespace

PropertiesEncoding encodingOfProperties(QByteArrayView source)
{
    return source.isValidUtf8() ? PropertiesEncoding::Utf8 : PropertiesEncoding::Latin1;
}

std::optional<QByteArray> decodedProperty(QByteArrayView raw, PropertiesEncoding encoding)
{
    QByteArray out;
    out.reserve(raw.size());
    for (qsizetype i = 0; i < raw.size();) {
        if (raw[i] != '\\') {
            appendByte(out, raw[i++], encoding);
        } else if (i + 1 == raw.size()) {
            return {};
        } else if (isLineEnd(raw[i + 1])) {
            i = afterContinuation(raw, i + 1);
        } else if (raw[i + 1] == 'u') {
            const qsizetype length = appendUnicodeEscape(out, raw, i);
            if (length == 0)
                return {};
            i += length;
        } else {
            appendByte(out, simpleEscape(raw[i + 1]), encoding);
            i += 2;
        }
    }
    return out;
}

QByteArray rawProperty(QByteArrayView raw, PropertiesEncoding encoding)
{
    QByteArray out;
    for (const char c : raw)
        appendByte(out, c, encoding);
    return out;
}

QByteArray encodedProperty(QByteArrayView text, PropertyPart part, PropertiesEncoding encoding,
                           bool keepNonAscii)
{
    QByteArray out;
    const QString decoded = QString::fromUtf8(text);
    bool first = true;
    for (qsizetype i = 0; i < decoded.size(); ++i) {
        const QChar c = decoded.at(i);
        if (c.unicode() < 0x80) {
            appendAscii(out, static_cast<char>(c.unicode()), part, first);
        } else {
            const bool pair = c.isHighSurrogate() && i + 1 < decoded.size();
            const QStringView character = QStringView(decoded).sliced(i, pair ? 2 : 1);
            i += pair ? 1 : 0;
            if (keepNonAscii && encoding == PropertiesEncoding::Utf8)
                out += character.toUtf8();
            else if (keepNonAscii && c.unicode() < 0x100)
                out += static_cast<char>(c.unicode());
            else
                appendEscaped(out, character);
        }
        first = false;
    }
    return out;
}

} // namespace archivesmp::config
