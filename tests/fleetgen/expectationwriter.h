// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/result.h"
#include "tests/fleetgen/fleetplan.h"

#include <QString>

namespace archivesmp::fleetgen {

// Writes a whole file, making its folders.
[[nodiscard]] Result<void> writeFile(const QString &path, const QByteArray &bytes);

// Writes what the plan expects: universal_configs.json, variable_configs.json and deployment_matrix.csv.
[[nodiscard]] Result<void> writeExpectations(const FleetPlan &fleet, const QString &folder);

// Writes the findings that a scan must make: {"drifts":[{"physical_server","instance","plugin","file","key",
// "kind"}]}.
[[nodiscard]] Result<void> writeTruth(const FleetPlan &fleet, const QList<Drift> &drifts,
                                      const QString &path);

} // namespace archivesmp::fleetgen
