// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/fleetgen/fleetplan.h"

namespace archivesmp::fleetgen {

// Plugins of this project's own invention with settings of every sort, spread over the instances.
[[nodiscard]] FleetPlan inventFleet(int instances, int plugins, quint64 seed);

} // namespace archivesmp::fleetgen
