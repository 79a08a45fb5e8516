// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/rest/restdoor.h"

#include "agent/rest/agentroutes.h"
#include "agent/rest/artifactroutes.h"
#include "agent/rest/fleetroutes.h"
#include "agent/rest/jobroutes.h"
#include "agent/rest/judgementroutes.h"
#include "agent/rest/statusroutes.h"

namespace archivesmp::agent::rest {

RestDoor::RestDoor(coordinator::FleetService &fleet, coordinator::OrderMemory &memory, const Clock &clock,
                   QObject *parent)
    : QObject(parent)
    , _fleet(fleet)
    , _clock(clock)
    , _orders(memory)
    , _waiters(fleet)
{ }

RestDoor::~RestDoor() = default;

Result<void> RestDoor::open(const RestSettings &settings)
{
    auto routes = allRoutes(_fleet, _waiters, _orders, _counts, settings.servers);
    if (!routes)
        return routes.error();
    _door = std::make_unique<HttpDoor>(_fleet, _clock, std::move(*routes), _counts);
    return _door->open(settings.door);
}

void RestDoor::close()
{
    if (_door)
        _door->close();
}

Result<RouteTable> allRoutes(coordinator::FleetService &fleet, coordinator::JobWaiters &waiters,
                             RepeatedOrders &orders, const RequestCounts &counts, const QStringList &servers)
{
    RouteTable table;
    const std::vector parts{judgementRoutes(fleet),      agentRoutes(fleet, waiters),
                            fleetRoutes(fleet, servers), jobRoutes(fleet, orders),
                            artifactRoutes(fleet),       statusRoutes(fleet, counts)};
    for (const std::vector<Route> &part : parts) {
        if (const auto added = table.add(part); !added)
            return added.error();
    }
    return table;
}

} // namespace archivesmp::agent::rest
