// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/coordinator/jobclaims.h"

#include "common/protocol/payloadhash.h"
#include "tests/agent/coordinator/fleetfixture.h"
#include "tests/support/testregistry.h"

#include <QRegularExpression>
#include <QTest>

using namespace archivesmp;
using namespace archivesmp::domain;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

class TestJobClaims final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        _fleet = std::make_unique<tests::FleetFixture>();
        _fleet->bringUp();
        _job = _fleet->submit({tests::FleetFixture::wanted(u"ovh"_s, u"BENT01"_s)});
    }
    void cleanup() { _fleet.reset(); }

    void theNextJobIsTheOldestOfOnesOwnServer()
    {
        std::ignore = _fleet->submit({tests::FleetFixture::wanted(u"ovh"_s, u"EVO01"_s)});

        QCOMPARE(**_fleet->claims.next(_fleet->ovhAgent), _job);
        QVERIFY(!*_fleet->claims.next(_fleet->hetznerAgent));
    }

    void aClaimGivesAnAttemptAFenceAndALease()
    {
        const auto claimed = _fleet->claim(_job, _fleet->ovhAgent);

        QCOMPARE(claimed->status, JobStatus::InProgress);
        QCOMPARE(claimed->attempt, 1);
        QCOMPARE(claimed->fence, 1);
        QCOMPARE(claimed->claimedBy, u"ovh"_s);
        QCOMPARE(claimed->leaseUntil, _fleet->clock.now().addSecs(60));
        QCOMPARE(_fleet->job(_job), *claimed);
        QCOMPARE(_fleet->toldOf<protocol::JobChanged>().last().job, *claimed);
        QVERIFY(!*_fleet->claims.next(_fleet->ovhAgent));
    }

    void aClaimRepeatedWithItsNonceIsTheSameClaim()
    {
        const auto first = _fleet->claim(_job, _fleet->ovhAgent);

        const auto again = _fleet->claim(_job, _fleet->ovhAgent);

        QCOMPARE(again->fence, first->fence);
        QCOMPARE(again->attempt, first->attempt);
    }

    // B44
    void b44AJobDeliveredFiveTimesIsClaimedOnce()
    {
        int claimed = 0;
        for (int i = 0; i < 5; ++i)
            claimed += _fleet->claim(_job, _fleet->ovhAgent, u"boot1"_s, u"n"_s + QString::number(i)) ? 1 : 0;

        QCOMPARE(claimed, 1);
        QCOMPARE(_fleet->claim(_job, _fleet->ovhAgent, u"boot1"_s, u"n9"_s).error().code,
                 ErrorCode::Conflict);
        QCOMPARE(_fleet->job(_job).attempt, 1);
    }

    // B44
    void b44AHintThatNamesAnotherPayloadIsAConflictAndAnAlarm()
    {
        const QByteArray hash = protocol::payloadSha256(_fleet->job(_job).payload);
        QTest::ignoreMessage(QtCriticalMsg, QRegularExpression(u"payload_mismatch"_s));

        const auto refused = _fleet->claims.claim(_fleet->ovhAgent,
                                                  {_job, u"ovh"_s, u"boot1"_s, u"n1"_s, QByteArray(32, 'x')});

        QCOMPARE(refused.error().code, ErrorCode::Conflict);
        QVERIFY(refused.error().message.startsWith(u"payload_mismatch"_s));
        const auto audit = _fleet->stores->audit().recent(1);
        QCOMPARE(audit->first().action, u"job.payload_mismatch"_s);
        QCOMPARE(audit->first().subject, _job.toString());
        QCOMPARE(_fleet->job(_job).attempt, 0); // nothing is lost by it
        QVERIFY(_fleet->claims.claim(_fleet->ovhAgent, {_job, u"ovh"_s, u"boot1"_s, u"n2"_s, hash}));
    }

    // B41: a hint can name anything.
    void b41AJobThatDoesNotExistIsNotFound_data()
    {
        QTest::addColumn<QString>("id");
        QTest::newRow("empty") << QString();
        QTest::newRow("no uuid") << u"../../etc/passwd"_s;
        QTest::newRow("another uuid") << u"3f0a4f5e-0000-4000-8000-000000000000"_s;
        QTest::newRow("quotes") << u"' OR '1'='1"_s;
    }
    void b41AJobThatDoesNotExistIsNotFound()
    {
        QFETCH(QString, id);

        QCOMPARE(_fleet->claim(JobId(id), _fleet->ovhAgent).error().code, ErrorCode::NotFound);
    }

    // B43, T5: another server's job looks like none.
    void b43AJobOfAnotherServerIsNotFound()
    {
        QCOMPARE(_fleet->claim(_job, _fleet->hetznerAgent).error().code, ErrorCode::NotFound);
        QCOMPARE(_fleet->claims.renew(_fleet->hetznerAgent, {_job, u"boot1"_s, 1, {}, {}}).error().code,
                 ErrorCode::NotFound);
        protocol::JobResult result;
        result.job = _job;
        QCOMPARE(_fleet->outcomes.finish(_fleet->hetznerAgent, result).error().code, ErrorCode::NotFound);
    }

    // B42: a type that the agent has not announced waits for a newer agent.
    void b42AJobTypeThatTheAgentDoesNotKnowIsNotOffered()
    {
        protocol::AgentHello old;
        old.server = u"ovh"_s;
        old.bootId = u"boot1"_s;
        old.jobTypes = QStringList{u"drift_scan"_s};
        QVERIFY(_fleet->inventory.hello(_fleet->ovhAgent, old));

        QVERIFY(!*_fleet->claims.next(_fleet->ovhAgent));
        QCOMPARE(_fleet->claim(_job, _fleet->ovhAgent).error().code, ErrorCode::Busy);
    }

    // B42
    void b42AFutureProtocolIsRefusedNamingBothVersions()
    {
        protocol::AgentHello future;
        future.server = u"ovh"_s;
        future.bootId = u"boot2"_s;
        future.protocol = 77;

        const auto refused = _fleet->inventory.hello(_fleet->ovhAgent, future);

        QCOMPARE(refused.error().code, ErrorCode::Unsupported);
        QVERIFY(refused.error().message.contains(u"77"_s));
        QVERIFY(refused.error().message.contains(QString::number(protocol::protocolVersion)));
    }

    void oneInstanceHasOneJobAtATime()
    {
        const JobId behind = _fleet->submit({tests::FleetFixture::wanted(u"ovh"_s, u"BENT01"_s)});
        const JobId elsewhere = _fleet->submit({tests::FleetFixture::wanted(u"ovh"_s, u"EVO01"_s)});
        QVERIFY(_fleet->claim(_job, _fleet->ovhAgent));

        QCOMPARE(_fleet->claim(behind, _fleet->ovhAgent, u"boot1"_s, u"n2"_s).error().code, ErrorCode::Busy);
        QVERIFY(_fleet->claim(elsewhere, _fleet->ovhAgent, u"boot1"_s, u"n3"_s));

        QVERIFY(_fleet->end(_job, JobStatus::Completed));
        QVERIFY(_fleet->claim(behind, _fleet->ovhAgent, u"boot1"_s, u"n4"_s));
    }

    void theNextWaveWaitsForTheOneBefore()
    {
        const JobId parent = _fleet->submit({tests::FleetFixture::wanted(u"hetzner"_s, u"DEV01"_s, 1),
                                             tests::FleetFixture::wanted(u"ovh"_s, u"EVO01"_s, 2)});
        const QList<Job> children = _fleet->children(parent);

        QCOMPARE(_fleet->claim(children.at(1).id, _fleet->ovhAgent).error().code, ErrorCode::Busy);

        QVERIFY(_fleet->claim(children.at(0).id, _fleet->hetznerAgent));
        QVERIFY(_fleet->end(children.at(0).id, JobStatus::Completed));
        QVERIFY(_fleet->claim(children.at(1).id, _fleet->ovhAgent));
    }

    void aParentIsNobodysJob()
    {
        const JobId parent = _fleet->submit({tests::FleetFixture::wanted(u"ovh"_s, u"EVO01"_s, 1),
                                             tests::FleetFixture::wanted(u"ovh"_s, u"EVO01"_s, 2)});

        QCOMPARE(_fleet->claim(parent, _fleet->ovhAgent).error().code, ErrorCode::Busy);
    }

    void anAgentThatWasStartedAnewClaimsItsJobAtOnce()
    {
        QVERIFY(_fleet->claim(_job, _fleet->ovhAgent));
        restart(u"boot2"_s);

        const auto claimed = _fleet->claim(_job, _fleet->ovhAgent, u"boot2"_s);

        QCOMPARE(claimed->attempt, 2);
        QCOMPARE(claimed->fence, 2);
        QCOMPARE(_fleet->record(_job).crashes, 1);
    }

    void aJobThatKillsItsAgentThreeTimesHasFailed()
    {
        QVERIFY(_fleet->claim(_job, _fleet->ovhAgent));
        for (const QString &boot : {u"boot2"_s, u"boot3"_s}) {
            restart(boot);
            QVERIFY(_fleet->claim(_job, _fleet->ovhAgent, boot));
        }
        restart(u"boot4"_s);

        QCOMPARE(_fleet->claim(_job, _fleet->ovhAgent, u"boot4"_s).error().code, ErrorCode::Conflict);

        QCOMPARE(_fleet->job(_job).status, JobStatus::Failed);
        QVERIFY(_fleet->record(_job).deadLetter);
    }

    void ofTwoAgentsWithOneKeyTheLastToSayHelloWorks()
    {
        restart(u"boot2"_s);

        QCOMPARE(_fleet->claim(_job, _fleet->ovhAgent, u"boot1"_s).error().code, ErrorCode::Conflict);
        protocol::Heartbeat beat{u"ovh"_s, u"boot1"_s, {}, {}, {}};
        QCOMPARE(_fleet->inventory.heartbeat(_fleet->ovhAgent, beat).error().code, ErrorCode::Conflict);
        QVERIFY(_fleet->claim(_job, _fleet->ovhAgent, u"boot2"_s));
    }

    void aRenewalExtendsTheLeaseAndTellsOfProgress()
    {
        QVERIFY(_fleet->claim(_job, _fleet->ovhAgent));
        _fleet->clock.advance(40s);
        _fleet->clearTold();

        const auto renewed = _fleet->claims.renew(
            _fleet->ovhAgent, {_job, u"boot1"_s, 1, {u"download"_s, 1, 2}, {u"resolved paths"_s}});

        QVERIFY(!renewed->cancelRequested);
        QCOMPARE(_fleet->job(_job).leaseUntil, _fleet->clock.now().addSecs(60));
        QCOMPARE(_fleet->toldOf<protocol::JobChanged>().last().job.progress.step, u"download"_s);
        QCOMPARE(_fleet->toldOf<protocol::JobEventAdded>().last().event.text, u"resolved paths"_s);
        _fleet->clock.advance(40s);
        QVERIFY(_fleet->outcomes.expireLeases());
        QCOMPARE(_fleet->job(_job).status, JobStatus::InProgress);
    }

    void anOldFenceIsAConflict()
    {
        QVERIFY(_fleet->claim(_job, _fleet->ovhAgent));
        restart(u"boot2"_s);
        QVERIFY(_fleet->claim(_job, _fleet->ovhAgent, u"boot2"_s));

        QCOMPARE(_fleet->claims.renew(_fleet->ovhAgent, {_job, u"boot1"_s, 1, {}, {}}).error().code,
                 ErrorCode::Conflict);
    }

    void aLeaseThatRanOutSendsTheJobBack()
    {
        QVERIFY(_fleet->claim(_job, _fleet->ovhAgent));
        _fleet->clock.advance(61s);

        QVERIFY(_fleet->outcomes.expireLeases());

        QCOMPARE(_fleet->job(_job).status, JobStatus::Retrying);
        QCOMPARE(**_fleet->claims.next(_fleet->ovhAgent), _job);
    }

    void aLateRenewalTakesTheJobBackWhileNobodyElseHasIt()
    {
        QVERIFY(_fleet->claim(_job, _fleet->ovhAgent));
        _fleet->clock.advance(61s);
        QVERIFY(_fleet->outcomes.expireLeases());

        QVERIFY(_fleet->claims.renew(_fleet->ovhAgent, {_job, u"boot1"_s, 1, {}, {}}));

        QCOMPARE(_fleet->job(_job).status, JobStatus::InProgress);
        QCOMPARE(_fleet->job(_job).attempt, 1);
    }

    void theHostsOwnStartGivesEveryLeaseAWholeNewOne()
    {
        QVERIFY(_fleet->claim(_job, _fleet->ovhAgent));
        _fleet->clock.advance(1h);
        agent::coordinator::LeaseKeeper leases{_fleet->clock, 60s};
        agent::coordinator::JobOutcomes outcomes{_fleet->workspace, leases};

        QVERIFY(outcomes.expireLeases());
        QCOMPARE(_fleet->job(_job).status, JobStatus::InProgress);

        _fleet->clock.advance(61s);
        QVERIFY(outcomes.expireLeases());
        QCOMPARE(_fleet->job(_job).status, JobStatus::Retrying);
    }

    // B45, P14: wall clocks decide nothing.
    void b45AClockThatIsSetDoesNotEndALease()
    {
        QVERIFY(_fleet->claim(_job, _fleet->ovhAgent));

        _fleet->clock.setNow(_fleet->clock.now().addDays(365));
        QVERIFY(_fleet->outcomes.expireLeases());
        QCOMPARE(_fleet->job(_job).status, JobStatus::InProgress);

        _fleet->clock.setNow(_fleet->clock.now().addYears(-56));
        _fleet->clock.advance(61s);
        QVERIFY(_fleet->outcomes.expireLeases());
        QCOMPARE(_fleet->job(_job).status, JobStatus::Retrying);
    }

    void aCancelledJobSaysSoToWhoClaimsIt()
    {
        QVERIFY(_fleet->outcomes.cancel(_fleet->jane, _job));

        QCOMPARE(_fleet->claim(_job, _fleet->ovhAgent).error().code, ErrorCode::Cancelled);
    }

private:
    void restart(const QString &boot)
    {
        protocol::AgentHello hello;
        hello.server = u"ovh"_s;
        hello.bootId = boot;
        QVERIFY(_fleet->inventory.hello(_fleet->ovhAgent, hello));
    }

    std::unique_ptr<tests::FleetFixture> _fleet;
    JobId _job;
};

ARCHIVESMP_TEST(TestJobClaims)
#include "tst_jobclaims.moc"
