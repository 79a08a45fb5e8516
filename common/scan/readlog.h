// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/scan/filestate.h"

#include <QByteArray>
#include <QHash>

#include <mutex>

namespace archivesmp::scan {

// What one folder was asked for during a scan, and in which state it was: as long as all of that is the same,
// another scan would find the same. May be used from several threads.
class ReadLog final
{
public:
    enum class Kind : quint8 { File, Listing, Folder, Absent };
    struct Entry
    {
        Kind kind = Kind::File;
        FileState state;    // of File and Listing
        QByteArray content; // its hash, where the state alone would not tell a later change; else empty
    };

    ReadLog(qint64 startedAt, quint64 seed);

    // `content` is hashed where it is needed.
    void addFile(const QByteArray &path, const FileState &state, QByteArrayView content);
    void addFile(const QByteArray &path, const FileState &state, int descriptor);
    void addFile(const QByteArray &path, const FileState &state); // that is settled
    void addListing(const QByteArray &path, const FileState &state, QByteArrayView names);
    void addFolder(const QByteArray &path);
    void addAbsent(const QByteArray &path);

    // Something was there and could not be read: no later look can tell that it is the same.
    void giveUp();

    [[nodiscard]] bool isUsable() const;
    [[nodiscard]] const QHash<QByteArray, Entry> &entries() const { return _entries; } // when all is done

private:
    void add(const QByteArray &path, const Entry &entry);
    [[nodiscard]] QByteArray hashIfNeeded(const FileState &state, QByteArrayView content) const;

    qint64 _startedAt;
    quint64 _seed;
    mutable std::mutex _guard; // guards the two below
    QHash<QByteArray, Entry> _entries;
    bool _usable = true;
};

} // namespace archivesmp::scan
