// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/syncwatch.h"

#include <mutex>

#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace {

std::mutex guard; // guards the two below
bool isWatched = false;
QList<bool> syncs;

void note(int descriptor)
{
    struct stat status = {};
    const std::lock_guard lock(guard);
    if (isWatched && ::fstat(descriptor, &status) == 0)
        syncs.append(S_ISDIR(status.st_mode));
}

} // namespace

// In the place of the C library's.
extern "C" int fsync(int descriptor)
{
    note(descriptor);
    return static_cast<int>(::syscall(SYS_fsync, descriptor));
}

namespace archivesmp::tests {

SyncWatch::SyncWatch()
{
    const std::lock_guard lock(guard);
    isWatched = true;
    syncs.clear();
}

SyncWatch::~SyncWatch()
{
    const std::lock_guard lock(guard);
    isWatched = false;
}

QList<bool> SyncWatch::folders() const
{
    const std::lock_guard lock(guard);
    return syncs;
}

} // namespace archivesmp::tests
