// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QByteArrayView>

namespace archivesmp::scan {

// 128 bits of XXH3, 16 bytes. Not for strangers' eyes: equal hashes count as equal contents only where nobody
// who can write the contents knows the seed.
[[nodiscard]] QByteArray contentHash(QByteArrayView content, quint64 seed);

} // namespace archivesmp::scan
