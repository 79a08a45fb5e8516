// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QByteArrayView>

#include <optional>

namespace archivesmp::scan {

// 128 bits of XXH3, 16 bytes. Not for strangers' eyes: equal hashes count as equal contents only where nobody
// who can write the contents knows the seed.
[[nodiscard]] QByteArray contentHash(QByteArrayView content, quint64 seed);

// The same of so many bytes of an open file, which stays at its position; nothing where they cannot be read.
[[nodiscard]] std::optional<QByteArray> contentHash(int descriptor, qint64 size, quint64 seed);

// Whether an open file has exactly so many bytes, and these that hash.
[[nodiscard]] bool hasContent(int descriptor, qint64 size, QByteArrayView hash, quint64 seed);

} // namespace archivesmp::scan
