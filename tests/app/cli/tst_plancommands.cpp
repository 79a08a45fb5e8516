// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/cli/ctlrunner.h"
#include "tests/common/protocol/messagesamples.h"
#include "tests/common/protocol/samples.h"
#include "tests/support/testregistry.h"

#include <QTest>

using namespace archivesmp;
using namespace archivesmp::protocol;
using namespace archivesmp::tests;
using namespace Qt::StringLiterals;

class TestPlanCommands final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { _ctl = std::make_unique<CtlRunner>(); }
    void cleanup() { _ctl.reset(); }

    void aFixIsPlannedByTheBeginningsOfIds()
    {
        _ctl->host->fleet.when<ListFindings>([](const domain::User &, const ListFindings &) {
            return FindingPage{{sampleFinding(), sampleSecretFinding()}, 2, 1};
        });
        _ctl->host->fleet.when<PlanFix>([](const domain::User &, const PlanFix &) {
            domain::Plan plan = samplePlan();
            plan.targets[0].blocker.clear();
            return plan;
        });

        const Ended ended = _ctl->talk({u"plan"_s, u"fix"_s, u"01234567"_s});

        QCOMPARE(ended.status, 0);
        QCOMPARE(_ctl->host->fleet.asked<PlanFix>().value(0).findings, QList<FindingId>{sampleFinding().id});
        QVERIFY(ended.out.contains("-rate: 30\n+rate: 25\n"));
        QVERIFY(ended.out.endsWith(QByteArray("plan " + samplePlan().id.toString().toUtf8() + '\n')));
        QCOMPARE(_ctl->talk({u"plan"_s, u"fix"_s, u"9999"_s}).status, 1);
    }

    void aBlockedPlanIsShownAndEndsWith1()
    {
        _ctl->host->fleet.when<PlanRollback>(
            [](const domain::User &, const PlanRollback &) { return samplePlan(); });

        const Ended ended = _ctl->talk({u"plan"_s, u"rollback"_s, u"job-1"_s, u"--json"_s});

        QCOMPARE(ended.status, 1);
        QCOMPARE(ended.json().value(u"id"_s).toString(), samplePlan().id.toString());
        QVERIFY(ended.err.contains("suspended"));
    }

    void applyDoesNothingUnasked()
    {
        const Ended ended = _ctl->talk({u"apply"_s, u"plan-1"_s});

        QCOMPARE(ended.status, 1);
        QVERIFY(ended.err.contains("--yes"));
        QVERIFY(_ctl->host->fleet.asked<ApplyPlan>().isEmpty());
    }

    void applyFollowsItsJob()
    {
        _ctl->finishAfterTwoLooks(domain::JobStatus::Completed);
        _ctl->host->fleet.when<ApplyPlan>(
            [](const domain::User &, const ApplyPlan &) { return JobAccepted{sampleJob().id}; });

        const Ended ended
            = _ctl->talk({u"apply"_s, u"plan-1"_s, u"--yes"_s, u"--reason"_s, u"the table was wrong"_s});

        QCOMPARE(ended.status, 0);
        QCOMPARE(_ctl->host->fleet.asked<ApplyPlan>().value(0).reason, u"the table was wrong"_s);
        QCOMPARE(_ctl->host->fleet.asked<ApplyPlan>().value(0).plan, PlanId(u"plan-1"_s));
        QVERIFY(!_ctl->host->fleet.asked<ApplyPlan>().value(0).idempotencyKey.isEmpty());
    }

    void theAgentsRefusalIsOneLine()
    {
        _ctl->host->fleet.when<ApplyPlan>([](const domain::User &, const ApplyPlan &) {
            return Error{
                .code = ErrorCode::Conflict, .message = u"the file changed"_s, .remedy = u"plan again"_s};
        });

        const Ended ended = _ctl->talk({u"apply"_s, u"plan-1"_s, u"--yes"_s});

        QCOMPARE(ended.status, 1);
        QCOMPARE(ended.err, QByteArray("the file changed; plan again\n"));
        QCOMPARE(ended.out, QByteArray());
    }

    void aDeployIsUploadedAndPlanned()
    {
        FakeUploads uploads;
        agent::control::DoorSettings settings = DoorOnLoopback::defaultSettings();
        settings.webApiPort = uploads.port();
        _ctl->open(settings);
        _ctl->host->fleet.when<PlanDeploy>([](const domain::User &, const PlanDeploy &) {
            return domain::Plan{.id = PlanId(u"plan-7"_s), .type = domain::JobType::PluginDeploy};
        });
        const QString jar = _ctl->write(u"CoreProtect-22.4.jar"_s, "jar bytes");

        const Ended ended = _ctl->talk({u"plan"_s, u"deploy"_s, u"--plugin"_s, u"CoreProtect"_s, u"--jar"_s,
                                        jar, u"--instance"_s, u"DEV01"_s, u"--instance"_s, u"ovh/BENT01"_s});

        QVERIFY2(ended.status == 0, ended.err.constData());
        QVERIFY(ended.out.endsWith("plan plan-7\n"));
        const PlanDeploy asked = _ctl->host->fleet.asked<PlanDeploy>().value(0);
        QCOMPARE(asked.artifact, QCryptographicHash::hash("jar bytes", QCryptographicHash::Sha256));
        QCOMPARE(asked.fileName, u"CoreProtect-22.4.jar"_s);
        QCOMPARE(asked.instances, (QStringList{u"DEV01"_s, u"ovh/BENT01"_s}));
        QCOMPARE(_ctl->talk({u"plan"_s, u"deploy"_s, u"--plugin"_s, u"CoreProtect"_s}).status, 1);
    }

    void anImportIsUploadedAndHandedOver()
    {
        FakeUploads uploads;
        agent::control::DoorSettings settings = DoorOnLoopback::defaultSettings();
        settings.webApiPort = uploads.port();
        _ctl->open(settings);
        _ctl->host->fleet.when<ImportExpectations>(
            [](const domain::User &, const ImportExpectations &) { return sampleImportReply(); });
        QVERIFY(_ctl->makeFolder(u"expected"_s));
        _ctl->write(u"expected/universal_configs.json"_s, R"({"CoreProtect": {"donation-key": "x"}})");
        _ctl->write(u"expected/deployment_matrix.csv"_s, "plugin_name,server_BENT01\nCoreProtect,True\n");
        _ctl->write(u"expected/rules.yaml"_s, "packs_off: [Common]\n");
        _ctl->write(u"expected/aliases.json"_s, R"({"instances": {"BEN01": "BENT01"}})");

        const Ended ended = _ctl->talk(
            {u"import"_s, u"--expectations"_s, _ctl->path(u"expected"_s), u"--reason"_s, u"first"_s});

        QVERIFY2(ended.status == 0, ended.err.constData());
        QVERIFY(ended.out.endsWith("accepted as version 3\n"));
        const ImportExpectations asked = _ctl->host->fleet.asked<ImportExpectations>().value(0);
        QCOMPARE(asked.files.size(), 3);
        QCOMPARE(asked.files.last().content, ImportFile::Content::Rules);
        QVERIFY(ended.out.contains("rules.yaml: 0 rules, shipped packs off: Common"));
        QCOMPARE(asked.aliases.value(u"BEN01"_s), u"BENT01"_s);
        QCOMPARE(asked.reason, u"first"_s);
        QVERIFY(!asked.dryRun);
        QCOMPARE(uploads.sums.size(), 3);
        for (const ImportFile &file : asked.files)
            QVERIFY(uploads.sums.contains(file.artifact.toHex()));
    }

    void whatCannotBeReadIsNotUploaded()
    {
        QVERIFY(_ctl->makeFolder(u"broken"_s));
        _ctl->write(u"broken/universal_configs.json"_s, "{");

        const Ended ended = _ctl->talk({u"import"_s, u"--expectations"_s, _ctl->path(u"broken"_s)});

        QCOMPARE(ended.status, 1);
        QVERIFY(ended.err.contains("universal_configs.json"));
        QCOMPARE(_ctl->host->fleet.authentications(), 0);
    }

    void aDryRunNeedsNoAgentAndAnImportDoes()
    {
        const QStringList import{u"import"_s, u"--expectations"_s, _ctl->path(u"offline"_s)};
        QVERIFY(_ctl->makeFolder(u"offline"_s));
        _ctl->write(u"offline/universal_configs.json"_s, R"({"CoreProtect": {"donation-key": "x"}})");

        QCOMPARE(_ctl->run(import + QStringList{u"--dry-run"_s}).status, 0);
        const Ended refused = _ctl->run(import);
        QCOMPARE(refused.status, 1);
        QVERIFY(refused.err.contains("--profile"));
    }

private:
    std::unique_ptr<CtlRunner> _ctl;
};

ARCHIVESMP_TEST(TestPlanCommands)
#include "tst_plancommands.moc"
