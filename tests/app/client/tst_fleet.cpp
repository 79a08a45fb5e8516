// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/client/fleet.h"

#include "tests/app/fakes/fakehost.h"
#include "tests/support/testregistry.h"

#include <QSignalSpy>
#include <QTest>

using namespace archivesmp;
using namespace archivesmp::tests;
using namespace Qt::StringLiterals;
using app::client::FindingPtr;
using app::client::Fleet;
using domain::InstanceRef;
using domain::ServerRole;

namespace {

const InstanceRef bent{u"ovh"_s, u"BENT01"_s};

// An agent that knows its own server only.
void fillClient(FakeHost &agent)
{
    FakeHost all;
    fillWithSample(all);
    for (const domain::PhysicalServer &server : all.fleet.servers) {
        if (server.name == agent.hello.server)
            agent.fleet.servers.append(server);
    }
    for (const domain::Instance &instance : all.fleet.instances) {
        if (instance.ref.server == agent.hello.server)
            agent.fleet.instances.append(instance);
    }
    agent.fleet.engines = {{agent.hello.server, u"amp"_s, u"AMP"_s, true, {}}};
}

} // namespace

class TestFleet final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    // No event tells them.
    void whatIsExpectedAndInNoFileIsAskedForAfterAComparison()
    {
        FakeHost host;
        fillWithSample(host);
        host.fleet.hasExpectations = false;
        Fleet fleet;
        fleet.addSession(host.makeSession(u"wss://host"_s));
        QTRY_VERIFY(fleet.hasLoaded());
        QVERIFY(fleet.unresolved().isEmpty());
        const QSignalSpy changed(&fleet, &Fleet::serversChanged);
        host.fleet.hasExpectations = true;
        host.fleet.unresolved = {{u"Warps"_s, u"in no file"_s, 3, {u"odd.key"_s}}};
        domain::Job scan;
        scan.id = JobId(u"00000000-0000-4000-8000-000000000009"_s);
        scan.type = domain::JobType::DriftScan;
        scan.server = u"all"_s;
        host.send(protocol::JobChanged{scan});
        QTRY_VERIFY(fleet.job(scan.id));
        QVERIFY(!fleet.hasExpectations());

        scan.status = domain::JobStatus::Completed;
        host.send(protocol::JobChanged{scan});

        QTRY_VERIFY(fleet.hasExpectations());
        QCOMPARE(fleet.unresolved(), host.fleet.unresolved);
        QVERIFY(!changed.isEmpty());
    }

    void loadsEverythingThatTheHostKnows()
    {
        FakeHost host;
        fillWithSample(host);
        Fleet fleet;
        QVERIFY(!fleet.hasLoaded());

        fleet.addSession(host.makeSession(u"wss://host"_s));

        QTRY_VERIFY(fleet.hasLoaded());
        QCOMPARE(fleet.servers().size(), 2);
        QCOMPARE(fleet.servers().constFirst().name, u"hetzner"_s);
        QCOMPARE(fleet.instancesOf(u"ovh"_s).size(), 4);
        QCOMPARE(fleet.pluginsOf(bent).size(), 6);
        QCOMPARE(fleet.findings().size(), 14);
        QCOMPARE(fleet.findingsOf(bent).size(), 3);
        QCOMPARE(fleet.jobs().size(), 10);
        QCOMPARE(fleet.engines().size(), 3);
        QVERIFY(fleet.hasExpectations());
        QVERIFY(fleet.host() != nullptr);
    }

    void readsFindingsPageByPage()
    {
        FakeHost host;
        fillWithSample(host);
        host.findingsPerPage = 5;
        Fleet fleet;

        fleet.addSession(host.makeSession(u"wss://host"_s));

        QTRY_COMPARE(fleet.findings().size(), 14);
        const auto pages
            = std::count_if(host.asked.begin(), host.asked.end(), [](const protocol::Request &request) {
                  return std::holds_alternative<protocol::ListFindings>(request);
              });
        QCOMPARE(pages, 3);
    }

    void appliesEventsOneByOne()
    {
        FakeHost host;
        fillWithSample(host);
        Fleet fleet;
        fleet.addSession(host.makeSession(u"wss://host"_s));
        QTRY_VERIFY(fleet.hasLoaded());
        QSignalSpy instances(&fleet, &Fleet::instancesChanged);
        QSignalSpy findings(&fleet, &Fleet::findingsChanged);
        QSignalSpy jobs(&fleet, &Fleet::jobChanged);
        QSignalSpy lines(&fleet, &Fleet::jobEventAdded);
        QSignalSpy engines(&fleet, &Fleet::enginesChanged);

        domain::Instance instance = host.fleet.instances.last();
        instance.state = domain::InstanceState::Stopped;
        host.send(protocol::InstanceChanged{instance});
        host.resolve(host.findings.first().id);
        host.startJob(JobId(u"job-scan"_s), u"walks"_s, 1, 2);
        host.send(protocol::EngineChanged{{u"hetzner"_s, u"delivery"_s, u"Redis"_s, false, u"away"_s}});

        QCOMPARE(instances.size(), 1);
        QCOMPARE(findings.size(), 1);
        QCOMPARE(jobs.size(), 1);
        QCOMPARE(lines.size(), 1);
        QCOMPARE(engines.size(), 1);
        QCOMPARE(fleet.instancesOf(u"ovh"_s).constLast().state, domain::InstanceState::Stopped);
        QCOMPARE(fleet.findings().size(), 13);
        QCOMPARE(fleet.job(JobId(u"job-scan"_s))->progress.done, 1);
    }

    void saysNothingWhereNothingChanged()
    {
        FakeHost host;
        fillWithSample(host);
        Fleet fleet;
        fleet.addSession(host.makeSession(u"wss://host"_s));
        QTRY_VERIFY(fleet.hasLoaded());
        QSignalSpy instances(&fleet, &Fleet::instancesChanged);
        QSignalSpy findings(&fleet, &Fleet::findingsChanged);

        host.send(protocol::InstanceChanged{host.fleet.instances.last()});
        host.send(protocol::FindingsChanged{bent, {host.findings.first()}, {}});

        QCOMPARE(instances.size(), 0);
        QCOMPARE(findings.size(), 0);
    }

    void asksForEverythingWhereAnEventIsMissing()
    {
        FakeHost host;
        fillWithSample(host);
        Fleet fleet;
        fleet.addSession(host.makeSession(u"wss://host"_s));
        QTRY_VERIFY(fleet.hasLoaded());
        host.findings.removeFirst(); // an event that never arrives tells of it
        host.skipSequence();

        host.send(protocol::EngineChanged{host.fleet.engines.first()});

        QTRY_COMPARE(fleet.findings().size(), 13);
        QTRY_VERIFY(fleet.isLive(u"ovh"_s));
    }

    void asksForEverythingWhenToldTo()
    {
        FakeHost host;
        fillWithSample(host);
        Fleet fleet;
        fleet.addSession(host.makeSession(u"wss://host"_s));
        QTRY_VERIFY(fleet.hasLoaded());
        host.fleet.instances.removeLast();

        host.send(protocol::ResyncNeeded{});

        QTRY_COMPARE(fleet.instancesOf(u"ovh"_s).size(), 3);
    }

    void eventsThatComeWhileLoadingAreNotLost()
    {
        FakeHost host;
        fillWithSample(host);
        const protocol::FindingsChanged event{
            bent, {makeFinding(bent, u"Plan"_s, u"late"_s, "1", "2")}, {host.findings.first().id}};
        host.onAsked = [&host, &event](const protocol::Request &request) {
            if (std::holds_alternative<protocol::ListFindings>(request))
                host.send(event);
        };
        Fleet fleet;

        fleet.addSession(host.makeSession(u"wss://host"_s));

        QTRY_VERIFY(fleet.hasLoaded());
        QCOMPARE(fleet.findings().size(), 14);
        QVERIFY(fleet.finding(event.upserted.first().id) != nullptr);
        QVERIFY(fleet.finding(event.resolved.first()) == nullptr);
    }

    void anAgentAnswersForItselfWhenTheHostIsAway()
    {
        FakeHost host;
        fillWithSample(host);
        FakeHost ovh(u"ovh"_s, ServerRole::Client);
        fillClient(ovh);
        Fleet fleet;
        fleet.addSession(host.makeSession(u"wss://host"_s));
        fleet.addSession(ovh.makeSession(u"wss://ovh"_s));
        QTRY_COMPARE(fleet.agents().size(), 2);
        QTRY_VERIFY(fleet.agents().at(1).synced);
        QTRY_COMPARE(fleet.engines().size(), 3);

        QCOMPARE(fleet.sourceOf(u"ovh"_s), u"hetzner"_s);
        domain::PhysicalServer configured = fleet.servers().constLast();
        configured.gamingRole = u"primary"_s; // which only the host's configuration says
        host.send(protocol::ServerChanged{configured});
        QTRY_COMPARE(fleet.servers().constLast().gamingRole, u"primary"_s);

        host.setOnline(false);
        domain::Instance instance = ovh.fleet.instances.first();
        instance.state = domain::InstanceState::Failed;
        ovh.send(protocol::InstanceChanged{instance});

        QVERIFY(fleet.host() == nullptr);
        QCOMPARE(fleet.sessionFor(u"ovh"_s)->address(), u"wss://ovh"_s);
        QVERIFY(fleet.sessionFor(u"hetzner"_s) == nullptr);
        QVERIFY(fleet.answersFor(u"ovh"_s) && fleet.answersFor({}) && !fleet.answersFor(u"hetzner"_s));
        QCOMPARE(fleet.sourceOf(u"ovh"_s), u"ovh"_s);
        QCOMPARE(fleet.sourceOf(u"hetzner"_s), u"hetzner"_s);
        QCOMPARE(fleet.servers().constLast().gamingRole, u"primary"_s);
        QCOMPARE(fleet.servers().size(), 2);
        QVERIFY(fleet.isLive(u"ovh"_s));
        QVERIFY(!fleet.isLive(u"hetzner"_s));
        QVERIFY(fleet.asOf(u"hetzner"_s).isValid());
        QCOMPARE(fleet.instancesOf(u"ovh"_s).constFirst().state, domain::InstanceState::Failed);
        QCOMPARE(fleet.instancesOf(u"hetzner"_s).size(), 6);
        QCOMPARE(fleet.engines().constFirst().engine, u"amp"_s);

        host.setOnline(true);

        QTRY_VERIFY(fleet.isLive(u"hetzner"_s));
        QCOMPARE(fleet.instancesOf(u"ovh"_s).constFirst().state, domain::InstanceState::Running);
    }

    void aJobOfAnAgentsOwnDoorIsAskedOfThatAgent()
    {
        FakeHost host;
        fillWithSample(host);
        FakeHost ovh(u"ovh"_s, ServerRole::Client);
        fillClient(ovh);
        domain::Job own;
        own.id = JobId(u"own"_s);
        own.server = u"ovh"_s;
        ovh.jobs = {own};
        Fleet fleet;
        fleet.addSession(host.makeSession(u"wss://host"_s));
        fleet.addSession(ovh.makeSession(u"wss://ovh"_s));

        QTRY_COMPARE(fleet.jobs().size(), 11);
        QCOMPARE(fleet.sessionOf(own.id)->address(), u"wss://ovh"_s);
        QCOMPARE(fleet.sessionOf(host.jobs.first().id)->address(), u"wss://host"_s);
        QVERIFY(fleet.sessionOf(JobId(u"none"_s)) == nullptr);

        host.setOnline(false);
        QVERIFY(fleet.sessionOf(host.jobs.first().id) == nullptr);
    }

    void tellsWhyAnAgentIsNotThere()
    {
        FakeHost host;
        fillWithSample(host);
        Fleet fleet;
        fleet.addSession(host.makeSession(u"wss://host"_s));
        QTRY_VERIFY(fleet.hasLoaded());

        host.refuse({ErrorCode::Unauthenticated, u"no such key"_s});

        const app::client::AgentStatus agent = fleet.agents().constFirst();
        QCOMPARE(agent.state, app::client::Session::State::Refused);
        QCOMPARE(agent.error.message, u"no such key"_s);
        QCOMPARE(agent.server, u"hetzner"_s);
        QVERIFY(agent.lastHeard.isValid());
    }

    void staysAwayFromAnAgentThatCannotTellItsFleet()
    {
        FakeHost host;
        fillWithSample(host);
        host.nextError = Error{ErrorCode::Internal, u"the storage is away"_s};
        Fleet fleet;

        fleet.addSession(host.makeSession(u"wss://host"_s));

        QTRY_COMPARE(fleet.agents().constFirst().error.message, u"the storage is away"_s);
        QVERIFY(!fleet.hasLoaded());
        QVERIFY(!fleet.agents().constFirst().synced);
    }

    void forgetsARemovedConnection()
    {
        FakeHost host;
        fillWithSample(host);
        Fleet fleet;
        fleet.addSession(host.makeSession(u"wss://host"_s));
        QTRY_VERIFY(fleet.hasLoaded());

        fleet.removeSession(u"wss://nobody"_s);
        QCOMPARE(fleet.agents().size(), 1);
        fleet.removeSession(u"wss://host"_s);

        QVERIFY(fleet.agents().isEmpty());
        QVERIFY(fleet.servers().isEmpty());
        QVERIFY(fleet.findings().isEmpty());
        QVERIFY(fleet.host() == nullptr);
    }

    void viewsShareOneSnapshotOfAFinding()
    {
        FakeHost host;
        fillWithSample(host);
        Fleet fleet;
        fleet.addSession(host.makeSession(u"wss://host"_s));
        QTRY_VERIFY(fleet.hasLoaded());
        const FindingPtr held = fleet.findingsOf(bent).constFirst();

        host.send(protocol::ResyncNeeded{});
        QTRY_VERIFY(fleet.isLive(u"ovh"_s));

        QCOMPARE(fleet.finding(held->id).get(), held.get());
    }
};

ARCHIVESMP_TEST(TestFleet)
#include "tst_fleet.moc"
