// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/ownserver/deeddelivery.h"

#include "tests/fakes/fakehostapi.h"
#include "tests/support/sandbox.h"
#include "tests/support/testregistry.h"

#include <QTest>

using namespace archivesmp;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using agent::ownserver::DeedDelivery;
using agent::ownserver::DeedSpool;
using protocol::LocalDeed;

class TestDeedDelivery final : public QObject
{
    Q_OBJECT

    struct Fixture
    {
        tests::Sandbox sandbox;
        tests::FakeHostApi host;
        DeedSpool spool{sandbox.path(u"deeds"_s)};
        DeedDelivery delivery{host, spool, {1ms, 5ms}};
    };

    [[nodiscard]] static LocalDeed deed(int minute)
    {
        return {u"ovh"_s,
                JobId(u"job-%1"_s.arg(minute)),
                QDateTime(QDate(2026, 1, 2), QTime(3, minute), Qt::UTC),
                u"jane"_s,
                u"job.instance_power"_s,
                u"stop ovh/BENT01"_s};
    }

private Q_SLOTS:
    void eachDeedIsToldOnceInItsOrder()
    {
        Fixture f;
        QVERIFY(f.spool.put(deed(2)) && f.spool.put(deed(1)));

        f.delivery.start();
        f.delivery.start();

        QTRY_VERIFY(f.spool.waiting().isEmpty());
        QCOMPARE(f.host.deeds, (QList<LocalDeed>{deed(1), deed(2)}));
        f.delivery.start();
        QCoreApplication::processEvents();
        QCOMPARE(f.host.deeds.size(), 2);
    }

    void whatTheHostDidNotHearWaitsForIt()
    {
        Fixture f;
        f.host.away = Error{ErrorCode::Unavailable, u"connection refused"_s};
        QVERIFY(f.spool.put(deed(1)));
        f.delivery.start();
        QCoreApplication::processEvents();
        QCOMPARE(f.spool.waiting().size(), 1);

        f.host.away.reset();

        QTRY_VERIFY(f.spool.waiting().isEmpty());
        QCOMPARE(f.host.deeds.size(), 1);
    }

    // The host knows it by its action and job, and records it once.
    void aLostAnswerMeansToTellItAgain()
    {
        Fixture f;
        f.host.lostRecordAnswers = 1;
        QVERIFY(f.spool.put(deed(1)));

        f.delivery.start();

        QTRY_VERIFY(f.spool.waiting().isEmpty());
        QCOMPARE(f.host.deeds, (QList<LocalDeed>{deed(1), deed(1)}));
    }

    void aRefusedOneDoesNotStandInTheWay()
    {
        Fixture f;
        f.host.failures[u"record"_s] = {Error{ErrorCode::InvalidArgument, u"no such action"_s}};
        QVERIFY(f.spool.put(deed(1)) && f.spool.put(deed(2)));

        f.delivery.start();

        QTRY_COMPARE(f.host.deeds, QList<LocalDeed>{deed(2)});
        QTRY_VERIFY(f.spool.waiting().isEmpty());
        QCOMPARE(f.sandbox.files(u"deeds"_s).size(), 1); // kept for people to see
    }
};

ARCHIVESMP_TEST(TestDeedDelivery)
#include "tst_deeddelivery.moc"
