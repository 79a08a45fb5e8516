// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/result.h"
#include "common/domain/driftreport.h"

#include <QDateTime>
#include <QList>

namespace archivesmp::agent::coordinator {

struct ObservedValue
{
    domain::InstanceRef instance;
    domain::Observation observation;

    friend bool operator==(const ObservedValue &, const ObservedValue &) = default;
};

// What scans saw beside findings. Every call belongs to the coordinator's thread.
class ScanStore
{
public:
    virtual ~ScanStore() = default;

    // A complete scan of the instance was compared with this version; the first time is kept.
    [[nodiscard]] virtual Result<void> addComplete(const domain::InstanceRef &instance, qint64 version,
                                                   const QDateTime &at)
        = 0;
    // When the instance was first compared with this version or a later one; invalid where it never was.
    [[nodiscard]] virtual Result<QDateTime> firstComplete(const domain::InstanceRef &instance, qint64 version)
        = 0;

    // What is kept of the instance, or of these plugins where there are any, is replaced.
    [[nodiscard]] virtual Result<void> replaceObservations(const domain::InstanceRef &instance,
                                                           const QStringList &plugins,
                                                           const QList<domain::Observation> &observations)
        = 0;
    [[nodiscard]] virtual Result<QList<ObservedValue>> observations() = 0; // without instances that are gone

    [[nodiscard]] virtual Result<void> replaceUnresolved(const domain::InstanceRef &instance,
                                                         const QStringList &plugins,
                                                         const QList<domain::UnresolvedKeys> &unresolved)
        = 0;
    // Each plugin and reason once, as the instance with the most settings has it.
    [[nodiscard]] virtual Result<QList<domain::UnresolvedKeys>> unresolved() = 0;
};

} // namespace archivesmp::agent::coordinator
