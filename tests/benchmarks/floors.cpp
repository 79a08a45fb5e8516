// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/benchmarks/floors.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

#include <array>
#include <string_view>
#include <vector>

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace archivesmp::tests {

namespace {

template <typename Visit>
void walk(int folder, const Visit &visit)
{
    DIR *entries = ::fdopendir(folder);
    if (entries == nullptr)
        return;
    while (const dirent *entry = ::readdir(entries)) {
        const std::string_view name(entry->d_name);
        if (name == "." || name == "..")
            continue;
        if (entry->d_type == DT_DIR) {
            const int below
                = ::openat(folder, entry->d_name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
            if (below >= 0)
                walk(below, visit);
        }
        visit(folder, entry->d_name);
    }
    ::closedir(entries);
}

bool isConfiguration(std::string_view name)
{
    constexpr std::array endings{".yml", ".yaml", ".json", ".toml", ".conf", ".properties"};
    for (const std::string_view ending : endings) {
        if (name.ends_with(ending))
            return true;
    }
    return false;
}

} // namespace

qint64 walkAndStat(const char *root)
{
    qint64 count = 0;
    walk(::open(root, O_RDONLY | O_DIRECTORY | O_CLOEXEC), [&count](int folder, const char *name) {
        struct stat status = {};
        count += ::fstatat(folder, name, &status, AT_SYMLINK_NOFOLLOW) == 0;
    });
    return count;
}

qint64 readAll(const char *root, Hashing hashing, Files files)
{
    std::vector<char> buffer(8 << 20);
    qint64 total = 0;
    quint64 sum = 0;
    walk(::open(root, O_RDONLY | O_DIRECTORY | O_CLOEXEC), [&](int folder, const char *name) {
        const bool isJar = files == Files::WithJars && std::string_view(name).ends_with(".jar");
        if (!isConfiguration(name) && !isJar)
            return;
        const int file = ::openat(folder, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
        const ssize_t size = ::read(file, buffer.data(), buffer.size());
        ::close(file);
        if (size <= 0)
            return;
        total += size;
        if (hashing == Hashing::Xxh3)
            sum ^= XXH3_128bits(buffer.data(), static_cast<size_t>(size)).low64;
    });
    return sum == 1 ? 0 : total;
}

} // namespace archivesmp::tests
