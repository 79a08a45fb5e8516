// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/config/sourcetext.h"

#include <algorithm>

namespace archivesmp::config {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype blockSize = 64;

bool isContinuation(char c)
{
    return (static_cast<unsigned char>(c) & 0xc0) == 0x80;
}

bool isSuspect(unsigned char c)
{
    return (c < 0x20 && c != '\n' && c != '\r' && c != '\t') || c == 0x7f;
}

// Fixed-size blocks without an early exit inside are what the compiler turns into vector instructions.
bool isCleanBlock(const char *block)
{
    unsigned char suspect = 0;
    for (qsizetype i = 0; i < blockSize; ++i) {
        const auto c = static_cast<unsigned char>(block[i]);
        suspect |= static_cast<unsigned char>(((c < 0x20) & (c != '\n') & (c != '\r') & (c != '\t'))
                                              | (c == 0x7f));
    }
    return suspect == 0;
}

// The first control character of ASCII, or -1.
qsizetype firstControl(QByteArrayView source)
{
    qsizetype i = 0;
    while (i + blockSize <= source.size() && isCleanBlock(source.data() + i))
        i += blockSize;
    for (; i < source.size(); ++i) {
        if (isSuspect(static_cast<unsigned char>(source[i])))
            return i;
    }
    return -1;
}

// The first character beyond ASCII that YAML does not allow: U+0080 to U+009F but U+0085, U+FFFE and U+FFFF.
qsizetype firstForbidden(QByteArrayView source)
{
    const auto at = [source](qsizetype i) { return static_cast<unsigned char>(source[i]); };
    qsizetype first = -1;
    for (qsizetype i = source.indexOf('\xc2'); i >= 0 && first < 0; i = source.indexOf('\xc2', i + 1)) {
        if (i + 1 < source.size() && at(i + 1) < 0xa0 && at(i + 1) != 0x85)
            first = i;
    }
    const QByteArrayView before = first < 0 ? source : source.first(first);
    for (qsizetype i = before.indexOf('\xef'); i >= 0; i = before.indexOf('\xef', i + 1)) {
        if (i + 2 < source.size() && at(i + 1) == 0xbf && at(i + 2) >= 0xbe)
            return i;
    }
    return first;
}

qsizetype firstInvalidUtf8(QByteArrayView source)
{
    qsizetype at = 0;
    while (at < source.size()) {
        const auto lead = static_cast<unsigned char>(source[at]);
        const qsizetype length = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
        if (lead >= 0x80 && (at + length > source.size() || !source.sliced(at, length).isValidUtf8()))
            return at;
        at += length;
    }
    return at;
}

} // namespace

Place placeAt(QByteArrayView source, qsizetype offset)
{
    Place place;
    const qsizetype end = std::min(offset, source.size());
    qsizetype begin = byteOrderMark(source);
    if (!source.first(end).contains('\r')) {
        const auto newlines = std::count(source.begin(), source.begin() + end, '\n');
        place.line += static_cast<int>(newlines);
        begin = newlines == 0 ? begin : source.first(end).lastIndexOf('\n') + 1;
    }
    for (qsizetype i = begin; i < end; ++i) {
        const char c = source[i];
        const bool crlf = c == '\r' && i + 1 < source.size() && source[i + 1] == '\n';
        if (c == '\n' || (c == '\r' && !crlf)) {
            ++place.line;
            place.column = 1;
        } else if (!isContinuation(c) && c != '\r') {
            ++place.column;
        }
    }
    return place;
}

Error errorAt(QByteArrayView source, qsizetype offset, const QString &message, const QString &remedy,
              ErrorCode code)
{
    const Place place = placeAt(source, offset);
    Error error{code, message};
    error.line = place.line;
    error.column = place.column;
    error.remedy = remedy;
    return error;
}

bool isAscii(QByteArrayView bytes)
{
    qsizetype i = 0;
    for (; i + blockSize <= bytes.size(); i += blockSize) {
        unsigned char bits = 0;
        for (qsizetype j = 0; j < blockSize; ++j)
            bits |= static_cast<unsigned char>(bytes[i + j]);
        if (bits >= 0x80)
            return false;
    }
    return std::all_of(bytes.begin() + i, bytes.end(),
                       [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

bool isSimpleText(QByteArrayView bytes)
{
    // What is beyond ASCII is negative; one comparison fewer for each of the many millions of bytes.
    const auto isOdd = [](char c) {
        const auto byte = static_cast<signed char>(c);
        return static_cast<unsigned char>(((byte < 0x20) & (byte != '\n')) | (byte == 0x7f));
    };
    qsizetype i = 0;
    for (; i + blockSize <= bytes.size(); i += blockSize) {
        unsigned char odd = 0;
        for (qsizetype j = 0; j < blockSize; ++j)
            odd |= isOdd(bytes[i + j]);
        if (odd != 0)
            return false;
    }
    return std::none_of(bytes.begin() + i, bytes.end(), isOdd);
}

qsizetype byteOrderMark(QByteArrayView source)
{
    return source.startsWith("\xef\xbb\xbf") ? 3 : 0;
}

Result<void> checkSize(QByteArrayView source, const ParseLimits &limits)
{
    if (source.size() <= limits.bytes)
        return {};
    return Error{ErrorCode::LimitExceeded,
                 u"larger than "_s + QString::number(limits.bytes) + u" bytes ("_s
                     + QString::number(source.size()) + u')'};
}

Result<void> checkText(QByteArrayView source, const ParseLimits &limits)
{
    if (auto size = checkSize(source, limits); !size)
        return size;
    if (source.startsWith("\xff\xfe") || source.startsWith("\xfe\xff"))
        return errorAt(source, 0, u"not UTF-8 but UTF-16"_s, u"save the file as UTF-8"_s);
    const bool ascii = isAscii(source);
    if (!ascii && !source.isValidUtf8()) {
        const qsizetype offset = firstInvalidUtf8(source);
        const auto byte = static_cast<unsigned char>(source[offset]);
        return errorAt(source, offset,
                       u"not UTF-8: byte 0x"_s + QString::number(byte, 16).rightJustified(2, u'0')
                           + u" at offset "_s + QString::number(offset),
                       u"save the file as UTF-8"_s);
    }
    qsizetype bad = firstControl(source);
    if (bad < 0 && !ascii)
        bad = firstForbidden(source);
    if (bad < 0)
        return {};
    const QString character
        = QString::fromUtf8(source.sliced(bad, std::min<qsizetype>(3, source.size() - bad)));
    return errorAt(source, bad,
                   u"control character U+"_s
                       + QString::number(character.at(0).unicode(), 16).toUpper().rightJustified(4, u'0')
                       + u" at offset "_s + QString::number(bad),
                   u"remove it"_s);
}

Error tooDeep(QByteArrayView source, qsizetype offset, const ParseLimits &limits)
{
    const Place place = placeAt(source, offset);
    return errorAt(source, offset,
                   u"nesting deeper than "_s + QString::number(limits.depth) + u" at line "_s
                       + QString::number(place.line),
                   {}, ErrorCode::LimitExceeded);
}

Error tooManyNodes(QByteArrayView source, qsizetype offset, const ParseLimits &limits)
{
    return errorAt(source, offset, u"more than "_s + QString::number(limits.nodes) + u" values"_s, {},
                   ErrorCode::LimitExceeded);
}

} // namespace archivesmp::config
