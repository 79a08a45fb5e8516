// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/coordinator/serverwatch.h"

#include "tests/agent/coordinator/fleetfixture.h"
#include "tests/support/testregistry.h"

#include <QTest>

using namespace archivesmp;
using namespace archivesmp::domain;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

class TestServerWatch final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { _fleet = std::make_unique<tests::FleetFixture>(); }
    void cleanup() { _fleet.reset(); }

    void aServerThatNeverReportedSaysSo()
    {
        QCOMPARE(ovh().state, ServerState::NeverSeen);
        QVERIFY(!ovh().stateReason.isEmpty());
    }

    void silenceDegradesAfterFifteenSecondsAndIsOfflineAfterThirty()
    {
        _fleet->bringUp();
        QCOMPARE(ovh().state, ServerState::Online);
        QVERIFY(ovh().stateReason.isEmpty());

        _fleet->clock.advance(14999ms);
        QCOMPARE(ovh().state, ServerState::Online);
        _fleet->clock.advance(1ms);
        QCOMPARE(ovh().state, ServerState::Degraded);
        QCOMPARE(ovh().stateReason, u"no heartbeat for 15 s"_s);
        _fleet->clock.advance(15s);
        QCOMPARE(ovh().state, ServerState::Offline);
        QCOMPARE(ovh().stateReason, u"no heartbeat for 30 s"_s);

        _fleet->beat(_fleet->ovhAgent, {u"BENT01"_s});
        QCOMPARE(ovh().state, ServerState::Online);
    }

    void aClockThatIsSetDoesNotTurnAServerOff()
    {
        _fleet->bringUp();

        _fleet->clock.setNow(_fleet->clock.now().addDays(1));

        QCOMPARE(ovh().state, ServerState::Online);
    }

    void anEngineThatIsDownDegradesAndIsNamed()
    {
        _fleet->bringUp();
        _fleet->clearTold();
        const protocol::EngineStatus amp{u"ovh"_s, u"amp"_s, u"AMP"_s, false, u"connection refused"_s};
        _fleet->watch.heard(u"ovh"_s, {amp});
        QVERIFY(_fleet->watch.look());

        QCOMPARE(ovh().state, ServerState::Degraded);
        QCOMPARE(ovh().stateReason, u"AMP is down: connection refused"_s);
        QCOMPARE(_fleet->toldOf<protocol::EngineChanged>().size(), 1);
        QCOMPARE(_fleet->toldOf<protocol::ServerChanged>().size(), 1);
        QCOMPARE(_fleet->watch.engines(u"ovh"_s), QList<protocol::EngineStatus>{amp});
    }

    void consolesHearHowYoungAServerIsAtEveryHeartbeat()
    {
        _fleet->bringUp();
        QVERIFY(_fleet->watch.tellAges());
        for (int i = 0; i < 3; ++i) {
            _fleet->clearTold();
            _fleet->clock.advance(4s);
            _fleet->beat(_fleet->ovhAgent, {u"BENT01"_s});
            _fleet->beat(_fleet->ovhAgent, {u"BENT01"_s}); // a job ended between two: still one event
            QVERIFY(_fleet->watch.tellAges());

            const auto told = _fleet->toldOf<protocol::ServerChanged>();
            QCOMPARE(told.size(), 1);
            QCOMPARE(told.first().server.name, u"ovh"_s);
            QCOMPARE(told.first().server.lastSeen, _fleet->clock.now());
        }
        _fleet->clearTold();
        _fleet->clock.advance(5s);
        QVERIFY(_fleet->watch.tellAges());
        QVERIFY(_fleet->toldOf<protocol::ServerChanged>().isEmpty()); // nobody was heard of
    }

    void aChangeIsToldOnceAndWritten()
    {
        _fleet->bringUp();
        _fleet->clock.advance(31s);
        _fleet->clearTold();

        QVERIFY(_fleet->watch.look());
        QVERIFY(_fleet->watch.look());

        QCOMPARE(_fleet->toldOf<protocol::ServerChanged>().size(), 2); // one each
    }

    void aHostThatStartsAnewWaitsBeforeItCallsAServerOffline()
    {
        _fleet->bringUp();
        _fleet->clock.advance(1h);
        agent::coordinator::ServerWatch anew{_fleet->workspace};
        QVERIFY(anew.start());

        QCOMPARE(anew.servers(u"ovh"_s)->first().state, ServerState::Online);
        _fleet->clock.advance(30s);
        QCOMPARE(anew.servers(u"ovh"_s)->first().state, ServerState::Offline);
    }

    void theHostsOwnEnginesAreListedToo()
    {
        const protocol::EngineStatus storage{u"hetzner"_s, u"storage"_s, u"SQLite"_s, true, {}};
        _fleet->watch.setEngine(storage);
        _fleet->watch.setEngine(storage);

        QCOMPARE(_fleet->watch.engines(), QList<protocol::EngineStatus>{storage});
        QCOMPARE(_fleet->toldOf<protocol::EngineChanged>().size(), 1);
    }

private:
    PhysicalServer ovh() { return _fleet->watch.servers(u"ovh"_s)->first(); }

    std::unique_ptr<tests::FleetFixture> _fleet;
};

ARCHIVESMP_TEST(TestServerWatch)
#include "tst_serverwatch.moc"
