// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/artifacts/folderartifactstore.h"
#include "agent/coordinator/coordinatorcore.h"
#include "common/expectations/secretclassifier.h"

#include "tests/agent/coordinator/fakesealer.h"
#include "tests/agent/storage/testdatabase.h"
#include "tests/support/fakeclock.h"

#include <QTemporaryDir>

namespace archivesmp::tests {

using namespace Qt::StringLiterals;

// The coordinator's core in the test's own thread, on a real storage, with BENT01 and EVO01 on ovh, and an
// agent that compares what `disk` says with what is expected. All settings are in one file per plugin.
class JudgementBench
{
public:
    using Files = QMap<QString, QMap<QByteArray, Value>>; // plugin → key → value

    JudgementBench()
    {
        domain::PhysicalServer hetzner;
        hetzner.name = u"hetzner"_s;
        hetzner.role = domain::ServerRole::Host;
        domain::PhysicalServer client;
        client.name = u"ovh"_s;
        options.servers = {hetzner, client};
        options.server = u"hetzner"_s;
        restart();
    }

    void restart()
    {
        core.reset();
        core = std::make_unique<agent::coordinator::CoordinatorCore>(options, parts, log, database.stores());
        mustBeDone(core->start());
        beat();
    }

    // Both instances have been scanned against these expectations. No rules: no file of them.
    void import(const QByteArray &universal, const QString &reason = u"first import"_s,
                const QByteArray &rules = {})
    {
        const auto reply = tryImport(universal, reason, rules, false);
        mustBeDone(reply ? Result<void>() : reply.error());
    }
    Result<protocol::ImportReply> tryImport(const QByteArray &universal, const QString &reason,
                                            const QByteArray &rules, bool dryRun)
    {
        using Content = expectations::ImportSource::Content;
        protocol::ImportExpectations request;
        request.dryRun = dryRun;
        request.reason = reason;
        QList<expectations::ImportSource> files{
            {Content::Universal, domain::Platform::Paper, u"u.json"_s, universal}};
        if (!rules.isEmpty())
            files.append({Content::Rules, domain::Platform::Unknown, u"rules.yaml"_s, rules});
        return core->expectations.import(anna, request, files);
    }
    void scan()
    {
        const auto accepted = core->startScan(anna, {u"ovh"_s, {}});
        mustBeDone(accepted ? Result<void>() : accepted.error());
        carryOut(accepted->job);
    }

    // Does the evaluations that wait, and tells how many there were.
    int evaluate()
    {
        int done = 0;
        while (const auto next = waiting()) {
            carryOut(*next);
            ++done;
        }
        return done;
    }
    std::optional<JobId> waiting()
    {
        beat(); // the agent learns of the new expectations
        const auto next = core->claims.next(ovh);
        return next ? *next : std::nullopt;
    }

    domain::Job claim(const JobId &id)
    {
        beat();
        const auto claimed = core->claim(ovh, {id, u"ovh"_s, u"boot1"_s, u"nonce"_s});
        mustBeDone(claimed ? Result<void>() : claimed.error());
        return claimed->job;
    }
    void carryOut(const JobId &id)
    {
        const domain::Job job = claim(id);
        const auto *part = std::get_if<domain::EvaluatePayload>(&job.payload);
        const QStringList instances = disk.keys();
        for (const QString &instance : instances) {
            if (part == nullptr || part->instances.isEmpty() || part->instances.contains(instance))
                report(job, instance, part == nullptr ? QStringList() : part->plugins);
        }
        finish(job);
    }
    void report(const domain::Job &job, const QString &instance, const QStringList &onlyPlugins = {},
                const QByteArray &hash = {})
    {
        protocol::ScanReportPart part{.job = job.id, .fence = job.fence};
        part.report.instance = {u"ovh"_s, instance};
        part.report.expectationsHash = hash.isEmpty() ? core->expectations.hash() : hash;
        part.report.onlyPlugins = onlyPlugins;
        part.report.findings = compare(part.report.instance, onlyPlugins);
        part.report.observations = observations.value(instance);
        part.report.unresolved = unresolved;
        const QStringList plugins = disk.value(instance).keys();
        for (const QString &plugin : plugins)
            part.report.plugins.append({{u"ovh"_s, instance}, plugin, u"1"_s});
        mustBeDone(core->reports.take(ovh, part));
    }
    void finish(const domain::Job &job)
    {
        protocol::JobResult result;
        result.job = job.id;
        result.attempt = job.attempt;
        result.fence = job.fence;
        mustBeDone(core->finish(ovh, result));
    }

    QList<domain::Finding> findings(bool ignored = false)
    {
        protocol::ListFindings query;
        query.ignored = ignored;
        const auto page = core->findings(query);
        mustBeDone(page ? Result<void>() : page.error());
        return page->findings;
    }
    domain::Finding finding(const QString &instance, const QByteArray &key)
    {
        for (const bool ignored : {false, true}) {
            for (const domain::Finding &one : findings(ignored)) {
                if (one.instance.name == instance && one.key == KeyPath(key.split('.')))
                    return one;
            }
        }
        return {};
    }
    Result<protocol::FindingsAccepted> accept(const domain::Finding &finding, domain::Layer scope)
    {
        return core->accept(ben, {{finding.id}, scope, u"as it should be"_s});
    }
    Result<protocol::RulesChanged> ignore(const domain::Finding &finding, domain::Layer scope,
                                          std::optional<QDateTime> until = {})
    {
        return core->ignore(ben, {{finding.id}, scope, u"noise"_s, until});
    }
    QList<agent::coordinator::AuditEntry> audit()
    {
        const auto entries = database.stores()->audit().recent(50);
        return entries ? *entries : QList<agent::coordinator::AuditEntry>();
    }

    static void mustBeDone(const Result<void> &done)
    {
        if (!done)
            qFatal("%s", qPrintable(describe(done.error())));
    }

    const domain::User anna{u"anna"_s, domain::UserRole::Admin, {}};
    const domain::User ben{u"ben"_s, domain::UserRole::Operator, {}};
    const domain::User ovh{u"agent-ovh"_s, domain::UserRole::Agent, u"ovh"_s};

    FakeClock clock;
    FakeSealer sealer;
    TestDatabase database;
    QTemporaryDir folder;
    agent::coordinator::CoordinatorOptions options;
    agent::coordinator::EventLog log;
    agent::coordinator::Coordinator::Parts parts{
        clock,   sealer,
        nullptr, [this] { return std::make_unique<agent::artifacts::FolderArtifactStore>(folder.path()); },
        nullptr, nullptr};
    QMap<QString, Files> disk; // by instance
    QHash<QString, QList<domain::Observation>> observations;
    QList<domain::UnresolvedKeys> unresolved;
    std::unique_ptr<agent::coordinator::CoordinatorCore> core;

private:
    void beat()
    {
        protocol::AgentHello hello;
        hello.server = u"ovh"_s;
        hello.bootId = u"boot1"_s;
        const auto welcome = core->hello(ovh, hello);
        mustBeDone(welcome ? Result<void>() : welcome.error());
        protocol::Heartbeat beat{u"ovh"_s, u"boot1"_s, {}, {}, {}};
        for (const QString &name : {u"BENT01"_s, u"EVO01"_s}) {
            domain::Instance instance;
            instance.ref = {u"ovh"_s, name};
            instance.ampId = name;
            instance.platform = domain::Platform::Paper;
            instance.onDisk = instance.inAmp = true;
            beat.instances.append(instance);
        }
        const auto reply = core->heartbeat(ovh, beat);
        mustBeDone(reply ? Result<void>() : reply.error());
    }

    QList<domain::Finding> compare(const domain::InstanceRef &instance, const QStringList &onlyPlugins)
    {
        QList<domain::Finding> found;
        const QByteArray fleetKey = core->expectations.fleetKey().reveal();
        for (const auto &setting : core->expectations.set().effective(instance)) {
            if (!onlyPlugins.isEmpty() && !onlyPlugins.contains(setting.plugin))
                continue;
            const auto &files = disk[instance.name][setting.plugin];
            const auto actual = files.constFind(setting.key);
            domain::Finding finding;
            finding.plugin = setting.plugin;
            finding.file = u"plugins/"_s + setting.plugin + u"/config.yml"_s;
            finding.key = KeyPath(setting.key.split('.'));
            finding.layer = setting.layer;
            finding.kind = domain::FindingKind::MissingKey;
            finding.expected = expectations::shown(setting.value);
            if (actual != files.constEnd()) {
                finding.kind = domain::FindingKind::Changed;
                finding.actual = *actual;
                if (domain::isSecret(finding.expected))
                    finding.actual = expectations::fingerprintOf(fleetKey, *actual);
                finding.fix = domain::FixPreview{QByteArray(32, 'f'), u"@@"_s, {}};
            }
            if (finding.actual != finding.expected)
                found.append(finding);
        }
        return found;
    }
};

} // namespace archivesmp::tests
