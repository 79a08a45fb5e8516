// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/common/scan/scanfixture.h"

#include "tests/fleetgen/jarwriter.h"
#include "tests/support/readturn.h"
#include "tests/support/testregistry.h"

#include <QDir>
#include <QFile>
#include <QScopeGuard>
#include <QTest>

#include <sys/resource.h>
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

class TestFleetScan final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void findsDriftInEveryServer()
    {
        ScanFixture fleet(expected);
        fleet.addFile(dev, mainFile, "a: 5\n");
        fleet.addFile(dev, u"plugins/Warps/addons/x.yml"_s, "b: 6\n");
        fleet.addFile(bent, mainFile, "a: 4\n");
        fleet.addFile(bent, u"plugins/Warps/addons/x.yml"_s, "c: 6\n");

        const auto report = fleet.scan();

        QVERIFY(report);
        QCOMPARE(ScanFixture::summary(*report),
                 (QStringList{u"missing_key plugins/Warps/addons/x.yml b"_s,
                              u"changed plugins/Warps/config.yml a"_s}));
        QCOMPARE(report->counts().servers, 2);
        QCOMPARE(report->counts().files, 4);
        QCOMPARE(report->counts().settings, 4);
        QVERIFY(!report->isPartial());
    }

    void onlyTheNamedPluginsAreReadAndSpokenOf()
    {
        ScanFixture fleet(R"({"Warps": {"a": 5}, "Kits": {"k": 1}})");
        fleet.addFile(dev, mainFile, "a: 4\n");
        fleet.addFile(dev, u"plugins/Kits/config.yml"_s, "k: 2\n");
        fleet.options.onlyPlugins = {u"Kits"_s};

        const auto report = fleet.scan();

        QCOMPARE(ScanFixture::summary(*report), QStringList{u"changed plugins/Kits/config.yml k"_s});
        QCOMPARE(report->reports.first().onlyPlugins, QStringList{u"Kits"_s});
        QCOMPARE(report->counts().files, 1);
    }

    void aFileThatOthersHaveIsMissing()
    {
        ScanFixture fleet(expected);
        fleet.addFile(dev, mainFile, "a: 5\n");
        fleet.addFile(dev, u"plugins/Warps/addons/x.yml"_s, "b: 6\n");
        fleet.addFile(bent, mainFile, "a: 5\n");

        QCOMPARE(ScanFixture::summary(*fleet.scan()),
                 QStringList{u"missing_file plugins/Warps/addons/x.yml "_s});
    }

    void oneBrokenFileDoesNotStopTheScan() // B21
    {
        ScanFixture fleet(expected);
        fleet.addFile(dev, mainFile, "a: \"open\n");
        fleet.addFile(dev, u"plugins/Warps/addons/x.yml"_s, "b: 7\n");

        const auto report = fleet.scan();

        QCOMPARE(ScanFixture::summary(*report),
                 (QStringList{u"changed plugins/Warps/addons/x.yml b"_s,
                              u"unparsable plugins/Warps/config.yml "_s}));
        QCOMPARE(report->reports.first().findings.at(1).line, 1);
        QCOMPARE(report->counts().files, 2);
    }

    void noExpectationIsAStateOfItsOwn()
    {
        ScanFixture fleet(expected);
        fleet.addFile(dev, mainFile, "a: 5\n");
        fleet.addFile(bent, u"plugins/Other/config.yml"_s, "a: 4\n");

        const auto report = fleet.scan();

        QVERIFY(report->reports.at(0).hasExpectations);
        QVERIFY(!report->reports.at(1).hasExpectations);
        QVERIFY(report->reports.at(1).findings.isEmpty());
    }

    void keysOfNoFileAreSaidOncePerPlugin()
    {
        ScanFixture fleet(expected);
        fleet.addFile(dev, mainFile, "a: 5\n");
        fleet.addFile(bent, mainFile, "a: 5\n");

        const auto report = fleet.scan();

        QVERIFY(ScanFixture::summary(*report).isEmpty());
        QCOMPARE(report->unresolved.size(), 1);
        QCOMPARE(report->unresolved.first().examples, QStringList{u"addons/x.b"_s});
    }

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

    void oddPropertiesKeepTheirValuesAndAreNoted() // B22
    {
        ScanFixture fleet("{\"Warps\": {\"name\": \"caf\u00e9\", \"twice\": 2, \"bad\": \"\\\\u00zz\"}}");
        fleet.addFile(dev, u"plugins/Warps/config.properties"_s,
                      "name=caf\xe9\r\ntwice=1\r\ntwice=2\r\nbad=\\u00zz\r\nend=x\\");

        const auto report = fleet.scan();

        const QList<domain::Finding> findings = report->reports.first().findings;
        const auto note = std::find_if(findings.begin(), findings.end(),
                                       [](const auto &f) { return f.kind == FindingKind::InvalidStructure; });
        QVERIFY(note != findings.end());
        QVERIFY(note->message.contains(u"twice"_s));
        for (const domain::Finding &finding : findings)
            QVERIFY2(finding.kind == FindingKind::InvalidStructure || finding.key.toString() == u"bad",
                     qPrintable(finding.key.toString()));
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

    void opensMoreInstancesThanTheShellAllowsFiles()
    {
        ScanFixture fleet(expected);
        constexpr int instances = 300;
        for (int i = 0; i < instances; ++i)
            fleet.addFile(u"hetzner/I%1"_s.arg(i), mainFile, "a: 5\n");
        rlimit before{};
        QCOMPARE(::getrlimit(RLIMIT_NOFILE, &before), 0);
        const auto restore = qScopeGuard([&before] { ::setrlimit(RLIMIT_NOFILE, &before); });
        rlimit few = before;
        few.rlim_cur = 200;
        QCOMPARE(::setrlimit(RLIMIT_NOFILE, &few), 0);

        const auto report = fleet.scan();

        QVERIFY(report);
        QVERIFY(!report->isPartial());
        QCOMPARE(report->reports.size(), instances);
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

    void readsPluginsFromTheirJars()
    {
        ScanFixture fleet(expected);
        fleet.addFile(dev, u"plugins/warps-folder/config.yml"_s, "a: 5\n");
        QVERIFY(fleetgen::writeJar(fleet.gameFolder(dev) + u"/plugins/warps-2.jar"_s, u"Warps"_s, u"2.0"_s,
                                   domain::Platform::Paper));

        const auto report = fleet.scan();

        const auto &plugins = report->reports.first().plugins;
        QCOMPARE(plugins.size(), 2);
        QCOMPARE(plugins.first().name, u"Warps"_s);
        QCOMPARE(plugins.first().version, u"2.0"_s);
        QCOMPARE(plugins.first().jarFile, u"plugins/warps-2.jar"_s);
        QCOMPARE(plugins.first().jarSha256.size(), 32);
        QCOMPARE(plugins.first().folder, QString());
    }

    void anUnchangedJarIsNotReadAgain()
    {
        ScanFixture fleet(expected);
        fleet.addFile(dev, mainFile, "a: 5\n");
        const QString jar = fleet.gameFolder(dev) + u"/plugins/warps.jar"_s;
        QVERIFY(fleetgen::writeJar(jar, u"Warps"_s, u"2.0"_s, domain::Platform::Paper));
        const auto folder = scan::SafeFolder::open(fleet.gameFolder(dev));
        fleet.options.jars = std::make_shared<scan::JarCache>();
        // What was changed a moment ago might change again unseen: it is not remembered.
        QVERIFY(scan::JarCache::stateOf(*folder->openFile("plugins/warps.jar")).isEmpty());
        QTRY_VERIFY_WITH_TIMEOUT(!scan::JarCache::stateOf(*folder->openFile("plugins/warps.jar")).isEmpty(),
                                 10'000);

        const auto first = fleet.scan();
        const QByteArray state = scan::JarCache::stateOf(*folder->openFile("plugins/warps.jar"));
        auto entry = fleet.options.jars->find(state);
        QVERIFY(entry);
        QCOMPARE(entry->sha256, first->reports.first().plugins.first().jarSha256);
        entry->descriptor.version = u"from the cache"_s;
        fleet.options.jars->insert(state, *entry);
        const auto second = fleet.scan();
        QVERIFY(fleetgen::writeJar(jar, u"Warps"_s, u"3.0"_s, domain::Platform::Paper));
        const auto third = fleet.scan();

        QCOMPARE(first->reports.first().plugins.first().version, u"2.0"_s);
        QCOMPARE(second->reports.first().plugins.first().version, u"from the cache"_s);
        QCOMPARE(third->reports.first().plugins.first().version, u"3.0"_s);
    }

    void aVelocityPluginsFolderIsCalledByItsId()
    {
        ScanFixture fleet("{\"Warps\": {\"a\": 5}}");
        fleet.addFile(dev, u"velocity.toml"_s, "x = 1\n");
        fleet.addFile(dev, u"plugins/warps/config.yml"_s, "a: 4\n");
        QVERIFY(fleetgen::writeJar(fleet.gameFolder(dev) + u"/plugins/w.jar"_s, u"Warps"_s, u"2.0"_s,
                                   domain::Platform::Velocity));

        const auto report = fleet.scan();

        QCOMPARE(report->reports.first().plugins.size(), 1);
        QCOMPARE(ScanFixture::summary(*report), QStringList{u"changed plugins/warps/config.yml a"_s});
    }

    void aBrokenJarIsReported() // B47
    {
        ScanFixture fleet(expected);
        fleet.addFile(dev, mainFile, "a: 5\n");
        fleet.addFile(dev, u"plugins/broken.jar"_s, "<html>");

        const auto report = fleet.scan();

        QCOMPARE(ScanFixture::summary(*report), QStringList{u"unreadable plugins/broken.jar "_s});
        QVERIFY(report->isPartial());
    }

    void oneInstanceIsScannedWithTheHelpOfItsNeighbours()
    {
        ScanFixture fleet("{\"Warps\": {\"addons/x.b\": 6}}");
        fleet.addFile(dev, mainFile, "a: 5\n");
        fleet.addFile(bent, u"plugins/Warps/addons/x.yml"_s, "b: 6\n");
        const scan::InstanceFolder own{{u"hetzner"_s, u"DEV01"_s}, fleet.gameFolder(dev)};
        const scan::InstanceFolder neighbour{{u"ovh"_s, u"BENT01"_s}, fleet.gameFolder(bent)};

        const auto alone = scan::scanInstance({own, {}, fleet.options});
        const auto helped = scan::scanInstance({own, {neighbour}, fleet.options});

        QVERIFY(alone && helped);
        QVERIFY(alone->findings.isEmpty());
        QCOMPARE(helped->findings.size(), 1);
        QCOMPARE(helped->findings.first().kind, FindingKind::MissingFile);
        QCOMPARE(helped->instance, own.instance);
        QCOMPARE(helped->expectationsHash, fleet.options.expectations->hash());
    }

    void findingsKeepTheirIdsFromScanToScan()
    {
        ScanFixture fleet(expected);
        fleet.addFile(dev, mainFile, "a: 4\n");

        const auto first = fleet.scan();
        fleet.addFile(dev, mainFile, "# moved down\n\na: 3\n");
        const auto second = fleet.scan();

        QCOMPARE(second->reports.first().findings.first().id, first->reports.first().findings.first().id);
    }

    void canBeCancelledAndTellsHowFarItIs()
    {
        ScanFixture fleet(expected);
        fleet.addFile(dev, mainFile, "a: 5\n");
        int last = 0;
        int total = 0;
        fleet.options.progress = [&](int done, int all) {
            QVERIFY(done == last + 1);
            last = done;
            total = all;
        };
        QVERIFY(fleet.scan());
        QCOMPARE(last, total);

        const std::atomic_bool cancelled = true;
        fleet.options.progress = {};
        fleet.options.cancelled = &cancelled;
        QCOMPARE(fleet.scan().error().code, ErrorCode::Cancelled);
    }

    void withoutExpectationsItIsRefused()
    {
        ScanFixture fleet(expected);
        fleet.addFile(dev, mainFile, "a: 5\n");
        fleet.options.expectations.reset();

        QCOMPARE(fleet.scan().error().code, ErrorCode::InvalidArgument);
    }

    void findsInstancesOfOneServerToo()
    {
        ScanFixture fleet(expected);
        fleet.addFile(dev, mainFile, "a: 5\n");
        fleet.addFile(bent, mainFile, "a: 5\n");
        QDir(fleet.gameFolder(dev)).mkpath(u"../../empty"_s);
        const QString root = QDir::cleanPath(fleet.gameFolder(dev) + u"/../../.."_s);

        const auto one = scan::findInstances(root, u"ovh"_s);
        const auto flat = scan::findInstances(root + u"/hetzner"_s, {});
        const auto named = scan::findInstances(root + u"/hetzner"_s, u"other"_s);

        QCOMPARE(one->instances.size(), 1);
        QCOMPARE(one->instances.first().instance.name, u"BENT01"_s);
        QCOMPARE(flat->instances.first().instance.server, u"hetzner"_s);
        QCOMPARE(flat->skipped, QStringList{u"hetzner/empty: no Minecraft folder in it"_s});
        QCOMPARE(named->instances.first().instance.server, u"other"_s);
        QCOMPARE(scan::findInstances(root + u"/nowhere"_s, {}).error().code, ErrorCode::NotFound);
        QCOMPARE(scan::findInstances(root, u"nowhere"_s).error().code, ErrorCode::NotFound);
    }

    void saysWhichSettingsHaveTwoValues()
    {
        ScanFixture fleet("{\"Warps\": {\"config.limit\": 5, \"limit\": 6}}");
        fleet.addFile(dev, mainFile, "limit: 5\n");

        const auto report = fleet.scan();

        QVERIFY(report);
        QCOMPARE(ScanFixture::summary(*report), QStringList());
        const domain::UnresolvedKeys two{
            u"Warps"_s, domain::twoValuesReason, 1, {u"config.limit and limit"_s}};
        QCOMPARE(report->unresolved, QList<domain::UnresolvedKeys>{two});
    }

    void anInstanceThatIsALinkIsSaid()
    {
        ScanFixture fleet(expected);
        fleet.addFile(dev, mainFile, "a: 5\n");
        const QString root = QDir::cleanPath(fleet.gameFolder(dev) + u"/../.."_s);
        QVERIFY(QFile::link(root + u"/DEV01"_s, root + u"/LINK01"_s));
        QVERIFY(QDir(root).mkdir(u"PART01"_s));
        QVERIFY(QFile::link(fleet.gameFolder(dev), root + u"/PART01/Minecraft"_s));
        QVERIFY(QFile::link(root, QFileInfo(root).path() + u"/other"_s));

        const auto found = scan::findInstances(root, {});
        const auto fleetFound = scan::findInstances(QFileInfo(root).path(), {});

        QCOMPARE(found->instances.size(), 1);
        const QStringList links{
            u"%1/LINK01: a symbolic link, which is not followed"_s,
            u"%1/PART01: its Minecraft folder is a symbolic link, which is not followed"_s};
        const QString server = QFileInfo(root).fileName();
        QCOMPARE(found->skipped, QStringList({links.at(0).arg(server), links.at(1).arg(server)}));
        QVERIFY(fleetFound->skipped.contains(u"other: a symbolic link, which is not followed"_s));
    }
};

ARCHIVESMP_TEST(TestFleetScan)
#include "tst_fleetscan.moc"
