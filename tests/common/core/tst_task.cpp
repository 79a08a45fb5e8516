// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/core/result.h"
#include "common/core/taskgroup.h"

#include "tests/support/await.h"
#include "tests/support/testregistry.h"

#include <QTest>

using namespace archivesmp;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

Task<Result<int>> doubled(QFuture<Result<int>> number)
{
    const auto value = co_await answerOf(number);
    if (!value)
        co_return value.error();
    co_return *value * 2;
}

Task<int> counts(int *steps, int wanted)
{
    for (int i = 0; i < wanted; ++i) {
        co_await delay(0ms);
        *steps += 1;
    }
    co_return *steps;
}

struct Canary
{
    int *gone;
    ~Canary() { *gone += 1; }
};

Task<int> holds(int *gone)
{
    const Canary canary{gone};
    co_await delay(1h);
    co_return 1;
}

} // namespace

class TestTask final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void givesTheValueOfAFuture()
    {
        QCOMPARE(*tests::valueOf(doubled(QtFuture::makeReadyFuture(Result<int>(21)))), 42);
    }

    void givesTheErrorOfAFuture()
    {
        const Error away{ErrorCode::Unavailable, u"away"_s};

        QCOMPARE(tests::valueOf(doubled(QtFuture::makeReadyFuture(Result<int>(away)))).error(), away);
    }

    void aFutureThatIsGivenUpIsUnavailable()
    {
        QPromise<Result<int>> promise;
        promise.start();
        const QFuture<Result<int>> future = promise.future();
        promise.finish();

        QCOMPARE(tests::valueOf(doubled(future)).error().code, ErrorCode::Unavailable);
    }

    void oneTaskAwaitsAnother()
    {
        int steps = 0;
        const auto outer = [](int *counted) -> Task<int> {
            Task<int> first = counts(counted, 3);
            const int three = co_await first;
            Task<int> second = counts(counted, 4);
            co_return three * 10 + co_await second;
        };

        QCOMPARE(tests::valueOf(outer(&steps)), 37);
    }

    void anAbandonedTaskFreesWhatItHolds()
    {
        int gone = 0;
        {
            Task<int> task = holds(&gone);
            task.start({});
            QCOMPARE(gone, 0);
        }
        QCOMPARE(gone, 1);
    }

    void aGroupKeepsItsTasksUntilTheyEnd()
    {
        TaskGroup group;
        int steps = 0;
        int sum = 0;
        for (int i = 0; i < 3; ++i)
            group.run<int>(counts(&steps, 2), [&sum](int) { sum += 1; });

        QTRY_COMPARE(sum, 3);
        QTRY_VERIFY(group.isEmpty());
    }

    void aGroupThatGoesAbandonsItsTasks()
    {
        int gone = 0;
        {
            TaskGroup group;
            group.run<int>(holds(&gone));
        }
        QCOMPARE(gone, 1);
    }

    void workOnThePoolComesBackToTheThreadThatAwaitsIt()
    {
        QThreadPool pool;
        QThread *workedIn = nullptr;
        const auto work = [](QThreadPool *on, QThread **in) -> Task<QThread *> {
            const auto running = runOn(*on, [in]() -> Result<int> {
                *in = QThread::currentThread();
                return 1;
            });
            (void)co_await answerOf(running);
            co_return QThread::currentThread();
        };

        QCOMPARE(tests::valueOf(work(&pool, &workedIn)), QThread::currentThread());
        QVERIFY(workedIn && workedIn != QThread::currentThread());
    }
};

ARCHIVESMP_TEST(TestTask)
#include "tst_task.moc"
