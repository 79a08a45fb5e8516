// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/domain/physicalserver.h"

#include "common/domain/enumnames.h"

namespace archivesmp::domain {

using namespace Qt::StringLiterals;

namespace {
constexpr EnumNames<ServerRole, 2> roleNames{
    {{ServerRole::Host, "host"_L1}, {ServerRole::Client, "client"_L1}}};
constexpr EnumNames<ServerState, 4> stateNames{{{ServerState::Online, "online"_L1},
                                                {ServerState::Degraded, "degraded"_L1},
                                                {ServerState::Offline, "offline"_L1},
                                                {ServerState::NeverSeen, "never_seen"_L1}}};
} // namespace

QString nameOf(ServerRole role)
{
    return enumToName(roleNames, role);
}

std::optional<ServerRole> serverRoleFromName(QStringView text)
{
    return enumFromName(roleNames, text);
}

QString nameOf(ServerState state)
{
    return enumToName(stateNames, state);
}

std::optional<ServerState> serverStateFromName(QStringView text)
{
    return enumFromName(stateNames, text);
}

} // namespace archivesmp::domain
