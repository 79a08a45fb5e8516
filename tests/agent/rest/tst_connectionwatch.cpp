// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/rest/connectionwatch.h"

#include "tests/support/fakeclock.h"
#include "tests/support/testregistry.h"

#include <QTest>

#include <array>
#include <sys/socket.h>
#include <unistd.h>

using namespace archivesmp;
using namespace archivesmp::agent::rest;
using namespace archivesmp::tests;
using namespace std::chrono_literals;

namespace {

struct Pair
{
    Pair() { ok = ::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends.data()) == 0; }
    ~Pair()
    {
        ::close(ends[0]);
        ::close(ends[1]);
    }
    Q_DISABLE_COPY_MOVE(Pair)

    [[nodiscard]] bool isCut() const
    {
        char byte = 0;
        return ::recv(ends[1], &byte, 1, 0) == 0; // the end; -1 with EAGAIN while it is open
    }

    std::array<int, 2> ends{-1, -1};
    bool ok = false;
};

} // namespace

class TestConnectionWatch final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void cutsWhatDoesNotGetOn()
    {
        FakeClock clock;
        ConnectionWatch watch(clock);
        const Pair slow;
        const Pair quick;
        QVERIFY(slow.ok && quick.ok);
        watch.opened(&slow, slow.ends[0]);
        watch.opened(&quick, quick.ends[0]);
        watch.expectWithin(&slow, 10s);
        watch.expectWithin(&quick, 10s);

        clock.advance(9s);
        QCOMPARE(watch.cutOverdue(), 0);
        watch.rest(&quick);
        clock.advance(1s);

        QCOMPARE(watch.cutOverdue(), 1);
        QVERIFY(slow.isCut());
        QVERIFY(!quick.isCut());
        QCOMPARE(watch.cutOverdue(), 0);
    }

    void aNewStepHasANewDeadline()
    {
        FakeClock clock;
        ConnectionWatch watch(clock);
        const Pair upload;
        watch.opened(&upload, upload.ends[0]);
        watch.expectWithin(&upload, 10s);
        clock.advance(9s);

        watch.expectWithin(&upload, 600s);

        clock.advance(500s);
        QCOMPARE(watch.cutOverdue(), 0);
        clock.advance(101s);
        QCOMPARE(watch.cutOverdue(), 1);
    }

    void leavesAloneWhatIsClosed()
    {
        FakeClock clock;
        ConnectionWatch watch(clock);
        const Pair gone;
        watch.opened(&gone, gone.ends[0]);
        watch.expectWithin(&gone, 1s);

        watch.closed(&gone);

        clock.advance(2s);
        QCOMPARE(watch.cutOverdue(), 0);
        QVERIFY(!gone.isCut());
        QCOMPARE(watch.count(), 0);
    }
};

ARCHIVESMP_TEST(TestConnectionWatch)
#include "tst_connectionwatch.moc"
