// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/rest/exchange.h"

#include <mutex>
#include <set>

namespace archivesmp::agent::rest {

// The connections that wait for the door's thread. The library ends the whole process when it is stopped with
// one of them suspended, or when one is resumed twice: both are made impossible here. Thread-safe.
class Parking final
{
public:
    // To be called by the library's own thread for the connection it is busy with. False while closing: the
    // exchange must be answered at once.
    [[nodiscard]] bool park(const std::shared_ptr<Exchange> &exchange, MHD_Connection *connection);

    // Lets the library go on with it, with `reply` where there is one; nothing happens to one that goes on
    // already.
    void resume(Exchange &exchange, std::optional<ApiReply> reply);

    // From now on nobody parks; everybody who does goes on with `reply`.
    void close(const ApiReply &reply);

    [[nodiscard]] std::size_t count() const;

private:
    mutable std::mutex _mutex; // guards all below and Exchange::parked
    bool _closed = false;
    std::set<std::shared_ptr<Exchange>> _exchanges;
};

} // namespace archivesmp::agent::rest
