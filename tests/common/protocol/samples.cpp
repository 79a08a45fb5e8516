// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/common/protocol/samples.h"

namespace archivesmp::tests {

using namespace domain;
using namespace Qt::StringLiterals;

PhysicalServer sampleServer()
{
    return {.name = u"ovh"_s,
            .role = ServerRole::Client,
            .gamingRole = u"secondary"_s,
            .ipAddress = u"192.0.2.7"_s,
            .ampUrl = u"http://127.0.0.1:8080"_s,
            .state = ServerState::Degraded,
            .stateReason = u"AMP does not answer"_s,
            .lastSeen = sampleTime(),
            .agentVersion = u"0.1.0"_s};
}

Instance sampleInstance()
{
    return {.ref = {u"ovh"_s, u"BENT01"_s},
            .ampId = u"6a8f7c2e-0000-4000-8000-000000000001"_s,
            .platform = Platform::Paper,
            .state = InstanceState::Running,
            .onDisk = true,
            .inAmp = true,
            .players = 3,
            .lastSeen = sampleTime(),
            .lastScan = sampleTime(5),
            .scanPartial = true};
}

InstalledPlugin samplePlugin()
{
    return {.instance = {u"ovh"_s, u"BENT01"_s},
            .name = u"CoreProtect"_s,
            .version = u"22.2"_s,
            .platform = Platform::Paper,
            .jarFile = u"plugins/CoreProtect-22.2.jar"_s,
            .jarSha256 = sampleHash('\x11'),
            .folder = u"plugins/CoreProtect"_s};
}

Finding sampleFinding()
{
    return {.id = FindingId(u"0123456789abcdef0123456789abcdef"_s),
            .instance = {u"ovh"_s, u"BENT01"_s},
            .plugin = u"CoreProtect"_s,
            .file = u"plugins/CoreProtect/config.yml"_s,
            .key = KeyPath({"worlds", "nether.old", "rate"}),
            .kind = FindingKind::Changed,
            .severity = Severity::Critical,
            .expected = Value::integer(25),
            .actual = Value::text("30 \"s\""),
            .layer = Layer::Instance,
            .line = 12,
            .column = 7,
            .fix = FixPreview{sampleHash('\x22'), u"@@ -1 +1 @@\n-rate: 30\n+rate: 25\n"_s, u"none"_s},
            .message = u"words"_s,
            .firstSeen = sampleTime(),
            .lastSeen = sampleTime(60)};
}

Finding sampleSecretFinding()
{
    Finding finding = sampleFinding();
    finding.id = FindingId(u"ffff456789abcdef0123456789abcdef"_s);
    finding.key = KeyPath({"database", "password"});
    finding.expected = SecretFingerprint{sampleHash('\x33')};
    finding.actual = SecretFingerprint{sampleHash('\x44')};
    return finding;
}

Observation sampleObservation()
{
    return {.rule = RuleId(u"pack/minecraft/port"_s),
            .plugin = u"CoreProtect"_s,
            .file = u"plugins/CoreProtect/config.yml"_s,
            .key = KeyPath({"port"}),
            .value = Value::integer(25565),
            .group = sampleHash('\x77'),
            .line = 3,
            .column = 7,
            .asExpected = true};
}

Rule sampleRule()
{
    return {.id = RuleId(u"33333333-3333-4333-8333-333333333333"_s),
            .kind = RuleKind::Severity,
            .scope = {u"CoreProtect"_s, u"*.yml"_s, u"worlds.*"_s, u"ovh/*"_s},
            .findingKinds = {FindingKind::Changed},
            .severity = Severity::Info,
            .listMode = ListMode::Keyed,
            .listKey = u"name"_s,
            .on = false,
            .group = {true, {u"network"_s}},
            .reason = u"theirs to choose"_s,
            .pack = u"coreprotect"_s,
            .author = u"anna"_s,
            .createdAt = sampleTime(),
            .expiresAt = sampleTime(3600)};
}

DriftReport sampleReport()
{
    return {.instance = {u"ovh"_s, u"BENT01"_s},
            .startedAt = sampleTime(),
            .finishedAt = sampleTime(2),
            .partial = true,
            .hasExpectations = false,
            .expectationsHash = sampleHash('\x55'),
            .counts
            = {.servers = 1, .instances = 2, .plugins = 3, .files = 4, .bytes = 5'000'000'000, .settings = 6},
            .plugins = {samplePlugin()},
            .findings = {sampleFinding(), sampleSecretFinding()},
            .onlyPlugins = {u"CoreProtect"_s},
            .observations = {sampleObservation()},
            .unresolved
            = {{.plugin = u"CoreProtect"_s, .reason = u"no file"_s, .settings = 2, .examples = {u"a.b"_s}}}};
}

Job sampleJob()
{
    return {.id = JobId(u"11111111-1111-4111-8111-111111111111"_s),
            .parent = JobId(u"22222222-2222-4222-8222-222222222222"_s),
            .plan = PlanId(u"abcdefabcdefabcdefabcdefabcdefab"_s),
            .type = JobType::PluginDeploy,
            .server = u"ovh"_s,
            .instance = u"BENT01"_s,
            .plugin = u"CoreProtect"_s,
            .pluginVersion = u"22.4"_s,
            .payload = DeployPayload{.sha256 = sampleHash('\x66'),
                                     .size = 123456,
                                     .fileName = u"CoreProtect-22.4.jar"_s,
                                     .replaces = u"CoreProtect-22.2.jar"_s,
                                     .replacesSha256 = sampleHash('\x11'),
                                     .remove = true,
                                     .replacesVersion = u"22.2"_s},
            .status = JobStatus::InProgress,
            .wave = 2,
            .attempt = 1,
            .fence = 7,
            .claimedBy = u"ovh"_s,
            .leaseUntil = sampleTime(60),
            .notBefore = sampleTime(1),
            .cancelRequested = true,
            .progress = {.step = u"health gate"_s, .done = 3, .total = 9},
            .createdBy = u"anna"_s,
            .reason = u"22.2 lost blocks"_s,
            .createdAt = sampleTime(),
            .startedAt = sampleTime(2),
            .completedAt = sampleTime(9),
            .resultMessage = u"re-read: 22.4"_s,
            .errorCode = ErrorCode::Conflict};
}

JobEvent sampleJobEvent()
{
    return {.job = sampleJob().id, .sequence = 4, .at = sampleTime(3), .text = u"stopped BENT01"_s};
}

ConfigUpdatePayload sampleConfigUpdate()
{
    return {.file = u"plugins/CoreProtect/config.yml"_s,
            .fileSha256 = sampleHash('\x22'),
            .changes = {{.key = KeyPath({"a.b", "c"}), .value = Value::real(1.1, "1.10")},
                        {.key = KeyPath({"gone"}), .action = SettingChange::Action::Remove},
                        {.key = KeyPath({"password"}), .secretReference = u"CoreProtect:password"_s}},
            .restart = false};
}

Plan samplePlan()
{
    return {.id = PlanId(u"abcdefabcdefabcdefabcdefabcdefab"_s),
            .type = JobType::ConfigUpdate,
            .title = u"Fix 2 settings on BENT01"_s,
            .plugin = u"CoreProtect"_s,
            .pluginVersion = u"22.4"_s,
            .targets = {{.instance = {u"ovh"_s, u"BENT01"_s},
                         .wave = 2,
                         .oldVersion = u"22.2"_s,
                         .newVersion = u"22.4"_s,
                         .file = u"plugins/CoreProtect/config.yml"_s,
                         .diff = u"-rate: 30\n+rate: 25\n"_s,
                         .restarts = true,
                         .players = 3,
                         .blocker = u"suspended"_s,
                         .payload = sampleConfigUpdate()}},
            .preconditions = {u"the file is as it was scanned"_s},
            .needsApproval = true,
            .createdBy = u"anna"_s,
            .createdAt = sampleTime()};
}

User sampleUser()
{
    return {.name = u"agent-ovh"_s, .role = UserRole::Agent, .server = u"ovh"_s};
}

protocol::EngineStatus sampleEngine()
{
    return {.server = u"hetzner"_s,
            .engine = u"storage"_s,
            .kind = u"MariaDB"_s,
            .up = false,
            .reason = u"it does not answer"_s};
}

} // namespace archivesmp::tests
