// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/deployments/backupupload.h"

#include "agent/deployments/tararchive.h"
#include "tests/agent/deployments/deploymentbench.h"
#include "tests/support/testregistry.h"

#include <QJsonDocument>
#include <QProcess>
#include <QStandardPaths>
#include <QTest>

using namespace archivesmp;
using namespace archivesmp::agent::deployments;
using namespace Qt::StringLiterals;
using domain::JobStatus;
using tests::DeploymentBench;

class TestBackupUpload final : public QObject
{
    Q_OBJECT

    std::unique_ptr<DeploymentBench> _bench;

    [[nodiscard]] static QByteArray tar(const QStringList &arguments)
    {
        QProcess process;
        process.start(u"tar"_s, arguments);
        if (!process.waitForFinished())
            qFatal("no tar");
        return process.readAllStandardOutput();
    }
    [[nodiscard]] agent::jobs::JobOutcome deploy()
    {
        ChangeTransaction transaction(_bench->parts());
        BackupUpload upload(_bench->host, _bench->pool, _bench->sandbox.path(u"uploads"_s));
        transaction.setUpload(&upload);
        DeployWork work(transaction, _bench->host, _bench->sandbox.path(u"downloads"_s));
        const protocol::ClaimedJob claimed{_bench->deployJob(DeploymentBench::alpha2)};
        return tests::valueOf(
            work.run(std::make_shared<agent::jobs::JobRun>(claimed, _bench->clock, _bench->clock.uptime())));
    }

private Q_SLOTS:
    void init() { _bench = std::make_unique<DeploymentBench>(); }

    void theStoreHoldsAnArchiveThatAnyTarReads()
    {
        const agent::jobs::JobOutcome outcome = deploy();

        const QString artifact = QJsonDocument::fromJson(outcome.backup).object()["artifact"_L1].toString();
        const QByteArray stored = _bench->host.artifacts[QByteArray::fromHex(artifact.toLatin1())];
        QCOMPARE(QString::fromLatin1(tests::FakeHostApi::hashOf(stored).toHex()), artifact);
        _bench->sandbox.write(u"stored.tar"_s, stored);
        const QString file = _bench->sandbox.path(u"stored.tar"_s);
        QCOMPARE(tar({u"tf"_s, file}),
                 QByteArray("manifest.json\nMinecraft/plugins/Alpha-1.jar\n"
                            "Minecraft/plugins/Alpha/config.yml\n"));
        QCOMPARE(tar({u"xOf"_s, file, u"Minecraft/plugins/Alpha-1.jar"_s}), DeploymentBench::alpha1);
        QVERIFY(_bench->sandbox.files(u"uploads"_s).isEmpty());
    }

    void aStoreThatIsAwayDoesNotFailTheDeploy()
    {
        _bench->host.failures[u"storeArtifact"_s] = {Error{ErrorCode::Unavailable, u"the store is away"_s}};

        const agent::jobs::JobOutcome outcome = deploy();

        QCOMPARE(outcome.status, JobStatus::Completed);
        QCOMPARE(QJsonDocument::fromJson(outcome.backup).object()["artifact"_L1].toString(), QString());
        QVERIFY(_bench->sandbox.files(u"uploads"_s).isEmpty());
    }

    void keepsNamesThatAreLongerThanAHeader()
    {
        const QString path = _bench->sandbox.path(u"long.tar"_s);
        const QByteArray name = "Minecraft/" + QByteArray(150, 'x') + "/\xc3\xa4.yml";
        auto archive = TarArchive::create(path);
        QVERIFY(archive->add(name, 0640, QByteArray(1000, 'c')));
        QVERIFY(archive->finish());

        QCOMPARE(tar({u"--quoting-style=literal"_s, u"-tf"_s, path}).trimmed(), name);
        QCOMPARE(tar({u"xOf"_s, path}), QByteArray(1000, 'c'));
        QCOMPARE(TarArchive::create(path).error().code, ErrorCode::AlreadyExists);
    }
};

ARCHIVESMP_TEST(TestBackupUpload)
#include "tst_backupupload.moc"
