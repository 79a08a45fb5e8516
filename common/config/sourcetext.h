// SPDX-License-Identifier: GPL-3.0-or-later
// What holds for the bytes of every configuration file, whatever its format.
#pragma once

#include "common/config/configdocument.h"

namespace archivesmp::config {

// Where something stands: both 1-based, the column in characters. A byte order mark is no character.
struct Place
{
    int line = 1;
    int column = 1;
};

[[nodiscard]] Place placeAt(QByteArrayView source, qsizetype offset);

// InvalidInput, or another code, at a place of the source.
[[nodiscard]] Error errorAt(QByteArrayView source, qsizetype offset, const QString &message,
                            const QString &remedy = {}, ErrorCode code = ErrorCode::InvalidInput);

[[nodiscard]] bool isAscii(QByteArrayView bytes);

// Whether there is nothing but line feeds and what ASCII can print: most files, so it must be quick.
[[nodiscard]] bool isSimpleText(QByteArrayView bytes);

// 3 where the source begins with the byte order mark of UTF-8, otherwise 0.
[[nodiscard]] qsizetype byteOrderMark(QByteArrayView source);

// Refuses what is too large, is not UTF-8, or holds control characters other than tab and line ends.
[[nodiscard]] Result<void> checkText(QByteArrayView source, const ParseLimits &limits);
[[nodiscard]] Result<void> checkSize(QByteArrayView source, const ParseLimits &limits);

// "nesting deeper than 64 at line 7" and its like.
[[nodiscard]] Error tooDeep(QByteArrayView source, qsizetype offset, const ParseLimits &limits);
[[nodiscard]] Error tooManyNodes(QByteArrayView source, qsizetype offset, const ParseLimits &limits);

} // namespace archivesmp::config
