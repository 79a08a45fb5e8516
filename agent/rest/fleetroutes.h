// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/coordinator/fleetservice.h"
#include "agent/rest/route.h"

#include <vector>

namespace archivesmp::agent::rest {

// What everybody with a viewer's key may look at, each with ?server=. `servers` are the fleet's names.
[[nodiscard]] std::vector<Route> fleetRoutes(coordinator::FleetService &fleet, const QStringList &servers);

} // namespace archivesmp::agent::rest
