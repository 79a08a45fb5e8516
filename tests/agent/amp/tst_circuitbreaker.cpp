// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/amp/circuitbreaker.h"

#include "tests/support/fakeclock.h"
#include "tests/support/testregistry.h"

#include <QTest>

using namespace archivesmp::agent::amp;
using namespace archivesmp::tests;
using namespace std::chrono_literals;

class TestCircuitBreaker final : public QObject
{
    Q_OBJECT

    static void fail(CircuitBreaker &breaker, int times)
    {
        for (int i = 0; i < times; ++i)
            breaker.failed();
    }

private Q_SLOTS:
    void opensAfterFiveFailures()
    {
        FakeClock clock;
        CircuitBreaker breaker(clock);

        fail(breaker, 4);
        QVERIFY(breaker.admit());
        fail(breaker, 1);

        QVERIFY(!breaker.admit());
        QCOMPARE(breaker.remaining(), 10s);
    }

    void forgetsFailuresAfterHalfAMinute()
    {
        FakeClock clock;
        CircuitBreaker breaker(clock);

        for (int i = 0; i < 20; ++i) {
            breaker.failed();
            clock.advance(8s);
        }

        QVERIFY(breaker.admit());
    }

    void aSuccessForgetsThem()
    {
        FakeClock clock;
        CircuitBreaker breaker(clock);

        fail(breaker, 4);
        breaker.succeeded();
        fail(breaker, 4);

        QVERIFY(breaker.admit());
    }

    void letsOneTryAfterThePause()
    {
        FakeClock clock;
        CircuitBreaker breaker(clock);
        fail(breaker, 5);

        clock.advance(10s);

        QVERIFY(breaker.admit());
        QVERIFY(!breaker.admit());
        breaker.succeeded();
        QVERIFY(breaker.admit());
        QVERIFY(breaker.admit());
    }

    void pausesEverLongerUpToTwoMinutes()
    {
        FakeClock clock;
        CircuitBreaker breaker(clock);
        fail(breaker, 5);

        for (const std::chrono::seconds pause : {10s, 20s, 40s, 80s, 120s, 120s}) {
            QCOMPARE(breaker.remaining(), pause);
            clock.advance(pause - 1s);
            QVERIFY(!breaker.admit());
            clock.advance(1s);
            QVERIFY(breaker.admit());
            breaker.failed();
        }
    }

    void lateFailuresDoNotProlongThePause()
    {
        FakeClock clock;
        CircuitBreaker breaker(clock);
        fail(breaker, 5);

        fail(breaker, 3);

        QCOMPARE(breaker.remaining(), 10s);
    }
};

ARCHIVESMP_TEST(TestCircuitBreaker)
#include "tst_circuitbreaker.moc"
