// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>
#include <QString>

#include <optional>

namespace archivesmp::domain {

enum class ServerRole { Host, Client };

// Computed on the host only. Degraded: no heartbeat for 15 s, or an engine of its own is down. Offline: 30 s.
enum class ServerState { Online, Degraded, Offline, NeverSeen };

// One bare-metal machine with its own AMP panel and its own agent.
struct PhysicalServer
{
    QString name; // "hetzner"; the key that everything else refers to
    ServerRole role = ServerRole::Client;
    QString gamingRole; // "primary", "secondary" or empty
    QString ipAddress;
    QString ampUrl; // never with credentials
    ServerState state = ServerState::NeverSeen;
    QString stateReason; // one sentence where the state is not Online
    QDateTime lastSeen;  // UTC; invalid where never seen
    QString agentVersion;

    friend bool operator==(const PhysicalServer &, const PhysicalServer &) = default;
};

[[nodiscard]] QString nameOf(ServerRole role);
[[nodiscard]] std::optional<ServerRole> serverRoleFromName(QStringView text);
[[nodiscard]] QString nameOf(ServerState state);
[[nodiscard]] std::optional<ServerState> serverStateFromName(QStringView text);

} // namespace archivesmp::domain
