// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/coordinator/fleetservice.h"
#include "agent/rest/repeatedorders.h"
#include "agent/rest/route.h"

#include <vector>

namespace archivesmp::agent::rest {

// What a script with an operator's key may order.
[[nodiscard]] std::vector<Route> jobRoutes(coordinator::FleetService &fleet, RepeatedOrders &orders);

} // namespace archivesmp::agent::rest
