// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/fakes/fakehost.h"

namespace archivesmp::tests {

using namespace Qt::StringLiterals;
using namespace domain;

namespace {

const auto prefixHunk = uR"(@@ -12,5 +12,5 @@
 # MySQL table prefix
 use-mysql: true
-table-prefix: co_HUB01_
+table-prefix: co_BENT01_
 mysql-host: db.internal
 mysql-port: 3306
)"_s;

QDateTime ago(qint64 seconds)
{
    return QDateTime::currentDateTimeUtc().addSecs(-seconds);
}

void addServer(FakeHost &host, const QString &name, ServerRole role, const QStringList &instances)
{
    host.fleet.servers.append({.name = name,
                               .role = role,
                               .ipAddress = u"10.0.0.1"_s,
                               .state = ServerState::Online,
                               .lastSeen = ago(role == ServerRole::Host ? 3 : 2),
                               .agentVersion = u"0.1.0"_s});
    for (const QString &instance : instances) {
        host.fleet.instances.append({.ref = {name, instance},
                                     .ampId = u"id-"_s + instance,
                                     .platform = Platform::Paper,
                                     .state = InstanceState::Running,
                                     .onDisk = true,
                                     .inAmp = true,
                                     .lastSeen = ago(2),
                                     .lastScan = ago(125)});
        const QList<std::pair<QString, QString>> plugins{
            {u"CMI"_s, u"9.7.4"_s},       {u"CoreProtect"_s, u"22.2"_s}, {u"HuskSync"_s, u"3.8.1"_s},
            {u"LuckPerms"_s, u"5.5.9"_s}, {u"Plan"_s, u"5.7.3"_s},       {u"QuickShop"_s, u"6.2.0"_s}};
        for (const auto &[plugin, version] : plugins)
            host.fleet.plugins.append({.instance = {name, instance},
                                       .name = plugin,
                                       .version = version,
                                       .platform = Platform::Paper,
                                       .jarFile = u"plugins/"_s + plugin + u'-' + version + u".jar"_s,
                                       .jarSha256 = QByteArray(32, 'j'),
                                       .folder = u"plugins/"_s + plugin});
    }
}

void setState(FakeHost &host, const QString &name, InstanceState state)
{
    for (Instance &instance : host.fleet.instances) {
        if (instance.ref.name == name)
            instance.state = state;
    }
}

Finding &add(FakeHost &host, Finding finding, Severity severity, FindingKind kind, qint64 age)
{
    finding.severity = severity;
    finding.kind = kind;
    finding.firstSeen = ago(age);
    finding.lastSeen = ago(125);
    finding.id = findingId(finding);
    host.findings.append(finding);
    return host.findings.last();
}

void addFindings(FakeHost &host)
{
    const InstanceRef bent{u"ovh"_s, u"BENT01"_s};
    const InstanceRef dev{u"hetzner"_s, u"DEV01"_s};
    Finding &prefix
        = add(host, makeFinding(bent, u"CoreProtect"_s, u"table-prefix"_s, "co_BENT01_", "co_HUB01_"),
              Severity::Critical, FindingKind::Changed, 125);
    prefix.layer = Layer::Instance;
    prefix.message = u"Also used by HUB01: two instances would write into one table."_s;
    prefix.fix = FixPreview{QByteArray(32, 'h'), prefixHunk, {}};
    host.layers.insert(prefix.id,
                       {{Layer::Universal, Value::text("co_"), u"import"_s, ago(86400), false},
                        {Layer::Instance, Value::text("co_BENT01_"), u"import"_s, ago(86400), true}});
    Finding &password
        = add(host, makeFinding(bent, u"HuskSync"_s, u"database.credentials.password"_s, "", ""),
              Severity::Critical, FindingKind::Changed, 125);
    password.expected = SecretFingerprint{QByteArray(32, 'a')};
    password.actual = SecretFingerprint{QByteArray(32, 'b')};
    add(host, makeFinding(bent, u"HuskSync"_s, u"synchronization.mode"_s, "LOCKSTEP", "DELAY"),
        Severity::Normal, FindingKind::Changed, 3700);
    Finding &missing = add(host, makeFinding(dev, u"CMI"_s, u"Optimizations.Teleport.Tp.Bypass"_s, "15", ""),
                           Severity::Normal, FindingKind::MissingKey, 3 * 3700);
    missing.expected = Value::integer(15);
    missing.actual = std::monostate{};
    add(host, makeFinding({u"hetzner"_s, u"MINI01"_s}, u"Plan"_s, u"Webserver.Port"_s, "8174", "8178"),
        Severity::Normal, FindingKind::Changed, 86500);
    Finding &type = add(
        host,
        makeFinding({u"ovh"_s, u"CLIP01"_s}, u"QuickShop"_s, u"shop.fee-for-price-change"_s, "250", "250"),
        Severity::Info, FindingKind::WrongType, 4 * 86500);
    type.expected = Value::integer(250);
    for (int i = 0; i < 3; ++i)
        add(host, makeFinding(dev, u"HuskSync"_s, u"features.sync-%1"_s.arg(i), "true", "false"),
            Severity::Normal, FindingKind::Changed, 5000);
    for (int i = 0; i < 2; ++i) {
        add(host,
            makeFinding({u"hetzner"_s, u"EVO01"_s}, u"Plan"_s, u"Time.Delays.Ping-%1"_s.arg(i), "10", "20"),
            Severity::Info, FindingKind::Changed, 90000);
        add(host,
            makeFinding({u"hetzner"_s, u"MINI01"_s}, u"QuickShop"_s, u"shop.tax-%1"_s.arg(i), "0.05", "0.07"),
            Severity::Normal, FindingKind::Changed, 90000);
    }
    Finding &broken = add(host, makeFinding({u"ovh"_s, u"SMP201"_s}, u"CMI"_s, {}, {}, {}), Severity::Normal,
                          FindingKind::Unparsable, 7200);
    broken.expected = broken.actual = std::monostate{};
    broken.message = u"line 7, column 3: a tab where a blank must be"_s;
    broken.line = 7;
}

Job makeJob(const QString &id, JobType type, const QString &server, JobStatus status, qint64 age)
{
    Job job;
    job.id = JobId(id);
    job.type = type;
    job.server = server;
    job.status = status;
    job.createdBy = u"admin"_s;
    job.createdAt = ago(age);
    if (isFinal(status))
        job.completedAt = ago(age - 30);
    return job;
}

void addJobs(FakeHost &host)
{
    Job deploy = makeJob(u"job-deploy"_s, JobType::PluginDeploy, u"all"_s, JobStatus::InProgress, 100);
    deploy.plugin = u"CoreProtect"_s;
    deploy.pluginVersion = u"22.2"_s;
    host.jobs.append(deploy);
    const QStringList targets{u"DEV01"_s, u"BENT01"_s, u"CLIP01"_s, u"HUB01"_s, u"SMP201"_s, u"MINI01"_s};
    for (qsizetype i = 0; i < targets.size(); ++i) {
        Job child
            = makeJob(u"job-deploy-%1"_s.arg(i), JobType::PluginDeploy, i % 5 == 0 ? u"hetzner"_s : u"ovh"_s,
                      i < 3        ? JobStatus::Completed
                          : i == 3 ? JobStatus::InProgress
                                   : JobStatus::Pending,
                      100);
        child.parent = deploy.id;
        child.instance = targets.at(i);
        child.wave = i == 0 ? 1 : i < 3 ? 2 : 3;
        if (i == 3)
            child.progress = {u"health gate"_s, 0, 0};
        host.jobs.append(child);
    }
    Job scan = makeJob(u"job-scan"_s, JobType::DriftScan, u"ovh"_s, JobStatus::InProgress, 110);
    scan.progress = {{}, 3940, 4690};
    host.jobs.append(scan);
    Job fix = makeJob(u"job-fix"_s, JobType::ConfigUpdate, u"hetzner"_s, JobStatus::Completed, 1200);
    fix.instance = u"DEV01"_s;
    fix.payload
        = ConfigUpdatePayload{u"plugins/CMI/config.yml"_s, QByteArray(32, 'h'), {SettingChange{}}, true};
    fix.resultMessage = u"1 value written, 0 other bytes"_s;
    host.jobs.append(fix);
    Job failed = makeJob(u"job-failed"_s, JobType::PluginDeploy, u"hetzner"_s, JobStatus::RolledBack, 2400);
    failed.instance = u"FORT01"_s;
    failed.plugin = u"HuskSync"_s;
    failed.pluginVersion = u"3.8.2"_s;
    failed.errorCode = ErrorCode::Unavailable;
    failed.resultMessage = u"plugin did not enable: Unsupported server version"_s;
    host.jobs.append(failed);
}

} // namespace

void fillWithSample(FakeHost &host)
{
    addServer(host, u"hetzner"_s, ServerRole::Host,
              {u"BIGG01"_s, u"DEV01"_s, u"EVO01"_s, u"FORT01"_s, u"MINI01"_s, u"PRIV01"_s});
    addServer(host, u"ovh"_s, ServerRole::Client, {u"BENT01"_s, u"CLIP01"_s, u"HUB01"_s, u"SMP201"_s});
    setState(host, u"FORT01"_s, InstanceState::Stopped);
    setState(host, u"PRIV01"_s, InstanceState::Starting);
    addFindings(host);
    addJobs(host);
    host.fleet.engines = {{u"hetzner"_s, u"storage"_s, u"MariaDB"_s, true, {}},
                          {u"hetzner"_s, u"delivery"_s, u"Redis"_s, true, {}},
                          {u"hetzner"_s, u"artifacts"_s, u"S3"_s, true, {}}};
    host.fleet.hasExpectations = true;
    host.fleet.sequence = 41;
}

} // namespace archivesmp::tests
