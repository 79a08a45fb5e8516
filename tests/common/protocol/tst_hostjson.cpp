// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/protocol/hostjson.h"

#include "common/protocol/domainjson.h"
#include "tests/common/protocol/samples.h"
#include "tests/support/testregistry.h"

#include <QTest>

using namespace archivesmp;
using namespace archivesmp::protocol;
using namespace archivesmp::tests;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

QJsonObject throughText(const QJsonObject &object)
{
    return QJsonDocument::fromJson(QJsonDocument(object).toJson()).object();
}

} // namespace

class TestHostJson final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyMemberOfEveryMessageSurvives()
    {
        const AgentHello hello{u"ovh"_s, u"boot"_s, u"0.1"_s, 1, {u"drift_scan"_s}};
        const Heartbeat beat{u"ovh"_s, u"boot"_s, u"0.1"_s, {sampleInstance()}, {sampleEngine()}};
        const KeySnapshot snapshot{
            sampleTime(), {{sampleHash('k'), u"jane"_s, domain::UserRole::Operator}}, sampleHash('m')};
        const HeartbeatReply beatReply{sampleHash('e'), {JobId(u"j"_s)}, snapshot};
        const LocalDeed deed{u"ovh"_s,  JobId(u"j"_s),           sampleTime(),
                             u"jane"_s, u"job.instance_power"_s, u"Stop"_s};
        const ClaimRequest claim{JobId(u"j"_s), u"ovh"_s, u"boot"_s, u"nonce"_s, QByteArray(32, 'p')};
        const RenewRequest renew{JobId(u"j"_s), u"boot"_s, 7, {u"health gate"_s, 1, 3}, {u"line"_s}};
        const ScanReportPart part{JobId(u"j"_s), 7, 2, false, sampleReport()};
        const JobResult result{JobId(u"j"_s),
                               2,
                               7,
                               domain::JobStatus::Failed,
                               ErrorCode::Corrupt,
                               u"sum differs"_s,
                               {u"a"_s, u"b"_s},
                               {samplePlugin()},
                               sampleInstance(),
                               R"({"id":"b1"})"};

        QCOMPARE(agentHelloFromJson(throughText(toJson(hello))).value(), hello);
        QCOMPARE(heartbeatFromJson(throughText(toJson(beat))).value(), beat);
        QCOMPARE(heartbeatReplyFromJson(throughText(toJson(beatReply))).value(), beatReply);
        QCOMPARE(claimRequestFromJson(throughText(toJson(claim))).value(), claim);
        QCOMPARE(renewRequestFromJson(throughText(toJson(renew))).value(), renew);
        QCOMPARE(renewReplyFromJson(throughText(toJson(RenewReply{true}))).value(), RenewReply{true});
        QCOMPARE(scanReportPartFromJson(throughText(toJson(part))).value(), part);
        QCOMPARE(jobResultFromJson(throughText(toJson(result))).value(), result);
        QCOMPARE(keySnapshotFromJson(throughText(toJson(snapshot))).value(), snapshot);
        QCOMPARE(localDeedFromJson(throughText(toJson(deed))).value(), deed);
    }

    void aHostOfBeforeSendsNoKeys()
    {
        QJsonObject json = toJson(HeartbeatReply{sampleHash('e'), {}});
        json.remove(u"keys"_s);

        QVERIFY(!heartbeatReplyFromJson(json).value().keys);
    }

    void theHostsAnswersCarryTheirSecrets()
    {
        const AgentWelcome welcome{u"fleet"_s, Secret(QByteArray("\0key\xff", 5)), 30s, 2s, sampleHash('e')};
        const ClaimedJob claimed{sampleJob(), 45s, sampleHash('x'), {{u"db.password"_s, Secret("hunter2")}}};

        const auto welcomeBack = agentWelcomeFromJson(throughText(toJson(welcome)));
        const auto claimedBack = claimedJobFromJson(throughText(toJson(claimed)));

        QVERIFY(welcomeBack && claimedBack);
        QCOMPARE(welcomeBack->fleetId, welcome.fleetId);
        QVERIFY(welcomeBack->fleetKey.equals(welcome.fleetKey));
        QCOMPARE(welcomeBack->lease, 30s);
        QCOMPARE(welcomeBack->heartbeat, 2s);
        QCOMPARE(welcomeBack->expectationsHash, sampleHash('e'));
        QCOMPARE(claimedBack->job, sampleJob());
        QCOMPARE(claimedBack->lease, 45s);
        QCOMPARE(claimedBack->expectationsHash, sampleHash('x'));
        QVERIFY(claimedBack->secrets.value(u"db.password"_s).equals(Secret("hunter2")));
    }

    void aResultWithoutItsOptionalPartsIsRead()
    {
        const JobResult lone{.job = JobId(u"j"_s), .attempt = 1, .fence = 1};

        QCOMPARE(jobResultFromJson(throughText(toJson(lone))).value(), lone);
    }

    void aWrongSecretIsNotQuoted()
    {
        QJsonObject json = toJson(AgentWelcome{u"fleet"_s, Secret("x"), 30s, 2s, {}});
        json.insert(u"fleet_key"_s, u"hunter2!"_s);

        const auto read = agentWelcomeFromJson(json);

        QVERIFY(!read);
        QCOMPARE(read.error().field, u"fleet_key"_s);
        QVERIFY(!describe(read.error()).contains("hunter2"_L1));
    }

    void aWrongMemberIsNamedByItsPath()
    {
        QJsonObject report = toJson(sampleReport());
        QJsonArray findings = report.value(u"findings"_s).toArray();
        QJsonObject finding = findings.first().toObject();
        finding.insert(u"severity"_s, u"terrible"_s);
        findings.replace(0, finding);
        report.insert(u"findings"_s, findings);
        QJsonObject json = toJson(ScanReportPart{JobId(u"j"_s), 1, 0, true, {}});
        json.insert(u"report"_s, report);

        const auto read = scanReportPartFromJson(json);

        QVERIFY(!read);
        QCOMPARE(read.error().code, ErrorCode::InvalidInput);
        QCOMPARE(read.error().field, u"report.findings[0].severity"_s);
    }

    void textThatIsNoObjectIsRefusedWithItsPlace()
    {
        QCOMPARE(jsonObjectFrom("{\n  \"a\": 1,\n  b\n}").error().line, 3);
        QVERIFY(!jsonObjectFrom("[1]"));
        QVERIFY(!jsonObjectFrom(""));
        QVERIFY(!jsonObjectFrom("{\"a\":NaN}"));
        QCOMPARE(jsonObjectFrom("{\"a\":1}").value().value(u"a"_s).toInt(), 1);
    }
};

ARCHIVESMP_TEST(TestHostJson)
#include "tst_hostjson.moc"
