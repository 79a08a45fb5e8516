// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/control/tokenbucket.h"

#include "tests/support/fakeclock.h"
#include "tests/support/testregistry.h"

#include <QTest>

using namespace archivesmp;
using namespace std::chrono_literals;

class TestTokenBucket final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void givesABurstAndThenTheRate()
    {
        tests::FakeClock clock;
        agent::control::TokenBucket bucket(clock, 2, 3);
        const auto taken = [&bucket] {
            int count = 0;
            while (bucket.take())
                ++count;
            return count;
        };

        QCOMPARE(taken(), 3);
        clock.advance(1s);
        QCOMPARE(taken(), 2);
        clock.advance(250ms);
        QCOMPARE(taken(), 0);
        clock.advance(250ms);
        QCOMPARE(taken(), 1);
        clock.advance(1h);
        QCOMPARE(taken(), 3);
    }
};

ARCHIVESMP_TEST(TestTokenBucket)
#include "tst_tokenbucket.moc"
