// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/agent/amp/simulatedpanel.h"
#include "tests/support/fakeclock.h"
#include "tests/support/testregistry.h"

#include <QTest>

using namespace archivesmp;
using namespace archivesmp::agent;
using namespace archivesmp::tests;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class TestAmpSession final : public QObject
{
    Q_OBJECT

    static QString idOf(SimulatedPanel &simulated) { return simulated.instance(u"SMP101"_s).id(); }

private Q_SLOTS:
    void logsInOnceForAllWhoWait()
    {
        SimulatedPanel simulated({u"SMP101"_s});
        amp::AmpClient client(simulated.access, SimulatedPanel::systemClock());
        QList<QFuture<Result<instances::AmpStatus>>> asked;
        for (int i = 0; i < 20; ++i)
            asked.append(client.status(idOf(simulated)));

        for (const auto &status : asked)
            QVERIFY(awaited(status));

        QCOMPARE(simulated.panel.logins().attempts(), 2); // the controller, and the instance by its token
        QCOMPARE(simulated.panel.count(u"ADSModule/ManageInstance"_s), 1);
        QCOMPARE(simulated.panel.count(u"Core/GetStatus"_s), 20);
    }

    void usesAnInstancesOwnSessionAndNeverTheControllers()
    {
        SimulatedPanel simulated({u"SMP101"_s});
        amp::AmpClient client(simulated.access, SimulatedPanel::systemClock());

        QVERIFY(awaited(client.listInstances()));
        QVERIFY(awaited(client.status(idOf(simulated))));

        QCOMPARE(simulated.panel.count(u"Core/GetStatus"_s), 1);
        QCOMPARE(simulated.instance(u"SMP101"_s).sessions().all().size(), 1);
    }

    void sendsTheSessionInTheHeaderAlone()
    {
        SimulatedPanel simulated({u"SMP101"_s});
        amp::AmpClient client(simulated.access, SimulatedPanel::systemClock());

        QVERIFY(awaited(client.status(idOf(simulated))));

        QVERIFY(simulated.panel.seen().last().bearer);
        for (const ampsim::SeenCall &call : simulated.panel.seen())
            QVERIFY(!call.bodySession);
    }

    void fallsBackToTheBodyWhereTheHeaderIsNotRead()
    {
        ampsim::Options options = SimulatedPanel::quick();
        options.acceptBearer = false;
        SimulatedPanel simulated({u"SMP101"_s}, options);
        amp::AmpClient client(simulated.access, SimulatedPanel::systemClock());
        QVERIFY(awaited(client.listInstances()));
        const qsizetype before = simulated.panel.seen().size();

        QVERIFY(awaited(client.listInstances()));

        QCOMPARE(simulated.panel.logins().attempts(), 1);
        QCOMPARE(simulated.panel.seen().size(), before + 1); // it knows by now
        QVERIFY(simulated.panel.seen().last().bodySession);
    }

    void aRefusedCallShowsThatTheSessionWasTaken()
    {
        SimulatedPanel simulated({u"SMP101"_s});
        amp::AmpClient client(simulated.access, SimulatedPanel::systemClock());
        QCOMPARE(awaited(client.startDaemon(u"SMP101"_s)).error().code, ErrorCode::Conflict);

        simulated.panel.endSessions();

        QVERIFY(awaited(client.listInstances()));
        for (const ampsim::SeenCall &call : simulated.panel.seen())
            QVERIFY(!call.bodySession);
    }

    void beginsWithTheBodyWhereToldTo()
    {
        SimulatedPanel simulated({u"SMP101"_s});
        simulated.access.firstCarrier = amp::SessionCarrier::Body;
        amp::AmpClient client(simulated.access, SimulatedPanel::systemClock());

        QVERIFY(awaited(client.listInstances()));

        for (const ampsim::SeenCall &call : simulated.panel.seen())
            QVERIFY(!call.bearer);
    }

    void replacesALostSessionOnceAndRepeatsTheCall()
    {
        SimulatedPanel simulated({u"SMP101"_s});
        amp::AmpClient client(simulated.access, SimulatedPanel::systemClock());
        QVERIFY(awaited(client.status(idOf(simulated))));

        simulated.panel.endSessions();

        QVERIFY(awaited(client.status(idOf(simulated))));
        QCOMPARE(simulated.panel.logins().attempts(), 4);
        QVERIFY(simulated.panel.seen().last().bearer); // a lost session is no reason to leave the header
    }

    void replacesASessionThatExpired()
    {
        FakeClock clock;
        SimulatedPanel simulated({u"SMP101"_s}, SimulatedPanel::quick(), clock);
        amp::AmpClient client(simulated.access, SimulatedPanel::systemClock());
        QVERIFY(awaited(client.status(idOf(simulated))));

        clock.advance(6min);

        QVERIFY(awaited(client.status(idOf(simulated))));
    }

    void givesUpASessionThatIsRefusedTwice()
    {
        SimulatedPanel simulated({u"SMP101"_s});
        amp::AmpClient client(simulated.access, SimulatedPanel::systemClock());
        QVERIFY(awaited(client.listInstances()));
        simulated.panel.upsets().add(u"ADSModule/GetInstances"_s, ampsim::UpsetKind::Unauthorized, 2);

        const auto list = awaited(client.listInstances());

        QCOMPARE(list.error().code, ErrorCode::Unauthenticated);
        QCOMPARE(simulated.panel.logins().attempts(), 2);
        QVERIFY(awaited(client.listInstances()));
    }

    void logsInByPasswordWhereNoTokenIsGiven()
    {
        ampsim::Options options = SimulatedPanel::quick();
        options.denied.append(u"Instances.Manage"_s);
        SimulatedPanel simulated({u"SMP101"_s}, options);
        amp::AmpClient client(simulated.access, SimulatedPanel::systemClock());

        QVERIFY(awaited(client.status(idOf(simulated))));
    }

    void waitsEverLongerAfterARefusedLogin()
    {
        FakeClock clock;
        SimulatedPanel simulated({u"SMP101"_s});
        simulated.access.password = Secret("wrong");
        amp::AmpClient client(simulated.access, clock);
        const auto refused = awaited(client.listInstances());
        QCOMPARE(refused.error().code, ErrorCode::Unauthenticated);
        QVERIFY2(describe(refused.error()).contains("Internal Auth"_L1),
                 qPrintable(describe(refused.error())));

        // 30 s, 60 s, 120 s, … up to 15 min
        int attempts = 1;
        for (const std::chrono::seconds pause : {30s, 60s, 120s, 240s, 480s, 900s, 900s}) {
            clock.advance(pause - 1s);
            const auto early = awaited(client.listInstances());
            QVERIFY(describe(early.error()).contains("next attempt in 1 s"_L1));
            QCOMPARE(simulated.panel.logins().attempts(), attempts);
            clock.advance(1s);
            QCOMPARE(awaited(client.listInstances()).error().code, ErrorCode::Unauthenticated);
            QCOMPARE(simulated.panel.logins().attempts(), ++attempts);
        }
    }

    void neverLocksItsAddressOut()
    {
        FakeClock clock;
        ampsim::Options options = SimulatedPanel::quick();
        options.loginLimit = 3;
        SimulatedPanel simulated({u"SMP101"_s}, options);
        simulated.access.password = Secret("wrong");
        amp::AmpClient client(simulated.access, clock);

        for (int i = 0; i < 100; ++i) {
            QVERIFY(!awaited(client.listInstances()));
            QVERIFY(!awaited(client.status(idOf(simulated))));
        }

        QCOMPARE(simulated.panel.logins().attempts(), 1);
    }

    void logsInAgainOnceThePasswordIsRight()
    {
        FakeClock clock;
        SimulatedPanel simulated({u"SMP101"_s});
        simulated.panel.options().password = u"another"_s;
        amp::AmpClient client(simulated.access, clock);
        QVERIFY(!awaited(client.listInstances()));

        simulated.panel.options().password = u"simulated"_s;
        clock.advance(30s);

        QVERIFY(awaited(client.listInstances()));
    }

    void asksForAnAccountWithoutASecondFactor()
    {
        FakeClock clock;
        ampsim::Options options = SimulatedPanel::quick();
        options.twoFactorCode = u"123456"_s;
        SimulatedPanel simulated({u"SMP101"_s}, options);
        amp::AmpClient client(simulated.access, clock);

        const auto refused = awaited(client.listInstances());

        QVERIFY2(describe(refused.error()).contains("second factor"_L1),
                 qPrintable(describe(refused.error())));
        clock.advance(14min);
        QVERIFY(!awaited(client.listInstances()));
        QCOMPARE(simulated.panel.logins().attempts(), 1); // only a person can change that
    }

    void showsThePasswordNowhere()
    {
        SimulatedPanel simulated({u"SMP101"_s});
        simulated.access.password = Secret("canary-7f3a");
        simulated.access.url.setUserInfo(u"user:canary-7f3a"_s);
        amp::AmpClient client(simulated.access, SimulatedPanel::systemClock());

        const auto refused = awaited(client.listInstances());
        simulated.panel.close();
        const auto unreachable = awaited(client.status(idOf(simulated)));

        QVERIFY(!describe(refused.error()).contains("canary"_L1));
        QVERIFY(!describe(unreachable.error()).contains("canary"_L1));
    }
};

ARCHIVESMP_TEST(TestAmpSession)
#include "tst_ampsession.moc"
