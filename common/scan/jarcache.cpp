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

void JarCache::write(QDataStream &out) const
{
    const std::lock_guard lock(_guard);
    out << static_cast<quint32>(_entries.size());
    for (auto it = _entries.begin(); it != _entries.end(); ++it) {
        const JarDescriptor &jar = it->descriptor;
        out << it.key() << jar.name << jar.id << jar.version << static_cast<quint8>(jar.platform) << jar.file
            << it->sha256;
    }
}

void JarCache::read(QDataStream &in)
{
    const std::lock_guard lock(_guard);
    quint32 count = 0;
    in >> count;
    for (; count > 0 && in.status() == QDataStream::Ok; --count) {
        QByteArray state;
        quint8 platform = 0;
        Entry entry;
        in >> state >> entry.descriptor.name >> entry.descriptor.id >> entry.descriptor.version >> platform
            >> entry.descriptor.file >> entry.sha256;
        if (platform > static_cast<quint8>(domain::Platform::Geyser))
            in.setStatus(QDataStream::ReadCorruptData);
        entry.descriptor.platform = static_cast<domain::Platform>(platform);
        _entries.insert(state, entry);
    }
}

} // namespace archivesmp::scan
