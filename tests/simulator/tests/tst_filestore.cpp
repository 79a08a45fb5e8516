// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/simulator/filestore.h"

#include "tests/simulator/tests/instancefixture.h"
#include "tests/support/testregistry.h"

#include <QCryptographicHash>
#include <QJsonArray>
#include <QTest>

using namespace archivesmp::ampsim;
using namespace archivesmp::tests;
using namespace Qt::StringLiterals;

class TestFileStore final : public QObject
{
    Q_OBJECT

    QTemporaryDir _folder;
    Options _options;
    Dialect _dialect{_options};
    std::unique_ptr<FileStore> _files;

    [[nodiscard]] QString path(const QString &relative) const
    {
        return _folder.filePath(u"root/"_s + relative);
    }

    bool write(const QString &relative, const QByteArray &text) const
    {
        QFile file(path(relative));
        return file.open(QIODevice::WriteOnly) && file.write(text) == text.size();
    }

    [[nodiscard]] QByteArray read(const QString &relative) const
    {
        QFile file(path(relative));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("unreadable");
    }

    static QByteArray resultOf(const Answer &answer)
    {
        return QByteArray::fromBase64(answer.value.toObject().value(u"Result").toString().toLatin1());
    }

private Q_SLOTS:
    void init()
    {
        QDir(_folder.path()).removeRecursively();
        QDir().mkpath(path(u"plugins"_s));
        _files = std::make_unique<FileStore>(path(QString()), _dialect);
    }

    void listsWithExactlyTheTenMembers()
    {
        QVERIFY(write(u"plugins/a.yml"_s, "a: 1\n"));

        const QJsonArray entries = _files->list(u"plugins/"_s).value.toArray();

        QCOMPARE(entries.size(), 1);
        QCOMPARE(entries.first().toObject().keys(),
                 QStringList({u"Created"_s, u"Filename"_s, u"IsArchive"_s, u"IsDirectory"_s,
                              u"IsDownloadable"_s, u"IsEditable"_s, u"IsExcludedFromBackups"_s,
                              u"IsVirtualDirectory"_s, u"Modified"_s, u"SizeBytes"_s}));
        QCOMPARE(entries.first().toObject().value(u"SizeBytes").toInt(), 5);
        QCOMPARE(_files->list(QString()).value.toArray().first().toObject().value(u"Filename").toString(),
                 u"plugins"_s);
        QCOMPARE(int(_files->list(u"missing"_s).kind), int(Answer::Kind::Fault));
    }

    void staysBeneathItsRoot_data()
    {
        QTest::addColumn<QString>("hostile");
        QTest::newRow("up") << u"../secret.txt"_s;
        QTest::newRow("up inside") << u"plugins/../../secret.txt"_s;
        QTest::newRow("absolute") << u"/etc/hostname"_s;
        QTest::newRow("backslash") << u"..\\secret.txt"_s;
        QTest::newRow("link to a file") << u"link.txt"_s;
        QTest::newRow("through a link") << u"linked/secret.txt"_s;
        QTest::newRow("new through a link") << u"linked/new.txt"_s;
        QTest::newRow("dangling link") << u"dangling.txt"_s;
    }
    void staysBeneathItsRoot()
    {
        QFETCH(QString, hostile);
        QVERIFY(write(u"../secret.txt"_s, "secret"));
        QVERIFY(QFile::link(_folder.filePath(u"secret.txt"_s), path(u"link.txt"_s)));
        QVERIFY(QFile::link(_folder.path(), path(u"linked"_s)));
        QVERIFY(QFile::link(_folder.filePath(u"created.txt"_s), path(u"dangling.txt"_s)));

        QVERIFY(!isAccepted(_files->readChunk(hostile, 0, 100)));
        QVERIFY(!isAccepted(_files->writeChunk(hostile, "x", 0, FileStore::Chunk::Final)));
        QVERIFY(!isAccepted(_files->md5(hostile)));
        QVERIFY(!isAccepted(_files->copy(hostile, u"plugins"_s)));
        QVERIFY(!isAccepted(_files->trash(hostile)));
        QVERIFY(!isAccepted(_files->createFolder(hostile)));
        QCOMPARE(read(u"../secret.txt"_s), "secret");
        QVERIFY(!QFile::exists(_folder.filePath(u"created.txt"_s)));
        QVERIFY(!QFile::exists(_folder.filePath(u"new.txt"_s)));
    }

    void writesInChunksThatOvertakeEachOther()
    {
        QVERIFY(write(u"plugins/x.jar"_s, "an older and longer file"));

        QVERIFY(isAccepted(_files->writeChunk(u"plugins/x.jar"_s, "def", 3, FileStore::Chunk::Inner)));
        QVERIFY(isAccepted(_files->writeChunk(u"plugins/x.jar"_s, "abc", 0, FileStore::Chunk::Inner)));
        QVERIFY(isAccepted(_files->writeChunk(u"plugins/x.jar"_s, "g", 6, FileStore::Chunk::Final)));

        QCOMPARE(read(u"plugins/x.jar"_s), "abcdefg");
        QVERIFY(!isAccepted(_files->releaseLock(u"plugins/x.jar"_s)));
        QVERIFY(isAccepted(_files->writeChunk(u"empty"_s, {}, 0, FileStore::Chunk::Final)));
        QCOMPARE(read(u"empty"_s), "");
    }

    void releasesAnUploadThatWasGivenUp()
    {
        QVERIFY(isAccepted(_files->writeChunk(u"x"_s, "abc", 0, FileStore::Chunk::Inner)));

        QVERIFY(isAccepted(_files->releaseLock(u"x"_s)));
        QVERIFY(!isAccepted(_files->releaseLock(u"x"_s)));
    }

    void readsBothWays()
    {
        QVERIFY(write(u"x"_s, "abcdefg"));

        QCOMPARE(resultOf(_files->readChunk(u"x"_s, 2, 3)), "cde");
        QCOMPARE(resultOf(_files->readChunk(u"x"_s, 5, 100)), "fg");
        QCOMPARE(resultOf(_files->readChunk(u"x"_s, 100, 100)), "");
        const QJsonObject old = _files->readOldChunk(u"x"_s, 0, 2).value.toObject();
        QCOMPARE(old.keys(), QStringList({u"Base64Data"_s, u"BytesLength"_s}));
        QCOMPARE(old.value(u"BytesLength").toInt(), 2);
        QCOMPARE(int(_files->readOldChunk(u"missing"_s, 0, 2).kind), int(Answer::Kind::Fault));
        QCOMPARE(_files->md5(u"x"_s).value.toObject().value(u"Result").toString().toLatin1(),
                 QCryptographicHash::hash("abcdefg", QCryptographicHash::Md5).toHex());
    }

    void copiesIntoAFolderAndRenamesInPlace()
    {
        QVERIFY(write(u"x.yml"_s, "x"));

        QVERIFY(isAccepted(_files->copy(u"x.yml"_s, u"plugins"_s)));
        QVERIFY(!isAccepted(_files->copy(u"x.yml"_s, u"plugins"_s))); // it is there
        QVERIFY(!isAccepted(_files->copy(u"x.yml"_s, u"missing"_s)));
        QVERIFY(isAccepted(_files->rename(u"x.yml"_s, u"y.yml"_s)));
        QVERIFY(!isAccepted(_files->rename(u"y.yml"_s, u"plugins/y.yml"_s)));
        QVERIFY(!isAccepted(_files->rename(u"y.yml"_s, u"y.jar"_s)));

        QCOMPARE(read(u"plugins/x.yml"_s), "x");
        QCOMPARE(read(u"y.yml"_s), "x");
    }

    void deletesByWayOfTheTrash()
    {
        QVERIFY(write(u"x"_s, "1"));
        QVERIFY(isAccepted(_files->trash(u"x"_s)));
        QVERIFY(write(u"x"_s, "2"));
        QVERIFY(isAccepted(_files->trash(u"x"_s)));

        QCOMPARE(_files->list(u".trash"_s).value.toArray().size(), 2);
        QVERIFY(isAccepted(_files->emptyTrash()));
        QVERIFY(!QFile::exists(path(u".trash"_s)));
        QVERIFY(!isAccepted(_files->trash(QString())));
    }

    void createsAFolderOnlyInOneThatIsThere()
    {
        QVERIFY(isAccepted(_files->createFolder(u"plugins/New"_s)));
        QVERIFY(!isAccepted(_files->createFolder(u"plugins/New"_s)));
        QVERIFY(!isAccepted(_files->createFolder(u"missing/New"_s)));
    }

    void packsAndUnpacks()
    {
        QVERIFY(write(u"plugins/a.yml"_s, "a"));

        QVERIFY(isAccepted(_files->pack(u"plugins"_s)));
        QVERIFY(isAccepted(_files->createFolder(u"out"_s)));
        QVERIFY(isAccepted(_files->unpack(u"plugins.zip"_s, u"out"_s)));

        QCOMPARE(read(u"out/a.yml"_s), "a");
    }

    void appendsAsOldClientsDo()
    {
        QCOMPARE(int(_files->append(u"x"_s, "ab", FileStore::Append::ToEmptied).kind),
                 int(Answer::Kind::Nothing));
        QCOMPARE(int(_files->append(u"x"_s, "cd", FileStore::Append::ToEnd).kind),
                 int(Answer::Kind::Nothing));

        QCOMPARE(read(u"x"_s), "abcd");
    }
};

ARCHIVESMP_TEST(TestFileStore)
#include "tst_filestore.moc"
