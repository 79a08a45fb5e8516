// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/coordinator/fleetservice.h"
#include "agent/rest/route.h"

#include <vector>

namespace archivesmp::agent::rest {

// Accepting and hiding findings, rules, and the history of what is expected: the bodies and replies are those
// of the control door's requests. To be asked before the agents' routes, one of which has a name where the
// history stands.
[[nodiscard]] std::vector<Route> judgementRoutes(coordinator::FleetService &fleet);

} // namespace archivesmp::agent::rest
