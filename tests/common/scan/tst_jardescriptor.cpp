// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/scan/jardescriptor.h"

#include "tests/fleetgen/jarwriter.h"
#include "tests/support/testregistry.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <zip.h>

using namespace archivesmp;
using namespace archivesmp::scan;
using namespace Qt::StringLiterals;
using domain::Platform;

class TestJarDescriptor final : public QObject
{
    Q_OBJECT

    QTemporaryDir _root;

    using Entries = QList<std::pair<QByteArray, QByteArray>>;

    [[nodiscard]] QString jarOf(const Entries &entries) const
    {
        const QString path = _root.filePath(u"made.jar"_s);
        int code = 0;
        zip_t *archive = zip_open(QFile::encodeName(path).constData(), ZIP_CREATE | ZIP_TRUNCATE, &code);
        for (const auto &[name, bytes] : entries) {
            zip_source_t *source
                = zip_source_buffer(archive, bytes.constData(), static_cast<zip_uint64_t>(bytes.size()), 0);
            zip_file_add(archive, name.constData(), source, ZIP_FL_OVERWRITE);
        }
        return zip_close(archive) == 0 ? path : QString();
    }

    [[nodiscard]] QString fileOf(const QByteArray &bytes) const
    {
        QFile file(_root.filePath(u"other.jar"_s));
        return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size() ? file.fileName()
                                                                                    : QString();
    }

private Q_SLOTS:
    void readsEachPlatformsDescriptor_data()
    {
        QTest::addColumn<Platform>("platform");
        QTest::addColumn<QString>("id");
        QTest::newRow("Paper") << Platform::Paper << u"Warps"_s;
        QTest::newRow("Velocity") << Platform::Velocity << u"warps"_s;
        QTest::newRow("Geyser") << Platform::Geyser << u"Warps"_s;
    }
    void readsEachPlatformsDescriptor()
    {
        QFETCH(Platform, platform);
        QFETCH(QString, id);
        const QString path = _root.filePath(u"warps.jar"_s);
        QVERIFY(fleetgen::writeJar(path, u"Warps"_s, u"1.10"_s, platform));

        const auto descriptor = readJarDescriptor(path);

        QVERIFY(descriptor);
        QCOMPARE(descriptor->name, u"Warps"_s);
        QCOMPARE(descriptor->id, id);
        QCOMPARE(descriptor->version, u"1.10"_s);
        QCOMPARE(descriptor->platform, platform);
    }

    void aVersionThatLooksLikeANumberKeepsItsSpelling()
    {
        const auto descriptor = readJarDescriptor(jarOf({{"plugin.yml", "name: Warps\nversion: 1.10\n"}}));

        QVERIFY(descriptor);
        QCOMPARE(descriptor->version, u"1.10"_s);
    }

    void oneJarForTwoPlatformsIsOnePlugin()
    {
        const auto descriptor = readJarDescriptor(
            jarOf({{"plugin.yml", "name: Warps\n"},
                   {"velocity-plugin.json", "{\"id\": \"warps\", \"name\": \"Warps\"}"}}));

        QVERIFY(descriptor);
        QCOMPARE(descriptor->platform, Platform::Paper);
    }

    // A directory of more than the 64 KiB that are read from the end first.
    void readsTheDescriptorOutOfALargeArchive()
    {
        Entries entries{{"ballast", QByteArray(300'000, 'x')}, {"plugin.yml", "name: Warps\n"}};
        for (int i = 0; i < 2000; ++i)
            entries.append({"example/Class" + QByteArray::number(i) + ".class", "x"});

        const auto descriptor = readJarDescriptor(jarOf(entries));

        QVERIFY(descriptor);
        QCOMPARE(descriptor->name, u"Warps"_s);
    }

    void leavesNoFileOpen()
    {
        const auto openFiles = [] { return QDir(u"/proc/self/fd"_s).entryList(QDir::Files).size(); };
        const QString good = jarOf({{"plugin.yml", "name: Warps\n"}});
        const QString bad = fileOf("no archive");
        const auto before = openFiles();

        QVERIFY(readJarDescriptor(good));
        QVERIFY(!readJarDescriptor(bad));

        QCOMPARE(openFiles(), before);
    }

    // B47, B48: named, and never taken for a plugin.
    void refusesWhatIsNoPlugin_data()
    {
        QTest::addColumn<QString>("path");
        QTest::addColumn<QString>("message");
        QByteArray bomb = "name: x\na: &a [1,1,1,1,1,1,1,1,1]\n";
        for (char c = 'b'; c < 'm'; ++c) {
            const QByteArray nine = QByteArray(9, static_cast<char>(c - 1));
            bomb += c + QByteArray(": &") + c + " [";
            for (const char before : nine)
                bomb += QByteArray("*") + before + ',';
            bomb += "]\n";
        }
        const QList<std::tuple<const char *, Entries, const char *>> jars{
            {"B48 no descriptor", {{"example/Main.class", "x"}}, "no plugin.yml"},
            {"B48 names nobody", {{"plugin.yml", "version: 1\n"}}, "names no plugin"},
            {"B48 two names",
             {{"plugin.yml", "name: A\n"}, {"extension.yml", "name: B\nid: b\n"}},
             "names A"},
            {"B48 broken", {{"plugin.yml", "name: \"open\n"}}, "not a plugin's JAR"},
            {"B48 a bomb", {{"plugin.yml", bomb}}, "not a plugin's JAR"}};
        for (const auto &[name, entries, message] : jars) {
            const QString path = jarOf(entries);
            const QString own = _root.filePath(QString::fromLatin1(name) + u".jar"_s);
            QVERIFY(QFile::copy(path, own));
            QTest::newRow(name) << own << QString::fromLatin1(message);
        }
    }
    void refusesWhatIsNoPlugin()
    {
        QFETCH(QString, path);
        QFETCH(QString, message);

        const auto descriptor = readJarDescriptor(path);

        QVERIFY(!descriptor);
        QCOMPARE(descriptor.error().code == ErrorCode::InvalidInput
                     || descriptor.error().code == ErrorCode::LimitExceeded,
                 true);
        QVERIFY2(descriptor.error().message.contains(message), qPrintable(descriptor.error().message));
    }

    void refusesWhatIsNoArchive() // B47
    {
        QVERIFY(!readJarDescriptor(fileOf("<!DOCTYPE html><title>404</title>")));
        QVERIFY(!readJarDescriptor(fileOf({})));
        QFile whole(jarOf({{"plugin.yml", "name: Warps\n"}, {"ballast", QByteArray(5000, 'x')}}));
        QVERIFY(whole.open(QIODevice::ReadOnly));
        QVERIFY(!readJarDescriptor(fileOf(whole.readAll().chopped(30))));
    }
};

ARCHIVESMP_TEST(TestJarDescriptor)
#include "tst_jardescriptor.moc"
