// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/jobs/fleetfacts.h"
#include "common/core/result.h"
#include "common/domain/driftreport.h"

#include <QByteArray>
#include <QString>

#include <atomic>

namespace archivesmp::agent::jobs {

struct ScanOrder
{
    domain::InstanceRef instance;
    domain::Platform platform = domain::Platform::Unknown;
    QString folder;          // absolute, <root>/<name>
    QByteArray expectations; // canonical JSON
    QByteArray expectationsHash;
    Secret fleetKey;         // for fingerprints
    QStringList onlyPlugins; // where not empty: only these are read
    const std::atomic_bool *stop = nullptr;
};

// What a plugin's JAR says about itself.
struct JarIdentity
{
    QString name;
    QString version;
    domain::Platform platform = domain::Platform::Unknown;
};

// Reads instances for the jobs. All calls block and are made on the worker's pool, several at once.
class InstanceReader
{
public:
    virtual ~InstanceReader() = default;

    [[nodiscard]] virtual Result<domain::DriftReport> scan(const ScanOrder &order) const = 0;
    [[nodiscard]] virtual Result<QList<domain::InstalledPlugin>> plugins(const domain::InstanceRef &instance,
                                                                         const QString &folder) const = 0;

    // Once after the scans of a job: what they learned may be kept for after a restart. What goes wrong costs
    // time only.
    [[nodiscard]] virtual Result<void> keep() const { return {}; }

    // InvalidInput for what is no JAR or has no descriptor, LimitExceeded for a bomb.
    [[nodiscard]] virtual Result<JarIdentity> identify(const QString &jar) const = 0;
};

} // namespace archivesmp::agent::jobs
