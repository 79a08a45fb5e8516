// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/fleetgen/fleetplan.h"

namespace archivesmp::fleetgen {

// Chooses drifts of many kinds that do not hide one another, at most `count`; fewer where the fleet has not
// that many places. Sorted.
[[nodiscard]] QList<Drift> chooseDrifts(const FleetPlan &fleet, int count, quint64 seed);

} // namespace archivesmp::fleetgen
