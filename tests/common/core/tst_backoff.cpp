// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/core/backoff.h"

#include "tests/support/testregistry.h"

#include <QTest>

using namespace archivesmp;
using namespace std::chrono_literals;

class TestBackoff final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void staysWithinTheDoublingCeiling()
    {
        Backoff backoff({1s, 60s}, 7);

        for (int attempt = 0; attempt < 40; ++attempt) {
            const auto ceiling = attempt < 6 ? 1s * (1 << attempt) : 60s;
            const auto delay = backoff.next();
            QVERIFY2(delay >= 0ms && delay <= ceiling, qPrintable(QString::number(attempt)));
        }
    }

    void startsAgainAfterReset()
    {
        Backoff backoff({1s, 60s}, 7);
        for (int i = 0; i < 10; ++i)
            (void)backoff.next();

        backoff.reset();

        QCOMPARE(backoff.attempt(), 0);
        QVERIFY(backoff.next() <= 1s);
    }

    void spreadsOverTheWholeRange()
    {
        int early = 0;
        for (quint32 seed = 0; seed < 200; ++seed) {
            Backoff backoff({10s, 60s}, seed);
            early += backoff.next() < 5s ? 1 : 0;
        }

        QVERIFY(early > 60 && early < 140);
    }
};

ARCHIVESMP_TEST(TestBackoff)
#include "tst_backoff.moc"
