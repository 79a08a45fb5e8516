// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/scan/atomicreplace.h"

#include "tests/support/syncwatch.h"
#include "tests/support/testregistry.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <sys/stat.h>
#include <unistd.h>

using namespace archivesmp;
using namespace archivesmp::scan;
using namespace Qt::StringLiterals;

class TestAtomicReplace final : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> _root;

    [[nodiscard]] QByteArray bytesOf(const QString &path) const
    {
        QFile file(_root->filePath(path));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("gone");
    }
    [[nodiscard]] QByteArray native(const QString &path) const
    {
        return QFile::encodeName(_root->filePath(path));
    }

private Q_SLOTS:
    void init()
    {
        _root = std::make_unique<QTemporaryDir>();
        QDir(_root->path()).mkpath(u"sub"_s);
        QFile file(_root->filePath(u"sub/config.yml"_s));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("before");
        file.close();
        QCOMPARE(::chmod(native(u"sub/config.yml"_s).constData(), 0640), 0);
    }

    void replacesTheBytesAndKeepsOwnerAndMode()
    {
        const bool isRoot = ::geteuid() == 0;
        if (isRoot)
            QCOMPARE(::chown(native(u"sub/config.yml"_s).constData(), 1234, 1235), 0);

        const auto done
            = replaceFile(*SafeFolder::open(_root->path()), "sub/config.yml", "before", "after it all");

        QVERIFY(done);
        QCOMPARE(bytesOf(u"sub/config.yml"_s), QByteArray("after it all"));
        struct stat status = {};
        QCOMPARE(::stat(native(u"sub/config.yml"_s).constData(), &status), 0);
        QCOMPARE(status.st_mode & 07777, 0640U);
        if (isRoot) {
            QCOMPARE(status.st_uid, 1234U);
            QCOMPARE(status.st_gid, 1235U);
        }
        QCOMPARE(QDir(_root->filePath(u"sub"_s)).entryList(QDir::Files | QDir::Hidden).size(), 1);
    }

    void theFileAndThenItsFolderAreStored()
    {
        const tests::SyncWatch watch;
        const auto done = replaceFile(*SafeFolder::open(_root->path()), "sub/config.yml", "before", "after");
        const QList<bool> folders = watch.folders();

        QVERIFY(done);
        QCOMPARE(folders, QList<bool>({false, true}));
    }

    void refusesAFileThatHasChanged()
    {
        const auto done = replaceFile(*SafeFolder::open(_root->path()), "sub/config.yml", "other", "after");

        QVERIFY(!done);
        QCOMPARE(done.error().code, ErrorCode::Conflict);
        QCOMPARE(bytesOf(u"sub/config.yml"_s), QByteArray("before"));
        QCOMPARE(QDir(_root->filePath(u"sub"_s)).entryList(QDir::Files | QDir::Hidden).size(), 1);
    }

    void refusesOneThatGrew()
    {
        const auto done = replaceFile(*SafeFolder::open(_root->path()), "sub/config.yml", "bef", "after");

        QVERIFY(!done);
        QCOMPARE(done.error().code, ErrorCode::Conflict);
    }

    void neverWritesThroughALink() // security.md T11
    {
        QVERIFY(QFile::link(_root->filePath(u"sub/config.yml"_s), _root->filePath(u"link.yml"_s)));
        QVERIFY(QFile::link(u"sub"_s, _root->filePath(u"other"_s)));
        const auto folder = SafeFolder::open(_root->path());

        QVERIFY(!replaceFile(*folder, "link.yml", "before", "after"));
        QVERIFY(!replaceFile(*folder, "other/config.yml", "before", "after"));
        QVERIFY(!replaceFile(*folder, "../config.yml", "before", "after"));
        QCOMPARE(bytesOf(u"sub/config.yml"_s), QByteArray("before"));
    }

    void refusesAFileWithASecondName() // security.md T11
    {
        QCOMPARE(::link(native(u"sub/config.yml"_s).constData(), native(u"second"_s).constData()), 0);

        QVERIFY(!replaceFile(*SafeFolder::open(_root->path()), "sub/config.yml", "before", "after"));
        QCOMPARE(bytesOf(u"second"_s), QByteArray("before"));
    }

    void aMissingFileIsNotMade()
    {
        QCOMPARE(replaceFile(*SafeFolder::open(_root->path()), "sub/none.yml", "", "x").error().code,
                 ErrorCode::NotFound);
        QCOMPARE(replaceFile(*SafeFolder::open(_root->path()), "nowhere/none.yml", "", "x").error().code,
                 ErrorCode::NotFound);
    }
};

ARCHIVESMP_TEST(TestAtomicReplace)
#include "tst_atomicreplace.moc"
