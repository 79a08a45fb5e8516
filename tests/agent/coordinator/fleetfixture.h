// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/coordinator/inventory.h"
#include "agent/coordinator/jobclaims.h"
#include "agent/coordinator/jobintake.h"
#include "agent/coordinator/joboutcomes.h"
#include "agent/coordinator/scanreports.h"
#include "agent/coordinator/serverwatch.h"
#include "agent/coordinator/workspace.h"

#include "tests/agent/storage/testdatabase.h"
#include "tests/support/fakeclock.h"

#include <QCoreApplication>
#include <QDir>

namespace archivesmp::tests {

using namespace Qt::StringLiterals;

// The coordinator's parts on a real storage, without its thread: two servers, hetzner and ovh, and a clock
// that stands still. Everything that is told is in `told`.
class FleetFixture
{
public:
    FleetFixture()
    {
        options.servers = {server(u"hetzner"_s, domain::ServerRole::Host), server(u"ovh"_s)};
        log.subscribe(&_context, [this](const protocol::Event &event) { told.append(event); });
        if (const auto started = watch.start(); !started)
            qFatal("%s", qPrintable(describe(started.error())));
    }

    // Both agents have said hello; their instances are DEV01 on hetzner, BENT01 and EVO01 on ovh.
    void bringUp()
    {
        beat(hetznerAgent, {u"DEV01"_s, u"SMP101"_s});
        beat(ovhAgent, {u"BENT01"_s, u"EVO01"_s});
    }
    void beat(const domain::User &agent, const QStringList &names)
    {
        protocol::AgentHello hello;
        hello.server = agent.server;
        hello.bootId = u"boot1"_s;
        hello.version = u"0.1.0"_s;
        mustBeDone(inventory.hello(agent, hello));
        protocol::Heartbeat beat{agent.server, u"boot1"_s, u"0.1.0"_s, {}, {}};
        for (const QString &name : names)
            beat.instances.append(instance(agent.server, name));
        mustBeDone(inventory.heartbeat(agent, beat));
    }
    [[nodiscard]] static domain::Instance instance(const QString &server, const QString &name)
    {
        domain::Instance instance;
        instance.ref = {server, name};
        instance.ampId = u"id-"_s + name;
        instance.platform = domain::Platform::Paper;
        instance.state = domain::InstanceState::Running;
        instance.onDisk = instance.inAmp = true;
        return instance;
    }
    [[nodiscard]] static domain::Job wanted(const QString &server, const QString &instance, int wave = 1)
    {
        domain::Job job;
        job.server = server;
        job.instance = instance;
        job.wave = wave;
        return job;
    }
    JobId submit(const QList<domain::Job> &jobs, domain::JobType type = domain::JobType::PluginDeploy)
    {
        JobIntakeOrder order;
        order.type = type;
        order.jobs = jobs;
        auto made = intake.submit(jane, order);
        if (!made)
            qFatal("%s", qPrintable(describe(made.error())));
        return *made;
    }
    [[nodiscard]] Result<domain::Job> claim(const JobId &job, const domain::User &by,
                                            const QString &boot = u"boot1"_s, const QString &nonce = u"n1"_s)
    {
        return claims.claim(by, {job, by.server, boot, nonce});
    }
    // Ends the attempt that the job is in.
    [[nodiscard]] Result<std::optional<domain::Job>> end(const JobId &id, domain::JobStatus status,
                                                         std::optional<ErrorCode> code = {})
    {
        const domain::Job job = this->job(id);
        protocol::JobResult result;
        result.job = id;
        result.attempt = job.attempt;
        result.fence = job.fence;
        result.status = status;
        result.errorCode = code;
        result.message = u"what the agent says"_s;
        return outcomes.finish(job.server == u"ovh"_s ? ovhAgent : hetznerAgent, result);
    }
    [[nodiscard]] domain::Job job(const JobId &id) { return record(id).job; }
    [[nodiscard]] agent::coordinator::JobRecord record(const JobId &id)
    {
        const auto found = stores->jobs().find(id);
        return found && *found ? **found : agent::coordinator::JobRecord();
    }
    [[nodiscard]] QList<domain::Job> children(const JobId &parent)
    {
        QList<domain::Job> all;
        const auto records = stores->jobs().children(parent);
        for (const auto &child : *records)
            all.append(child.job);
        return all;
    }
    // The bodies of one kind that were told since the last call of clearTold().
    template <typename Body>
    [[nodiscard]] QList<Body> toldOf()
    {
        QCoreApplication::processEvents();
        QList<Body> bodies;
        for (const protocol::Event &event : told) {
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
    static void mustBeDone(const Result<void> &done)
    {
        if (!done)
            qFatal("%s", qPrintable(describe(done.error())));
    }

    using JobIntakeOrder = agent::coordinator::JobIntake::Order;

    TestDatabase database;
    FakeClock clock;
    agent::coordinator::CoordinatorOptions options;
    agent::coordinator::EventLog log;
    std::unique_ptr<agent::coordinator::Stores> stores = database.stores();
    agent::coordinator::Workspace workspace{options, clock, *stores, log};
    agent::coordinator::LeaseKeeper leases{clock, options.lease};
    agent::coordinator::ServerWatch watch{workspace};
    agent::coordinator::Inventory inventory{workspace, watch};
    agent::coordinator::JobIntake intake{workspace};
    agent::coordinator::JobClaims claims{workspace, leases};
    agent::coordinator::JobOutcomes outcomes{workspace, leases};
    agent::coordinator::ScanReports reports{workspace};
    QList<protocol::Event> told;

    const domain::User jane{u"jane"_s, domain::UserRole::Operator, {}};
    const domain::User hetznerAgent{u"agent-hetzner"_s, domain::UserRole::Agent, u"hetzner"_s};
    const domain::User ovhAgent{u"agent-ovh"_s, domain::UserRole::Agent, u"ovh"_s};

private:
    [[nodiscard]] static domain::PhysicalServer server(const QString &name,
                                                       domain::ServerRole role = domain::ServerRole::Client)
    {
        domain::PhysicalServer server;
        server.name = name;
        server.role = role;
        return server;
    }

    QObject _context;
};

} // namespace archivesmp::tests
