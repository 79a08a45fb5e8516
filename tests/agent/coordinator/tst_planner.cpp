// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/coordinator/planner.h"

#include "agent/coordinator/planbook.h"
#include "tests/agent/coordinator/fleetfixture.h"
#include "tests/support/testregistry.h"

#include <QTest>

using namespace archivesmp;
using namespace archivesmp::domain;
using namespace archivesmp::agent::coordinator;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

const InstanceRef bent{u"ovh"_s, u"BENT01"_s};
const InstanceRef dev{u"hetzner"_s, u"DEV01"_s};

Finding drift(const QString &key, int line = 1, const InstanceRef &instance = bent)
{
    Finding finding;
    finding.instance = instance;
    finding.plugin = u"Essentials"_s;
    finding.file = u"plugins/Essentials/config.yml"_s;
    finding.key = KeyPath::fromString(key);
    finding.expected = Value::integer(line);
    finding.actual = Value::integer(0);
    finding.line = line;
    finding.fix = FixPreview{QByteArray(32, 'f'), u"@@ -"_s + QString::number(line) + u" @@\n"_s, {}};
    finding.id = findingId(finding);
    return finding;
}

InstalledPlugin coreProtect(const InstanceRef &instance, const QString &version = u"22.2"_s)
{
    return {instance,
            u"CoreProtect"_s,
            version,
            Platform::Paper,
            u"plugins/CoreProtect-"_s + version + u".jar"_s,
            QByteArray(32, 'o'),
            u"plugins/CoreProtect"_s};
}

} // namespace

class TestPlanner final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        _fleet = std::make_unique<tests::FleetFixture>();
        _fleet->bringUp();
        _planner = std::make_unique<Planner>(_fleet->workspace, _fleet->watch, _fleet->inventory,
                                             [](const QString &plugin, const SecretFingerprint &print) {
                                                 return print.hmac == QByteArray(32, 's') ? plugin + u"#1"_s
                                                                                          : QString();
                                             });
    }
    void cleanup()
    {
        _planner.reset();
        _fleet.reset();
    }

    void theFindingsOfOneFileAreOneTarget()
    {
        store({drift(u"b"_s, 9), drift(u"a"_s, 2)});

        const auto plan = fixAll();

        QCOMPARE(plan->targets.size(), 1);
        const PlanTarget &target = plan->targets.first();
        QCOMPARE(target.instance, bent);
        QCOMPARE(target.file, u"plugins/Essentials/config.yml"_s);
        QCOMPARE(target.diff,
                 u"--- a/plugins/Essentials/config.yml\n+++ b/plugins/Essentials/config.yml\n"
                 "@@ -2 @@\n@@ -9 @@\n"_s);
        QVERIFY(target.restarts);
        QVERIFY(target.blocker.isEmpty());
        const auto payload = std::get<ConfigUpdatePayload>(target.payload);
        QCOMPARE(payload.fileSha256, QByteArray(32, 'f'));
        QCOMPARE(payload.changes.size(), 2);
        QCOMPARE(payload.changes.first().value, Value::integer(2));
        QCOMPARE(plan->title, u"Fix 2 settings of Essentials on ovh/BENT01"_s);
        QCOMPARE(plan->preconditions.size(), 1);
    }

    void aFindingIsFixedAloneWhereItIsNamedAlone()
    {
        store({drift(u"a"_s, 2), drift(u"b"_s, 9)});

        const auto plan = _planner->fix({{drift(u"b"_s).id}, {}, {}});

        QCOMPARE(std::get<ConfigUpdatePayload>(plan->targets.first().payload).changes.size(), 1);
    }

    void theProofIsTheFirstWave()
    {
        store({drift(u"a"_s)});
        store({drift(u"a"_s, 1, dev)}, dev);

        const auto plan = _planner->fix({{drift(u"a"_s).id, drift(u"a"_s, 1, dev).id}, {}, {}});

        QCOMPARE(plan->targets.size(), 2);
        QCOMPARE(plan->targets.first().instance, dev);
        QCOMPARE(plan->targets.first().wave, 1);
        QCOMPARE(plan->targets.last().wave, 2);
    }

    void anExpectedSecretIsAReference()
    {
        Finding secret = drift(u"password"_s);
        secret.expected = SecretFingerprint{QByteArray(32, 's')};
        store({secret});

        const auto change = std::get<ConfigUpdatePayload>(fixAll()->targets.first().payload).changes.first();

        QCOMPARE(change.secretReference, u"Essentials#1"_s);
        QVERIFY(change.value.isNull());
    }

    void whatCannotBeFixedBlocks_data()
    {
        QTest::addColumn<Finding>("finding");
        QTest::addColumn<QString>("blocker");

        Finding refused = drift(u"a"_s);
        refused.fix->refusal = u"an anchor stands there"_s;
        QTest::newRow("refusal") << refused << u"a: an anchor stands there"_s;
        Finding extra = drift(u"a"_s);
        extra.kind = FindingKind::ExtraKey;
        extra.id = findingId(extra);
        QTest::newRow("kind") << extra
                              << u"a: a finding of the kind extra_key is not put right by writing a value"_s;
        Finding unseen = drift(u"a"_s);
        unseen.fix.reset();
        QTest::newRow("no preview") << unseen << u"a: its fix was not worked out; scan again"_s;
        Finding oldSecret = drift(u"a"_s);
        oldSecret.expected = SecretFingerprint{QByteArray(32, 'x')};
        QTest::newRow("old secret")
            << oldSecret
            << u"a: the text of its expected secret is not known here: it was accepted as it was found, or is not the present one any more"_s;
    }
    void whatCannotBeFixedBlocks()
    {
        QFETCH(Finding, finding);
        QFETCH(QString, blocker);
        store({finding});

        const auto plan = _planner->fix({{finding.id}, {}, {}});

        QCOMPARE(plan->targets.first().blocker, blocker);
    }

    void findingsOfTwoScansOfOneFileBlock()
    {
        Finding newer = drift(u"b"_s, 9);
        newer.fix->fileSha256 = QByteArray(32, 'n');
        store({drift(u"a"_s, 2), newer});

        QVERIFY(fixAll()->targets.first().blocker.contains(u"different scans"_s));
    }

    void aServerThatIsAwayBlocks()
    {
        store({drift(u"a"_s)});
        _fleet->clock.advance(31s);

        QCOMPARE(fixAll()->targets.first().blocker, u"ovh is offline: no heartbeat for 30 s"_s);
    }

    void nothingToFixIsNoPlan()
    {
        QCOMPARE(fixAll().error().code, ErrorCode::NotFound);
        QCOMPARE(_planner->fix({{FindingId(u"nope"_s)}, {}, {}}).error().code, ErrorCode::NotFound);
        QCOMPARE(_planner->fix({}).error().code, ErrorCode::InvalidArgument);
    }

    void aDeployNamesWhatItReplacesWaveByWave()
    {
        install({coreProtect(bent)}, bent);
        install({coreProtect(dev, u"22.0"_s)}, dev);

        const auto plan = deploy({u"BENT01"_s, u"ovh/EVO01"_s, u"DEV01"_s, u"BENT01"_s});

        QCOMPARE(plan->targets.size(), 3);
        QCOMPARE(plan->title, u"Deploy CoreProtect 22.4 to 3 instances"_s);
        QCOMPARE(plan->targets.at(0).instance, dev);
        QCOMPARE(plan->targets.at(0).wave, 1);
        QCOMPARE(plan->targets.at(1).instance, bent);
        QCOMPARE(plan->targets.at(1).wave, 2);
        QCOMPARE(plan->targets.at(1).oldVersion, u"22.2"_s);
        QCOMPARE(plan->targets.at(1).newVersion, u"22.4"_s);
        const auto payload = std::get<DeployPayload>(plan->targets.at(1).payload);
        QCOMPARE(payload.replaces, u"CoreProtect-22.2.jar"_s);
        QCOMPARE(payload.replacesSha256, QByteArray(32, 'o'));
        QCOMPARE(payload.replacesVersion, u"22.2"_s);
        QCOMPARE(payload.sha256, QByteArray(32, 'n'));
        QCOMPARE(payload.size, 1234);
        QVERIFY(std::get<DeployPayload>(plan->targets.at(2).payload).replaces.isEmpty());
        QVERIFY(firstBlocker(*plan).isEmpty());
    }

    // B49
    void b49TwoJarsOfThePluginBlockAndAreListed()
    {
        install({coreProtect(bent), coreProtect(bent, u"21.0"_s)}, bent);

        const QString blocker = deploy({u"BENT01"_s})->targets.first().blocker;

        QVERIFY(blocker.contains(u"CoreProtect-22.2.jar"_s));
        QVERIFY(blocker.contains(u"CoreProtect-21.0.jar"_s));
    }

    void aJarForAnotherPlatformBlocks()
    {
        StoredJar jar = newJar();
        jar.description.platform = Platform::Velocity;

        const auto plan = _planner->deploy(request({u"BENT01"_s}), jar);

        QCOMPARE(plan->targets.first().blocker, u"the JAR is for velocity, the instance runs paper"_s);
    }

    void aJarThatIsThereAlreadyIsLeftAlone()
    {
        InstalledPlugin same = coreProtect(bent, u"22.4"_s);
        same.jarSha256 = QByteArray(32, 'n');
        install({same}, bent);

        const auto plan = deploy({u"BENT01"_s, u"EVO01"_s});

        QCOMPARE(plan->targets.size(), 1);
        QVERIFY(plan->preconditions.last().contains(u"ovh/BENT01"_s));
        QCOMPARE(deploy({u"BENT01"_s}).error().code, ErrorCode::AlreadyExists);
    }

    void aJarThatIsNotWhatTheRequestSaysIsRefused_data()
    {
        QTest::addColumn<protocol::PlanDeploy>("ask");
        QTest::addColumn<QString>("field");
        auto ask = request({u"BENT01"_s});
        ask.plugin = u"Essentials"_s;
        QTest::newRow("plugin") << ask << u"plugin"_s;
        ask = request({u"BENT01"_s});
        ask.version = u"23"_s;
        QTest::newRow("version") << ask << u"version"_s;
        ask = request({u"BENT01"_s});
        ask.fileName = u"../../evil.jar"_s;
        QTest::newRow("path") << ask << u"file_name"_s;
        ask = request({u"BENT01"_s});
        ask.fileName = u"readme.txt"_s;
        QTest::newRow("no jar") << ask << u"file_name"_s;
        QTest::newRow("nowhere") << request({}) << u"instances"_s;
    }
    void aJarThatIsNotWhatTheRequestSaysIsRefused()
    {
        QFETCH(protocol::PlanDeploy, ask);
        QFETCH(QString, field);

        const auto refused = _planner->deploy(ask, newJar());

        QCOMPARE(refused.error().code, ErrorCode::InvalidArgument);
        QCOMPARE(refused.error().field, field);
    }

    void aRollbackNeedsTheJobsBackup()
    {
        const JobId job = deployed();

        QVERIFY(_planner->rollback({job})->targets.first().blocker.contains(u"no backup"_s));

        backUp(job);
        const auto plan = _planner->rollback({job});
        QCOMPARE(firstBlocker(*plan), QString());
        QCOMPARE(plan->type, JobType::Rollback);
        QCOMPARE(std::get<RollbackPayload>(plan->targets.first().payload),
                 (RollbackPayload{job, u"ab12"_s})); // where the archive is, should the disk have lost it
        QCOMPARE(plan->targets.first().file, u"plugins/CoreProtect-22.4.jar"_s);
        QCOMPARE(plan->targets.first().newVersion, u"22.2"_s);
    }

    void aJobThatAnotherOneCameAfterIsNotRolledBackFirst()
    {
        const JobId first = deployed();
        backUp(first);
        const JobId second = deployed();

        QVERIFY(_planner->rollback({first})->targets.first().blocker.contains(second.toString()));
    }

    void aParentIsRolledBackWithAllOfItsChildren()
    {
        const JobId parent
            = _fleet->submit({withPayload(u"ovh"_s, u"BENT01"_s), withPayload(u"ovh"_s, u"EVO01"_s)});
        for (const Job &child : _fleet->children(parent)) {
            QVERIFY(_fleet->claim(child.id, _fleet->ovhAgent));
            QVERIFY(_fleet->end(child.id, JobStatus::Completed));
        }

        QCOMPARE(_planner->rollback({parent})->targets.size(), 2);
    }

    void whatDidNothingCannotBeRolledBack()
    {
        const JobId waiting = _fleet->submit({withPayload(u"ovh"_s, u"BENT01"_s)});
        const JobId scan = _fleet->submit({tests::FleetFixture::wanted(u"ovh"_s, {}, 0)}, JobType::DriftScan);

        QCOMPARE(_planner->rollback({waiting}).error().code, ErrorCode::Conflict);
        QCOMPARE(_planner->rollback({scan}).error().code, ErrorCode::InvalidArgument);
        QCOMPARE(_planner->rollback({JobId(u"nope"_s)}).error().code, ErrorCode::NotFound);
    }

    void aPlanIsConfirmedAsLongAsItWouldBeTheSame()
    {
        store({drift(u"a"_s)});
        PlanBook book(_fleet->clock, 1h);
        const auto shown = book.show(u"jane"_s, [this] { return fixAll(); });
        QCOMPARE(shown->id, planId(*shown));
        QCOMPARE(shown->createdBy, u"jane"_s);

        QCOMPARE(*book.confirm(shown->id), *shown);

        Finding changed = drift(u"a"_s);
        changed.fix->fileSha256 = QByteArray(32, 'z');
        store({changed});
        QCOMPARE(book.confirm(shown->id).error().code, ErrorCode::Conflict);
    }

    void aPlanWithABlockerIsNotConfirmed()
    {
        Finding refused = drift(u"a"_s);
        refused.fix->refusal = u"an anchor stands there"_s;
        store({refused});
        PlanBook book(_fleet->clock, 1h);
        const auto shown = book.show(u"jane"_s, [this] { return fixAll(); });

        const auto confirmed = book.confirm(shown->id);

        QCOMPARE(confirmed.error().code, ErrorCode::Conflict);
        QVERIFY(confirmed.error().message.contains(u"an anchor stands there"_s));
    }

    void aPlanIsForgottenAfterItsHour()
    {
        store({drift(u"a"_s)});
        PlanBook book(_fleet->clock, 1h);
        const auto shown = book.show(u"jane"_s, [this] { return fixAll(); });

        _fleet->clock.advance(61min);

        QCOMPARE(book.confirm(shown->id).error().code, ErrorCode::NotFound);
        QCOMPARE(book.confirm(PlanId(u"made up"_s)).error().code, ErrorCode::NotFound);
    }

private:
    void store(const QList<Finding> &findings, const InstanceRef &instance = bent)
    {
        QVERIFY(_fleet->stores->findings().save(instance, findings, _fleet->clock.now()));
    }
    void install(const QList<InstalledPlugin> &plugins, const InstanceRef &instance)
    {
        QVERIFY(_fleet->stores->fleet().replacePlugins(instance, plugins));
    }
    Result<Plan> fixAll() { return _planner->fix({{}, u"Essentials"_s, u"BENT01"_s}); }
    static StoredJar newJar()
    {
        return {QByteArray(32, 'n'), 1234, {u"CoreProtect"_s, u"22.4"_s, Platform::Paper}};
    }
    static protocol::PlanDeploy request(const QStringList &instances)
    {
        return {u"CoreProtect"_s, {}, QByteArray(32, 'n'), u"CoreProtect-22.4.jar"_s, instances};
    }
    Result<Plan> deploy(const QStringList &instances)
    {
        return _planner->deploy(request(instances), newJar());
    }
    static Job withPayload(const QString &server, const QString &instance)
    {
        Job job = tests::FleetFixture::wanted(server, instance);
        job.payload
            = DeployPayload{QByteArray(32, 'n'), 1234, u"CoreProtect-22.4.jar"_s, {}, {}, false, u"22.2"_s};
        return job;
    }
    JobId deployed()
    {
        const JobId job = _fleet->submit({withPayload(u"ovh"_s, u"BENT01"_s)});
        if (!_fleet->claim(job, _fleet->ovhAgent) || !_fleet->end(job, JobStatus::Completed))
            qFatal("the deploy did not happen");
        return job;
    }
    void backUp(const JobId &job)
    {
        Backup backup;
        backup.id = BackupId(u"backup"_s);
        backup.instance = bent;
        backup.job = job;
        backup.artifact = u"ab12"_s;
        QVERIFY(_fleet->stores->backups().add(backup));
    }

    std::unique_ptr<tests::FleetFixture> _fleet;
    std::unique_ptr<Planner> _planner;
};

ARCHIVESMP_TEST(TestPlanner)
#include "tst_planner.moc"
