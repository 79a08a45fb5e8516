// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/jobs/heartbeats.h"

#include "tests/fakes/fakeamppanel.h"
#include "tests/fakes/fakehostapi.h"
#include "tests/support/fakeclock.h"
#include "tests/support/testregistry.h"

#include <QDir>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace archivesmp;
using namespace archivesmp::agent;
using namespace archivesmp::agent::jobs;
using namespace archivesmp::tests;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class TestHeartbeats final : public QObject
{
    Q_OBJECT

    struct Fixture
    {
        FakeHostApi host;
        FakeAmpPanel panel;
        FakeClock clock;
        QThreadPool pool;
        QTemporaryDir root;
        FleetFacts facts;
        instances::InstanceDiscovery discovery{panel, clock, pool, u"ovh"_s, root.path()};
        Heartbeats heartbeats{
            host, discovery, facts, {u"ovh"_s, u"boot-1"_s, u"1.0"_s, {u"drift_scan"_s}, 20ms, 1h}};

        Fixture() { QDir(root.path()).mkpath(u"BENT01/Minecraft"_s); }
    };

private Q_SLOTS:
    void tellsTheHostWhichInstancesItSees()
    {
        Fixture f;
        f.heartbeats.start();

        QTRY_VERIFY(f.host.heartbeats.size() >= 2);

        const protocol::Heartbeat &beat = f.host.heartbeats.first();
        QCOMPARE(beat.server, u"ovh"_s);
        QCOMPARE(beat.bootId, u"boot-1"_s);
        QCOMPARE(beat.instances.size(), 1);
        QCOMPARE(beat.instances.first().ref.name, u"BENT01"_s);
        QCOMPARE(beat.engines.first().engine, u"amp"_s);
    }

    void keepsWhatTheHostSays()
    {
        Fixture f;
        f.host.heartbeatReply.cancelRequested = {JobId(u"job-1"_s)};
        QSignalSpy cancelled(&f.heartbeats, &Heartbeats::cancelRequested);

        QSignalSpy welcomed(&f.heartbeats, &Heartbeats::welcomed);

        f.heartbeats.start();

        QTRY_VERIFY(!cancelled.isEmpty());
        QCOMPARE(welcomed.first().first().toString(), u"test-fleet"_s);
        QVERIFY(f.facts.known);
        QCOMPARE(f.facts.fleetKey.reveal(), QByteArray(32, 'k'));
        QCOMPARE(cancelled.first().first().value<QList<JobId>>().first(), JobId(u"job-1"_s));
    }

    void saysOnceThatTheHostIsAwayAndOnceThatItIsBack()
    {
        Fixture f;
        f.host.away = Error{ErrorCode::Unavailable, u"connection refused"_s};
        QSignalSpy changes(&f.heartbeats, &Heartbeats::hostStateChanged);

        f.heartbeats.start();
        QTRY_COMPARE(changes.size(), 1);
        QCOMPARE(changes.first().first().toBool(), false);
        QVERIFY(changes.first().last().toString().contains(u"connection refused"));
        QVERIFY(!f.facts.known);

        f.host.away.reset();
        QTRY_COMPARE(changes.size(), 2);
        QCOMPARE(changes.last().first().toBool(), true);
        QTRY_VERIFY(f.facts.known);
    }

    void greetsAgainAfterALostHost()
    {
        Fixture f;
        f.heartbeats.start();
        QTRY_VERIFY(!f.host.heartbeats.isEmpty());
        f.facts.known = false;

        f.host.failures[u"heartbeat"_s] = {Error{ErrorCode::Unauthenticated, u"who are you"_s}};

        QTRY_VERIFY(f.facts.known);
    }

    void aRefreshShowsANewInstanceAtOnce()
    {
        Fixture f;
        f.heartbeats.start();
        QTRY_VERIFY(!f.host.heartbeats.isEmpty());

        QDir(f.root.path()).mkpath(u"DEV01/Minecraft"_s);
        f.heartbeats.refresh();

        QTRY_COMPARE(f.host.heartbeats.last().instances.size(), 2);
    }
};

ARCHIVESMP_TEST(TestHeartbeats)
#include "tst_heartbeats.moc"
