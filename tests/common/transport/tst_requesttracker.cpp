// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/transport/requesttracker.h"

#include "tests/support/testregistry.h"

#include <QTest>

using namespace archivesmp;
using namespace archivesmp::transport;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

class TestRequestTracker final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void eachRequestIsSettledOnceByItsOwnAnswer()
    {
        RequestTracker tracker;
        QStringList heard;
        const auto hear = [&heard](const QString &who) {
            return [&heard, who](const Result<QJsonObject> &) { heard.append(who); };
        };
        const qint64 first = tracker.add(1h, hear(u"first"_s));
        const qint64 second = tracker.add(1h, hear(u"second"_s));

        tracker.settle(second, QJsonObject());
        tracker.settle(second, QJsonObject());
        tracker.settle(999, QJsonObject());
        tracker.settle(first, Error{ErrorCode::Busy, u"no"_s});

        QCOMPARE(heard, (QStringList{u"second"_s, u"first"_s}));
        QCOMPARE(tracker.waiting(), 0);
    }

    void theDeadlineSettlesIt()
    {
        RequestTracker tracker;
        std::optional<Error> error;

        (void)tracker.add(10ms, [&error](const Result<QJsonObject> &outcome) { error = outcome.error(); });

        QTRY_VERIFY(error);
        QCOMPARE(error->code, ErrorCode::Timeout);
        QCOMPARE(tracker.waiting(), 0);
    }

    void aCancelledRequestHearsSo()
    {
        RequestTracker tracker;
        std::optional<Error> error;
        const qint64 id
            = tracker.add(1h, [&error](const Result<QJsonObject> &outcome) { error = outcome.error(); });

        tracker.cancel(id);

        QCOMPARE(error->code, ErrorCode::Cancelled);
    }

    void theEndOfTheLinkSettlesAllButWhatIsAskedThen()
    {
        RequestTracker tracker;
        int ended = 0;
        (void)tracker.add(1h, [&](const Result<QJsonObject> &) {
            ++ended;
            (void)tracker.add(1h, [&ended](const Result<QJsonObject> &) { ++ended; });
        });

        tracker.failAll({ErrorCode::Unavailable, u"gone"_s});

        QCOMPARE(ended, 1);
        QCOMPARE(tracker.waiting(), 1);
    }

    void whatIsLeftEndsWithTheTracker()
    {
        std::optional<Error> error;
        {
            RequestTracker tracker;
            (void)tracker.add(1h, [&error](const Result<QJsonObject> &outcome) { error = outcome.error(); });
        }

        QVERIFY(error);
    }
};

ARCHIVESMP_TEST(TestRequestTracker)
#include "tst_requesttracker.moc"
