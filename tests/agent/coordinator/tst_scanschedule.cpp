// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/coordinator/scanschedule.h"

#include "tests/agent/coordinator/fleetfixture.h"
#include "tests/support/testregistry.h"

#include <QTest>

using namespace archivesmp;
using namespace archivesmp::agent::coordinator;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using domain::JobStatus;
using tests::FleetFixture;

class TestScanSchedule final : public QObject
{
    Q_OBJECT

    std::unique_ptr<FleetFixture> _fleet;
    std::unique_ptr<ScanSchedule> _schedule;
    QList<JobId> _started;
    std::optional<Error> _refusal;

    // A host that starts on the same database.
    void startHost()
    {
        _schedule = std::make_unique<ScanSchedule>(_fleet->workspace, [this]() -> Result<void> {
            if (_refusal)
                return *_refusal;
            JobIntake::Order order;
            order.type = domain::JobType::DriftScan;
            order.jobs = {FleetFixture::wanted(u"hetzner"_s, {}), FleetFixture::wanted(u"ovh"_s, {})};
            const auto job = _fleet->intake.submit(
                domain::User{ScanSchedule::userName, domain::UserRole::Operator, {}}, order);
            if (!job)
                return job.error();
            _started.append(*job);
            return {};
        });
    }
    void import()
    {
        ExpectationVersion version;
        version.version = 1;
        version.author = u"jane"_s;
        version.createdAt = _fleet->clock.now();
        version.sha256 = QByteArray(32, 'h');
        version.document = "{}";
        QVERIFY(_fleet->stores->expectations().add(version));
    }
    // As the host looks around every few seconds.
    void pass(std::chrono::minutes time)
    {
        for (auto minute = 0min; minute < time; ++minute) {
            _fleet->clock.advance(1min);
            QVERIFY(_schedule->look(true));
        }
    }
    void endLast()
    {
        for (const domain::Job &child : _fleet->children(_started.last())) {
            const domain::User &agent = child.server == "ovh"_L1 ? _fleet->ovhAgent : _fleet->hetznerAgent;
            QVERIFY(_fleet->claim(child.id, agent).has_value());
            QVERIFY(_fleet->end(child.id, JobStatus::Completed).has_value());
        }
        QCOMPARE(_fleet->job(_started.last()).status, JobStatus::Completed);
    }

private Q_SLOTS:
    void init()
    {
        _started.clear();
        _refusal.reset();
        _fleet = std::make_unique<FleetFixture>();
        _fleet->options.scanEvery = 60min;
        _fleet->bringUp();
        startHost();
    }
    void cleanup()
    {
        _schedule.reset();
        _fleet.reset();
    }

    void scansEveryHourFromTheImportOn()
    {
        import();

        pass(59min);
        QCOMPARE(_started.size(), 0);
        pass(1min);
        QCOMPARE(_started.size(), 1);
        QCOMPARE(_fleet->job(_started.first()).createdBy, u"schedule"_s);
        QCOMPARE(_fleet->job(_started.first()).server, u"all"_s);
        endLast();
        pass(59min);
        QCOMPARE(_started.size(), 1);
        pass(1min);
        QCOMPARE(_started.size(), 2);
    }

    void withoutExpectationsThereIsNothingToScan()
    {
        for (int hour = 0; hour < 5; ++hour) {
            _fleet->clock.advance(60min);
            QVERIFY(_schedule->look(false));
        }
        QVERIFY(_started.isEmpty());
    }

    void noOtherScanIsQueuedWhileOneIsOpen()
    {
        import();
        pass(60min);

        pass(180min);
        QCOMPARE(_started.size(), 1);
        endLast();
        pass(1min); // overdue for long
        QCOMPARE(_started.size(), 2);
    }

    void aRestartNeitherForgetsNorDoublesOne()
    {
        import();
        pass(40min);
        startHost();
        pass(20min);
        QCOMPARE(_started.size(), 1);
        endLast();

        startHost();
        pass(59min);
        QCOMPARE(_started.size(), 1);
        pass(1min);
        QCOMPARE(_started.size(), 2);
    }

    void whatFellDueWhileTheHostWasDownIsStartedOnceAfterIt()
    {
        import();
        pass(60min);
        endLast();

        _fleet->clock.advance(300min);
        startHost();
        pass(30min);
        QCOMPARE(_started.size(), 2);
    }

    void aScanOfAPersonDoesNotMoveTheSchedule()
    {
        import();
        pass(30min);
        (void)_fleet->submit({FleetFixture::wanted(u"ovh"_s, {})}, domain::JobType::DriftScan);
        startHost();

        pass(30min);
        QCOMPARE(_started.size(), 1);
    }

    void aClockThatIsSetMovesNothing()
    {
        import();
        pass(30min);
        _fleet->clock.setNow(_fleet->clock.now().addDays(-1));
        pass(29min);
        _fleet->clock.setNow(_fleet->clock.now().addDays(2));
        QVERIFY(_schedule->look(true));
        QCOMPARE(_started.size(), 0);
        pass(1min);
        QCOMPARE(_started.size(), 1);
    }

    void isTriedAgainWhereNoServerIsOnline()
    {
        import();
        _refusal = Error{ErrorCode::Unavailable, u"no server is online"_s};
        pass(65min);
        QCOMPARE(_started.size(), 0);

        _refusal.reset();
        pass(1min);
        QCOMPARE(_started.size(), 1);
    }

    void zeroTurnsItOff()
    {
        _fleet->options.scanEvery = 0min;
        import();
        pass(300min);
        QVERIFY(_started.isEmpty());
    }
};

ARCHIVESMP_TEST(TestScanSchedule)
#include "tst_scanschedule.moc"
