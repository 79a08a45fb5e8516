// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/deployments/backuparchives.h"

#include "agent/deployments/packedbackup.h"
#include "tests/agent/deployments/deploymentbench.h"
#include "tests/support/testregistry.h"

#include <QJsonDocument>
#include <QProcess>
#include <QTest>

using namespace archivesmp;
using namespace archivesmp::agent::deployments;
using namespace Qt::StringLiterals;
using agent::jobs::JobOutcome;
using domain::JobStatus;
using tests::DeploymentBench;

class TestBackupArchives final : public QObject
{
    Q_OBJECT

    std::unique_ptr<DeploymentBench> _bench;
    domain::Job _deploy;

    [[nodiscard]] static QByteArray tar(const QStringList &arguments)
    {
        QProcess process;
        process.start(u"tar"_s, arguments);
        if (!process.waitForFinished())
            qFatal("no tar");
        return process.readAllStandardOutput();
    }
    [[nodiscard]] static QString artifactOf(const JobOutcome &outcome)
    {
        return QJsonDocument::fromJson(outcome.backup).object()["artifact"_L1].toString();
    }
    [[nodiscard]] JobOutcome deploy()
    {
        _deploy = _bench->deployJob(DeploymentBench::alpha2);
        return _bench->carryOut(_deploy);
    }
    // The rollback as the host's planner makes it: with the archive that it knows of.
    [[nodiscard]] domain::Job rollbackWith(const QString &artifact) const
    {
        domain::Job job = _bench->rollbackJob(_deploy);
        job.payload = domain::RollbackPayload{_deploy.id, artifact};
        return job;
    }
    [[nodiscard]] QByteArray &stored(const QString &artifact)
    {
        return _bench->host.artifacts[QByteArray::fromHex(artifact.toLatin1())];
    }
    [[nodiscard]] QString backupPath(const QString &name = {}) const
    {
        return u"instances/DEV01/.archivesmp-backup/"_s + _deploy.id.toString()
            + (name.isEmpty() ? QString() : QString(u'/' + name));
    }
    [[nodiscard]] bool isRolledBack() const
    {
        return _bench->jars() == QStringList{u"Alpha-1.jar"_s}
        && _bench->sandbox.read(DeploymentBench::oldJar) == DeploymentBench::alpha1;
    }

private Q_SLOTS:
    void init()
    {
        _bench = std::make_unique<DeploymentBench>();
        _bench->useArchives();
    }

    void theStoreHoldsNothingInClear()
    {
        _bench->sandbox.write(DeploymentBench::config, "db:\n  password: canary-in-a-plugin\n");

        const QString artifact = artifactOf(deploy());

        QCOMPARE(QString::fromLatin1(tests::FakeHostApi::hashOf(stored(artifact)).toHex()), artifact);
        QVERIFY(stored(artifact).startsWith("ASMPSEAL"));
        for (const QByteArray &clear : {QByteArray("canary"), QByteArray("manifest"), QByteArray("Alpha")})
            QVERIFY2(!stored(artifact).contains(clear), clear.constData());
        QVERIFY(_bench->sandbox.files(u"archives"_s).isEmpty());
    }

    void openedItIsAnArchiveThatAnyTarReads()
    {
        _bench->sandbox.write(u"stored"_s, stored(artifactOf(deploy())));
        const QString file = _bench->sandbox.path(u"stored.tar"_s);

        QVERIFY(_bench->sealer.open(_bench->facts.fleetKey, _bench->sandbox.path(u"stored"_s), file));

        QCOMPARE(tar({u"tf"_s, file}),
                 QByteArray("manifest.json\nMinecraft/plugins/Alpha-1.jar\n"
                            "Minecraft/plugins/Alpha/config.yml\n"));
        QCOMPARE(tar({u"xOf"_s, file, u"Minecraft/plugins/Alpha-1.jar"_s}), DeploymentBench::alpha1);
    }

    void aStoreThatIsAwayDoesNotFailTheDeploy()
    {
        _bench->host.failures[u"storeArtifact"_s] = {Error{ErrorCode::Unavailable, u"the store is away"_s}};

        const JobOutcome outcome = deploy();

        QCOMPARE(outcome.status, JobStatus::Completed);
        QCOMPARE(artifactOf(outcome), QString());
        QVERIFY(_bench->sandbox.files(u"archives"_s).isEmpty());
    }

    void nothingIsSentUnsealedWhileTheKeyIsNotKnown()
    {
        _bench->facts.fleetKey = Secret();

        const JobOutcome outcome = deploy();

        QCOMPARE(outcome.status, JobStatus::Completed);
        QCOMPARE(artifactOf(outcome), QString());
        QVERIFY(_bench->lastEvents.join(u'\n').contains(u"on this machine only"_s));
    }

    void aRollbackFetchesABackupThatIsGone()
    {
        const QString artifact = artifactOf(deploy());
        QVERIFY(QDir(_bench->sandbox.path(backupPath())).removeRecursively());

        const JobOutcome outcome = _bench->carryOut(rollbackWith(artifact));

        QCOMPARE(outcome.status, JobStatus::Completed);
        QVERIFY(isRolledBack());
        QVERIFY(_bench->lastEvents.join(u'\n').contains(u"came back from the artifact store"_s));
        QVERIFY(_bench->sandbox.files(u"archives"_s).isEmpty());
        const auto mode = QFile::permissions(_bench->sandbox.path(backupPath(u"1"_s)));
        QCOMPARE(mode & (QFile::ReadGroup | QFile::ReadOther), QFile::Permissions());
    }

    void aRollbackFetchesACopyThatIsDamaged()
    {
        (void)deploy();
        _bench->sandbox.write(backupPath(u"1"_s), "rotten");

        const JobOutcome outcome = _bench->carryOut(_bench->rollbackJob(_deploy)); // the manifest knows where

        QCOMPARE(outcome.status, JobStatus::Completed);
        QVERIFY(isRolledBack());
    }

    void aWholeBackupIsNotFetched()
    {
        const QString artifact = artifactOf(deploy());
        _bench->host.artifacts.clear();

        QCOMPARE(_bench->carryOut(rollbackWith(artifact)).status, JobStatus::Completed);
        QVERIFY(isRolledBack());
    }

    void anArchiveThatWasTamperedWithChangesNothing()
    {
        const QString artifact = artifactOf(deploy());
        QVERIFY(QDir(_bench->sandbox.path(backupPath())).removeRecursively());
        stored(artifact)[stored(artifact).size() / 2] ^= 1;

        const JobOutcome outcome = _bench->carryOut(rollbackWith(artifact));

        QCOMPARE(outcome.errorCode, ErrorCode::Corrupt);
        QCOMPARE(_bench->jars(), QStringList{u"Alpha-2.jar"_s});
        QVERIFY(!_bench->sandbox.has(backupPath()));
        QVERIFY(_bench->sandbox.files(u"archives"_s).isEmpty());
    }

    void anArchiveOfAnotherFleetIsRefused()
    {
        const QString artifact = artifactOf(deploy());
        QVERIFY(QDir(_bench->sandbox.path(backupPath())).removeRecursively());
        _bench->facts.fleetKey = Secret(QByteArray(32, 'x'));

        QCOMPARE(_bench->carryOut(rollbackWith(artifact)).errorCode, ErrorCode::PermissionDenied);
        QCOMPARE(_bench->jars(), QStringList{u"Alpha-2.jar"_s});
    }

    void anArchiveOfAnotherJobIsRefused()
    {
        (void)deploy();
        const auto folder = agent::instances::InstanceFolder::open(_bench->sandbox.root(), u"DEV01"_s);
        const QString archive = _bench->sandbox.path(u"packed.tar"_s);
        QVERIFY(packBackup(**folder, *readBackup(**folder, _deploy.id), archive));

        const auto unpacked = unpackBackup(**folder, JobId(u"another"_s), {}, archive);

        QCOMPARE(unpacked.error().code, ErrorCode::Corrupt);
    }

    void whatAProcessThatDiedLeftBehindIsRemoved()
    {
        _bench->sandbox.write(u"archives/left.tar"_s, "password: canary");

        _bench->useArchives();

        QVERIFY(_bench->sandbox.files(u"archives"_s).isEmpty());
    }
};

ARCHIVESMP_TEST(TestBackupArchives)
#include "tst_backuparchives.moc"
