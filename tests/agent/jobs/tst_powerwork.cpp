// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/jobs/powerwork.h"

#include "tests/fakes/fakeamppanel.h"
#include "tests/support/await.h"
#include "tests/support/fakeclock.h"
#include "tests/support/jobs.h"
#include "tests/support/testregistry.h"

#include <QTest>

using namespace archivesmp;
using namespace archivesmp::agent;
using namespace archivesmp::agent::jobs;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using domain::InstanceState;
using domain::JobStatus;
using domain::PowerAction;

class TestPowerWork final : public QObject
{
    Q_OBJECT

    std::unique_ptr<tests::FakeAmpPanel> _panel;
    tests::FakeClock _clock;

    [[nodiscard]] JobOutcome carryOut(PowerAction action)
    {
        domain::Job job = tests::jobFor(domain::JobType::InstancePower);
        job.payload = domain::PowerPayload{action};
        instances::InstancePower power(*_panel, _clock, {10s, 10s, 1ms});
        PowerWork work(power, _clock);
        return tests::valueOf(
            work.run(std::make_shared<JobRun>(protocol::ClaimedJob{job}, _clock, _clock.uptime())));
    }

private Q_SLOTS:
    void init()
    {
        _panel = std::make_unique<tests::FakeAmpPanel>();
        _panel->onQuestion = [this] { _clock.advance(100ms); };
    }

    void startsAndReportsTheNewState()
    {
        _panel->add(u"DEV01"_s, InstanceState::Stopped).pollsToStart = 3;

        const JobOutcome outcome = carryOut(PowerAction::Start);

        QCOMPARE(outcome.status, JobStatus::Completed);
        QCOMPARE(outcome.message, u"DEV01 is running"_s);
        QCOMPARE(outcome.instance->state, InstanceState::Running);
    }

    void stops()
    {
        _panel->add(u"DEV01"_s);

        QCOMPARE(carryOut(PowerAction::Stop).message, u"DEV01 is stopped"_s);
        QCOMPARE(_panel->server(u"DEV01"_s).state, InstanceState::Stopped);
    }

    void restartsByStoppingAndStarting()
    {
        _panel->add(u"DEV01"_s);

        QCOMPARE(carryOut(PowerAction::Restart).status, JobStatus::Completed);
        QCOMPARE(_panel->calls, (QStringList{u"stop DEV01"_s, u"start DEV01"_s}));
    }

    void failsWithTheInstancesStateWhenItDoesNotStop()
    {
        _panel->add(u"DEV01"_s).pollsToStop = -1;

        const JobOutcome outcome = carryOut(PowerAction::Stop);

        QCOMPARE(outcome.errorCode, ErrorCode::Timeout);
        QCOMPARE(outcome.instance->state, InstanceState::Stopping);
    }

    void isTriedAgainLaterWhenAmpIsAway()
    {
        _panel->add(u"DEV01"_s);
        _panel->away = Error{ErrorCode::Unavailable, u"AMP does not answer"_s};

        QCOMPARE(carryOut(PowerAction::Start).status, JobStatus::Retrying);
    }

    void aHealthCheckSaysWhatItSaw()
    {
        _panel->add(u"DEV01"_s, InstanceState::Failed);
        instances::InstancePower power(*_panel, _clock, {10s, 10s, 1ms});
        HealthWork work(power, _clock);
        const protocol::ClaimedJob claimed{tests::jobFor(domain::JobType::HealthCheck)};

        const JobOutcome outcome
            = tests::valueOf(work.run(std::make_shared<JobRun>(claimed, _clock, _clock.uptime())));

        QCOMPARE(outcome.status, JobStatus::Completed);
        QCOMPARE(outcome.message, u"DEV01 is failed"_s);
    }
};

ARCHIVESMP_TEST(TestPowerWork)
#include "tst_powerwork.moc"
