// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/scan/jardescriptor.h"

#include <QByteArray>
#include <QDataStream>
#include <QHash>

#include <mutex>
#include <optional>

namespace archivesmp::scan {

// What is known of JARs that have not changed since they were read, so that a scan need not read gigabytes
// again that nobody touched. May be used from several threads.
class JarCache final
{
public:
    struct Entry
    {
        JarDescriptor descriptor;
        QByteArray sha256; // empty where it was not worked out
    };

    // Which file in which state: device, inode, size and both times. Empty where the file was changed so
    // lately that a second change might leave no trace.
    [[nodiscard]] static QByteArray stateOf(const OpenFile &jar);

    [[nodiscard]] std::optional<Entry> find(const QByteArray &state) const;
    void insert(const QByteArray &state, const Entry &entry);

    void write(QDataStream &out) const;
    void read(QDataStream &in); // adds to what is there; leaves faults in the stream's status

private:
    static constexpr qsizetype mostEntries = 50'000;

    mutable std::mutex _guard; // guards _entries
    QHash<QByteArray, Entry> _entries;
};

} // namespace archivesmp::scan
