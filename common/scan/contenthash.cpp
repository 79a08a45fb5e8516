// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/scan/contenthash.h"

#include <xxhash.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <memory>

#include <unistd.h>

namespace archivesmp::scan {

namespace {

using State = std::unique_ptr<XXH3_state_t, decltype(&XXH3_freeState)>;
using Block = std::array<char, 65536>;

QByteArray bytesOf(const XXH128_hash_t &hash)
{
    XXH128_canonical_t bytes;
    XXH128_canonicalFromHash(&bytes, hash);
    return QByteArray(reinterpret_cast<const char *>(bytes.digest), sizeof(bytes.digest));
}

bool isSame(const XXH128_hash_t &hash, QByteArrayView bytes)
{
    XXH128_canonical_t own;
    XXH128_canonicalFromHash(&own, hash);
    return bytes.size() == qsizetype(sizeof(own.digest))
        && std::memcmp(own.digest, bytes.data(), sizeof(own.digest)) == 0;
}

// How many bytes there were from `at` on, so many at most; -1 where they cannot be read.
qint64 readAt(int descriptor, qint64 at, qint64 most, Block &block)
{
    qint64 had = 0;
    while (had < most) {
        const ssize_t count
            = ::pread(descriptor, block.data() + had, static_cast<size_t>(most - had), at + had);
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return -1;
        const bool isEnd = count < most - had; // of a regular file
        had += count;
        if (isEnd)
            break;
    }
    return had;
}

enum class Behind { Anything, Nothing };

// Of the first `size` bytes; nothing where they cannot be read, and where there is more than may be.
std::optional<XXH128_hash_t> hashOf(int descriptor, qint64 size, quint64 seed, Behind behind)
{
    Block block; // NOLINT(cppcoreguidelines-pro-type-member-init)
    const auto mostAtOnce = static_cast<qint64>(block.size());
    if (size < mostAtOnce) {
        if (readAt(descriptor, 0, size + (behind == Behind::Nothing ? 1 : 0), block) != size)
            return std::nullopt;
        return XXH3_128bits_withSeed(block.data(), static_cast<size_t>(size), seed);
    }
    const State state(XXH3_createState(), XXH3_freeState);
    XXH3_128bits_reset_withSeed(state.get(), seed);
    for (qint64 at = 0; at < size;) {
        const qint64 count = readAt(descriptor, at, std::min(size - at, mostAtOnce), block);
        if (count <= 0)
            return std::nullopt;
        at += count;
        XXH3_128bits_update(state.get(), block.data(), static_cast<size_t>(count));
    }
    if (behind == Behind::Nothing && readAt(descriptor, size, 1, block) != 0)
        return std::nullopt;
    return XXH3_128bits_digest(state.get());
}

} // namespace

QByteArray contentHash(QByteArrayView content, quint64 seed)
{
    return bytesOf(XXH3_128bits_withSeed(content.data(), static_cast<size_t>(content.size()), seed));
}

std::optional<QByteArray> contentHash(int descriptor, qint64 size, quint64 seed)
{
    const auto hash = hashOf(descriptor, size, seed, Behind::Anything);
    return hash ? std::optional(bytesOf(*hash)) : std::nullopt;
}

bool hasContent(int descriptor, qint64 size, QByteArrayView hash, quint64 seed)
{
    const auto own = hashOf(descriptor, size, seed, Behind::Nothing);
    return own && isSame(*own, hash);
}

} // namespace archivesmp::scan
