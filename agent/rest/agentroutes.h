// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/coordinator/jobwaiters.h"
#include "agent/rest/route.h"

namespace archivesmp::agent::rest {

// What agents ask of the host. Each key speaks for its own server only.
[[nodiscard]] std::vector<Route> agentRoutes(coordinator::FleetService &fleet,
                                             coordinator::JobWaiters &waiters);

} // namespace archivesmp::agent::rest
