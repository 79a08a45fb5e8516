// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/scan/readlog.h"

#include "common/scan/contenthash.h"

namespace archivesmp::scan {

ReadLog::ReadLog(qint64 startedAt, quint64 seed)
    : _startedAt(startedAt)
    , _seed(seed)
{ }

QByteArray ReadLog::hashIfNeeded(const FileState &state, QByteArrayView content) const
{
    return state.isSettled(_startedAt) ? QByteArray() : contentHash(content, _seed);
}

void ReadLog::addFile(const QByteArray &path, const FileState &state, QByteArrayView content)
{
    add(path, {Kind::File, state, hashIfNeeded(state, content)});
}

void ReadLog::addFile(const QByteArray &path, const FileState &state, int descriptor)
{
    const bool isSettled = state.isSettled(_startedAt);
    const auto content = isSettled ? QByteArray() : contentHash(descriptor, state.size, _seed);
    if (content)
        add(path, {Kind::File, state, *content});
    else
        giveUp();
}

void ReadLog::addFile(const QByteArray &path, const FileState &state)
{
    Q_ASSERT(state.isSettled(_startedAt));
    add(path, {Kind::File, state, {}});
}

void ReadLog::addListing(const QByteArray &path, const FileState &state, QByteArrayView names)
{
    add(path, {Kind::Listing, state, hashIfNeeded(state, names)});
}

void ReadLog::addFolder(const QByteArray &path)
{
    add(path, {Kind::Folder, {}, {}});
}

void ReadLog::addAbsent(const QByteArray &path)
{
    add(path, {Kind::Absent, {}, {}});
}

void ReadLog::giveUp()
{
    const std::lock_guard lock(_guard);
    _usable = false;
}

bool ReadLog::isUsable() const
{
    const std::lock_guard lock(_guard);
    return _usable;
}

// Two looks at one thing must have seen the same; that a folder is there follows from its listing.
void ReadLog::add(const QByteArray &path, const Entry &entry)
{
    const std::lock_guard lock(_guard);
    const auto known = _entries.find(path);
    if (known == _entries.end()) {
        _entries.insert(path, entry);
        return;
    }
    if (entry.kind == Kind::Folder && known->kind == Kind::Listing)
        return;
    if (known->kind == Kind::Folder && entry.kind == Kind::Listing)
        *known = entry;
    if (known->kind != entry.kind || known->state != entry.state)
        _usable = false;
}

} // namespace archivesmp::scan
