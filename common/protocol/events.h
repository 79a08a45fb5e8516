// SPDX-License-Identifier: GPL-3.0-or-later
// What an agent tells its consoles without being asked.
#pragma once

#include "common/protocol/fleetmessages.h"

#include <variant>

namespace archivesmp::protocol {

struct ServerChanged
{
    domain::PhysicalServer server;
    friend bool operator==(const ServerChanged &, const ServerChanged &) = default;
};

struct InstanceChanged
{
    domain::Instance instance;
    friend bool operator==(const InstanceChanged &, const InstanceChanged &) = default;
};

struct InstanceRemoved
{
    domain::InstanceRef instance;
    friend bool operator==(const InstanceRemoved &, const InstanceRemoved &) = default;
};

// The plugins of one instance, whole.
struct PluginsChanged
{
    domain::InstanceRef instance;
    QList<domain::InstalledPlugin> plugins;
    friend bool operator==(const PluginsChanged &, const PluginsChanged &) = default;
};

// New or changed findings of one instance, and the ids of those that are gone.
struct FindingsChanged
{
    domain::InstanceRef instance;
    QList<domain::Finding> upserted;
    QList<FindingId> resolved;
    friend bool operator==(const FindingsChanged &, const FindingsChanged &) = default;
};

struct JobChanged
{
    domain::Job job;
    friend bool operator==(const JobChanged &, const JobChanged &) = default;
};

struct JobEventAdded
{
    domain::JobEvent event;
    friend bool operator==(const JobEventAdded &, const JobEventAdded &) = default;
};

struct EngineChanged
{
    EngineStatus engine;
    friend bool operator==(const EngineChanged &, const EngineChanged &) = default;
};

// The receiver has missed something (the sender dropped events, or started anew): ask for everything again.
struct ResyncNeeded
{
    friend bool operator==(const ResyncNeeded &, const ResyncNeeded &) = default;
};

// In a wire message the alternative is named by "topic": server, instance, instance_removed, plugins,
// findings, job, job_event, engine, resync.
using EventBody = std::variant<ServerChanged, InstanceChanged, InstanceRemoved, PluginsChanged,
                               FindingsChanged, JobChanged, JobEventAdded, EngineChanged, ResyncNeeded>;

struct Event
{
    qint64 sequence = 0; // from 1, without gaps, per run of the agent; a gap means resync
    EventBody body;

    friend bool operator==(const Event &, const Event &) = default;
};

} // namespace archivesmp::protocol
