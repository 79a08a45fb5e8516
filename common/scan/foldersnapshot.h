// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/scan/readlog.h"
#include "common/scan/safefolder.h"

#include <QByteArray>
#include <QHash>

namespace archivesmp::scan {

// What a scan read below one folder, folder by folder, so that a later look needs no more than one question
// about each file to the folder that it is in. Immutable; may be used from several threads.
class FolderSnapshot final
{
public:
    FolderSnapshot() = default; // of a scan that read nothing
    explicit FolderSnapshot(const QHash<QByteArray, ReadLog::Entry> &read);

    // As it is kept. Bytes that make no sense are a snapshot of no folder at all.
    [[nodiscard]] static FolderSnapshot fromBytes(const QByteArray &bytes);
    [[nodiscard]] const QByteArray &bytes() const { return _bytes; }

    // Whether a scan would read the same again: files and listings by their state, by their content where the
    // state alone would not tell; nothing where nothing was, and no link on the way.
    [[nodiscard]] bool isUnchangedIn(const SafeFolder &folder, quint64 seed) const;

private:
    QByteArray _bytes;
};

} // namespace archivesmp::scan
