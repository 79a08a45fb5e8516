// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/deployments/backupretention.h"

#include "tests/agent/deployments/deploymentbench.h"
#include "tests/support/testregistry.h"

#include <QTest>

using namespace archivesmp;
using namespace archivesmp::agent::deployments;
using namespace Qt::StringLiterals;
using agent::instances::InstanceFolder;
using tests::DeploymentBench;

class TestBackupRetention final : public QObject
{
    Q_OBJECT

    std::unique_ptr<DeploymentBench> _bench;
    std::shared_ptr<const InstanceFolder> _folder;

    static JobId numbered(int number)
    {
        return JobId(u"00000000-0000-4000-8000-00000000000"_s + QString::number(number));
    }
    // Four deploys of long ago.
    void backUp()
    {
        for (int i = 1; i <= 4; ++i) {
            const FileChange change{u"Minecraft/plugins/Alpha-1.jar"_s,
                                    tests::FakeHostApi::hashOf(DeploymentBench::alpha1),
                                    QByteArray(32, 'n'),
                                    {},
                                    false};
            QVERIFY(makeBackup(*_folder, numbered(i), u"Alpha"_s, _bench->clock.now().addDays(-100 + i),
                               {change}, {}));
        }
    }
    [[nodiscard]] QList<int> leftAfterPruning()
    {
        BackupRetention retention(_bench->journals, _bench->clock, _bench->pool, _bench->sandbox.root(),
                                  {1, 30});
        retention.prune();
        retention.prune();
        if (!QTest::qWaitFor([&] { return retention.isIdle(); }))
            qFatal("pruning does not end");
        QList<int> left;
        for (int i = 1; i <= 4; ++i) {
            if (readBackup(*_folder, numbered(i)))
                left.append(i);
        }
        return left;
    }
    [[nodiscard]] domain::Job deployNumbered(int number)
    {
        domain::Job job = _bench->deployJob(DeploymentBench::alpha2);
        job.id = numbered(number);
        return job;
    }

private Q_SLOTS:
    void init()
    {
        _bench = std::make_unique<DeploymentBench>();
        _folder = *InstanceFolder::open(_bench->sandbox.root(), u"DEV01"_s);
        backUp();
    }
    void cleanup()
    {
        _folder.reset();
        _bench.reset();
    }

    void removesWhatIsOldInEveryInstance()
    {
        _bench->sandbox.write(u"instances/EMPTY01/Minecraft/x"_s, "");

        QCOMPARE(leftAfterPruning(), QList<int>{4});
    }

    void theBackupOfAnOpenJournalStays()
    {
        QVERIFY(_bench->journals.of(deployNumbered(2)));

        QCOMPARE(leftAfterPruning(), (QList<int>{2, 4}));

        QVERIFY(_bench->journals.close(u"DEV01"_s, numbered(2)));
        QCOMPARE(leftAfterPruning(), QList<int>{4});
    }

    void theBackupThatARollbackUnderWayIsMadeOfStays()
    {
        const domain::Job rollback = _bench->rollbackJob(deployNumbered(3));
        QVERIFY(_bench->journals.of(rollback));

        QCOMPARE(leftAfterPruning(), (QList<int>{3, 4}));
    }

    void theBackupOfAJobThatNeedsAnOperatorStays()
    {
        auto journal = _bench->journals.of(deployNumbered(1));
        QVERIFY(journal->append({{u"step"_s, u"needs_operator"_s}}));
        QVERIFY(_bench->journals.close(u"DEV01"_s, numbered(1)));

        QCOMPARE(leftAfterPruning(), (QList<int>{1, 4}));

        QVERIFY(_bench->journals.release(u"DEV01"_s, numbered(1)));
        QCOMPARE(leftAfterPruning(), QList<int>{4});
    }

    void nothingIsRemovedWhileAJournalCannotBeRead()
    {
        _bench->sandbox.write(u"journal/DEV01/"_s + numbered(1).toString() + u".jnl"_s,
                              "ASMPJNL9 of a newer version");

        QCOMPARE(leftAfterPruning(), (QList<int>{1, 2, 3, 4}));
    }
};

ARCHIVESMP_TEST(TestBackupRetention)
#include "tst_backupretention.moc"
