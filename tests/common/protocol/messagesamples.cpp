// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/common/protocol/messagesamples.h"

#include "tests/common/protocol/samples.h"

namespace archivesmp::tests {

using namespace protocol;
using namespace Qt::StringLiterals;

QList<Request> sampleRequests()
{
    const ImportFile universal{ImportFile::Content::Universal, domain::Platform::Paper,
                               u"universal_configs.json"_s, sampleHash('\x77')};
    const ImportFile matrix{ImportFile::Content::Matrix, domain::Platform::Velocity, u"matrix.csv"_s,
                            sampleHash('\x78')};
    return {Hello{u"archivesmp-console"_s, u"0.1.0"_s, 1},
            GetFleet{u"ovh"_s},
            ListFindings{u"ovh"_s, u"BENT01"_s, u"CoreProtect"_s, domain::FindingKind::Changed,
                         domain::Severity::Critical, 2000, 500, true},
            GetFinding{sampleFinding().id},
            StartScan{u"ovh"_s, {u"BENT01"_s, u"ovh/DEV01"_s}},
            PlanFix{{sampleFinding().id, sampleSecretFinding().id}, u"CoreProtect"_s, u"BENT01"_s},
            PlanDeploy{u"CoreProtect"_s,
                       u"22.4"_s,
                       sampleHash('\x66'),
                       u"CoreProtect-22.4.jar"_s,
                       {u"DEV01"_s, u"ovh/BENT01"_s}},
            PlanRollback{sampleJob().id},
            ApplyPlan{samplePlan().id, u"once"_s, u"the table was wrong"_s},
            ListJobs{u"ovh"_s, domain::JobStatus::Failed, 50},
            GetJob{sampleJob().id},
            CancelJob{sampleJob().id},
            PowerInstance{u"ovh/BENT01"_s, domain::PowerAction::Restart},
            ImportExpectations{{universal, matrix}, {{u"BIG01"_s, u"BIGG01"_s}}, u"first import"_s, false},
            AcceptFindings{{sampleFinding().id}, domain::Layer::Server, u"as it should be"_s},
            IgnoreFindings{{sampleFinding().id}, domain::Layer::Universal, u"noise"_s, sampleTime(9)},
            ListRules{},
            PreviewRule{sampleRule(), 7},
            AddRule{sampleRule()},
            RemoveRule{sampleRule().id, u"no longer"_s},
            ListVersions{9, 20},
            UndoVersion{8, u"a slip"_s},
            ExportExpectations{8, u"paper/universal_configs.json"_s, 4096},
            ListAliases{},
            GetSettingCard{u"CoreProtect"_s, u"worlds.rate"_s, u"ovh/BENT01"_s,
                           u"plugins/CoreProtect/config.yml"_s}};
}

QList<EventBody> sampleEventBodies()
{
    const domain::InstanceRef ref{u"ovh"_s, u"BENT01"_s};
    return {ServerChanged{sampleServer()},
            InstanceChanged{sampleInstance()},
            InstanceRemoved{ref},
            PluginsChanged{ref, {samplePlugin()}},
            FindingsChanged{ref, {sampleFinding()}, {sampleSecretFinding().id}},
            JobChanged{sampleJob()},
            JobEventAdded{sampleJobEvent()},
            EngineChanged{sampleEngine()},
            ResyncNeeded{}};
}

HelloReply sampleHelloReply()
{
    return {.server = u"hetzner"_s,
            .role = domain::ServerRole::Host,
            .version = u"0.1.0"_s,
            .protocol = 1,
            .user = {u"anna"_s, domain::UserRole::Admin, u"hetzner"_s},
            .webApiPort = 8000,
            .sequence = 41};
}

FleetState sampleFleetState()
{
    return {.servers = {sampleServer()},
            .instances = {sampleInstance()},
            .plugins = {samplePlugin()},
            .engines = {sampleEngine()},
            .hasExpectations = true,
            .sequence = 42,
            .expectationsVersion = 8,
            .unresolved = sampleReport().unresolved};
}

FindingPage sampleFindingPage()
{
    return {
        .findings = {sampleFinding(), sampleSecretFinding()}, .total = 1234, .sequence = 43, .ignored = 5};
}

namespace {

QList<LayerValue> sampleLayers()
{
    return {{.layer = domain::Layer::Universal,
             .value = Value::boolean(true),
             .author = u"anna"_s,
             .at = sampleTime(),
             .version = 2,
             .reason = u"first import"_s},
            {.layer = domain::Layer::Instance,
             .author = u"ben"_s,
             .at = sampleTime(1),
             .wins = true,
             .owner = u"BENT01"_s,
             .notExpected = true,
             .version = 7,
             .reason = u"gone for good"_s}};
}

ValueStory sampleStory()
{
    return {.setting = u"worlds.rate"_s,
            .cause = DriftCause::ExpectationChanged,
            .lastApplied = AppliedFix{sampleJob().id, sampleTime(4), u"anna"_s, u"sold out"_s},
            .elsewhere = {{.instance = {u"ovh"_s, u"DEV01"_s},
                           .layer = domain::Layer::Universal,
                           .expected = Value::boolean(true),
                           .same = true}}};
}

} // namespace

FindingDetail sampleFindingDetail()
{
    return {.finding = sampleFinding(),
            .layers = sampleLayers(),
            .readAt = sampleTime(2),
            .story = sampleStory()};
}

JobPage sampleJobPage()
{
    return {.jobs = {sampleJob()}, .sequence = 44};
}

JobDetail sampleJobDetail()
{
    return {.job = sampleJob(), .children = {sampleJob()}, .events = {sampleJobEvent()}};
}

ImportReply sampleImportReply()
{
    return {.report = {{u"plugins"_s, 60}, {u"conflicts"_s, QJsonArray{u"one"_s}}},
            .accepted = true,
            .version = 3};
}

FindingsAccepted sampleFindingsAccepted()
{
    return {.version = 9,
            .accepted = {sampleFinding().id},
            .refused = {{sampleSecretFinding().id, u"it is not a setting"_s}},
            .evaluations = {sampleJob().id}};
}

RulesChanged sampleRulesChanged()
{
    return {.rules = {sampleRule().id},
            .findings = 12,
            .version = 9,
            .refused = {{sampleSecretFinding().id, u"it is hidden already"_s}},
            .evaluations = {sampleJob().id}};
}

RulePage sampleRulePage()
{
    return {.rules = {{sampleRule(), 12, true}}};
}

RulePreview sampleRulePreview()
{
    return {.findings = 12, .first = {sampleFinding()}, .certain = false};
}

VersionPage sampleVersionPage()
{
    const VersionSummary summary{.added = 1,
                                 .changed = 2,
                                 .removed = 3,
                                 .cells = 4,
                                 .rules = 5,
                                 .aliases = 6,
                                 .plugins = {u"CoreProtect"_s},
                                 .examples = {u"CoreProtect: worlds.rate: 25 → 30"_s}};
    return {.versions = {{.version = 9,
                          .author = u"anna"_s,
                          .at = sampleTime(),
                          .reason = u"a slip"_s,
                          .summary = summary,
                          .undoes = 8}},
            .newest = 9};
}

VersionUndone sampleVersionUndone()
{
    return {.version = 10, .evaluations = {sampleJob().id}};
}

ExportPart sampleExportPart()
{
    return {.version = 9, .files = {u"deployment_matrix.csv"_s}, .text = u"plugin_name\n"_s, .next = 12};
}

AliasList sampleAliasList()
{
    return {.instances = {{u"BIG01"_s, u"BIGG01"_s}}, .plugins = {{u"LMobs"_s, u"LevelledMobs"_s}}};
}

SettingCard sampleSettingCard()
{
    return {.layers = sampleLayers(),
            .finding = sampleFinding().id,
            .readAt = sampleTime(2),
            .story = sampleStory()};
}

} // namespace archivesmp::tests
