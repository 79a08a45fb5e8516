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
                         domain::Severity::Critical, 2000, 500},
            GetFinding{sampleFinding().id},
            StartScan{u"ovh"_s, {u"BENT01"_s, u"ovh/DEV01"_s}},
            PlanFix{{sampleFinding().id, sampleSecretFinding().id}, u"CoreProtect"_s, u"BENT01"_s},
            PlanDeploy{u"CoreProtect"_s,
                       u"22.4"_s,
                       sampleHash('\x66'),
                       u"CoreProtect-22.4.jar"_s,
                       {u"DEV01"_s, u"ovh/BENT01"_s}},
            PlanRollback{sampleJob().id},
            ApplyPlan{samplePlan().id, u"once"_s},
            ListJobs{u"ovh"_s, domain::JobStatus::Failed, 50},
            GetJob{sampleJob().id},
            CancelJob{sampleJob().id},
            PowerInstance{u"ovh/BENT01"_s, domain::PowerAction::Restart},
            ImportExpectations{{universal, matrix}, {{u"BIG01"_s, u"BIGG01"_s}}, u"first import"_s, false}};
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
            .sequence = 42};
}

FindingPage sampleFindingPage()
{
    return {.findings = {sampleFinding(), sampleSecretFinding()}, .total = 1234, .sequence = 43};
}

FindingDetail sampleFindingDetail()
{
    const LayerValue universal{domain::Layer::Universal, Value::boolean(true), u"anna"_s, sampleTime(),
                               false};
    const LayerValue own{domain::Layer::Instance, Value(), u"ben"_s, sampleTime(1), true};
    return {.finding = sampleFinding(), .layers = {universal, own}, .readAt = sampleTime(2)};
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

} // namespace archivesmp::tests
