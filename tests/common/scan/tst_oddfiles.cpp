// SPDX-License-Identifier: GPL-3.0-or-later
// What is no file or folder that a scan can read, or does not stay one while it reads.
#include "tests/common/scan/scanfixture.h"

#include "tests/fleetgen/jarwriter.h"
#include "tests/support/readturn.h"
#include "tests/support/testregistry.h"

#include <QDir>
#include <QFile>
#include <QTest>

#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

using namespace archivesmp;
using namespace archivesmp::tests;
using namespace Qt::StringLiterals;
using domain::FindingKind;

namespace {
const QString dev = u"hetzner/DEV01"_s;
const QString bent = u"ovh/BENT01"_s;
const QString mainFile = u"plugins/Warps/config.yml"_s;
const QByteArray expected = "{\"Warps\": {\"a\": 5, \"addons/x.b\": 6}}";
} // namespace

class TestOddFiles final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    // B25, security.md T11: reported and partial, never "no drift", and nothing outside is read.
    void whatCannotBeReadMakesItPartial()
    {
        ScanFixture fleet(expected);
        fleet.addFile(bent, mainFile, "a: 5\n");
        fleet.addFile(bent, u"plugins/Warps/addons/x.yml"_s, "b: 6\n");
        fleet.addFile(dev, u"outside.yml"_s, "a: 99\n");
        QDir(fleet.gameFolder(dev)).mkpath(u"plugins/Warps"_s);
        QVERIFY(
            QFile::link(fleet.gameFolder(dev) + u"/outside.yml"_s, fleet.gameFolder(dev) + u'/' + mainFile));
        QVERIFY(QFile::link(u"."_s, fleet.gameFolder(dev) + u"/plugins/Warps/addons"_s));

        const auto report = fleet.scan();

        const QStringList found = ScanFixture::summary(*report);
        QVERIFY(found.contains(u"unreadable plugins/Warps/config.yml "_s));
        QVERIFY(found.contains(u"unreadable plugins/Warps/addons "_s));
        QVERIFY(report->reports.first().partial);
        QVERIFY(!report->reports.last().partial);
        for (const domain::Finding &finding : report->reports.first().findings)
            QVERIFY(domain::isAbsent(finding.actual));
    }

    void pipesAndSocketsDoNotHoldItUp() // B25
    {
        ScanFixture fleet("{\"Warps\": {\"pipe.a\": 1, \"a\": 5}}");
        fleet.addFile(dev, mainFile, "a: 5\n");
        const QByteArray folder = QFile::encodeName(fleet.gameFolder(dev) + u"/plugins/Warps/"_s);
        QCOMPARE(::mkfifo(QByteArray(folder + "pipe.yml").constData(), 0600), 0);
        const int socket = ::socket(AF_UNIX, SOCK_STREAM, 0);
        sockaddr_un address = {};
        address.sun_family = AF_UNIX;
        const QByteArray name = folder + "s.yml";
        QVERIFY(name.size() < static_cast<qsizetype>(sizeof(address.sun_path)));
        std::copy(name.begin(), name.end(), address.sun_path);
        QCOMPARE(::bind(socket, reinterpret_cast<sockaddr *>(&address), sizeof(address)), 0);

        const auto report = fleet.scan();
        ::close(socket);

        const QStringList found = ScanFixture::summary(*report);
        QVERIFY(found.contains(u"unreadable plugins/Warps/pipe.yml "_s));
        QVERIFY(found.contains(u"unreadable plugins/Warps/s.yml "_s));
        QVERIFY(report->isPartial());
    }

    void whatVanishesMeanwhileIsReported() // B25
    {
        ScanFixture fleet(expected);
        fleet.addFile(dev, mainFile, "a: 5\n");
        fleet.addFile(bent, mainFile, "a: 4\n");
        // The first steps open the instances; the plugins' files are listed after that.
        fleet.options.progress = [&](int done, int) {
            if (done == 2)
                QVERIFY(QDir(fleet.gameFolder(dev) + u"/plugins/Warps"_s).removeRecursively());
        };

        const auto report = fleet.scan();

        QVERIFY(report);
        QVERIFY(report->reports.first().partial);
        QVERIFY(ScanFixture::summary(*report).contains(u"unreadable plugins/Warps "_s));
        QVERIFY(ScanFixture::summary(*report).contains(u"changed plugins/Warps/config.yml a"_s));
    }

    void aFileBeyondTheLimitIsReported()
    {
        ScanFixture fleet(expected);
        fleet.addFile(dev, mainFile, "a: 5\n# " + QByteArray(5 * 1024 * 1024, 'x') + '\n');

        const auto report = fleet.scan();

        QCOMPARE(ScanFixture::summary(*report), QStringList{u"unreadable plugins/Warps/config.yml "_s});
        QVERIFY(report->isPartial());
    }

    void oddNamesSurvive() // B26
    {
        ScanFixture fleet(expected);
        fleet.addFile(dev, mainFile, "a: 5\n");
        const QByteArray folder = QFile::encodeName(fleet.gameFolder(dev) + u"/plugins/"_s);
        for (const QByteArray &name :
             {QByteArray("line\nbreak"), QByteArray("semi;colon"), QByteArray("\xf0\x9f\x90\x94"),
              QByteArray("\xff\xfe-bytes"), QByteArray(255, 'x')})
            QCOMPARE(::mkdir(QByteArray(folder + name).constData(), 0700), 0);

        const auto report = fleet.scan();

        QVERIFY(report);
        QStringList folders;
        for (const domain::InstalledPlugin &plugin : report->reports.first().plugins)
            folders.append(plugin.folder);
        QVERIFY(folders.contains(u"plugins/line\\nbreak"_s));
        QVERIFY(folders.contains(u"plugins/\\xff\\xfe-bytes"_s));
        QVERIFY(folders.contains(u"plugins/semi;colon"_s));
        QCOMPARE(folders.size(), 6);
        // QTemporaryDir cannot remove what is no text.
        QCOMPARE(::rmdir(QByteArray(folder + "\xff\xfe-bytes").constData()), 0);
    }

    void anUnreadableFolderIsReported() // B25
    {
        ScanFixture fleet(expected);
        fleet.addFile(dev, mainFile, "a: 5\n");
        fleet.addFile(bent, mainFile, "a: 4\n");
        const QByteArray folder = QFile::encodeName(fleet.gameFolder(dev) + u"/plugins/Warps"_s);
        QCOMPARE(::chmod(folder.constData(), 0), 0);
        QCOMPARE(::chmod(QFile::encodeName(fleet.root()).constData(), 0755), 0);
        // Root may read everything, so then somebody else looks.
        constexpr uid_t nobody = 65534;
        const uid_t self = ::geteuid();
        QVERIFY(self != 0 || ::seteuid(nobody) == 0);

        const auto report = fleet.scan();
        QVERIFY(self != 0 || ::seteuid(self) == 0);
        ::chmod(folder.constData(), 0700);

        QVERIFY(report->reports.first().partial);
        QVERIFY(!report->reports.last().partial);
        QCOMPARE(ScanFixture::summary(*report),
                 (QStringList{u"unreadable plugins/Warps "_s, u"changed plugins/Warps/config.yml a"_s}));
        QVERIFY(report->reports.first().findings.first().message.contains(u"may not read"));
    }

    // What cannot be seen is not missing.
    void nothingIsCalledMissingThatMayBeHidden_data()
    {
        QTest::addColumn<QString>("link");
        QTest::newRow("a folder of settings") << u"plugins/Warps/addons"_s;
        QTest::newRow("the plugin's folder") << u"plugins/Warps"_s;
        QTest::newRow("its JAR") << u"plugins/Warps-2.0.jar"_s;
        QTest::newRow("all plugins") << u"plugins"_s;
    }
    void nothingIsCalledMissingThatMayBeHidden()
    {
        QFETCH(QString, link);
        ScanFixture fleet(expected);
        expectations::ExpectationSet::Contents contents = fleet.options.expectations->contents();
        contents.matrix = {{u"DEV01"_s, u"BENT01"_s},
                           {{u"Warps"_s,
                             {},
                             false,
                             {},
                             {expectations::Presence::Required, expectations::Presence::Required}}}};
        contents.matrixAccepted = true;
        fleet.options.expectations = std::make_shared<expectations::ExpectationSet>(contents);
        for (const QString &instance : {dev, bent}) {
            fleet.addFile(instance, mainFile, "a: 5\n");
            fleet.addFile(instance, u"plugins/Warps/addons/x.yml"_s, "b: 6\n");
            QVERIFY(fleetgen::writeJar(fleet.gameFolder(instance) + u"/plugins/Warps-2.0.jar"_s, u"Warps"_s,
                                       u"2.0"_s, domain::Platform::Paper));
        }
        const QString path = fleet.gameFolder(dev) + u'/' + link;
        QVERIFY(QFile::rename(path, fleet.gameFolder(dev) + u"/elsewhere"_s));
        QVERIFY(QFile::link(fleet.gameFolder(dev) + u"/elsewhere"_s, path));

        const auto report = fleet.scan();

        QCOMPARE(ScanFixture::summary(*report), QStringList{u"unreadable "_s + link + u' '});
        QVERIFY(report->reports.first().partial);
    }

    // A plugin that saves its settings writes its file anew, in place or by a rename, at any moment.
    void aFileThatChangesMeanwhileIsReadAgain_data()
    {
        QTest::addColumn<QByteArray>("before");
        QTest::addColumn<QByteArray>("after");
        QTest::addColumn<bool>("byRename");
        const QByteArray tail = "# " + QByteArray(100, 'x') + '\n';
        for (const bool byRename : {false, true}) {
            const char *how = byRename ? "renamed" : "in place";
            QTest::addRow("as long, %s", how) << "a: 4\n" + tail << "a: 5\n" + tail << byRename;
            QTest::addRow("shorter, %s", how) << "a: 4\n" + tail << QByteArray("a: 5\n") << byRename;
            QTest::addRow("longer, %s", how) << QByteArray("a: 4\n") << tail + "a: 5\n" << byRename;
            QTest::addRow("emptied first, %s", how) << "a: 5\n" + tail << "a: 5\n" + tail << byRename;
        }
    }
    void aFileThatChangesMeanwhileIsReadAgain()
    {
        QFETCH(QByteArray, before);
        QFETCH(QByteArray, after);
        QFETCH(bool, byRename);
        ScanFixture fleet(expected);
        fleet.addFile(dev, mainFile, before);
        const QString path = fleet.gameFolder(dev) + u'/' + mainFile;
        const ReadTurn turn(path, [&](int reads) {
            if (reads == 0)
                fleet.addFile(dev, byRename ? mainFile + u".tmp"_s : mainFile, after);
            if (reads == 0 && byRename)
                ::rename(QFile::encodeName(path + u".tmp"_s).constData(),
                         QFile::encodeName(path).constData());
        });

        const auto report = fleet.scan();

        QCOMPARE(ScanFixture::summary(*report), QStringList());
        QVERIFY(!report->isPartial());
        QCOMPARE(report->reports.first().counts.bytes, after.size());
    }

    void aFileThatNeverStandsStillIsReported()
    {
        ScanFixture fleet(expected);
        fleet.addFile(dev, mainFile, "a: 4\n");
        const ReadTurn turn(fleet.gameFolder(dev) + u'/' + mainFile, [&](int reads) {
            fleet.addFile(dev, mainFile, QByteArray(reads, '\n') + "a: 4\n");
        });

        const auto report = fleet.scan();

        QCOMPARE(ScanFixture::summary(*report), QStringList{u"unreadable plugins/Warps/config.yml "_s});
        QVERIFY(report->reports.first().findings.first().message.contains(u"changes while it is read"));
        QVERIFY(report->isPartial());
    }

    void linksThatLeadBackAreReportedAndNotFollowed()
    {
        ScanFixture fleet(expected);
        fleet.addFile(dev, u"plugins/Warps/addons/y.yml"_s, "b: 6\n");
        const QString folder = fleet.gameFolder(dev) + u"/plugins"_s;
        QVERIFY(QFile::link(u"config.yml"_s, folder + u"/Warps/config.yml"_s)); // to itself
        QVERIFY(QFile::link(u"../.."_s, folder + u"/Warps/addons/x.yml"_s));    // upwards
        QVERIFY(QFile::link(u"two"_s, folder + u"/one"_s));                     // to each other
        QVERIFY(QFile::link(u"one"_s, folder + u"/two"_s));

        const auto report = fleet.scan();

        const QStringList found = ScanFixture::summary(*report);
        for (const QString &link : {u"plugins/Warps/config.yml"_s, u"plugins/Warps/addons/x.yml"_s,
                                    u"plugins/one"_s, u"plugins/two"_s})
            QVERIFY2(found.contains(u"unreadable "_s + link + u' '), qPrintable(found.join(u'\n')));
        QVERIFY(report->isPartial());
    }

    void anInstanceThatIsGoneIsPartial()
    {
        ScanFixture fleet(expected);
        fleet.addFile(dev, mainFile, "a: 5\n");

        const auto report = scan::scanFleet(
            {{{u"hetzner"_s, u"GONE"_s}, fleet.gameFolder(u"hetzner/GONE"_s)}}, fleet.options);

        QVERIFY(report);
        QVERIFY(report->reports.first().partial);
        QCOMPARE(report->reports.first().findings.first().kind, FindingKind::Unreadable);
    }
};

ARCHIVESMP_TEST(TestOddFiles)
#include "tst_oddfiles.moc"
