// SPDX-License-Identifier: GPL-3.0-or-later
// How a scan uses what an earlier one found.
#pragma once

#include "common/scan/readlog.h"
#include "common/scan/scanrequest.h"

#include <vector>

namespace archivesmp::scan {

// Stands for everything but the files that results depend on: the program, the expectations with those rules
// that have not expired, the key of the fingerprints, the options. Never for a secret itself.
[[nodiscard]] QByteArray resultContext(const ScanOptions &options);

// Nanoseconds since 1970.
[[nodiscard]] qint64 startOf(const ScanOptions &options);

// Keeps a scan that has read everything. The logs are those of the folders, in their order.
void rememberFleet(const QList<InstanceFolder> &folders, const ScanOptions &options,
                   const std::vector<std::shared_ptr<ReadLog>> &logs, const FleetReport &report);

// One file and what was found in it for one purpose.
class RememberedFile final
{
public:
    // `purpose` is one letter. Without a cache it only reads.
    RememberedFile(const ScanOptions &options, const InstanceFolder &place, const SafeFolder &game,
                   char purpose, const QByteArray &path, const QByteArray &context);

    // What was found before, where the file is the same: by its state, or by its content.
    [[nodiscard]] const std::optional<QByteArray> &result() const { return _result; }
    [[nodiscard]] const Result<QByteArray> &bytes() const { return _bytes; } // where there is no result

    void keep(const QByteArray &result); // of these bytes

private:
    void look(const SafeFolder &game, const QByteArray &path, const QByteArray &context, qint64 startedAt);

    ScanCache *_cache = nullptr;
    QByteArray _name;
    ScanCache::FileResult _known;
    std::optional<QByteArray> _result;
    Result<QByteArray> _bytes = QByteArray();
};

} // namespace archivesmp::scan
