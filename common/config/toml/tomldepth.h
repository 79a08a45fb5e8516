// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArrayView>

#include <optional>

namespace archivesmp::config {

// Where a dotted key has more than `depth` parts, if one has. toml++ makes a table of each part and takes
// them down one inside the other, so a key of a few hundred kilobytes would exhaust the stack.
[[nodiscard]] std::optional<qsizetype> firstTooDeepToml(QByteArrayView source, int depth);

// The first character beyond ASCII that stands outside of texts and comments, if there is one. TOML has none
// there, and toml++ 3.3 runs into undefined behaviour at some of them.
[[nodiscard]] std::optional<qsizetype> firstForeignToml(QByteArrayView source);

} // namespace archivesmp::config
