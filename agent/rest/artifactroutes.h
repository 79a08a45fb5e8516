// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/coordinator/fleetservice.h"
#include "agent/rest/route.h"

#include <vector>

namespace archivesmp::agent::rest {

// Plugin JARs and backups by their SHA-256, for operators and agents.
[[nodiscard]] std::vector<Route> artifactRoutes(coordinator::FleetService &fleet);

} // namespace archivesmp::agent::rest
