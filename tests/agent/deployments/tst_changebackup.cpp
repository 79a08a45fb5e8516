// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/deployments/changebackup.h"

#include "tests/support/sandbox.h"
#include "tests/support/testregistry.h"

#include <QCryptographicHash>
#include <QTest>

using namespace archivesmp;
using namespace archivesmp::agent::deployments;
using namespace archivesmp::agent::instances;
using namespace Qt::StringLiterals;

class TestChangeBackup final : public QObject
{
    Q_OBJECT

    std::unique_ptr<tests::Sandbox> _sandbox;
    std::shared_ptr<const InstanceFolder> _folder;
    const JobId _job{u"00000000-0000-4000-8000-000000000001"_s};
    const QDateTime _now = QDateTime::currentDateTimeUtc();
    const QString _jar = u"Minecraft/plugins/A.jar"_s;
    const QString _config = u"Minecraft/plugins/A/config.yml"_s;

    [[nodiscard]] static QByteArray hashOf(const QByteArray &bytes)
    {
        return QCryptographicHash::hash(bytes, QCryptographicHash::Sha256);
    }
    [[nodiscard]] Result<ChangeBackup> backUp(const QByteArray &seen = "jar") const
    {
        const FileChange change{_jar, hashOf(seen), hashOf("new"), {}, false};
        return makeBackup(*_folder, _job, u"A"_s, _now, {change}, {_config});
    }

    enum class Of { Jar, Configuration };

    static JobId numbered(int number)
    {
        return JobId(u"00000000-0000-4000-8000-00000000000"_s + QString::number(number));
    }
    void backUp(int number, const QString &plugin, int daysAgo, Of of = Of::Jar)
    {
        const FileChange change{_jar, hashOf("jar"), hashOf("new"), {}, of == Of::Configuration};
        QVERIFY(makeBackup(*_folder, numbered(number), plugin, _now.addDays(-daysAgo), {change}, {}));
    }
    QList<int> present(int most) const
    {
        QList<int> numbers;
        for (int i = 1; i <= most; ++i) {
            if (readBackup(*_folder, numbered(i)))
                numbers.append(i);
        }
        return numbers;
    }

private Q_SLOTS:
    void init()
    {
        _sandbox = std::make_unique<tests::Sandbox>();
        _sandbox->write(u"instances/DEV01/"_s + _jar, "jar");
        _sandbox->write(u"instances/DEV01/"_s + _config, "a: 1\n");
        _folder = *InstanceFolder::open(_sandbox->root(), u"DEV01"_s);
    }

    void readsBackAsItWasMade()
    {
        const auto made = backUp();

        const auto read = readBackup(*_folder, _job);

        QCOMPARE(read->entries, made->entries);
        QCOMPARE(read->plugin, u"A"_s);
        QCOMPARE(read->entries.at(0).sha256, hashOf("jar"));
        QVERIFY(read->entries.at(0).changed && !read->entries.at(1).changed);
    }

    void isOutsideOfWhatScansSee()
    {
        QVERIFY(backUp());

        for (const QString &file : _sandbox->files(u"instances/DEV01/Minecraft"_s))
            QVERIFY(!file.contains(u"archivesmp"_s));
    }

    void refusesAFileThatIsNotWhatWasChecked()
    {
        QCOMPARE(backUp("something else").error().code, ErrorCode::Conflict);
    }

    void restoresContentAndMode()
    {
        const auto made = backUp();
        _sandbox->write(u"instances/DEV01/"_s + _jar, "new");

        QVERIFY(restore(*_folder, _job, made->entries.at(0)));

        QCOMPARE(_sandbox->read(u"instances/DEV01/"_s + _jar), QByteArray("jar"));
        QCOMPARE(_folder->facts(_jar)->mode, made->entries.at(0).facts.mode);
    }

    void restoringWhatWasNotThereRemovesIt()
    {
        const FileChange change{u"Minecraft/plugins/B.jar"_s, {}, hashOf("new"), {}, false};
        const auto made = makeBackup(*_folder, _job, u"B"_s, _now, {change}, {});
        _sandbox->write(u"instances/DEV01/Minecraft/plugins/B.jar"_s, "new");

        QVERIFY(restore(*_folder, _job, made->entries.at(0)));

        QVERIFY(!_sandbox->has(u"instances/DEV01/Minecraft/plugins/B.jar"_s));
    }

    void keepsConfigurationButNotDatabases()
    {
        _sandbox->write(u"instances/DEV01/Minecraft/plugins/A/data.db"_s, "x");
        _sandbox->write(u"instances/DEV01/Minecraft/plugins/A/lang/en.properties"_s, "x");
        _sandbox->write(u"instances/DEV01/Minecraft/plugins/A/huge.yml"_s, QByteArray(5'000'000, 'x'));

        QCOMPARE(configurationFilesBelow(*_folder, u"Minecraft/plugins/A"_s),
                 (QStringList{_config, u"Minecraft/plugins/A/lang/en.properties"_s}));
    }

    void forgetsOldBackupsButTheNewestOnes()
    {
        for (int i = 1; i <= 4; ++i)
            backUp(i, u"A"_s, 100 - i);

        QCOMPARE(pruneBackups(*_folder, {2, 30}, _now, {}), (QList<JobId>{numbered(2), numbered(1)}));

        QCOMPARE(present(4), (QList<int>{3, 4}));
    }

    void keepsWhatIsYoungHoweverManyThereAre()
    {
        for (int i = 1; i <= 4; ++i)
            backUp(i, u"A"_s, 29);

        QVERIFY(pruneBackups(*_folder, {1, 30}, _now, {}).isEmpty());
    }

    void keepsWhatAnOpenJournalRefersTo()
    {
        for (int i = 1; i <= 4; ++i)
            backUp(i, u"A"_s, 100 - i);

        (void)pruneBackups(*_folder, {1, 30}, _now, {numbered(2)});

        QCOMPARE(present(4), (QList<int>{2, 4}));
    }

    void keepsTheLastBackupOfEachPluginAndOfItsConfiguration()
    {
        backUp(1, u"A"_s, 99); // A's JAR
        backUp(2, u"A"_s, 98, Of::Configuration);
        backUp(3, u"A"_s, 97, Of::Configuration);
        backUp(4, u"B"_s, 96);
        backUp(5, u"B"_s, 95);

        (void)pruneBackups(*_folder, {1, 0}, _now, {});

        QCOMPARE(present(5), (QList<int>{1, 3, 5}));
    }
};

ARCHIVESMP_TEST(TestChangeBackup)
#include "tst_changebackup.moc"
