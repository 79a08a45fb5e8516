// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/coordinator/dispatcher.h"

#include "tests/agent/coordinator/fleetfixture.h"
#include "tests/support/testregistry.h"

#include <QPromise>
#include <QTest>

using namespace archivesmp;
using namespace archivesmp::domain;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

class FakeAnnouncer final : public agent::coordinator::JobAnnouncer
{
public:
    QFuture<Result<void>> announce(const Job &job) override
    {
        announced.append(job.id);
        return QtFuture::makeReadyFuture(isUp ? Result<void>()
                                              : Result<void>(Error{ErrorCode::Unavailable, u"away"_s}));
    }
    void announceResult(const Job &) override { }

    QList<JobId> announced;
    bool isUp = true;
};

} // namespace

class TestDispatcher final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        _fleet = std::make_unique<tests::FleetFixture>();
        _announcer = std::make_unique<FakeAnnouncer>();
        _fleet->bringUp();
        _dispatcher = std::make_unique<agent::coordinator::Dispatcher>(_fleet->workspace, _fleet->claims);
        _dispatcher->announceThrough(_announcer.get());
        _job = _fleet->submit({tests::FleetFixture::wanted(u"ovh"_s, u"BENT01"_s)});
    }
    void cleanup()
    {
        _dispatcher.reset();
        _announcer.reset();
        _fleet.reset();
    }

    void aNewJobIsAnnouncedOnce()
    {
        dispatch();
        dispatch();

        QCOMPARE(_announcer->announced, QList<JobId>{_job});
        QVERIFY(_fleet->stores->jobs().outbox()->isEmpty());
    }

    void aFailedAnnouncementIsRepeatedUntilItIsMade()
    {
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"not announced"_s));
        _announcer->isUp = false;
        dispatch();
        QCOMPARE(_fleet->stores->jobs().outbox()->size(), 1);

        _announcer->isUp = true;
        dispatch();

        QCOMPARE(_announcer->announced.size(), 2);
        QVERIFY(_fleet->stores->jobs().outbox()->isEmpty());
    }

    // Shown by 5: the queue may be emptied; what waits is announced again.
    void aJobThatNobodyCameForIsAnnouncedAgain()
    {
        dispatch();

        _fleet->clock.advance(10s);
        dispatch();

        QCOMPARE(_announcer->announced.size(), 2);
    }

    void aClaimedJobIsNotAnnounced()
    {
        QVERIFY(_fleet->claim(_job, _fleet->ovhAgent));

        dispatch();

        QVERIFY(_announcer->announced.isEmpty());
    }

    void aLaterWaveIsAnnouncedWhenItsTimeHasCome()
    {
        QVERIFY(_fleet->claim(_job, _fleet->ovhAgent));
        const JobId parent = _fleet->submit({tests::FleetFixture::wanted(u"hetzner"_s, u"DEV01"_s, 1),
                                             tests::FleetFixture::wanted(u"ovh"_s, u"EVO01"_s, 2)});
        const QList<Job> children = _fleet->children(parent);
        dispatch();
        QCOMPARE(_announcer->announced, QList<JobId>{children.at(0).id});

        QVERIFY(_fleet->claim(children.at(0).id, _fleet->hetznerAgent));
        QVERIFY(_fleet->end(children.at(0).id, JobStatus::Completed));
        dispatch();

        QCOMPARE(_announcer->announced.last(), children.at(1).id);
    }

    void theDoorbellRingsForItsServerOnly()
    {
        int ovh = 0;
        int hetzner = 0;
        QObject context;
        _fleet->log.watchJobs(&context, u"ovh"_s, [&] { ++ovh; });
        _fleet->log.watchJobs(&context, u"hetzner"_s, [&] { ++hetzner; });

        dispatch();

        QTRY_VERIFY(ovh > 0);
        QCOMPARE(hetzner, 0);
    }

    void withoutAnAnnouncerTheOutboxIsEmptiedAllTheSame()
    {
        agent::coordinator::Dispatcher alone(_fleet->workspace, _fleet->claims);

        QVERIFY(alone.dispatch());

        QVERIFY(_fleet->stores->jobs().outbox()->isEmpty());
    }

private:
    void dispatch()
    {
        QVERIFY(_dispatcher->dispatch());
        QCoreApplication::processEvents();
    }

    std::unique_ptr<tests::FleetFixture> _fleet;
    std::unique_ptr<FakeAnnouncer> _announcer;
    std::unique_ptr<agent::coordinator::Dispatcher> _dispatcher;
    JobId _job;
};

ARCHIVESMP_TEST(TestDispatcher)
#include "tst_dispatcher.moc"
