// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/scan/tasklist.h"

#include "tests/support/testregistry.h"

#include <QTest>

#include <atomic>
#include <barrier>

using namespace archivesmp::scan;

class TestTaskList final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void anEmptyListIsDone()
    {
        TaskList tasks;
        tasks.run(3);
    }

    void oneThreadTakesTheNewestFirst()
    {
        TaskList tasks;
        QByteArray order;
        tasks.add([&] { order += 'a'; });
        tasks.add([&] {
            order += 'b';
            tasks.add([&] { order += 'c'; });
        });

        tasks.run(1);

        QCOMPARE(order, "bca");
    }

    void returnsWhenWhatTheTasksAddedIsDoneToo_data()
    {
        QTest::addColumn<int>("threads");
        for (const int threads : {1, 2, 8})
            QTest::addRow("%d", threads) << threads;
    }
    void returnsWhenWhatTheTasksAddedIsDoneToo()
    {
        QFETCH(int, threads);
        TaskList tasks;
        std::atomic_int done = 0;
        for (int i = 0; i < 20; ++i) {
            tasks.add([&] {
                for (int k = 0; k < 50; ++k)
                    tasks.add([&] { ++done; });
                ++done;
            });
        }

        tasks.run(threads);

        QCOMPARE(done.load(), 20 * 51);
    }

    // Each of two tasks waits for the other, so one thread alone would never end.
    void severalThreadsWorkAtTheSameTime()
    {
        TaskList tasks;
        std::barrier both(2);
        for (int i = 0; i < 2; ++i)
            tasks.add([&] { both.arrive_and_wait(); });

        tasks.run(2);
    }

    // The other thread has nothing to do until the only task adds something.
    void aThreadWithoutWorkWaitsForMore()
    {
        TaskList tasks;
        std::barrier both(2);
        tasks.add([&] {
            tasks.add([&] { both.arrive_and_wait(); });
            both.arrive_and_wait();
        });

        tasks.run(2);
    }
};

ARCHIVESMP_TEST(TestTaskList)
#include "tst_tasklist.moc"
