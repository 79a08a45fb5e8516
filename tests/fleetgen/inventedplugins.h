// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/fleetgen/fleetplan.h"

namespace archivesmp::fleetgen {

// Plugins of this project's own invention with settings of every sort, spread over the instances. Main files
// in YAML have about as many `settings`, or a few dozen where that is 0, as all others do.
[[nodiscard]] FleetPlan inventFleet(int instances, int plugins, quint64 seed, int settings = 0);

} // namespace archivesmp::fleetgen
