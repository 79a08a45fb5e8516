// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/coordinator/jobwaiters.h"

#include "tests/fakes/fakefleetservice.h"
#include "tests/support/testregistry.h"

#include <QTest>

using namespace archivesmp;
using namespace archivesmp::agent::coordinator;
using namespace archivesmp::tests;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

using Question = FakeFleetService::NextQuestion;

domain::User agentOf(const QString &server)
{
    return {server, domain::UserRole::Agent, server};
}

} // namespace

class TestJobWaiters final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aJobThatIsThereIsAnsweredAtOnce()
    {
        FakeFleetService fleet;
        fleet.when<Question>([](auto &&...) -> Result<std::optional<JobId>> { return JobId(u"j"_s); });
        JobWaiters waiters(fleet);

        const auto next = waiters.next(agentOf(u"ovh"_s), 30s);

        QTRY_VERIFY(next.isFinished());
        QCOMPARE(next.result().value(), JobId(u"j"_s));
        QCOMPARE(waiters.count(), 0);
    }

    void onlyTheServersOwnBellWakes()
    {
        FakeFleetService fleet;
        fleet.when<Question>(
            [](auto &&...) -> Result<std::optional<JobId>> { return std::optional<JobId>(); });
        JobWaiters waiters(fleet);
        const auto ovh = waiters.next(agentOf(u"ovh"_s), 30s);
        const auto hetzner = waiters.next(agentOf(u"hetzner"_s), 30s);
        QTRY_COMPARE(fleet.asked<Question>().size(), 2);
        QCoreApplication::processEvents();
        fleet.when<Question>([](auto &&...) -> Result<std::optional<JobId>> { return JobId(u"j"_s); });

        fleet.ring(u"ovh"_s);

        QTRY_VERIFY(ovh.isFinished());
        QVERIFY(!hetzner.isFinished());
        QCOMPARE(waiters.count(), 1);
    }

    void aRingWhileTheAnswerIsOnItsWayAsksOnceMore()
    {
        FakeFleetService fleet;
        const auto answer = fleet.hold<Question>();
        JobWaiters waiters(fleet);
        const auto next = waiters.next(agentOf(u"ovh"_s), 30s);
        QTRY_COMPARE(fleet.asked<Question>().size(), 1);
        fleet.ring(u"ovh"_s);
        fleet.ring(u"ovh"_s);
        QCoreApplication::processEvents();

        answer->addResult(std::optional<JobId>());
        answer->finish();

        QTRY_COMPARE(fleet.asked<Question>().size(), 2);
        QVERIFY(!next.isFinished());
    }

    void theEndOfTheTimeIsNoError()
    {
        FakeFleetService fleet;
        fleet.when<Question>(
            [](auto &&...) -> Result<std::optional<JobId>> { return std::optional<JobId>(); });
        JobWaiters waiters(fleet);

        const auto next = waiters.next(agentOf(u"ovh"_s), 0s);

        QTRY_VERIFY(next.isFinished());
        QCOMPARE(next.result().value(), std::nullopt);
    }

    void aServerCannotTakeAllThePlaces()
    {
        FakeFleetService fleet;
        const auto answer = fleet.hold<Question>();
        JobWaiters waiters(fleet);
        for (qsizetype i = 0; i < JobWaiters::waiterLimitPerServer; ++i)
            QVERIFY(!waiters.next(agentOf(u"ovh"_s), 30s).isFinished());

        const auto oneMore = waiters.next(agentOf(u"ovh"_s), 30s);
        const auto other = waiters.next(agentOf(u"hetzner"_s), 30s);

        QCOMPARE(oneMore.result().error().code, ErrorCode::Busy);
        QVERIFY(!other.isFinished());
    }

    void waitersThatAreLeftBehindAreGivenUp()
    {
        FakeFleetService fleet;
        fleet.when<Question>(
            [](auto &&...) -> Result<std::optional<JobId>> { return std::optional<JobId>(); });
        QFuture<Result<std::optional<JobId>>> next;
        {
            JobWaiters waiters(fleet);
            next = waiters.next(agentOf(u"ovh"_s), 30s);
        }

        QVERIFY(next.isFinished());
        QCOMPARE(next.resultCount(), 0);
    }
};

ARCHIVESMP_TEST(TestJobWaiters)
#include "tst_jobwaiters.moc"
