// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/deployments/changework.h"
#include "agent/fleetsealer.h"
#include "tests/fakes/fakeamppanel.h"
#include "tests/fakes/fakehostapi.h"
#include "tests/fakes/fakeinstancereader.h"
#include "tests/support/await.h"
#include "tests/support/fakeclock.h"
#include "tests/support/jobs.h"
#include "tests/support/sandbox.h"

namespace archivesmp::tests {

// One agent's deployments on real files with DEV01 in a panel of its own: Alpha 1 is installed and has a
// configuration file. The server's log speaks against a JAR whose version says "broken".
class DeploymentBench final
{
public:
    static inline const QByteArray alpha1 = FakeInstanceReader::jar("Alpha", "1");
    static inline const QByteArray alpha2 = FakeInstanceReader::jar("Alpha", "2");
    static inline const QByteArray broken = FakeInstanceReader::jar("Alpha", "3-broken");
    static inline const QString oldJar = QStringLiteral("instances/DEV01/Minecraft/plugins/Alpha-1.jar");
    static inline const QString newJar = QStringLiteral("instances/DEV01/Minecraft/plugins/Alpha-2.jar");
    static inline const QString config = QStringLiteral("instances/DEV01/Minecraft/plugins/Alpha/config.yml");

    // In a folder of its own, or in one that a former process left.
    explicit DeploymentBench(const QString &at = {})
        : sandbox(at)
    {
        if (!sandbox.has(QStringLiteral("instances"))) {
            sandbox.write(oldJar, alpha1);
            sandbox.write(config, "# Alpha\nlimit: 10\nname: \"old\"\n");
        }
        panel.add(QStringLiteral("DEV01"));
        panel.onQuestion = [this] { clock.advance(std::chrono::milliseconds(100)); };
        panel.boot = [this](FakeAmpPanel::Server &server) { return boot(server); };
    }

    [[nodiscard]] agent::deployments::TransactionParts parts()
    {
        return {power, gate, journals, reader, clock, pool, sandbox.root()};
    }

    [[nodiscard]] domain::Job deployJob(const QByteArray &jar, int number = 1,
                                        const QString &fileName = QStringLiteral("Alpha-2.jar"))
    {
        domain::Job job = jobFor(domain::JobType::PluginDeploy, number);
        job.plugin = QStringLiteral("Alpha");
        job.fence = 1;
        job.attempt = 1;
        job.payload = domain::DeployPayload{.sha256 = host.addArtifact(jar),
                                            .size = jar.size(),
                                            .fileName = fileName,
                                            .replaces = QStringLiteral("Alpha-1.jar"),
                                            .replacesSha256 = FakeHostApi::hashOf(alpha1)};
        return job;
    }
    [[nodiscard]] domain::Job rollbackJob(const domain::Job &of, int number = 9) const
    {
        domain::Job job = jobFor(domain::JobType::Rollback, number);
        job.plugin = of.plugin;
        job.fence = 1;
        job.payload = domain::RollbackPayload{of.id};
        return job;
    }

    [[nodiscard]] agent::jobs::JobOutcome carryOut(const domain::Job &job)
    {
        return carryOut(std::make_shared<agent::jobs::JobRun>(
            protocol::ClaimedJob{job, std::chrono::hours(10), {}, host.secrets}, clock, clock.uptime()));
    }
    [[nodiscard]] agent::jobs::JobOutcome carryOut(const std::shared_ptr<agent::jobs::JobRun> &run)
    {
        using namespace agent::deployments;
        ChangeTransaction transaction(parts());
        transaction.setArchives(archives.get());
        std::unique_ptr<agent::jobs::JobWork> work;
        if (run->job().type == domain::JobType::PluginDeploy)
            work = std::make_unique<DeployWork>(transaction, host, sandbox.path(QStringLiteral("downloads")));
        else if (run->job().type == domain::JobType::ConfigUpdate)
            work = std::make_unique<ConfigUpdateWork>(transaction);
        else
            work = std::make_unique<RollbackWork>(transaction);
        agent::jobs::JobOutcome outcome = valueOf(work->run(run));
        lastEvents = run->takeEvents();
        (void)journals.close(run->job().instance, run->job().id);
        return outcome;
    }

    // From now on backups go to the host, as after its first hello.
    void useArchives()
    {
        facts = {true, QStringLiteral("test-fleet"), Secret(QByteArray(32, 'k'))};
        archives = std::make_unique<agent::deployments::BackupArchives>(agent::deployments::ArchiveParts{
            host, pool, facts, sealer, sandbox.path(QStringLiteral("archives"))});
    }

    [[nodiscard]] FakeAmpPanel::Server &server() { return panel.server(QStringLiteral("DEV01")); }
    [[nodiscard]] QStringList jars() const
    {
        return QDir(sandbox.path(QStringLiteral("instances/DEV01/Minecraft/plugins")))
            .entryList({QStringLiteral("*.jar")}, QDir::Files, QDir::Name);
    }
    // Nothing of ours but the backups is left below the instance or among the downloads.
    [[nodiscard]] QStringList leftovers() const
    {
        QStringList left = sandbox.files(QStringLiteral("instances/DEV01/.archivesmp-stage"))
            + sandbox.files(QStringLiteral("downloads"));
        for (const QString &file : sandbox.files(QStringLiteral("instances/DEV01/Minecraft"))) {
            if (file.contains(QStringLiteral("archivesmp")))
                left.append(file);
        }
        return left;
    }

    Sandbox sandbox;
    FakeAmpPanel panel;
    FakeHostApi host;
    FakeInstanceReader reader;
    FakeClock clock;
    QThreadPool pool;
    agent::instances::InstancePower power{
        panel, clock, {std::chrono::seconds(5), std::chrono::seconds(10), std::chrono::milliseconds(0)}};
    agent::deployments::HealthGate gate{
        panel, clock, {std::chrono::seconds(1), std::chrono::seconds(10), std::chrono::milliseconds(0)}};
    agent::jobs::JournalFolder journals{sandbox.path(QStringLiteral("journal"))};
    agent::jobs::FleetFacts facts;
    agent::FleetSealer sealer;
    std::unique_ptr<agent::deployments::BackupArchives> archives;
    QStringList lastEvents;

private:
    domain::InstanceState boot(FakeAmpPanel::Server &server)
    {
        for (const QString &jar : jars()) {
            const QByteArray content
                = sandbox.read(QStringLiteral("instances/DEV01/Minecraft/plugins/") + jar);
            if (content.left(100).contains("broken")) {
                FakeAmpPanel::say(server,
                                  QStringLiteral("Could not load 'plugins/%1' in folder 'plugins'").arg(jar));
            } else {
                FakeAmpPanel::say(server, QStringLiteral("[Alpha] Enabling Alpha"));
            }
        }
        FakeAmpPanel::say(server, QStringLiteral("Done (2.117s)! For help, type \"help\""));
        return domain::InstanceState::Running;
    }
};

} // namespace archivesmp::tests
