// SPDX-License-Identifier: GPL-3.0-or-later
// The JSON members of events, and the topic that names each.
#pragma once

#include "common/protocol/events.h"
#include "common/protocol/messagemembers.h"

namespace archivesmp::protocol {

template <>
struct JsonMembers<ServerChanged>
{
    static constexpr auto topic = "server"_L1;
    static void visit(auto &io, auto &x) { io.required("server"_L1, x.server); }
};

template <>
struct JsonMembers<InstanceChanged>
{
    static constexpr auto topic = "instance"_L1;
    static void visit(auto &io, auto &x) { io.required("instance"_L1, x.instance); }
};

template <>
struct JsonMembers<InstanceRemoved>
{
    static constexpr auto topic = "instance_removed"_L1;
    static void visit(auto &io, auto &x) { JsonMembers<domain::InstanceRef>::visit(io, x.instance); }
};

template <>
struct JsonMembers<PluginsChanged>
{
    static constexpr auto topic = "plugins"_L1;
    static void visit(auto &io, auto &x)
    {
        JsonMembers<domain::InstanceRef>::visit(io, x.instance);
        io.required("plugins"_L1, x.plugins);
    }
};

template <>
struct JsonMembers<FindingsChanged>
{
    static constexpr auto topic = "findings"_L1;
    static void visit(auto &io, auto &x)
    {
        JsonMembers<domain::InstanceRef>::visit(io, x.instance);
        io.required("upserted"_L1, x.upserted);
        io.required("resolved"_L1, x.resolved);
    }
};

template <>
struct JsonMembers<JobChanged>
{
    static constexpr auto topic = "job"_L1;
    static void visit(auto &io, auto &x) { io.required("job"_L1, x.job); }
};

template <>
struct JsonMembers<JobEventAdded>
{
    static constexpr auto topic = "job_event"_L1;
    static void visit(auto &io, auto &x) { io.required("event"_L1, x.event); }
};

template <>
struct JsonMembers<EngineChanged>
{
    static constexpr auto topic = "engine"_L1;
    static void visit(auto &io, auto &x) { io.required("engine"_L1, x.engine); }
};

template <>
struct JsonMembers<ResyncNeeded>
{
    static constexpr auto topic = "resync"_L1;
    static void visit(auto &, auto &) { }
};

} // namespace archivesmp::protocol
