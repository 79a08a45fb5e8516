// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/rest/requesttarget.h"
#include "agent/rest/route.h"

#include <memory>
#include <variant>
#include <vector>

namespace archivesmp::agent::rest {

struct RouteMatch
{
    std::shared_ptr<const Route> route;
    QHash<QString, QString> parameters;
};
struct NoSuchPath
{ };
struct WrongMethod
{
    QList<QByteArray> allowed;
};
using RouteSearch = std::variant<RouteMatch, NoSuchPath, WrongMethod>;

// All operations of the API. Filled before the door opens, read-only and so thread-safe afterwards.
class RouteTable final
{
public:
    // Refused: a route without a stated access or an answer, and one that is there already.
    Result<void> add(Route route);
    Result<void> add(std::vector<Route> routes);

    [[nodiscard]] RouteSearch find(const QByteArray &method, const QStringList &segments) const;
    [[nodiscard]] const std::vector<std::shared_ptr<const Route>> &all() const { return _routes; }

private:
    std::vector<std::shared_ptr<const Route>> _routes;
};

} // namespace archivesmp::agent::rest
