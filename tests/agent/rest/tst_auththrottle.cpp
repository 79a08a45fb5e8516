// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/rest/auththrottle.h"

#include "tests/support/fakeclock.h"
#include "tests/support/testregistry.h"

#include <QTest>

using namespace archivesmp;
using namespace archivesmp::agent::rest;
using namespace archivesmp::tests;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class TestAuthThrottle final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void fiveFailuresAMinuteAreFreeAndThenItGetsSlower()
    {
        FakeClock clock;
        AuthThrottle throttle(clock);
        const QHostAddress guesser(u"192.0.2.1"_s);
        for (int i = 0; i < 5; ++i)
            QCOMPARE(throttle.failed(guesser), 0ms);

        QCOMPARE(throttle.failed(guesser), 500ms);
        QCOMPARE(throttle.failed(guesser), 1000ms);
        for (int i = 0; i < 1000; ++i)
            QVERIFY(throttle.failed(guesser) <= 8s);
        QCOMPARE(throttle.failed(guesser), 8000ms);
    }

    void aMinuteLaterItIsForgotten()
    {
        FakeClock clock;
        AuthThrottle throttle(clock);
        const QHostAddress guesser(u"192.0.2.1"_s);
        for (int i = 0; i < 10; ++i)
            Q_UNUSED(throttle.failed(guesser));

        clock.advance(61s);

        QCOMPARE(throttle.failed(guesser), 0ms);
    }

    void addressesAreCountedApartAndANetworkOfIPv6Together()
    {
        FakeClock clock;
        AuthThrottle throttle(clock);
        for (int i = 0; i < 6; ++i) {
            Q_UNUSED(throttle.failed(QHostAddress(u"192.0.2.1"_s)));
            Q_UNUSED(throttle.failed(QHostAddress(u"2001:db8::%1"_s.arg(i + 1))));
        }

        QCOMPARE(throttle.failed(QHostAddress(u"192.0.2.2"_s)), 0ms);
        QVERIFY(throttle.failed(QHostAddress(u"2001:db8::ffff"_s)) > 0ms);
        QCOMPARE(throttle.failed(QHostAddress(u"2001:db8:0:1::1"_s)), 0ms);
        QVERIFY(throttle.failed(QHostAddress(u"::ffff:192.0.2.1"_s)) > 0ms);
    }
};

ARCHIVESMP_TEST(TestAuthThrottle)
#include "tst_auththrottle.moc"
