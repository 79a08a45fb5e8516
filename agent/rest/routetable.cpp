// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/rest/routetable.h"

#include <algorithm>

namespace archivesmp::agent::rest {

using namespace Qt::StringLiterals;

namespace {

bool isParameter(QStringView segment)
{
    return segment.startsWith(u'{') && segment.endsWith(u'}');
}

std::optional<QHash<QString, QString>> match(const Route &route, const QStringList &segments)
{
    const QStringList pattern = route.path.mid(1).split(u'/');
    if (pattern.size() != segments.size())
        return std::nullopt;
    QHash<QString, QString> parameters;
    for (qsizetype i = 0; i < pattern.size(); ++i) {
        if (isParameter(pattern.at(i)) && !segments.at(i).isEmpty())
            parameters.insert(pattern.at(i).sliced(1, pattern.at(i).size() - 2), segments.at(i));
        else if (pattern.at(i) != segments.at(i))
            return std::nullopt;
    }
    return parameters;
}

} // namespace

Access Access::everybody()
{
    Access access;
    access._everybody = true;
    return access;
}

Access Access::oneOf(QList<domain::UserRole> roles)
{
    Access access;
    access._roles = std::move(roles);
    return access;
}

bool Access::allows(domain::UserRole role) const
{
    return _everybody || std::any_of(_roles.begin(), _roles.end(), [role](domain::UserRole needed) {
               return domain::mayActAs(role, needed);
           });
}

QStringList Access::names() const
{
    QStringList names;
    for (const domain::UserRole role : _roles)
        names.append(domain::nameOf(role));
    return names;
}

Result<void> RouteTable::add(Route route)
{
    const QString name = QString::fromLatin1(route.method) + u' ' + route.path;
    if (!route.access.isStated())
        return Error{ErrorCode::Internal, u"nobody said who may use "_s + name};
    if (!route.answer || !route.path.startsWith(u'/') || route.method.isEmpty())
        return Error{ErrorCode::Internal, u"incomplete route "_s + name};
    for (const auto &known : _routes) {
        if (known->method == route.method && known->path == route.path)
            return Error{ErrorCode::Internal, u"two routes "_s + name};
    }
    _routes.push_back(std::make_shared<const Route>(std::move(route)));
    return {};
}

Result<void> RouteTable::add(std::vector<Route> routes)
{
    for (Route &route : routes) {
        if (const auto added = add(std::move(route)); !added)
            return added;
    }
    return {};
}

RouteSearch RouteTable::find(const QByteArray &method, const QStringList &segments) const
{
    WrongMethod wrong;
    for (const auto &route : _routes) {
        const auto parameters = match(*route, segments);
        if (!parameters)
            continue;
        if (route->method == method)
            return RouteMatch{route, *parameters};
        wrong.allowed.append(route->method);
    }
    if (wrong.allowed.isEmpty())
        return NoSuchPath{};
    return wrong;
}

} // namespace archivesmp::agent::rest
