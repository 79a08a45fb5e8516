// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/rest/parking.h"

#include <microhttpd.h>

namespace archivesmp::agent::rest {

bool Parking::park(const std::shared_ptr<Exchange> &exchange, MHD_Connection *connection)
{
    const std::scoped_lock lock(_mutex);
    if (_closed)
        return false;
    exchange->parked = connection;
    _exchanges.insert(exchange);
    MHD_suspend_connection(connection);
    return true;
}

void Parking::resume(Exchange &exchange, std::optional<ApiReply> reply)
{
    const std::scoped_lock lock(_mutex);
    MHD_Connection *const connection = std::exchange(exchange.parked, nullptr);
    if (connection == nullptr)
        return;
    exchange.reply = std::move(reply);
    std::erase_if(_exchanges, [&exchange](const auto &candidate) { return candidate.get() == &exchange; });
    MHD_resume_connection(connection);
}

void Parking::close(const ApiReply &reply)
{
    const std::scoped_lock lock(_mutex);
    _closed = true;
    for (const std::shared_ptr<Exchange> &exchange : _exchanges) {
        exchange->reply = reply;
        MHD_resume_connection(std::exchange(exchange->parked, nullptr));
    }
    _exchanges.clear();
}

std::size_t Parking::count() const
{
    const std::scoped_lock lock(_mutex);
    return _exchanges.size();
}

} // namespace archivesmp::agent::rest
