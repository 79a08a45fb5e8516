// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/scan/contenthash.h"

#include <xxhash.h>

namespace archivesmp::scan {

QByteArray contentHash(QByteArrayView content, quint64 seed)
{
    const XXH128_hash_t hash
        = XXH3_128bits_withSeed(content.data(), static_cast<size_t>(content.size()), seed);
    XXH128_canonical_t bytes;
    XXH128_canonicalFromHash(&bytes, hash);
    return QByteArray(reinterpret_cast<const char *>(bytes.digest), sizeof(bytes.digest));
}

} // namespace archivesmp::scan
