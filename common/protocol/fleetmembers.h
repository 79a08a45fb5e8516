// SPDX-License-Identifier: GPL-3.0-or-later
// The JSON members of servers, instances, plugins and users.
#pragma once

#include "common/domain/physicalserver.h"
#include "common/domain/plugin.h"
#include "common/domain/user.h"
#include "common/protocol/fleetmessages.h"
#include "common/protocol/jsonio.h"

namespace archivesmp::protocol {

template <>
struct JsonEnum<domain::ServerRole>
{
    static std::optional<domain::ServerRole> read(QStringView text)
    {
        return domain::serverRoleFromName(text);
    }
};

template <>
struct JsonEnum<domain::ServerState>
{
    static std::optional<domain::ServerState> read(QStringView text)
    {
        return domain::serverStateFromName(text);
    }
};

template <>
struct JsonEnum<domain::InstanceState>
{
    static std::optional<domain::InstanceState> read(QStringView text)
    {
        return domain::instanceStateFromName(text);
    }
};

template <>
struct JsonEnum<domain::Platform>
{
    static std::optional<domain::Platform> read(QStringView text) { return domain::platformFromName(text); }
};

template <>
struct JsonEnum<domain::UserRole>
{
    static std::optional<domain::UserRole> read(QStringView text) { return domain::userRoleFromName(text); }
};

template <>
struct JsonMembers<domain::PhysicalServer>
{
    static void visit(auto &io, auto &x)
    {
        io.required("name"_L1, x.name);
        io.required("role"_L1, x.role);
        io.optional("gaming_role"_L1, x.gamingRole);
        io.optional("ip_address"_L1, x.ipAddress);
        io.optional("amp_url"_L1, x.ampUrl);
        io.optional("state"_L1, x.state);
        io.optional("state_reason"_L1, x.stateReason);
        io.optional("last_seen"_L1, x.lastSeen);
        io.optional("agent_version"_L1, x.agentVersion);
    }
};

// An instance by its name; most structs carry these two members flat.
template <>
struct JsonMembers<domain::InstanceRef>
{
    static void visit(auto &io, auto &x)
    {
        io.required("physical_server"_L1, x.server);
        io.required("instance"_L1, x.name);
    }
};

template <>
struct JsonMembers<domain::Instance>
{
    static void visit(auto &io, auto &x)
    {
        JsonMembers<domain::InstanceRef>::visit(io, x.ref);
        io.optional("amp_id"_L1, x.ampId);
        io.optional("platform"_L1, x.platform);
        io.optional("state"_L1, x.state);
        io.optional("on_disk"_L1, x.onDisk);
        io.optional("in_amp"_L1, x.inAmp);
        io.optional("players"_L1, x.players);
        io.optional("last_seen"_L1, x.lastSeen);
        io.optional("last_scan"_L1, x.lastScan);
        io.optional("scan_partial"_L1, x.scanPartial);
    }
};

template <>
struct JsonMembers<domain::InstalledPlugin>
{
    static void visit(auto &io, auto &x)
    {
        JsonMembers<domain::InstanceRef>::visit(io, x.instance);
        io.required("name"_L1, x.name);
        io.optional("version"_L1, x.version);
        io.optional("platform"_L1, x.platform);
        io.optional("jar_file"_L1, x.jarFile);
        io.optional("jar_sha256"_L1, x.jarSha256);
        io.optional("folder"_L1, x.folder);
    }
};

template <>
struct JsonMembers<domain::User>
{
    static void visit(auto &io, auto &x)
    {
        io.required("name"_L1, x.name);
        io.required("role"_L1, x.role);
        io.optional("physical_server"_L1, x.server);
    }
};

template <>
struct JsonMembers<EngineStatus>
{
    static void visit(auto &io, auto &x)
    {
        io.required("physical_server"_L1, x.server);
        io.required("engine"_L1, x.engine);
        io.optional("kind"_L1, x.kind);
        io.required("up"_L1, x.up);
        io.optional("reason"_L1, x.reason);
    }
};

} // namespace archivesmp::protocol
