// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/ownserver/ownservercore.h"
#include "common/protocol/keysnapshot.h"
#include "tests/agent/coordinator/fakesealer.h"
#include "tests/fakes/fakeamppanel.h"
#include "tests/fakes/fakehostapi.h"
#include "tests/fakes/fakeinstancereader.h"
#include "tests/support/fakeclock.h"
#include "tests/support/sandbox.h"

#include <QCoreApplication>
#include <QCryptographicHash>

namespace archivesmp::tests {

// The rooms around a client's own answers, with two instances: BENT01, which runs, and DEV01.
struct OwnServerBench
{
    using Core = agent::ownserver::OwnServerCore;

    OwnServerBench()
    {
        sandbox.write(QStringLiteral("instances/BENT01/Minecraft/server.properties"), "");
        sandbox.write(QStringLiteral("instances/DEV01/Minecraft/server.properties"), "");
        panel.add(QStringLiteral("BENT01"));
        panel.add(QStringLiteral("DEV01"), domain::InstanceState::Stopped);
        host.expectationsJson = R"({"version":1})";
        // Waiting for AMP takes real time; the clock goes along.
        panel.onQuestion = [this] { clock.advance(std::chrono::milliseconds(10)); };
        log.subscribe(&context, [this](const protocol::Event &event) { told.append(event); });
        restart();
    }
    ~OwnServerBench() { pool.waitForDone(); }
    Q_DISABLE_COPY_MOVE(OwnServerBench)

    // As another process of the same agent would begin.
    void restart()
    {
        core.reset();
        fleet = {};
        domain::PhysicalServer server;
        server.name = QStringLiteral("ovh");
        const agent::ownserver::LocalWork::Parts work{clock,    pool,  fleet, expectations,  reader,
                                                      journals, turns, power, sandbox.root()};
        core
            = std::make_unique<Core>(Core::Parts{work,
                                                 host,
                                                 fleet,
                                                 sealer,
                                                 log,
                                                 {server, QStringLiteral("long poll")},
                                                 {std::chrono::milliseconds(1), std::chrono::milliseconds(5)},
                                                 sandbox.path()});
        core->picture().seeInstances({instance(QStringLiteral("BENT01")), instance(QStringLiteral("DEV01"))},
                                     {});
    }

    // What the heartbeats do when the host answers.
    void hostAnswers(const QList<protocol::KnownKey> &keys = {})
    {
        fleet.known = true;
        fleet.fleetId = QStringLiteral("test-fleet");
        fleet.fleetKey = fleetKey;
        fleet.expectationsHash = FakeHostApi::hashOf(host.expectationsJson);
        core->hostWelcomed();
        core->hostAnswered({fleet.expectationsHash, {}, snapshot(keys)});
    }
    [[nodiscard]] protocol::KeySnapshot snapshot(const QList<protocol::KnownKey> &keys) const
    {
        protocol::KeySnapshot snapshot{clock.now(), keys, {}};
        snapshot.mac = protocol::macOf(snapshot, fleetKey);
        return snapshot;
    }
    [[nodiscard]] static protocol::KnownKey known(const QByteArray &key, const QString &name,
                                                  domain::UserRole role = domain::UserRole::Operator)
    {
        return {QCryptographicHash::hash(key, QCryptographicHash::Sha256), name, role};
    }

    [[nodiscard]] static domain::Instance instance(const QString &name)
    {
        domain::Instance instance;
        instance.ref = {QStringLiteral("ovh"), name};
        instance.ampId = QStringLiteral("id-") + name.toLower();
        instance.platform = domain::Platform::Paper;
        instance.onDisk = instance.inAmp = true;
        return instance;
    }
    // A setting of one plugin that is not what it should be.
    [[nodiscard]] static domain::Finding finding(const QString &plugin, const QString &key)
    {
        domain::Finding finding;
        finding.instance = {QStringLiteral("ovh"), QStringLiteral("BENT01")};
        finding.plugin = plugin;
        finding.file = QStringLiteral("plugins/") + plugin + QStringLiteral("/config.yml");
        finding.key = KeyPath::fromString(key);
        finding.layer = domain::Layer::Universal;
        finding.expected = Value::boolean(true);
        finding.actual = Value::boolean(false);
        finding.id = domain::findingId(finding);
        return finding;
    }
    [[nodiscard]] static domain::DriftReport report(const QList<domain::Finding> &findings)
    {
        domain::DriftReport report;
        report.instance = {QStringLiteral("ovh"), QStringLiteral("BENT01")};
        report.startedAt = report.finishedAt = QDateTime(QDate(2026, 1, 2), QTime(3, 0), Qt::UTC);
        report.findings = findings;
        return report;
    }
    [[nodiscard]] domain::Job job(const JobId &id) const
    {
        const auto detail = core->jobs().detail(id);
        return detail ? detail->job : domain::Job();
    }

    template <typename Body>
    [[nodiscard]] QList<Body> toldOf()
    {
        QCoreApplication::processEvents();
        QList<Body> bodies;
        for (const protocol::Event &event : std::as_const(told)) {
            if (const auto *body = std::get_if<Body>(&event.body))
                bodies.append(*body);
        }
        return bodies;
    }
    void clearTold()
    {
        QCoreApplication::processEvents();
        told.clear();
    }

    const domain::User jane{QStringLiteral("jane"), domain::UserRole::Operator, {}};
    const Secret fleetKey{QByteArray(32, 'k')};
    Sandbox sandbox;
    FakeClock clock;
    QThreadPool pool;
    FakeHostApi host;
    FakeAmpPanel panel;
    FakeInstanceReader reader;
    FakeSealer sealer;
    agent::jobs::FleetFacts fleet;
    agent::jobs::ExpectationsCache expectations{host, pool,
                                                sandbox.path(QStringLiteral("expectations.json"))};
    agent::jobs::JournalFolder journals{sandbox.path(QStringLiteral("journal"))};
    agent::jobs::InstanceTurns turns;
    agent::instances::InstancePower power{
        panel, clock, {std::chrono::seconds(5), std::chrono::seconds(5), std::chrono::milliseconds(1)}};
    agent::coordinator::EventLog log;
    QList<protocol::Event> told;
    std::unique_ptr<Core> core;

private:
    QObject context;
};

} // namespace archivesmp::tests
