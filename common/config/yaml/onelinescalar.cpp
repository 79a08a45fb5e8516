// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/config/yaml/onelinescalar.h"

#include <algorithm>
#include <array>
#include <cstring>

namespace archivesmp::config {

namespace {

// What a character does where it stands, looked up in one step for each of a quarter of a million settings.
enum Trait : unsigned char { Indicator = 1, EndsFlow = 2, MayFollowColon = 4 };

constexpr std::array<unsigned char, 256> makeTraits()
{
    std::array<unsigned char, 256> traits{};
    for (const char c :
         {'?', ':', ',', '[', ']', '{', '}', '#', '&', '*', '!', '|', '>', '\'', '"', '%', '@', '`'})
        traits[static_cast<unsigned char>(c)] |= Indicator;
    for (const char c : {',', '[', ']', '{', '}'})
        traits[static_cast<unsigned char>(c)] |= EndsFlow;
    for (unsigned char c = 0; c < 128; ++c) {
        const bool word = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')
            || c == '/' || c == '_';
        traits[c] |= word ? MayFollowColon : 0;
    }
    return traits;
}

constexpr std::array<unsigned char, 256> traits = makeTraits();

bool has(char c, Trait trait)
{
    return (traits[static_cast<unsigned char>(c)] & trait) != 0;
}

bool isLineEnd(char c)
{
    return c == '\n' || c == '\r' || c == '\t';
}

// That a line may hold, with neither blanks around it nor tabs in it.
bool isOneLine(QByteArrayView text)
{
    return !text.isEmpty() && text.front() != ' ' && text.back() != ' '
        && std::none_of(text.begin(), text.end(), isLineEnd);
}

char simpleEscape(char c)
{
    switch (c) {
    case 'n':
        return '\n';
    case 't':
        return '\t';
    case '"':
    case '\\':
        return c;
    default:
        return '\0';
    }
}

} // namespace

bool isYamlIndicator(char c)
{
    return has(c, Indicator);
}

bool isDash(const char *data, qsizetype at, qsizetype end)
{
    return data[at] == '-' && (at + 1 >= end || data[at + 1] == ' ');
}

qsizetype closingQuote(const char *data, qsizetype at, qsizetype end)
{
    const char quote = data[at];
    for (qsizetype i = at + 1; i < end; ++i) {
        if (data[i] == '\\' && quote == '"') {
            ++i;
        } else if (data[i] == quote) {
            if (quote == '"' || i + 1 >= end || data[i + 1] != '\'')
                return i;
            ++i;
        }
    }
    return -1;
}

qsizetype colonOfKey(const char *data, qsizetype at, qsizetype end)
{
    const char first = data[at];
    if (first == '\'' || first == '"') {
        const qsizetype colon = closingQuote(data, at, end) + 1;
        return colon > 0 && colon < end && data[colon] == ':' && (colon + 1 >= end || data[colon + 1] == ' ')
            ? colon
            : -1;
    }
    if (isYamlIndicator(first) || isDash(data, at, end))
        return -1;
    for (qsizetype i = at + 1; i < end; ++i) {
        if (data[i] == ':' && (i + 1 >= end || data[i + 1] == ' '))
            return i;
        if (data[i] == '#' && data[i - 1] == ' ')
            return -1;
    }
    return -1;
}

bool isPlainKey(QByteArrayView text)
{
    const QByteArray entry = text.toByteArray() + ':';
    return isOneLine(text) && text != "<<" && !text.startsWith("---") && !text.startsWith("...")
        && text.first(1) != "'" && text.first(1) != "\""
        && colonOfKey(entry.constData(), 0, entry.size()) == text.size();
}

bool isPlainScalar(QByteArrayView text)
{
    return isOneLine(text) && plainEnd(text.data(), 0, text.size()) == text.size();
}

bool isSameInQuotes(QByteArrayView text)
{
    return std::none_of(text.begin(), text.end(),
                        [](char c) { return isLineEnd(c) || c == '\'' || c == '"' || c == '\\'; });
}

qsizetype plainEnd(const char *data, qsizetype at, qsizetype end)
{
    if (isYamlIndicator(data[at]) || isDash(data, at, end))
        return -1;
    qsizetype last = end;
    for (qsizetype i = at + 1; i < end; ++i) {
        if (data[i] == ':' && (i + 1 >= end || data[i + 1] == ' '))
            return -1;
        if (data[i] == '#' && data[i - 1] == ' ') {
            last = i;
            break;
        }
    }
    while (data[last - 1] == ' ')
        --last;
    return last;
}

qsizetype plainEndInFlow(const char *data, qsizetype at, qsizetype end)
{
    if (isYamlIndicator(data[at]) || isDash(data, at, end))
        return -1;
    qsizetype last = at + 1;
    for (; last < end && !has(data[last], EndsFlow); ++last) {
        const char c = data[last];
        if (c == ':' && last + 1 < end && data[last + 1] == ' ')
            break;
        if (c == '?' || (c == ':' && (last + 1 >= end || !has(data[last + 1], MayFollowColon)))
            || (c == '#' && data[last - 1] == ' '))
            return -1;
    }
    while (data[last - 1] == ' ')
        --last;
    return last;
}

Quoting decodeQuoted(QByteArrayView inner, char quote, QByteArray &text)
{
    const bool isDouble = quote == '"';
    const char special = isDouble ? '\\' : '\'';
    if (inner.isEmpty() || std::memchr(inner.data(), special, static_cast<size_t>(inner.size())) == nullptr)
        return Quoting::AsWritten;
    text.clear();
    for (qsizetype i = 0; i < inner.size(); ++i) {
        char c = inner[i];
        if (c == special) {
            ++i;
            c = isDouble ? simpleEscape(inner[i]) : c;
            if (c == '\0')
                return Quoting::Refused;
        }
        text += c;
    }
    return Quoting::Decoded;
}

} // namespace archivesmp::config
