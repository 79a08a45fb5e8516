// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/coordinator/fleetservice.h"
#include "agent/rest/requestcounts.h"
#include "agent/rest/route.h"

#include <vector>

namespace archivesmp::agent::rest {

// GET /api/health for everybody: that the host is there, and nothing about the fleet. GET /metrics in
// Prometheus' text form for viewers.
[[nodiscard]] std::vector<Route> statusRoutes(coordinator::FleetService &fleet, const RequestCounts &counts);

} // namespace archivesmp::agent::rest
