// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/drift/driftdetector.h"
#include "common/scan/configfiles.h"
#include "common/scan/observing.h"
#include "common/scan/rescan.h"
#include "common/scan/scanrequest.h"
#include "common/scan/storedresults.h"

#include <QList>

#include <memory>
#include <mutex>
#include <optional>
#include <vector>

namespace archivesmp::scan {

// One instance as the scan of a plugin sees it.
struct ScannedInstance
{
    InstanceFolder place;
    std::optional<SafeFolder> game; // empty where it could not be opened
    InstanceInventory inventory;
    bool isWanted = true;              // false: only helps to decide where settings belong
    std::shared_ptr<ReadLog> log = {}; // null where nobody asks for it
    Observing::Outcome seen = {};
};

// What the scan of one plugin found on one instance.
struct PluginFindings
{
    QList<domain::Finding> findings;
    domain::ScanCounts counts;
    bool partial = false;
    QList<qsizetype> expected; // the observations whose grounds are all expected by this plugin
};

// Scans the files of one plugin on all instances that have it. Once it is prepared, several threads may
// compare its files.
class PluginScan final
{
public:
    PluginScan(const expectations::PluginExpectations &plugin, const ScanOptions &options,
               const std::vector<ScannedInstance> &instances);

    // Finds the files and which settings are in them. How many there are to compare; 0 where it was
    // cancelled.
    [[nodiscard]] size_t prepare();
    // One of them on all instances. True where all have been compared now: then finish() must be called.
    [[nodiscard]] bool compare(size_t file);
    void finish();

    [[nodiscard]] const std::vector<PluginFindings> &findings() const { return _findings; } // per instance
    [[nodiscard]] const QList<drift::UnresolvedKeys> &unresolved() const { return _unresolved; }

private:
    [[nodiscard]] bool applies(const ScannedInstance &instance) const;
    [[nodiscard]] bool isCancelled() const;
    [[nodiscard]] std::optional<drift::PluginResolution> resolve();
    void vote(drift::KeyResolver &resolver, drift::KeyResolver::Round round, size_t instance,
              const QByteArray &stem) const;
    [[nodiscard]] RememberedFile remembered(size_t instance, char purpose, const QByteArray &path,
                                            const QByteArray &context) const;
    [[nodiscard]] QByteArray contextOf(const drift::ResolvedFile &file) const;
    void reportUnreadable(size_t instance);
    [[nodiscard]] PluginFindings compareOn(size_t instance, size_t file);
    [[nodiscard]] PluginFindings readFile(size_t instance, size_t file, const QByteArray &path);
    [[nodiscard]] FileOutcome outcomeOf(size_t instance, size_t file, const QByteArray &path,
                                        const QByteArray &bytes);
    [[nodiscard]] QList<domain::Finding> missingFile(size_t instance, size_t file) const;
    [[nodiscard]] QList<qsizetype> expectedAmong(size_t instance) const;

    const expectations::PluginExpectations &_plugin;
    const ScanOptions &_options;
    const std::vector<ScannedInstance> &_instances;
    std::vector<size_t> _concerned;  // the instances that have the plugin
    std::vector<ConfigFiles> _files; // per instance
    std::unique_ptr<drift::DriftDetector> _detector;
    std::mutex _guard;                     // of the next two while files are compared
    size_t _left = 0;                      // files that are not compared yet
    std::vector<PluginFindings> _findings; // per instance
    QList<drift::UnresolvedKeys> _unresolved;
    QByteArray _context;               // of all results, where there is a cache
    std::vector<QByteArray> _contexts; // per file
};

} // namespace archivesmp::scan
