// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArrayView>

namespace archivesmp::config {

// Where a dotted key has more than `depth` parts, or -1. toml++ makes a table of each part and takes them
// down one inside the other, so a key of a few hundred kilobytes would exhaust the stack.
[[nodiscard]] qsizetype firstTooDeepToml(QByteArrayView source, int depth);

} // namespace archivesmp::config
