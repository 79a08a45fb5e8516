// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/instances/instancefolder.h"

#include "tests/support/sandbox.h"
#include "tests/support/syncwatch.h"
#include "tests/support/testregistry.h"

#include <QCryptographicHash>
#include <QTest>

#include <atomic>
#include <csignal>
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>

using namespace archivesmp;
using namespace archivesmp::agent::instances;
using namespace Qt::StringLiterals;

namespace {

using Folder = std::shared_ptr<const InstanceFolder>;

const QString config = u"Minecraft/plugins/Alpha/config.yml"_s;

QByteArray raw(const QString &path)
{
    return QFile::encodeName(path);
}

} // namespace

class TestInstanceFolder final : public QObject
{
    Q_OBJECT

    std::unique_ptr<tests::Sandbox> _sandbox;

    [[nodiscard]] QString inside(const QString &path) const { return u"instances/DEV01/"_s + path; }
    [[nodiscard]] Folder open(Resolution resolution = Resolution::Kernel) const
    {
        return *InstanceFolder::open(_sandbox->root(), u"DEV01"_s, resolution);
    }
    [[nodiscard]] QStringList besideTheConfig() const
    {
        return _sandbox->files(inside(u"Minecraft/plugins/Alpha"_s));
    }

private Q_SLOTS:
    void init()
    {
        _sandbox = std::make_unique<tests::Sandbox>();
        _sandbox->write(inside(config), "old: true\n");
        _sandbox->write(u"outside/secret"_s, "outside\n");
    }

    void bothResolutions()
    {
        QTest::addColumn<Resolution>("resolution");
        QTest::newRow("openat2") << Resolution::Kernel;
        QTest::newRow("walk") << Resolution::Walk;
    }

    void readsAndReplacesAFile_data() { bothResolutions(); }
    void readsAndReplacesAFile()
    {
        QFETCH(const Resolution, resolution);
        const Folder folder = open(resolution);
        ::chmod(raw(_sandbox->path(inside(config))).constData(), 0604);

        QCOMPARE(*folder->read(config, 100), QByteArray("old: true\n"));
        QVERIFY(folder->replace(config, "new: true\n"));

        QCOMPARE(_sandbox->read(inside(config)), QByteArray("new: true\n"));
        QCOMPARE(folder->facts(config)->mode, mode_t(0604));
        QCOMPARE(besideTheConfig(), QStringList{inside(config)});
    }

    // B43 and T10: what a job names ends in a path.
    void b43RefusesPathsThatLeaveTheInstance_data()
    {
        QTest::addColumn<QString>("path");
        QTest::newRow("up") << u"../../outside/secret"_s;
        QTest::newRow("up in the middle") << u"Minecraft/../../DEV02/x"_s;
        QTest::newRow("absolute") << u"/etc/passwd"_s;
        QTest::newRow("empty") << QString();
        QTest::newRow("zero byte") << u"Minecraft/a\0b"_s;
        QTest::newRow("backslash") << u"Minecraft\\..\\x"_s;
        QTest::newRow("empty component") << u"Minecraft//x"_s;
    }
    void b43RefusesPathsThatLeaveTheInstance()
    {
        QFETCH(const QString, path);

        QCOMPARE(open()->read(path, 100).error().code, ErrorCode::InvalidArgument);
        QCOMPARE(open()->replace(path, "x").error().code, ErrorCode::InvalidArgument);
        QCOMPARE(open()->remove(path).error().code, ErrorCode::InvalidArgument);
    }

    void b43RefusesNamesThatNoInstanceHas_data()
    {
        QTest::addColumn<QString>("name");
        QTest::newRow("up") << u"../../etc"_s;
        QTest::newRow("zero byte") << u"DEV01\0"_s;
        QTest::newRow("empty") << QString();
        QTest::newRow("dots") << u".."_s;
    }
    void b43RefusesNamesThatNoInstanceHas()
    {
        QFETCH(const QString, name);

        const auto opened = InstanceFolder::open(_sandbox->root(), name);

        QCOMPARE(opened.error().code, ErrorCode::InvalidArgument);
        QCOMPARE(opened.error().field, u"target_instance"_s);
    }

    // T11: what a plugin or a player plants.
    void neverFollowsASymbolicLink_data() { bothResolutions(); }
    void neverFollowsASymbolicLink()
    {
        QFETCH(const Resolution, resolution);
        QFile::link(_sandbox->path(u"outside/secret"_s), _sandbox->path(inside(u"Minecraft/link.yml"_s)));
        QFile::link(_sandbox->path(u"outside"_s), _sandbox->path(inside(u"Minecraft/folder"_s)));
        const Folder folder = open(resolution);

        const auto read = folder->read(u"Minecraft/link.yml"_s, 100);
        QCOMPARE(read.error().code, ErrorCode::PermissionDenied);
        QVERIFY2(read.error().message.contains(u"outside/secret"_s), qPrintable(describe(read.error())));
        QCOMPARE(folder->read(u"Minecraft/folder/secret"_s, 100).error().code, ErrorCode::PermissionDenied);
        const auto replaced = folder->replace(u"Minecraft/link.yml"_s, "x");
        QCOMPARE(replaced.error().code, ErrorCode::PermissionDenied);
        QVERIFY2(replaced.error().message.contains(u"outside/secret"_s),
                 qPrintable(describe(replaced.error())));
        QVERIFY(!folder->replace(u"Minecraft/folder/new"_s, "x"));
        QVERIFY(!folder->move(config, u"Minecraft/link.yml"_s));
        QCOMPARE(_sandbox->read(u"outside/secret"_s), QByteArray("outside\n"));
        QVERIFY(!_sandbox->has(u"outside/new"_s));
    }

    void storesTheFileAndThenItsFolder()
    {
        const Folder folder = open();
        const tests::SyncWatch watch;
        const auto done = folder->replace(config, "new: true\n");
        const QList<bool> folders = watch.folders();

        QVERIFY(done);
        QCOMPARE(folders, QList<bool>({false, true}));
    }

    void keepsOwnerAndMode()
    {
        const QByteArray path = raw(_sandbox->path(inside(config)));
        QCOMPARE(::chmod(path.constData(), 0640), 0);
        const bool isRoot = ::geteuid() == 0;
        if (isRoot)
            QCOMPARE(::chown(path.constData(), 1234, 1235), 0);

        QVERIFY(open()->replace(config, "new: true\n"));

        struct stat status = {};
        QCOMPARE(::stat(path.constData(), &status), 0);
        QCOMPARE(status.st_mode & 07777, 0640U);
        QCOMPARE(status.st_uid, isRoot ? 1234U : ::geteuid());
        QCOMPARE(status.st_gid, isRoot ? 1235U : ::getegid());
    }

    void refusesPipesFoldersAndLargeFiles()
    {
        ::mkfifo(raw(_sandbox->path(inside(u"Minecraft/pipe.yml"_s))).constData(), 0600);
        const Folder folder = open();

        QCOMPARE(folder->read(u"Minecraft/pipe.yml"_s, 100).error().code, ErrorCode::InvalidInput);
        QCOMPARE(folder->read(u"Minecraft/plugins"_s, 100).error().code, ErrorCode::InvalidInput);
        QCOMPARE(folder->read(config, 4).error().code, ErrorCode::LimitExceeded);
        QCOMPARE(folder->read(u"Minecraft/none"_s, 4).error().code, ErrorCode::NotFound);
        QCOMPARE(folder->replace(u"Minecraft/pipe.yml"_s, "x").error().code, ErrorCode::InvalidInput);
    }

    void refusesToWriteAFileWithASecondHardLink()
    {
        QCOMPARE(::link(raw(_sandbox->path(u"outside/secret"_s)).constData(),
                        raw(_sandbox->path(inside(u"Minecraft/hard.yml"_s))).constData()),
                 0);

        QCOMPARE(open()->replace(u"Minecraft/hard.yml"_s, "x").error().code, ErrorCode::PermissionDenied);
        QCOMPARE(_sandbox->read(u"outside/secret"_s), QByteArray("outside\n"));
    }

    // B20
    void b20NeverGivesATornReading()
    {
        const Folder folder = open();
        const QString path = _sandbox->path(inside(config));
        std::atomic_bool stop = false;
        std::thread writer([&] {
            for (int i = 0; !stop; ++i) {
                QFile file(path);
                if (file.open(QIODevice::WriteOnly | QIODevice::Truncate))
                    file.write(QByteArray(60'000, char('a' + i % 26)));
            }
        });
        int whole = 0;
        int changing = 0;
        for (int i = 0; i < 60; ++i) {
            const auto read = folder->read(config, 1'000'000);
            if (!read) {
                QCOMPARE(read.error().code, ErrorCode::Busy);
                changing += 1;
            } else {
                whole += read->isEmpty() || read->count(read->at(0)) == read->size() ? 1 : 0;
            }
        }
        stop = true;
        writer.join();

        QCOMPARE(whole + changing, 60);
    }

    // B26
    void b26KeepsStrangeFileNames_data()
    {
        QTest::addColumn<QString>("name");
        QTest::newRow("line break") << u"a\nb.yml"_s;
        QTest::newRow("semicolon") << u"a;rm -rf.yml"_s;
        QTest::newRow("emoji") << u"\U0001F600.yml"_s;
        QTest::newRow("255 bytes") << QString(u"x"_s.repeated(255));
    }
    void b26KeepsStrangeFileNames()
    {
        QFETCH(const QString, name);
        const QString path = u"Minecraft/"_s + name;

        QVERIFY(open()->replace(path, "strange"));

        QCOMPARE(*open()->read(path, 100), QByteArray("strange"));
        const auto refused = open()->read(path + u"/below"_s, 100);
        QVERIFY(!describe(refused.error()).contains(u'\n'));
    }

    void b26NamesThePathThatIsTooLong()
    {
        const auto replaced = open()->replace(u"Minecraft/"_s + u"x"_s.repeated(256), "x");

        QCOMPARE(replaced.error().code, ErrorCode::InvalidArgument);
    }

    void aReaderSeesOldOrNewNeverAMix()
    {
        const Folder folder = open();
        std::atomic_bool stop = false;
        std::atomic_int torn = 0;
        std::thread reader([&] {
            while (!stop) {
                const QByteArray seen = _sandbox->read(inside(config));
                if (seen != "old: true\n" && (seen.isEmpty() || seen.count(seen.at(0)) != 50'000))
                    torn += 1;
            }
        });
        for (int i = 0; i < 100; ++i)
            QVERIFY(folder->replace(config, QByteArray(50'000, char('a' + i % 26))));
        stop = true;
        reader.join();

        QCOMPARE(torn.load(), 0);
    }

    // B51: a limit on the size of files stands in for a full disk, in the middle of the write.
    void b51LeavesTheOldFileWhenTheWriteFails()
    {
        const Folder folder = open();
        rlimit before{};
        ::getrlimit(RLIMIT_FSIZE, &before);
        const auto ignored = std::signal(SIGXFSZ, SIG_IGN);
        rlimit small = before;
        small.rlim_cur = 8192;
        ::setrlimit(RLIMIT_FSIZE, &small);

        const auto replaced = folder->replace(config, QByteArray(100'000, 'x'));
        const auto copied = folder->importFile(_sandbox->path(u"outside/secret"_s), u"copy"_s, 1000);

        ::setrlimit(RLIMIT_FSIZE, &before);
        (void)std::signal(SIGXFSZ, ignored);
        QCOMPARE(replaced.error().code, ErrorCode::NoSpace);
        QVERIFY(copied);
        QCOMPARE(_sandbox->read(inside(config)), QByteArray("old: true\n"));
        QCOMPARE(besideTheConfig(), QStringList{inside(config)});
    }

    void b51SaysWhatIsNeededAndWhatIsFree()
    {
        const auto space = open()->requireSpace(qint64(1) << 60);

        QCOMPARE(space.error().code, ErrorCode::NoSpace);
        QVERIFY(space.error().message.contains(u"1152921504606.8 MB needed"_s));
        QVERIFY(space.error().message.contains(u"MB free"_s));
    }

    void copiesMovesAndRemoves()
    {
        const Folder folder = open();
        QVERIFY(folder->makeFolders(u".archivesmp-stage/job/files"_s));

        QVERIFY(folder->copy(config, u".archivesmp-stage/job/files/0"_s, 100));
        QCOMPARE(folder->copy(config, u".archivesmp-stage/job/files/0"_s, 100).error().code,
                 ErrorCode::AlreadyExists);
        QVERIFY(folder->move(u".archivesmp-stage/job/files/0"_s, u"Minecraft/moved.yml"_s));
        QCOMPARE(*folder->sha256(u"Minecraft/moved.yml"_s, 100),
                 QCryptographicHash::hash("old: true\n", QCryptographicHash::Sha256));
        QVERIFY(folder->remove(u"Minecraft/moved.yml"_s));
        QVERIFY(folder->remove(u"Minecraft/moved.yml"_s));
        QVERIFY(folder->removeFolder(u".archivesmp-stage"_s));
        QVERIFY(folder->removeFolder(u".archivesmp-stage"_s));

        QCOMPARE(_sandbox->files(u"instances/DEV01"_s), QStringList{inside(config)});
    }

    // T10: a link that is flipped in and out while files are opened.
    void aRacingSymbolicLinkNeverLeadsOut_data() { bothResolutions(); }
    void aRacingSymbolicLinkNeverLeadsOut()
    {
        QFETCH(const Resolution, resolution);
        _sandbox->write(inside(u"Minecraft/flip/secret"_s), "inside\n");
        const QByteArray flip = raw(_sandbox->path(inside(u"Minecraft/flip"_s)));
        const QByteArray aside = flip + "-aside";
        const QByteArray outside = raw(_sandbox->path(u"outside"_s));
        std::atomic_bool stop = false;
        std::thread flipper([&] {
            while (!stop) {
                (void)::rename(flip.constData(), aside.constData());
                (void)::symlink(outside.constData(), flip.constData());
                (void)::unlink(flip.constData());
                (void)::rename(aside.constData(), flip.constData());
            }
        });
        const Folder folder = open(resolution);
        int leaked = 0;
        int read = 0;
        for (int i = 0; i < 3000; ++i) {
            const auto content = folder->read(u"Minecraft/flip/secret"_s, 100);
            leaked += content && *content == "outside\n" ? 1 : 0;
            read += content ? 1 : 0;
        }
        stop = true;
        flipper.join();

        QCOMPARE(leaked, 0);
        QVERIFY(read > 0);
    }
};

ARCHIVESMP_TEST(TestInstanceFolder)
#include "tst_instancefolder.moc"
