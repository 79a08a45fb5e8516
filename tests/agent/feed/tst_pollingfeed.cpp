// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/feed/pollingfeed.h"

#include "tests/fakes/fakenexthost.h"
#include "tests/support/testregistry.h"

#include <QSignalSpy>
#include <QTest>

using namespace archivesmp;
using namespace archivesmp::tests;
using namespace archivesmp::agent;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

const feed::PollingFeed::Pace quick{7s, 0ms, 20ms, {1ms, 2ms}};
const feed::PollingFeed::Pace slowRepeat{7s, 0ms, 1h, {1ms, 2ms}};

} // namespace

class TestPollingFeed final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { qRegisterMetaType<JobId>(); }

    void asksAgainAsSoonAsTheHostHasNone()
    {
        FakeNextHost host;
        feed::PollingFeed polling(host, quick);
        QSignalSpy offers(&polling, &jobs::JobFeed::jobOffered);

        polling.start();
        QTRY_COMPARE(host.questions, 1);
        host.answer(std::optional<JobId>());

        QTRY_COMPARE(host.questions, 2);
        QCOMPARE(host.lastWait, 7s);
        QVERIFY(offers.isEmpty());
    }

    void goesOnToTheNextJobWithoutWaitingForTheEndOfTheFirst()
    {
        FakeNextHost host;
        feed::PollingFeed polling(host, slowRepeat);
        QSignalSpy offers(&polling, &jobs::JobFeed::jobOffered);
        polling.start();
        QTRY_COMPARE(host.questions, 1);

        host.answer(std::optional(JobId(u"j1"_s)));
        QTRY_COMPARE(host.questions, 2);
        host.answer(std::optional(JobId(u"j2"_s)));

        QTRY_COMPARE(offers.size(), 2);
        QCOMPARE(offers.first().first().value<JobId>(), JobId(u"j1"_s));
        QCOMPARE(offers.last().first().value<JobId>(), JobId(u"j2"_s));
    }

    void aJobThatNobodyTakesIsWaitedForUntilItIsSettled()
    {
        FakeNextHost host;
        feed::PollingFeed polling(host, slowRepeat);
        QSignalSpy offers(&polling, &jobs::JobFeed::jobOffered);
        polling.start();
        for (int i = 1; i <= 2; ++i) {
            QTRY_COMPARE(host.questions, i);
            host.answer(std::optional(JobId(u"j1"_s)));
        }
        QTRY_COMPARE(offers.size(), 2);
        QCoreApplication::processEvents();
        QCOMPARE(host.questions, 2);

        polling.settle(JobId(u"another"_s));
        QCoreApplication::processEvents();
        QCOMPARE(host.questions, 2);
        polling.settle(JobId(u"j1"_s));
        QTRY_COMPARE(host.questions, 3);
    }

    void anOfferThatNobodySettlesIsAskedForAgain()
    {
        FakeNextHost host;
        feed::PollingFeed polling(host, quick);
        QSignalSpy offers(&polling, &jobs::JobFeed::jobOffered);
        polling.start();
        QTRY_COMPARE(host.questions, 1);
        host.answer(std::optional(JobId(u"j1"_s)));

        QTRY_COMPARE(host.questions, 2);
        host.answer(std::optional(JobId(u"j1"_s)));
        QTRY_COMPARE(host.questions, 3);
        host.answer(std::optional(JobId(u"j1"_s)));

        QTRY_COMPARE(offers.size(), 3);
    }

    void saysOnceThatTheHostIsAwayAndOnceThatItIsBack()
    {
        FakeNextHost host;
        feed::PollingFeed polling(host, quick);
        QSignalSpy states(&polling, &jobs::JobFeed::stateChanged);
        polling.start();
        for (int i = 1; i <= 3; ++i) {
            QTRY_COMPARE(host.questions, i);
            host.answer(Error{ErrorCode::Unavailable, u"no route"_s});
        }
        QTRY_COMPARE(host.questions, 4);
        QCOMPARE(states.size(), 1);
        QCOMPARE(states.first().at(0).toBool(), false);
        QCOMPARE(states.first().at(1).toString(), u"no route"_s);

        host.answer(std::optional<JobId>());

        QTRY_COMPARE(states.size(), 2);
        QCOMPARE(states.last().at(0).toBool(), true);
    }

    void aStoppedFeedAsksAndOffersNothing()
    {
        FakeNextHost host;
        feed::PollingFeed polling(host, quick);
        QSignalSpy offers(&polling, &jobs::JobFeed::jobOffered);
        polling.start();
        QTRY_COMPARE(host.questions, 1);

        polling.stop();
        host.answer(std::optional(JobId(u"j1"_s)));
        QCoreApplication::processEvents();

        QVERIFY(offers.isEmpty());
        QCOMPARE(host.questions, 1);
    }

    void aFasterPaceCutsAPauseShort()
    {
        FakeNextHost host;
        feed::PollingFeed polling(host, {0s, 1h, 1h, {1ms, 2ms}});
        polling.start();
        QTRY_COMPARE(host.questions, 1);
        host.answer(std::optional<JobId>());
        QSignalSpy states(&polling, &jobs::JobFeed::stateChanged);
        QVERIFY(states.wait(1000));

        polling.setPace(quick);

        QTRY_COMPARE(host.questions, 2);
        QCOMPARE(host.lastWait, 7s);
    }
};

ARCHIVESMP_TEST(TestPollingFeed)
#include "tst_pollingfeed.moc"
