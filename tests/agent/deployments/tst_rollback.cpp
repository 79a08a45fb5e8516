// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/agent/deployments/deploymentbench.h"
#include "tests/support/testregistry.h"

#include <QTest>

using namespace archivesmp;
using namespace archivesmp::agent::jobs;
using namespace Qt::StringLiterals;
using domain::InstanceState;
using domain::JobStatus;
using tests::DeploymentBench;

class TestRollback final : public QObject
{
    Q_OBJECT

    std::unique_ptr<DeploymentBench> _bench;
    domain::Job _deploy;

private Q_SLOTS:
    void init()
    {
        _bench = std::make_unique<DeploymentBench>();
        _deploy = _bench->deployJob(DeploymentBench::alpha2);
        QCOMPARE(_bench->carryOut(_deploy).status, JobStatus::Completed);
        _bench->panel.calls.clear();
    }

    void putsTheOldJarBack()
    {
        const JobOutcome outcome = _bench->carryOut(_bench->rollbackJob(_deploy));

        QCOMPARE(outcome.status, JobStatus::Completed);
        QVERIFY2(outcome.message.startsWith(u"verified · 3 files as before job"_s),
                 qPrintable(outcome.message));
        QCOMPARE(_bench->jars(), QStringList{u"Alpha-1.jar"_s});
        QCOMPARE(_bench->sandbox.read(DeploymentBench::oldJar), DeploymentBench::alpha1);
        QCOMPARE(_bench->panel.calls, (QStringList{u"stop DEV01"_s, u"start DEV01"_s}));
        QCOMPARE(outcome.plugins.first().version, u"1"_s);
        QCOMPARE(_bench->leftovers(), QStringList());
    }

    void putsBackTheConfigurationThatTheNewVersionMigrated()
    {
        const QByteArray before = _bench->sandbox.read(DeploymentBench::config);
        _bench->sandbox.write(DeploymentBench::config, "migrated: true\n");

        (void)_bench->carryOut(_bench->rollbackJob(_deploy));

        QCOMPARE(_bench->sandbox.read(DeploymentBench::config), before);
    }

    void isItselfBackedUpAndCanBeUndone()
    {
        const domain::Job rollback = _bench->rollbackJob(_deploy);
        (void)_bench->carryOut(rollback);

        const JobOutcome outcome = _bench->carryOut(_bench->rollbackJob(rollback, 10));

        QCOMPARE(outcome.status, JobStatus::Completed);
        QCOMPARE(_bench->jars(), QStringList{u"Alpha-2.jar"_s});
        QCOMPARE(_bench->sandbox.read(DeploymentBench::newJar), DeploymentBench::alpha2);
    }

    void neverOverwritesAJarThatSomebodyElsePutThere()
    {
        const QByteArray other = tests::FakeInstanceReader::jar("Alpha", "9");
        _bench->sandbox.write(DeploymentBench::newJar, other);

        const JobOutcome outcome = _bench->carryOut(_bench->rollbackJob(_deploy));

        QCOMPARE(outcome.errorCode, ErrorCode::Conflict);
        QCOMPARE(_bench->sandbox.read(DeploymentBench::newJar), other);
        QVERIFY(_bench->panel.calls.isEmpty());
    }

    void refusesABackupThatIsNotWhatWasPutAside()
    {
        const QString copy = u"instances/DEV01/.archivesmp-backup/"_s + _deploy.id.toString() + u"/1"_s;
        _bench->sandbox.write(copy, "rotten");

        const JobOutcome outcome = _bench->carryOut(_bench->rollbackJob(_deploy));

        QCOMPARE(outcome.errorCode, ErrorCode::Corrupt);
        QCOMPARE(_bench->jars(), QStringList{u"Alpha-2.jar"_s});
    }

    void saysThatThereIsNoBackup()
    {
        const JobOutcome outcome
            = _bench->carryOut(_bench->rollbackJob(tests::jobFor(domain::JobType::Rollback, 77)));

        QCOMPARE(outcome.errorCode, ErrorCode::NotFound);
        QVERIFY(outcome.message.contains(u"there is no backup of job"_s));
    }

    void releasesAnInstanceThatNeededAnOperator()
    {
        const auto boot = _bench->panel.boot;
        _bench->panel.boot = [](tests::FakeAmpPanel::Server &) { return InstanceState::Failed; };
        domain::Job stuck = _bench->deployJob(DeploymentBench::broken, 2, u"Alpha-3.jar"_s);
        auto payload = std::get<domain::DeployPayload>(stuck.payload);
        payload.replaces = u"Alpha-2.jar"_s;
        payload.replacesSha256 = tests::FakeHostApi::hashOf(DeploymentBench::alpha2);
        stuck.payload = payload;
        QVERIFY(_bench->carryOut(stuck).message.startsWith(u"needs an operator"_s));
        _bench->panel.boot = boot;
        _bench->server().state = InstanceState::Running;

        QCOMPARE(_bench->carryOut(_bench->rollbackJob(_deploy, 3)).errorCode, ErrorCode::Conflict);
        QCOMPARE(_bench->carryOut(_bench->rollbackJob(stuck, 4)).status, JobStatus::Completed);
        QCOMPARE(_bench->carryOut(_bench->rollbackJob(_deploy, 5)).status, JobStatus::Completed);
    }
};

ARCHIVESMP_TEST(TestRollback)
#include "tst_rollback.moc"
