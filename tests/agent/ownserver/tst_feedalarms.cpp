// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/ownserver/feedalarms.h"

#include "tests/fakes/fakehostapi.h"
#include "tests/support/fakeclock.h"
#include "tests/support/sandbox.h"
#include "tests/support/testregistry.h"

#include <QTest>

using namespace archivesmp;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using agent::ownserver::FeedAlarms;
using protocol::LocalDeed;

class TestFeedAlarms final : public QObject
{
    Q_OBJECT

    struct Fixture
    {
        tests::Sandbox sandbox;
        tests::FakeHostApi host;
        tests::FakeClock clock;

        [[nodiscard]] FeedAlarms alarms()
        {
            return {host, clock, u"ovh"_s, sandbox.path(u"alarms"_s), {1ms, 5ms}};
        }
    };

private Q_SLOTS:
    void b41ARefusedEntryReachesTheHostsRecordsOnce()
    {
        Fixture f;
        FeedAlarms alarms = f.alarms();

        alarms.entryRefused(u"archivesmp:jobs:ovh 17-0"_s, u"hello"_s, u"no JSON object"_s);
        QTRY_VERIFY(f.sandbox.files(u"alarms"_s).isEmpty());
        alarms.entryRefused(u"archivesmp:jobs:ovh 17-0"_s, u"hello"_s, u"no JSON object"_s);
        QTRY_COMPARE(f.host.deeds.size(), 2);

        const LocalDeed &told = f.host.deeds.first();
        QCOMPARE(told.server, u"ovh"_s);
        QCOMPARE(told.action, u"feed.entry_refused"_s);
        QCOMPARE(told.at, f.clock.now());
        QCOMPARE(told.detail, u"entry archivesmp:jobs:ovh 17-0: no JSON object; it holds: hello"_s);
        QCOMPARE(f.host.deeds.last().job, told.job); // so that the host records it once
    }

    void b41AnotherFleetsEntryRaisesAnAlarmInTheRecords()
    {
        Fixture f;
        FeedAlarms alarms = f.alarms();

        alarms.foreignEntryFound(u"theirs\x1b[31m"_s);

        QTRY_COMPARE(f.host.deeds.size(), 1);
        QCOMPARE(f.host.deeds.first().action, u"feed.foreign_fleet"_s);
        QVERIFY(f.host.deeds.first().detail.contains(u"\"theirs\\x1b[31m\""));
        QVERIFY(f.host.deeds.first().detail.contains(u"redis.prefix"));
    }

    void whatTheHostDidNotHearOutlivesTheAgent()
    {
        Fixture f;
        f.host.away = Error{ErrorCode::Unavailable, u"connection refused"_s};
        {
            FeedAlarms alarms = f.alarms();
            alarms.entryRefused(u"17-0"_s, u"hello"_s, u"no JSON object"_s);
        }
        f.host.away.reset();
        FeedAlarms again = f.alarms();

        again.hostWelcomed();

        QTRY_COMPARE(f.host.deeds.size(), 1);
        QTRY_VERIFY(f.sandbox.files(u"alarms"_s).isEmpty());
    }

    void aFloodDoesNotFillTheRecords()
    {
        Fixture f;
        FeedAlarms alarms = f.alarms();
        const auto flood = [&alarms](const QString &name) {
            for (int i = 0; i < 100; ++i)
                alarms.entryRefused(name + QString::number(i), QString(5000, u'x'), u"no JSON"_s);
        };

        flood(u"a"_s);
        QTRY_COMPARE(f.host.deeds.size(), FeedAlarms::atOnce);
        f.clock.advance(1h);
        flood(u"b"_s);

        QTRY_COMPARE(f.host.deeds.size(), 2 * FeedAlarms::atOnce);
        QVERIFY(f.host.deeds.first().detail.size() <= 1000);
    }
};

ARCHIVESMP_TEST(TestFeedAlarms)
#include "tst_feedalarms.moc"
