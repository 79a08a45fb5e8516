// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/config/toml/tomldepth.h"

#include "common/config/sourcetext.h"

#include <algorithm>

namespace archivesmp::config {

namespace {

// Behind the text that begins at `at` with a quote, or behind the line where it is not closed.
qsizetype afterQuoted(QByteArrayView source, qsizetype at)
{
    const char quote = source[at];
    const QByteArrayView triple = quote == '"' ? QByteArrayView("\"\"\"") : QByteArrayView("'''");
    const bool spansLines = source.sliced(at).startsWith(triple);
    at += spansLines ? 3 : 1;
    while (at < source.size()) {
        if (source[at] == '\\' && quote == '"') {
            at += 2;
        } else if (spansLines && source.sliced(at).startsWith(triple)) {
            return at + 3;
        } else if (!spansLines && (source[at] == quote || source[at] == '\n')) {
            return at + 1;
        } else {
            ++at;
        }
    }
    return source.size();
}

qsizetype lineEnd(QByteArrayView source, qsizetype at)
{
    return std::find(source.begin() + at, source.end(), '\n') - source.begin();
}

} // namespace

std::optional<qsizetype> firstTooDeepToml(QByteArrayView source, int depth)
{
    int parts = 1;
    for (qsizetype at = 0; at < source.size();) {
        switch (source[at]) {
        case '"':
        case '\'':
            at = afterQuoted(source, at);
            continue;
        case '#':
            at = lineEnd(source, at);
            continue;
        case '.':
            if (++parts > depth)
                return at;
            break;
        case '\n':
        case '=':
        case ',':
        case '[':
        case '{':
            parts = 1;
            break;
        default:
            break;
        }
        ++at;
    }
    return std::nullopt;
}

std::optional<qsizetype> firstForeignToml(QByteArrayView source)
{
    for (qsizetype at = byteOrderMark(source); at < source.size();) {
        const char c = source[at];
        if (c == '"' || c == '\'') {
            at = afterQuoted(source, at);
        } else if (c == '#') {
            at = lineEnd(source, at);
        } else if ((c & 0x80) != 0) {
            return at;
        } else {
            ++at;
        }
    }
    return std::nullopt;
}

} // namespace archivesmp::config
