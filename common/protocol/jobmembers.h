// SPDX-License-Identifier: GPL-3.0-or-later
// The JSON members of jobs and plans. A payload is null or an object that names its own "type": deploy,
// config_update, rollback or power.
#pragma once

#include "common/domain/job.h"
#include "common/domain/plan.h"
#include "common/protocol/fleetmembers.h"

namespace archivesmp::protocol {

template <>
struct JsonEnum<domain::JobType>
{
    static std::optional<domain::JobType> read(QStringView text) { return domain::jobTypeFromName(text); }
};

template <>
struct JsonEnum<domain::JobStatus>
{
    static std::optional<domain::JobStatus> read(QStringView text) { return domain::jobStatusFromName(text); }
};

template <>
struct JsonEnum<domain::PowerAction>
{
    static std::optional<domain::PowerAction> read(QStringView text)
    {
        return domain::powerActionFromName(text);
    }
};

template <>
struct JsonEnum<ErrorCode>
{
    static std::optional<ErrorCode> read(QStringView text) { return errorCodeFromName(text); }
};

template <>
struct JsonMembers<domain::DeployPayload>
{
    static void visit(auto &io, auto &x)
    {
        io.required("sha256"_L1, x.sha256);
        io.optional("size"_L1, x.size);
        io.required("file_name"_L1, x.fileName);
        io.optional("replaces"_L1, x.replaces);
        io.optional("replaces_sha256"_L1, x.replacesSha256);
        io.optional("replaces_version"_L1, x.replacesVersion);
        io.optional("remove"_L1, x.remove);
    }
};

// A number keeps its spelling: 1.10 is written to the file as 1.10.
template <>
struct JsonCodec<domain::SettingChange>
{
    static QJsonValue write(const domain::SettingChange &from);
    static void read(const JsonPlace &place, const QJsonValue &json, domain::SettingChange &to);
};

template <>
struct JsonMembers<domain::ConfigUpdatePayload>
{
    static void visit(auto &io, auto &x)
    {
        io.required("file"_L1, x.file);
        io.required("file_sha256"_L1, x.fileSha256);
        io.required("changes"_L1, x.changes);
        io.optional("restart"_L1, x.restart);
    }
};

template <>
struct JsonMembers<domain::RollbackPayload>
{
    static void visit(auto &io, auto &x)
    {
        io.required("job"_L1, x.job);
        io.optional("artifact"_L1, x.artifact);
    }
};

template <>
struct JsonMembers<domain::PowerPayload>
{
    static void visit(auto &io, auto &x) { io.required("action"_L1, x.action); }
};

template <>
struct JsonMembers<domain::EvaluatePayload>
{
    static void visit(auto &io, auto &x)
    {
        io.required("plugins"_L1, x.plugins);
        io.optional("instances"_L1, x.instances);
    }
};

template <>
struct JsonCodec<domain::JobPayload>
{
    static QJsonValue write(const domain::JobPayload &from);
    static void read(const JsonPlace &place, const QJsonValue &json, domain::JobPayload &to);
};

template <>
struct JsonMembers<domain::JobProgress>
{
    static void visit(auto &io, auto &x)
    {
        io.optional("step"_L1, x.step);
        io.optional("done"_L1, x.done);
        io.optional("total"_L1, x.total);
    }
};

template <>
struct JsonMembers<domain::Job>
{
    static void visit(auto &io, auto &x)
    {
        io.required("id"_L1, x.id);
        io.optional("parent"_L1, x.parent);
        io.optional("plan"_L1, x.plan);
        io.required("job_type"_L1, x.type);
        io.required("physical_server"_L1, x.server);
        io.optional("target_instance"_L1, x.instance);
        io.optional("plugin"_L1, x.plugin);
        io.optional("plugin_version"_L1, x.pluginVersion);
        io.optional("payload"_L1, x.payload);
        io.required("status"_L1, x.status);
        io.optional("wave"_L1, x.wave);
        io.optional("attempt"_L1, x.attempt);
        io.optional("fence"_L1, x.fence);
        io.optional("claimed_by"_L1, x.claimedBy);
        io.optional("lease_until"_L1, x.leaseUntil);
        io.optional("not_before"_L1, x.notBefore);
        io.optional("cancel_requested"_L1, x.cancelRequested);
        io.optional("progress"_L1, x.progress);
        io.optional("created_by"_L1, x.createdBy);
        io.optional("reason"_L1, x.reason);
        io.optional("created_at"_L1, x.createdAt);
        io.optional("started_at"_L1, x.startedAt);
        io.optional("completed_at"_L1, x.completedAt);
        io.optional("result_message"_L1, x.resultMessage);
        io.optional("error_code"_L1, x.errorCode);
    }
};

template <>
struct JsonMembers<domain::JobEvent>
{
    static void visit(auto &io, auto &x)
    {
        io.required("job"_L1, x.job);
        io.required("sequence"_L1, x.sequence);
        io.required("at"_L1, x.at);
        io.required("text"_L1, x.text);
    }
};

template <>
struct JsonMembers<domain::PlanTarget>
{
    static void visit(auto &io, auto &x)
    {
        JsonMembers<domain::InstanceRef>::visit(io, x.instance);
        io.optional("wave"_L1, x.wave);
        io.optional("old_version"_L1, x.oldVersion);
        io.optional("new_version"_L1, x.newVersion);
        io.optional("file"_L1, x.file);
        io.optional("diff"_L1, x.diff);
        io.optional("restarts"_L1, x.restarts);
        io.optional("players"_L1, x.players);
        io.optional("blocker"_L1, x.blocker);
        io.optional("payload"_L1, x.payload);
    }
};

template <>
struct JsonMembers<domain::Plan>
{
    static void visit(auto &io, auto &x)
    {
        io.required("id"_L1, x.id);
        io.required("job_type"_L1, x.type);
        io.optional("title"_L1, x.title);
        io.optional("plugin"_L1, x.plugin);
        io.optional("plugin_version"_L1, x.pluginVersion);
        io.required("targets"_L1, x.targets);
        io.optional("preconditions"_L1, x.preconditions);
        io.optional("needs_approval"_L1, x.needsApproval);
        io.optional("created_by"_L1, x.createdBy);
        io.optional("created_at"_L1, x.createdAt);
    }
};

} // namespace archivesmp::protocol
