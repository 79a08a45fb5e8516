// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/result.h"
#include "tests/fleetgen/fleetplan.h"

#include <QString>

namespace archivesmp::fleetgen {

// Writes ROOT/<server>/<instance>/Minecraft/… with the plugins' JARs and files, drifts included. So many
// percent of the files are written in the same way on all instances, so that they differ only where their
// values do.
[[nodiscard]] Result<void> layOut(const FleetPlan &fleet, const QList<Drift> &drifts, quint64 seed,
                                  const QString &root, int alike = 0);

// A newer JAR of the first plugin that several instances have, to try a deployment with.
[[nodiscard]] Result<void> writeArtifact(const FleetPlan &fleet, const QString &folder);

} // namespace archivesmp::fleetgen
