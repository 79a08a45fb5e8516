// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArrayView>

namespace archivesmp::config {

// Where a dotted key has more than `depth` parts, or -1. toml++ makes a table of each part and takes them
// down one inside the other, so a key of a few hundred kilobytes would exhaust the stack.
[[nodiscard]] qsizetype firstTooDeepToml(QByteArrayView source, int depth);

// The first character beyond ASCII that stands outside of texts and comments, or -1. TOML has none there, and
// toml++ 3.3 runs into undefined behaviour at some of them.
[[nodiscard]] qsizetype firstForeignToml(QByteArrayView source);

} // namespace archivesmp::config
