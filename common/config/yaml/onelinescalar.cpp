// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/config/yaml/onelinescalar.h"

#include <algorithm>
#include <array>
#include <cstring>

namespace archivesmp::config {

namespace {

// What a character does where it stands, looked up in one step for each of a quarter of a million settings.
enum Trait : unsigned char { Indicator = 1, EndsFlow = 2, MayFollowColon = 4, BeginsWord = 8, InWord = 16 };

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
        traits[c] |= word ? MayFollowColon | BeginsWord | InWord : 0;
        traits[c] |= c == '-' || c == '.' ? InWord : 0;
    }
    return traits;
}

constexpr std::array<unsigned char, 256> traits = makeTraits();

bool has(char c, Trait trait)
{
    return (traits[static_cast<unsigned char>(c)] & trait) != 0;
}

// Where a character stands first from `at` on, or `end`.
qsizetype firstOf(const char *data, qsizetype at, qsizetype end, char c)
{
    const void *found = at < end ? std::memchr(data + at, c, static_cast<size_t>(end - at)) : nullptr;
    return found == nullptr ? end : static_cast<const char *>(found) - data;
}

// A colon that ends a key, or `end`.
qsizetype endingColon(const char *data, qsizetype at, qsizetype end)
{
    qsizetype colon = firstOf(data, at, end, ':');
    while (colon + 1 < end && data[colon + 1] != ' ')
        colon = firstOf(data, colon + 1, end, ':');
    return colon;
}

// The "#" of a comment, which a blank stands before, or `end`.
qsizetype commentIn(const char *data, qsizetype at, qsizetype end)
{
    qsizetype hash = firstOf(data, at, end, '#');
    while (hash < end && data[hash - 1] != ' ')
        hash = firstOf(data, hash + 1, end, '#');
    return hash;
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
    qsizetype close = firstOf(data, at + 1, end, quote);
    if (quote == '\'') {
        while (close + 1 < end && data[close + 1] == quote)
            close = firstOf(data, close + 2, end, quote);
    } else {
        // What follows a backslash is no quote.
        qsizetype escape = firstOf(data, at + 1, close, '\\');
        while (escape < close) {
            if (escape + 1 == close)
                close = firstOf(data, close + 1, end, quote);
            escape = firstOf(data, escape + 2, close, '\\');
        }
    }
    return close < end ? close : -1;
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
    const qsizetype colon = endingColon(data, at + 1, end);
    return colon < end && commentIn(data, at + 1, colon) == colon ? colon : -1;
}

bool isWord(QByteArrayView text)
{
    return !text.isEmpty() && has(text.front(), BeginsWord)
        && std::all_of(text.begin(), text.end(), [](char c) { return has(c, InWord); });
}

bool isPlainKey(QByteArrayView text)
{
    const char *data = text.data();
    const qsizetype size = text.size();
    return isOneLine(text) && text != "<<" && !text.startsWith("---") && !text.startsWith("...")
        && !isYamlIndicator(*data) && !isDash(data, 0, size) && commentIn(data, 1, size) == size
        && endingColon(data, 1, size) >= size - 1; // a colon before the key's own is part of the key
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
    qsizetype last = commentIn(data, at + 1, end);
    if (endingColon(data, at + 1, last) < last)
        return -1;
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
    text.resize(inner.size());
    char *out = text.data();
    qsizetype begin = 0; // of what is not in `text` yet
    for (qsizetype at = firstOf(inner.data(), 0, inner.size(), special); at < inner.size();
         at = firstOf(inner.data(), begin, inner.size(), special)) {
        const char c = isDouble ? simpleEscape(inner[at + 1]) : special;
        if (c == '\0')
            return Quoting::Refused;
        out = std::copy_n(inner.data() + begin, at - begin, out);
        *out++ = c;
        begin = at + 2;
    }
    out = std::copy_n(inner.data() + begin, inner.size() - begin, out);
    text.truncate(out - text.constData());
    return Quoting::Decoded;
}

} // namespace archivesmp::config
