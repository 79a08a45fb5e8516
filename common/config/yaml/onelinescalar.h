// SPDX-License-Identifier: GPL-3.0-or-later
// Scalars that begin and end in one line of YAML, as the block scanner reads them. All work on the bytes of a
// line from `at` to `end`, in which there are no tabs, and give -1 for what is not in its subset.
#pragma once

#include <QByteArray>
#include <QByteArrayView>

#include <optional>

namespace archivesmp::config {

// Whether a plain scalar cannot begin so, or begins something else. A "-" is looked at by isDash().
[[nodiscard]] bool isYamlIndicator(char c);

// "- " or a "-" at the line's end.
[[nodiscard]] bool isDash(const char *data, qsizetype at, qsizetype end);

[[nodiscard]] qsizetype closingQuote(const char *data, qsizetype at, qsizetype end);

// libyaml looks for a key's colon within 1024 characters.
constexpr qsizetype longestKey = 1000;

// The colon behind a key that begins at `at`.
[[nodiscard]] qsizetype colonOfKey(const char *data, qsizetype at, qsizetype end);

// Whether this is itself wherever a line of YAML has it, with quotes or without: letters and digits, and what
// they are joined with, as most keys and values are.
[[nodiscard]] bool isWord(QByteArrayView text);

// Whether this stands for itself as a key of block YAML, without quotes.
[[nodiscard]] bool isPlainKey(QByteArrayView text);

// Whether it does as a value, and as one in either sort of quotes.
[[nodiscard]] bool isPlainScalar(QByteArrayView text);
[[nodiscard]] bool isSameInQuotes(QByteArrayView text);

// Behind the last character of a plain scalar.
[[nodiscard]] qsizetype plainEnd(const char *data, qsizetype at, qsizetype end);
[[nodiscard]] qsizetype plainEndInFlow(const char *data, qsizetype at, qsizetype end);

enum class Quoting { AsWritten, Decoded, Refused };

// The text between quotes: as it is written, or decoded into `text`.
[[nodiscard]] Quoting decodeQuoted(QByteArrayView inner, char quote, QByteArray &text);

} // namespace archivesmp::config
