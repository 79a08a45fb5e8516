// SPDX-License-Identifier: GPL-3.0-or-later
// A snapshot says that all is the same only where another scan would read the same.
#include "common/scan/foldersnapshot.h"

#include "tests/fleetgen/dice.h"
#include "tests/support/testregistry.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <fcntl.h>
#include <sys/stat.h>

using namespace archivesmp;
using namespace archivesmp::scan;
using namespace Qt::StringLiterals;

namespace {

constexpr qint64 second = 1'000'000'000;
const QByteArray large(200'000, 'x'); // several blocks

} // namespace

class TestFolderSnapshot final : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> _place;

    [[nodiscard]] QString path(const char *name) const { return _place->filePath(QString::fromLatin1(name)); }

    void write(const char *name, const QByteArray &bytes) const
    {
        QVERIFY(QDir().mkpath(QFileInfo(path(name)).path()));
        QFile file(path(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(bytes);
    }

    // Reads what a scan might. Before `startedAt` minus two seconds all counts as settled.
    [[nodiscard]] FolderSnapshot taken(qint64 startedAt) const
    {
        const auto log = std::make_shared<ReadLog>(startedAt, 5);
        auto game = SafeFolder::open(_place->path());
        game->setLog(log);
        (void)game->list("plugins");
        (void)game->list("plugins/a");
        (void)game->read("plugins/a/config.yml", 100);
        (void)game->read("plugins/a-b/config.yml", 100);
        (void)game->openFile("plugins/a.jar");
        (void)game->openFile("plugins/b.jar");
        (void)game->openFolder("mods");
        (void)game->read("velocity.toml", 100);
        (void)game->read("plugins/a/none.yml", 100);
        (void)game->read("config/paper/none.yml", 100);
        return log->isUsable() ? FolderSnapshot(log->entries()) : FolderSnapshot::fromBytes("nothing");
    }

    [[nodiscard]] bool isUnchanged(const FolderSnapshot &snapshot) const
    {
        return snapshot.isUnchangedIn(*SafeFolder::open(_place->path()), 5);
    }

    [[nodiscard]] static qint64 later()
    {
        return QDateTime::currentMSecsSinceEpoch() * 1'000'000 + 60 * second;
    }

private Q_SLOTS:
    void init()
    {
        _place = std::make_unique<QTemporaryDir>();
        write("plugins/a/config.yml", "a: 1\n");
        write("plugins/a/other.yml", "never read\n");
        write("plugins/a-b/config.yml", "b: 1\n");
        write("plugins/a.jar", "a jar");
        write("plugins/b.jar", large);
        QVERIFY(QDir().mkpath(path("mods")));
    }

    void seesThatNothingHasChanged()
    {
        QVERIFY(isUnchanged(taken(later())));
        QVERIFY(isUnchanged(taken(second)));
        QVERIFY(isUnchanged(FolderSnapshot::fromBytes(taken(later()).bytes())));
        QVERIFY(isUnchanged(FolderSnapshot()));
    }

    void seesEveryChange_data()
    {
        QTest::addColumn<bool>("byContent");
        QTest::addColumn<QString>("change");
        for (const bool byContent : {false, true}) {
            for (const char *change :
                 {"a file's bytes", "a JAR's bytes", "a file's length", "a large file's length",
                  "a file less", "a file more", "a folder less", "a file that was not there",
                  "a folder on the way to what was not there", "a pipe for a file", "a link for a file",
                  "a link for a folder", "a link for a folder that was not listed", "a folder for a file"})
                QTest::addRow("%s, %s", change, byContent ? "by content" : "by state")
                    << byContent << QString::fromLatin1(change);
        }
    }
    void seesEveryChange()
    {
        QFETCH(bool, byContent);
        QFETCH(QString, change);
        const FolderSnapshot snapshot = taken(byContent ? second : later());
        QVERIFY(isUnchanged(snapshot));

        if (change == u"a file's bytes") {
            write("plugins/a/config.yml", "a: 2\n");
        } else if (change == u"a JAR's bytes") {
            write("plugins/a.jar", "b jar");
        } else if (change == u"a file's length") {
            write("plugins/a/config.yml", "a: 1\nb: 1\n");
        } else if (change == u"a large file's length") {
            write("plugins/b.jar", large + 'x');
        } else if (change == u"a file less") {
            QVERIFY(QFile::remove(path("plugins/a-b/config.yml")));
        } else if (change == u"a file more") {
            write("plugins/a/new.yml", "");
        } else if (change == u"a folder less") {
            QVERIFY(QDir().rmdir(path("mods")));
        } else if (change == u"a file that was not there") {
            write("velocity.toml", "");
        } else if (change == u"a folder on the way to what was not there") {
            write("config/paper/none.yml", "");
        } else if (change == u"a pipe for a file") {
            QVERIFY(QFile::remove(path("plugins/a.jar")));
            QCOMPARE(::mkfifo(QFile::encodeName(path("plugins/a.jar")).constData(), 0600), 0);
        } else if (change == u"a link for a file") {
            QVERIFY(QFile::rename(path("plugins/a-b/config.yml"), path("real.yml")));
            QVERIFY(QFile::link(path("real.yml"), path("plugins/a-b/config.yml")));
        } else if (change == u"a link for a folder") {
            QVERIFY(QFile::rename(path("plugins/a"), path("real")));
            QVERIFY(QFile::link(path("real"), path("plugins/a")));
        } else if (change == u"a link for a folder that was not listed") {
            QVERIFY(QFile::rename(path("mods"), path("real")));
            QVERIFY(QFile::link(path("real"), path("mods")));
        } else {
            QVERIFY(QFile::remove(path("plugins/a.jar")));
            QVERIFY(QDir().mkpath(path("plugins/a.jar")));
        }

        QVERIFY(!isUnchanged(snapshot));
    }

    void isNotDisturbedByWhatNobodyRead()
    {
        const FolderSnapshot snapshot = taken(later());

        write("plugins/a/other.yml", "still never read\n");
        write("world/level.dat", "");

        QVERIFY(isUnchanged(snapshot));
    }

    // Touched, or written anew with the same bytes: only the state is another one.
    void comparesContentsWhereTheStateWouldNotTell()
    {
        const FolderSnapshot byState = taken(later());
        const FolderSnapshot byContent = taken(second);

        write("plugins/a/config.yml", "a: 1\n");
        QCOMPARE(::utimensat(AT_FDCWD, QFile::encodeName(path("plugins/a.jar")).constData(), nullptr, 0), 0);

        QVERIFY(!isUnchanged(byState));
        QVERIFY(isUnchanged(byContent));
    }

    void believesNoDamagedBytes()
    {
        const QByteArray whole = taken(later()).bytes();
        fleetgen::Dice dice(3);
        for (int size = 1; size < whole.size(); ++size)
            (void)isUnchanged(FolderSnapshot::fromBytes(whole.first(size)));
        for (int round = 0; round < 5000; ++round) {
            QByteArray bytes = whole;
            for (int i = 0; i < 3; ++i)
                bytes[dice.below(static_cast<int>(bytes.size()))] = static_cast<char>(dice.below(256));
            (void)isUnchanged(FolderSnapshot::fromBytes(bytes));
        }
        QVERIFY(!isUnchanged(FolderSnapshot::fromBytes("\x09")));
        QVERIFY(!isUnchanged(
            FolderSnapshot::fromBytes(QByteArray("\x02\x02\x00..\x00", 6))));        // out of the folder
        QVERIFY(!isUnchanged(FolderSnapshot::fromBytes(QByteArray("\x04\x04", 2)))); // out of the root
    }
};

ARCHIVESMP_TEST(TestFolderSnapshot)
#include "tst_foldersnapshot.moc"
