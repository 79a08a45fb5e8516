// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/scan/jarcache.h"

#include <ctime>

#include <sys/stat.h>

namespace archivesmp::scan {

namespace {

constexpr qint64 settledAfter = 3; // seconds; coarser than the clock of any file system in use

} // namespace

QByteArray JarCache::stateOf(const OpenFile &jar)
{
    struct stat status = {};
    if (::fstat(jar.descriptor(), &status) != 0 || std::time(nullptr) - status.st_ctim.tv_sec < settledAfter)
        return {};
    QByteArray state;
    for (const qint64 part :
         {static_cast<qint64>(status.st_dev), static_cast<qint64>(status.st_ino),
          static_cast<qint64>(status.st_size), static_cast<qint64>(status.st_mtim.tv_sec),
          static_cast<qint64>(status.st_mtim.tv_nsec), static_cast<qint64>(status.st_ctim.tv_sec),
          static_cast<qint64>(status.st_ctim.tv_nsec)})
        state += QByteArray::number(part) + ' ';
    return state;
}

std::optional<JarCache::Entry> JarCache::find(const QByteArray &state) const
{
    const std::lock_guard lock(_guard);
    const auto found = _entries.constFind(state);
    return found == _entries.constEnd() ? std::nullopt : std::optional(*found);
}

void JarCache::insert(const QByteArray &state, const Entry &entry)
{
    const std::lock_guard lock(_guard);
    if (_entries.size() >= mostEntries)
        _entries.clear();
    _entries.insert(state, entry);
}

} // namespace archivesmp::scan
