// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/scan/safefolder.h"

#include "tests/support/testregistry.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <sys/stat.h>

using namespace archivesmp;
using namespace archivesmp::scan;
using namespace Qt::StringLiterals;

class TestSafeFolder final : public QObject
{
    Q_OBJECT

    QTemporaryDir _root;

    void write(const QString &path, const QByteArray &bytes) const
    {
        QFile file(_root.filePath(path));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(bytes);
    }

private Q_SLOTS:
    void initTestCase()
    {
        QDir(_root.path()).mkpath(u"inside/deep"_s);
        write(u"outside.txt"_s, "outside");
        write(u"inside/file.txt"_s, "content");
        write(u"inside/deep/er.txt"_s, "deeper");
        write(u"inside/empty.txt"_s, "");
        QVERIFY(QFile::link(_root.filePath(u"outside.txt"_s), _root.filePath(u"inside/link.txt"_s)));
        QVERIFY(QFile::link(_root.path(), _root.filePath(u"inside/out"_s)));
        QVERIFY(QFile::link(u"loop"_s, _root.filePath(u"inside/loop"_s)));
        QCOMPARE(::mkfifo(QFile::encodeName(_root.filePath(u"inside/pipe"_s)).constData(), 0600), 0);
    }

    void readsFilesBelowIt()
    {
        const auto folder = SafeFolder::open(_root.filePath(u"inside"_s));

        QVERIFY(folder);
        QCOMPARE(folder->read("file.txt", 100).value(), QByteArray("content"));
        QCOMPARE(folder->read("deep/er.txt", 100).value(), QByteArray("deeper"));
        QCOMPARE(folder->read("empty.txt", 100).value(), QByteArray());
        QVERIFY(folder->hasFile("deep/er.txt"));
        QVERIFY(folder->hasFolder("deep"));
        QVERIFY(!folder->hasFile("deep"));
    }

    // security.md T11: what a plugin may plant below its folder.
    void neverLeavesItAndNeverWaits_data()
    {
        QTest::addColumn<QByteArray>("path");
        QTest::addColumn<int>("code");
        const auto row = [](const char *path, ErrorCode code) {
            QTest::newRow(path) << QByteArray(path) << static_cast<int>(code);
        };
        row("link.txt", ErrorCode::InvalidInput);
        row("out/outside.txt", ErrorCode::InvalidInput);
        row("loop", ErrorCode::InvalidInput);
        row("pipe", ErrorCode::InvalidInput);
        row("deep", ErrorCode::InvalidInput);
        row("../outside.txt", ErrorCode::InvalidInput);
        row("nowhere", ErrorCode::NotFound);
        row("file.txt/below", ErrorCode::NotFound);
    }
    void neverLeavesItAndNeverWaits()
    {
        QFETCH(QByteArray, path);
        QFETCH(int, code);
        const auto folder = SafeFolder::open(_root.filePath(u"inside"_s));

        const auto bytes = folder->read(path, 100);

        QVERIFY(!bytes);
        QCOMPARE(static_cast<int>(bytes.error().code), code);
        QVERIFY(!folder->hasFile(path));
    }

    void tooLargeIsSaidBeforeItIsRead()
    {
        const auto folder = SafeFolder::open(_root.filePath(u"inside"_s));

        QCOMPARE(folder->read("file.txt", 3).error().code, ErrorCode::LimitExceeded);
    }

    void listsByNameAndKind()
    {
        const auto entries = SafeFolder::open(_root.filePath(u"inside"_s))->list({});

        QVERIFY(entries);
        QMap<QByteArray, SafeFolder::Kind> kinds;
        for (const SafeFolder::Entry &entry : *entries)
            kinds.insert(entry.name, entry.kind);
        QCOMPARE(kinds.value("file.txt"), SafeFolder::Kind::File);
        QCOMPARE(kinds.value("deep"), SafeFolder::Kind::Folder);
        QCOMPARE(kinds.value("link.txt"), SafeFolder::Kind::Other);
        QCOMPARE(kinds.value("out"), SafeFolder::Kind::Other);
        QCOMPARE(kinds.value("pipe"), SafeFolder::Kind::Other);
        QVERIFY(!SafeFolder::open(_root.filePath(u"inside"_s))->list("out"));
    }

    void aLinkIsNoFolderToOpen()
    {
        QVERIFY(!SafeFolder::open(_root.filePath(u"inside/out"_s)));
        QCOMPARE(SafeFolder::open(_root.filePath(u"nowhere"_s)).error().code, ErrorCode::NotFound);
    }
};

ARCHIVESMP_TEST(TestSafeFolder)
#include "tst_safefolder.moc"
