// SPDX-License-Identifier: GPL-3.0-or-later
// The JSON members of the console's requests and their replies.
#pragma once

#include "common/protocol/driftmembers.h"
#include "common/protocol/expectationmembers.h"
#include "common/protocol/fleetmessages.h"
#include "common/protocol/jobmembers.h"

namespace archivesmp::protocol {

template <>
struct JsonMembers<Hello>
{
    static void visit(auto &io, auto &x)
    {
        io.required("program"_L1, x.program);
        io.optional("version"_L1, x.version);
        io.required("protocol"_L1, x.protocol);
    }
};

template <>
struct JsonMembers<HelloReply>
{
    static void visit(auto &io, auto &x)
    {
        io.required("physical_server"_L1, x.server);
        io.required("role"_L1, x.role);
        io.optional("version"_L1, x.version);
        io.required("protocol"_L1, x.protocol);
        io.required("user"_L1, x.user);
        io.optional("web_api_port"_L1, x.webApiPort);
        io.required("sequence"_L1, x.sequence);
    }
};

template <>
struct JsonMembers<GetFleet>
{
    static void visit(auto &io, auto &x) { io.optional("server"_L1, x.server); }
};

template <>
struct JsonMembers<FleetState>
{
    static void visit(auto &io, auto &x)
    {
        io.required("servers"_L1, x.servers);
        io.required("instances"_L1, x.instances);
        io.required("plugins"_L1, x.plugins);
        io.optional("engines"_L1, x.engines);
        io.optional("has_expectations"_L1, x.hasExpectations);
        io.optional("expectations_version"_L1, x.expectationsVersion);
        io.optional("unresolved"_L1, x.unresolved);
        io.required("sequence"_L1, x.sequence);
    }
};

template <>
struct JsonMembers<ListFindings>
{
    static void visit(auto &io, auto &x)
    {
        io.optional("server"_L1, x.server);
        io.optional("instance"_L1, x.instance);
        io.optional("plugin"_L1, x.plugin);
        io.optional("kind"_L1, x.kind);
        io.optional("severity"_L1, x.severity);
        io.optional("offset"_L1, x.offset);
        io.optional("limit"_L1, x.limit);
        io.optional("ignored"_L1, x.ignored);
    }
};

template <>
struct JsonMembers<FindingPage>
{
    static void visit(auto &io, auto &x)
    {
        io.required("findings"_L1, x.findings);
        io.required("total"_L1, x.total);
        io.required("sequence"_L1, x.sequence);
        io.optional("ignored"_L1, x.ignored);
    }
};

template <>
struct JsonMembers<GetFinding>
{
    static void visit(auto &io, auto &x) { io.required("id"_L1, x.id); }
};

template <>
struct JsonMembers<FindingDetail>
{
    static void visit(auto &io, auto &x)
    {
        io.required("finding"_L1, x.finding);
        io.required("layers"_L1, x.layers);
        io.optional("read_at"_L1, x.readAt);
        io.optional("story"_L1, x.story);
    }
};

template <>
struct JsonMembers<JobAccepted>
{
    static void visit(auto &io, auto &x) { io.required("job"_L1, x.job); }
};

template <>
struct JsonMembers<StartScan>
{
    static void visit(auto &io, auto &x)
    {
        io.optional("server"_L1, x.server);
        io.optional("instances"_L1, x.instances);
    }
};

template <>
struct JsonMembers<PlanFix>
{
    static void visit(auto &io, auto &x)
    {
        io.optional("findings"_L1, x.findings);
        io.optional("plugin"_L1, x.plugin);
        io.optional("instance"_L1, x.instance);
    }
};

template <>
struct JsonMembers<PlanDeploy>
{
    static void visit(auto &io, auto &x)
    {
        io.required("plugin"_L1, x.plugin);
        io.optional("version"_L1, x.version);
        io.required("artifact"_L1, x.artifact);
        io.required("file_name"_L1, x.fileName);
        io.required("instances"_L1, x.instances);
    }
};

template <>
struct JsonMembers<PlanRollback>
{
    static void visit(auto &io, auto &x) { io.required("job"_L1, x.job); }
};

template <>
struct JsonMembers<ApplyPlan>
{
    static void visit(auto &io, auto &x)
    {
        io.required("plan"_L1, x.plan);
        io.required("idempotency_key"_L1, x.idempotencyKey);
        io.optional("reason"_L1, x.reason);
    }
};

template <>
struct JsonMembers<ListJobs>
{
    static void visit(auto &io, auto &x)
    {
        io.optional("server"_L1, x.server);
        io.optional("status"_L1, x.status);
        io.optional("limit"_L1, x.limit);
    }
};

template <>
struct JsonMembers<JobPage>
{
    static void visit(auto &io, auto &x)
    {
        io.required("jobs"_L1, x.jobs);
        io.required("sequence"_L1, x.sequence);
    }
};

template <>
struct JsonMembers<GetJob>
{
    static void visit(auto &io, auto &x) { io.required("id"_L1, x.id); }
};

template <>
struct JsonMembers<JobDetail>
{
    static void visit(auto &io, auto &x)
    {
        io.required("job"_L1, x.job);
        io.required("children"_L1, x.children);
        io.required("events"_L1, x.events);
    }
};

template <>
struct JsonMembers<CancelJob>
{
    static void visit(auto &io, auto &x) { io.required("id"_L1, x.id); }
};

template <>
struct JsonMembers<Done>
{
    static void visit(auto &, auto &) { }
};

template <>
struct JsonMembers<PowerInstance>
{
    static void visit(auto &io, auto &x)
    {
        io.required("instance"_L1, x.instance);
        io.required("action"_L1, x.action);
    }
};

[[nodiscard]] QString nameOf(ImportFile::Content content);

template <>
struct JsonEnum<ImportFile::Content>
{
    static std::optional<ImportFile::Content> read(QStringView text);
};

template <>
struct JsonMembers<ImportFile>
{
    static void visit(auto &io, auto &x)
    {
        io.required("content"_L1, x.content);
        io.optional("platform"_L1, x.platform);
        io.optional("name"_L1, x.name);
        io.required("artifact"_L1, x.artifact);
    }
};

template <>
struct JsonMembers<ImportExpectations>
{
    static void visit(auto &io, auto &x)
    {
        io.required("files"_L1, x.files);
        io.optional("aliases"_L1, x.aliases);
        io.optional("reason"_L1, x.reason);
        io.required("dry_run"_L1, x.dryRun);
    }
};

template <>
struct JsonMembers<ImportReply>
{
    static void visit(auto &io, auto &x)
    {
        io.required("report"_L1, x.report);
        io.required("accepted"_L1, x.accepted);
        io.optional("version"_L1, x.version);
    }
};

} // namespace archivesmp::protocol
