// SPDX-License-Identifier: GPL-3.0-or-later
// The JSON members of findings and scan reports. A finding's are an interface that people script against:
// members are added, never changed.
#pragma once

#include "common/domain/driftreport.h"
#include "common/protocol/fleetmembers.h"

namespace archivesmp::protocol {

template <>
struct JsonEnum<domain::FindingKind>
{
    static std::optional<domain::FindingKind> read(QStringView text)
    {
        return domain::findingKindFromName(text);
    }
};

template <>
struct JsonEnum<domain::Severity>
{
    static std::optional<domain::Severity> read(QStringView text) { return domain::severityFromName(text); }
};

template <>
struct JsonEnum<domain::Layer>
{
    static std::optional<domain::Layer> read(QStringView text) { return domain::layerFromName(text); }
};

template <>
struct JsonEnum<domain::RuleKind>
{
    static std::optional<domain::RuleKind> read(QStringView text) { return domain::ruleKindFromName(text); }
};

template <>
struct JsonEnum<domain::ListMode>
{
    static std::optional<domain::ListMode> read(QStringView text) { return domain::listModeFromName(text); }
};

template <>
struct JsonMembers<domain::RuleScope>
{
    static void visit(auto &io, auto &x)
    {
        io.optional("plugin"_L1, x.plugin);
        io.optional("file"_L1, x.file);
        io.optional("key"_L1, x.key);
        io.optional("instance"_L1, x.instance);
    }
};

template <>
struct JsonMembers<domain::RuleGroup>
{
    static void visit(auto &io, auto &x)
    {
        io.optional("per_server"_L1, x.perServer);
        io.optional("same_keys"_L1, x.sameKeys);
    }
};

template <>
struct JsonMembers<domain::Rule>
{
    static void visit(auto &io, auto &x)
    {
        io.optional("id"_L1, x.id);
        io.required("rule"_L1, x.kind);
        io.required("scope"_L1, x.scope);
        io.optional("finding_kinds"_L1, x.findingKinds);
        io.optional("severity"_L1, x.severity);
        io.optional("list_mode"_L1, x.listMode);
        io.optional("list_key"_L1, x.listKey);
        io.optional("on"_L1, x.on);
        io.optional("group"_L1, x.group);
        io.optional("reason"_L1, x.reason);
        io.optional("pack"_L1, x.pack);
        io.optional("author"_L1, x.author);
        io.optional("created_at"_L1, x.createdAt);
        io.optional("expires_at"_L1, x.expiresAt);
    }
};

template <>
struct JsonMembers<domain::Observation>
{
    static void visit(auto &io, auto &x)
    {
        io.required("rule"_L1, x.rule);
        io.optional("plugin"_L1, x.plugin);
        io.required("file"_L1, x.file);
        io.required("key"_L1, x.key);
        io.shown("value"_L1, x.value);
        io.optional("same"_L1, x.group);
        io.optional("line"_L1, x.line);
        io.optional("column"_L1, x.column);
        io.optional("as_expected"_L1, x.asExpected);
    }
};

template <>
struct JsonMembers<domain::UnresolvedKeys>
{
    static void visit(auto &io, auto &x)
    {
        io.required("plugin"_L1, x.plugin);
        io.required("reason"_L1, x.reason);
        io.optional("settings"_L1, x.settings);
        io.optional("examples"_L1, x.examples);
    }
};

template <>
struct JsonMembers<domain::FixPreview>
{
    static void visit(auto &io, auto &x)
    {
        io.required("file_sha256"_L1, x.fileSha256);
        io.optional("hunk"_L1, x.hunk);
        io.optional("refusal"_L1, x.refusal);
    }
};

template <>
struct JsonMembers<domain::Finding>
{
    static void visit(auto &io, auto &x)
    {
        io.required("id"_L1, x.id);
        JsonMembers<domain::InstanceRef>::visit(io, x.instance);
        io.optional("plugin"_L1, x.plugin);
        io.optional("file"_L1, x.file);
        io.optional("key"_L1, x.key);
        io.required("kind"_L1, x.kind);
        io.required("severity"_L1, x.severity);
        io.shown("expected"_L1, x.expected);
        io.shown("actual"_L1, x.actual);
        io.optional("layer"_L1, x.layer);
        io.optional("line"_L1, x.line);
        io.optional("column"_L1, x.column);
        io.optional("fix"_L1, x.fix);
        io.optional("message"_L1, x.message);
        io.optional("first_seen"_L1, x.firstSeen);
        io.optional("last_seen"_L1, x.lastSeen);
        io.optional("ignored_by"_L1, x.ignoredBy);
        io.optional("detected_severity"_L1, x.detectedSeverity);
        io.optional("provisional"_L1, x.provisional);
    }
};

template <>
struct JsonMembers<domain::ScanCounts>
{
    static void visit(auto &io, auto &x)
    {
        io.optional("servers"_L1, x.servers);
        io.optional("instances"_L1, x.instances);
        io.optional("plugins"_L1, x.plugins);
        io.optional("files"_L1, x.files);
        io.optional("bytes"_L1, x.bytes);
        io.optional("settings"_L1, x.settings);
    }
};

template <>
struct JsonMembers<domain::DriftReport>
{
    static void visit(auto &io, auto &x)
    {
        JsonMembers<domain::InstanceRef>::visit(io, x.instance);
        io.required("started_at"_L1, x.startedAt);
        io.required("finished_at"_L1, x.finishedAt);
        io.required("partial"_L1, x.partial);
        io.required("has_expectations"_L1, x.hasExpectations);
        io.optional("expectations_hash"_L1, x.expectationsHash);
        io.required("scanned"_L1, x.counts);
        io.required("plugins"_L1, x.plugins);
        io.required("findings"_L1, x.findings);
        io.optional("only_plugins"_L1, x.onlyPlugins);
        io.optional("observations"_L1, x.observations);
        io.optional("unresolved"_L1, x.unresolved);
    }
};

} // namespace archivesmp::protocol
