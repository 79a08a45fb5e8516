// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/coordinator/jobwaiters.h"
#include "agent/rest/httpdoor.h"
#include "agent/rest/repeatedorders.h"

namespace archivesmp::agent::rest {

struct RestSettings
{
    DoorSettings door;
    QStringList servers; // the fleet's names, for ?server=
};

// The host's HTTPS API: all its routes, and the door that serves them. Lives in the thread that opens it,
// which needs an event loop; `fleet` and `clock` must outlive it.
class RestDoor final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(RestDoor)

public:
    RestDoor(coordinator::FleetService &fleet, coordinator::OrderMemory &memory, const Clock &clock,
             QObject *parent = nullptr);
    ~RestDoor() override;

    // Errors name the file, address or route that is at fault. Once only.
    Result<void> open(const RestSettings &settings);
    void close();

    [[nodiscard]] quint16 port() const { return _door ? _door->port() : quint16(0); }
    [[nodiscard]] qsizetype connections() const { return _door ? _door->connections() : 0; }

private:
    coordinator::FleetService &_fleet;
    const Clock &_clock;
    RequestCounts _counts;
    RepeatedOrders _orders;
    std::unique_ptr<HttpDoor> _door;
    coordinator::JobWaiters _waiters; // goes first: who waits here is a request of the door
};

// Every route there is. The references must outlive the table.
[[nodiscard]] Result<RouteTable> allRoutes(coordinator::FleetService &fleet, coordinator::JobWaiters &waiters,
                                           RepeatedOrders &orders, const RequestCounts &counts,
                                           const QStringList &servers);

} // namespace archivesmp::agent::rest
