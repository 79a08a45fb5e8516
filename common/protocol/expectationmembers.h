// SPDX-License-Identifier: GPL-3.0-or-later
// The JSON members of what is expected and how findings are judged.
#pragma once

#include "common/protocol/driftmembers.h"
#include "common/protocol/expectationmessages.h"
#include "common/protocol/judgementmessages.h"

namespace archivesmp::protocol {

template <>
struct JsonEnum<DriftCause>
{
    static std::optional<DriftCause> read(QStringView text) { return driftCauseFromName(text); }
};

template <>
struct JsonMembers<LayerValue>
{
    static void visit(auto &io, auto &x)
    {
        io.required("layer"_L1, x.layer);
        io.shown("value"_L1, x.value);
        io.optional("author"_L1, x.author);
        io.optional("at"_L1, x.at);
        io.optional("wins"_L1, x.wins);
        io.optional("owner"_L1, x.owner);
        io.optional("not_expected"_L1, x.notExpected);
        io.optional("version"_L1, x.version);
        io.optional("reason"_L1, x.reason);
    }
};

template <>
struct JsonMembers<ExpectedElsewhere>
{
    static void visit(auto &io, auto &x)
    {
        JsonMembers<domain::InstanceRef>::visit(io, x.instance);
        io.optional("layer"_L1, x.layer);
        io.shown("expected"_L1, x.expected);
        io.optional("same"_L1, x.same);
    }
};

template <>
struct JsonMembers<AppliedFix>
{
    static void visit(auto &io, auto &x)
    {
        io.required("job"_L1, x.job);
        io.required("at"_L1, x.at);
        io.optional("by"_L1, x.by);
        io.optional("reason"_L1, x.reason);
    }
};

template <>
struct JsonMembers<ValueStory>
{
    static void visit(auto &io, auto &x)
    {
        io.optional("setting"_L1, x.setting);
        io.optional("cause"_L1, x.cause);
        io.optional("last_applied"_L1, x.lastApplied);
        io.optional("elsewhere"_L1, x.elsewhere);
    }
};

template <>
struct JsonMembers<RefusedFinding>
{
    static void visit(auto &io, auto &x)
    {
        io.required("finding"_L1, x.finding);
        io.required("reason"_L1, x.reason);
    }
};

template <>
struct JsonMembers<AcceptFindings>
{
    static void visit(auto &io, auto &x)
    {
        io.required("findings"_L1, x.findings);
        io.required("scope"_L1, x.scope);
        io.required("reason"_L1, x.reason);
    }
};

template <>
struct JsonMembers<FindingsAccepted>
{
    static void visit(auto &io, auto &x)
    {
        io.required("version"_L1, x.version);
        io.required("accepted"_L1, x.accepted);
        io.required("refused"_L1, x.refused);
        io.optional("evaluations"_L1, x.evaluations);
    }
};

template <>
struct JsonMembers<RulesChanged>
{
    static void visit(auto &io, auto &x)
    {
        io.required("rules"_L1, x.rules);
        io.optional("findings"_L1, x.findings);
        io.optional("version"_L1, x.version);
        io.optional("refused"_L1, x.refused);
        io.optional("evaluations"_L1, x.evaluations);
    }
};

template <>
struct JsonMembers<IgnoreFindings>
{
    static void visit(auto &io, auto &x)
    {
        io.required("findings"_L1, x.findings);
        io.required("scope"_L1, x.scope);
        io.required("reason"_L1, x.reason);
        io.optional("expires_at"_L1, x.expiresAt);
    }
};

template <>
struct JsonMembers<RuleState>
{
    static void visit(auto &io, auto &x)
    {
        io.required("rule"_L1, x.rule);
        io.optional("hits"_L1, x.hits);
        io.optional("expired"_L1, x.expired);
    }
};

template <>
struct JsonMembers<ListRules>
{
    static void visit(auto &, auto &) { }
};

template <>
struct JsonMembers<RulePage>
{
    static void visit(auto &io, auto &x) { io.required("rules"_L1, x.rules); }
};

template <>
struct JsonMembers<AddRule>
{
    static void visit(auto &io, auto &x) { io.required("rule"_L1, x.rule); }
};

template <>
struct JsonMembers<RemoveRule>
{
    static void visit(auto &io, auto &x)
    {
        io.required("rule"_L1, x.rule);
        io.optional("reason"_L1, x.reason);
    }
};

template <>
struct JsonMembers<PreviewRule>
{
    static void visit(auto &io, auto &x)
    {
        io.required("rule"_L1, x.rule);
        io.optional("limit"_L1, x.limit);
    }
};

template <>
struct JsonMembers<RulePreview>
{
    static void visit(auto &io, auto &x)
    {
        io.required("findings"_L1, x.findings);
        io.required("first"_L1, x.first);
        io.optional("certain"_L1, x.certain);
    }
};

template <>
struct JsonMembers<VersionSummary>
{
    static void visit(auto &io, auto &x)
    {
        io.optional("added"_L1, x.added);
        io.optional("changed"_L1, x.changed);
        io.optional("removed"_L1, x.removed);
        io.optional("cells"_L1, x.cells);
        io.optional("rules"_L1, x.rules);
        io.optional("aliases"_L1, x.aliases);
        io.optional("plugins"_L1, x.plugins);
        io.optional("examples"_L1, x.examples);
    }
};

template <>
struct JsonMembers<VersionEntry>
{
    static void visit(auto &io, auto &x)
    {
        io.required("version"_L1, x.version);
        io.required("author"_L1, x.author);
        io.required("at"_L1, x.at);
        io.optional("reason"_L1, x.reason);
        io.optional("summary"_L1, x.summary);
        io.optional("undoes"_L1, x.undoes);
    }
};

template <>
struct JsonMembers<ListVersions>
{
    static void visit(auto &io, auto &x)
    {
        io.optional("before"_L1, x.before);
        io.optional("limit"_L1, x.limit);
    }
};

template <>
struct JsonMembers<VersionPage>
{
    static void visit(auto &io, auto &x)
    {
        io.required("versions"_L1, x.versions);
        io.required("newest"_L1, x.newest);
    }
};

template <>
struct JsonMembers<UndoVersion>
{
    static void visit(auto &io, auto &x)
    {
        io.required("version"_L1, x.version);
        io.required("reason"_L1, x.reason);
    }
};

template <>
struct JsonMembers<VersionUndone>
{
    static void visit(auto &io, auto &x)
    {
        io.required("version"_L1, x.version);
        io.optional("evaluations"_L1, x.evaluations);
    }
};

template <>
struct JsonMembers<ExportExpectations>
{
    static void visit(auto &io, auto &x)
    {
        io.optional("version"_L1, x.version);
        io.optional("file"_L1, x.file);
        io.optional("offset"_L1, x.offset);
    }
};

template <>
struct JsonMembers<ExportPart>
{
    static void visit(auto &io, auto &x)
    {
        io.required("version"_L1, x.version);
        io.required("files"_L1, x.files);
        io.optional("text"_L1, x.text);
        io.optional("next"_L1, x.next);
    }
};

template <>
struct JsonMembers<ListAliases>
{
    static void visit(auto &, auto &) { }
};

template <>
struct JsonMembers<AliasList>
{
    static void visit(auto &io, auto &x)
    {
        io.required("instances"_L1, x.instances);
        io.required("plugins"_L1, x.plugins);
    }
};

template <>
struct JsonMembers<GetSettingCard>
{
    static void visit(auto &io, auto &x)
    {
        io.required("plugin"_L1, x.plugin);
        io.required("key"_L1, x.key);
        io.required("instance"_L1, x.instance);
        io.optional("file"_L1, x.file);
    }
};

template <>
struct JsonMembers<SettingCard>
{
    static void visit(auto &io, auto &x)
    {
        io.required("layers"_L1, x.layers);
        io.optional("finding"_L1, x.finding);
        io.optional("read_at"_L1, x.readAt);
        io.optional("story"_L1, x.story);
    }
};

} // namespace archivesmp::protocol
