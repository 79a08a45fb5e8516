// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

#include <algorithm>

#include <sys/stat.h>

namespace archivesmp::scan {

// What tells whether a file or folder is still the one that it was, unchanged: no program can set the time of
// the last change, whatever it does to that of the last modification.
struct FileState
{
    quint64 device = 0;
    quint64 inode = 0;
    qint64 size = 0;
    qint64 modified = 0; // nanoseconds since 1970
    qint64 changed = 0;

    [[nodiscard]] static FileState of(const struct stat &status)
    {
        constexpr qint64 second = 1'000'000'000;
        return {status.st_dev, status.st_ino, status.st_size,
                status.st_mtim.tv_sec * second + status.st_mtim.tv_nsec,
                status.st_ctim.tv_sec * second + status.st_ctim.tv_nsec};
    }

    // Whether a change after `now` is sure to show. Clocks of file systems are coarse: what was changed just
    // before may be changed again and keep its times.
    [[nodiscard]] bool isSettled(qint64 now) const
    {
        constexpr qint64 coarsest = 2'000'000'000;
        return std::max(modified, changed) < now - coarsest;
    }

    friend bool operator==(const FileState &, const FileState &) = default;
};

} // namespace archivesmp::scan
