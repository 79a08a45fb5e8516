// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/scan/contenthash.h"

#include <xxhash.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <memory>

#include <unistd.h>

namespace archivesmp::scan {

namespace {

QByteArray bytesOf(const XXH128_hash_t &hash)
{
    XXH128_canonical_t bytes;
    XXH128_canonicalFromHash(&bytes, hash);
    return QByteArray(reinterpret_cast<const char *>(bytes.digest), sizeof(bytes.digest));
}

} // namespace

QByteArray contentHash(QByteArrayView content, quint64 seed)
{
    return bytesOf(XXH3_128bits_withSeed(content.data(), static_cast<size_t>(content.size()), seed));
}

std::optional<QByteArray> contentHash(int descriptor, qint64 size, quint64 seed)
{
    std::array<char, 65536> block; // NOLINT(cppcoreguidelines-pro-type-member-init)
    const auto mostAtOnce = static_cast<qint64>(block.size());
    using State = std::unique_ptr<XXH3_state_t, decltype(&XXH3_freeState)>;
    const State state(size > mostAtOnce ? XXH3_createState() : nullptr, XXH3_freeState);
    if (state)
        XXH3_128bits_reset_withSeed(state.get(), seed);
    for (qint64 at = 0; at < size;) {
        char *const begin = block.data() + (state ? 0 : at);
        const ssize_t count
            = ::pread(descriptor, begin, static_cast<size_t>(std::min(size - at, mostAtOnce)), at);
        if (count < 0 && errno == EINTR)
            continue;
        if (count <= 0)
            return std::nullopt;
        at += count;
        if (state)
            XXH3_128bits_update(state.get(), begin, static_cast<size_t>(count));
    }
    return state ? bytesOf(XXH3_128bits_digest(state.get()))
                 : contentHash(QByteArrayView(block.data(), size), seed);
}

} // namespace archivesmp::scan
