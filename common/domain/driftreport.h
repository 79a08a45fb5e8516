// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/domain/finding.h"
#include "common/domain/plugin.h"
#include "common/domain/rule.h"

#include <QDateTime>
#include <QList>

namespace archivesmp::domain {

// How much a scan looked at.
struct ScanCounts
{
    int servers = 0;
    int instances = 0;
    int plugins = 0;
    qint64 files = 0;
    qint64 bytes = 0;
    qint64 settings = 0; // scalar values and lists found in the files

    ScanCounts &operator+=(const ScanCounts &other)
    {
        servers += other.servers;
        instances += other.instances;
        plugins += other.plugins;
        files += other.files;
        bytes += other.bytes;
        settings += other.settings;
        return *this;
    }
    friend bool operator==(const ScanCounts &, const ScanCounts &) = default;
};

// The reason for settings that have a file, but two values for their place in it.
inline constexpr QLatin1StringView twoValuesReason(
    "two names for one place of one file, with different values; the name with the file in it counts");

// Expected settings of one plugin that could not be attached to a file, or only in doubt, said once per
// plugin.
struct UnresolvedKeys
{
    QString plugin;
    QString reason;
    int settings = 0;
    QStringList examples; // a few of them

    [[nodiscard]] bool haveTwoValues() const { return reason == twoValuesReason; }

    friend bool operator==(const UnresolvedKeys &, const UnresolvedKeys &) = default;
};

// The outcome of scanning one instance. A partial one says nothing about what it could not read, and so it
// never resolves a finding.
struct DriftReport
{
    InstanceRef instance;
    QDateTime startedAt;  // UTC
    QDateTime finishedAt; // UTC
    bool partial = false;
    bool hasExpectations = true; // false: nothing is expected of this instance, which is a state of its own
    QByteArray expectationsHash; // 32 bytes; what it was compared with
    ScanCounts counts;
    QList<InstalledPlugin> plugins;
    QList<Finding> findings;
    QStringList onlyPlugins;         // where not empty: nothing is said about other plugins
    QList<Observation> observations; // for the rules that compare instances
    QList<UnresolvedKeys> unresolved;

    friend bool operator==(const DriftReport &, const DriftReport &) = default;
};

} // namespace archivesmp::domain
