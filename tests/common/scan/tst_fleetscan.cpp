// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/common/scan/scanfixture.h"

#include "tests/fleetgen/jarwriter.h"
#include "tests/support/testregistry.h"

#include <QDir>
#include <QFile>
#include <QScopeGuard>
#include <QTest>

#include <sys/resource.h>

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
};

ARCHIVESMP_TEST(TestFleetScan)
#include "tst_fleetscan.moc"
