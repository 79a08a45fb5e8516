// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/jobs/instanceturns.h"

#include "tests/support/testregistry.h"

#include <QTest>

using namespace archivesmp::agent::jobs;
using namespace Qt::StringLiterals;

class TestInstanceTurns final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void oneAfterTheOtherOnOneInstance()
    {
        InstanceTurns turns;

        const auto first = turns.take(u"DEV01"_s);
        const auto second = turns.take(u"DEV01"_s);
        const auto third = turns.take(u"DEV01"_s);

        QVERIFY(first.isFinished() && !second.isFinished() && !third.isFinished());
        turns.leave(u"DEV01"_s);
        QVERIFY(second.isFinished() && !third.isFinished());
        turns.leave(u"DEV01"_s);
        QVERIFY(third.isFinished());
        turns.leave(u"DEV01"_s);
        QVERIFY(turns.take(u"DEV01"_s).isFinished());
    }

    void whoDoesNotWantToWaitIsTold()
    {
        InstanceTurns turns;

        QVERIFY(turns.tryTake(u"DEV01"_s));
        QVERIFY(!turns.tryTake(u"DEV01"_s));
        const auto waits = turns.take(u"DEV01"_s);
        QVERIFY(!waits.isFinished());
        turns.leave(u"DEV01"_s);
        QVERIFY(waits.isFinished());
        QVERIFY(!turns.tryTake(u"DEV01"_s));
        turns.leave(u"DEV01"_s);
        QVERIFY(turns.tryTake(u"DEV01"_s));
    }

    void instancesDoNotWaitForOneAnother()
    {
        InstanceTurns turns;

        QVERIFY(turns.take(u"DEV01"_s).isFinished());
        QVERIFY(turns.take(u"DEV02"_s).isFinished());
    }
};

ARCHIVESMP_TEST(TestInstanceTurns)
#include "tst_instanceturns.moc"
