// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/domain/driftreport.h"
#include "common/drift/keyresolver.h"
#include "common/expectations/expectationset.h"
#include "common/scan/instancefolder.h"
#include "common/scan/instanceinventory.h"
#include "common/scan/scancache.h"

#include <QByteArray>
#include <QDateTime>
#include <QList>

#include <atomic>
#include <functional>
#include <memory>
#include <optional>

namespace archivesmp::scan {

// What every scan needs.
struct ScanOptions
{
    std::shared_ptr<const expectations::ExpectationSet> expectations;
    QByteArray fleetKey; // for the fingerprints of secrets
    QDateTime startedAt; // UTC; first and last seen of every finding
    JarHashing jarHashing = JarHashing::Sha256;
    std::shared_ptr<JarCache> jars;   // spares reading JARs again that have not changed; may be null
    std::shared_ptr<ScanCache> cache; // spares reading files again that have not changed; may be null
    QByteArray
        expectationsHash; // stands for the expectations with their rules in the cache; empty: their own
    QStringList
        onlyPlugins; // where not empty: nothing is read or said of others, as the expectations name them
    bool extraKeys = false;
    int previews = 200; // findings per instance for which a fix is worked out; 0 for none
    int threads = 1;

    // Called with rising numbers from any of the threads, one call at a time.
    std::function<void(int done, int total)> progress;
    const std::atomic_bool *cancelled = nullptr; // looked at between two files
};

// One instance. Its neighbours on the same server help to decide which file a setting belongs to, so that a
// deleted key does not look like a setting of another file.
struct ScanRequest
{
    InstanceFolder folder;
    QList<InstanceFolder> neighbours;
    ScanOptions options;
};

struct FleetReport
{
    QList<domain::DriftReport> reports; // in the order asked for; findings by plugin, file, key, kind
    QList<drift::UnresolvedKeys> unresolved;

    [[nodiscard]] domain::ScanCounts counts() const;
    [[nodiscard]] bool isPartial() const;
};

// Reads the instance's folder and compares it with what is expected. Blocks: call it in a worker thread.
// Never writes. What cannot be read becomes a finding and makes the report partial; an Error is for a folder
// that is not there at all (NotFound), and for Cancelled.
[[nodiscard]] Result<domain::DriftReport> scanInstance(const ScanRequest &request);

// What the cache knows of a scan of these folders, where nothing that it read has changed: ask this before
// scanFleet(), which then reads only the files that have. Needs no expectations but their hash.
[[nodiscard]] std::optional<FleetReport> recallFleet(const QList<InstanceFolder> &folders,
                                                     const ScanOptions &options);

// The same for many; an instance whose folder cannot be opened gets a partial report.
[[nodiscard]] Result<FleetReport> scanFleet(const QList<InstanceFolder> &folders, const ScanOptions &options);

} // namespace archivesmp::scan
