// SPDX-License-Identifier: GPL-3.0-or-later
// The whole way on generated fleets: every injected drift is found, and nothing else.
#include "common/expectations/importer.h"
#include "common/expectations/rulepacks.h"
#include "common/scan/scanrequest.h"
#include "tests/fleetgen/drifter.h"
#include "tests/fleetgen/expectationwriter.h"
#include "tests/fleetgen/expectedplugins.h"
#include "tests/fleetgen/fleetlayout.h"
#include "tests/fleetgen/inventedplugins.h"
#include "tests/support/testregistry.h"

#include <QCryptographicHash>
#include <QDir>
#include <QDirIterator>
#include <QTemporaryDir>
#include <QTest>

using namespace archivesmp;
using namespace Qt::StringLiterals;

namespace {

QStringList truthOf(const fleetgen::FleetPlan &fleet, const QList<fleetgen::Drift> &drifts)
{
    QStringList lines;
    for (const fleetgen::Drift &drift : drifts) {
        const fleetgen::PluginSpec &plugin = fleet.plugins.at(drift.plugin);
        const QString file = drift.file < 0
            ? QString()
            : plugin.folder() + u'/' + QString::fromUtf8(plugin.files.at(drift.file).name());
        lines.append(fleet.instances.at(drift.instance).ref.toString() + u' ' + plugin.name + u' ' + file
                     + u' ' + drift.key.toString() + u' ' + domain::nameOf(drift.kind));
    }
    lines.sort();
    return lines;
}

QStringList linesOf(const scan::FleetReport &report)
{
    QStringList lines;
    for (const domain::DriftReport &instance : report.reports) {
        for (const domain::Finding &finding : instance.findings)
            lines.append(finding.instance.toString() + u' ' + finding.plugin + u' ' + finding.file + u' '
                         + finding.key.toString() + u' ' + domain::nameOf(finding.kind));
    }
    lines.sort();
    return lines;
}

// Names, sizes, times and bytes of everything below a folder.
QByteArray stateOf(const QString &folder)
{
    QCryptographicHash hash(QCryptographicHash::Sha256);
    QStringList paths;
    for (QDirIterator it(folder, QDir::Files | QDir::Hidden, QDirIterator::Subdirectories); it.hasNext();)
        paths.append(it.next());
    paths.sort();
    for (const QString &path : paths) {
        QFile file(path);
        if (!file.open(QIODevice::ReadOnly))
            return {};
        hash.addData(path.sliced(folder.size()).toUtf8());
        hash.addData(QByteArray::number(QFileInfo(path).lastModified().toMSecsSinceEpoch()));
        hash.addData(file.readAll());
    }
    return hash.result();
}

Result<scan::FleetReport> scanOf(const QString &root, int threads, const QString &expected = {},
                                 const QList<domain::Rule> &rules = {})
{
    const auto sources
        = expectations::readImportFolder(expected.isEmpty() ? root + u"/expectations"_s : expected);
    if (!sources)
        return sources.error();
    const auto outcome = expectations::importExpectations(*sources);
    if (!outcome)
        return outcome.error();
    scan::ScanOptions options;
    options.expectations = std::make_shared<expectations::ExpectationSet>(outcome->set.withRules(rules));
    options.fleetKey = "fleet key";
    options.startedAt = QDateTime::fromString(u"2025-03-01T12:00:00Z"_s, Qt::ISODate);
    options.threads = threads;
    const auto found = scan::findInstances(root + u"/fleet"_s, {});
    if (!found)
        return found.error();
    return scan::scanFleet(found->instances, options);
}

} // namespace

class TestGeneratedFleet final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void findsEveryInjectedDriftAndNothingElse_data()
    {
        QTest::addColumn<int>("instances");
        QTest::addColumn<int>("plugins");
        QTest::addColumn<int>("drifts");
        QTest::addColumn<int>("seed");
        QTest::newRow("none") << 6 << 12 << 0 << 1;
        QTest::newRow("one") << 4 << 4 << 1 << 2;
        for (int seed = 1; seed <= 3; ++seed)
            QTest::addRow("seed %d", seed) << 20 << 24 << 200 << seed;
        QTest::newRow("many instances") << 40 << 6 << 200 << 6;
    }
    void findsEveryInjectedDriftAndNothingElse()
    {
        QFETCH(int, instances);
        QFETCH(int, plugins);
        QFETCH(int, drifts);
        QFETCH(int, seed);
        const QTemporaryDir root;
        const auto fleet = fleetgen::inventFleet(instances, plugins, static_cast<quint64>(seed));
        const auto injected = fleetgen::chooseDrifts(fleet, drifts, static_cast<quint64>(seed));
        QVERIFY(fleetgen::layOut(fleet, injected, static_cast<quint64>(seed), root.path() + u"/fleet"_s));
        QVERIFY(fleetgen::writeExpectations(fleet, root.path() + u"/expectations"_s));
        const QByteArray before = stateOf(root.path());

        const auto report = scanOf(root.path(), 1);

        QVERIFY(report);
        QCOMPARE(injected.size(), drifts);
        QCOMPARE(linesOf(*report), truthOf(fleet, injected));
        QVERIFY(report->unresolved.isEmpty());
        QVERIFY(!report->isPartial());
        QCOMPARE(stateOf(root.path()), before); // a scan reads and never writes
    }

    // Slash keys, stems without a slash, dotted stems, keys with dots: as the owner's fleet has them.
    void theOwnersExpectationsLaidOutAreExactToo_data()
    {
        QTest::addColumn<bool>("withPacks");
        QTest::newRow("by themselves") << false;
        QTest::newRow("with the shipped rules") << true;
    }
    void theOwnersExpectationsLaidOutAreExactToo()
    {
        QFETCH(bool, withPacks);
        const QString beside = QStringLiteral(ARCHIVESMP_FIXTURES "/../../../shared/fleet-data");
        const QString folder = qEnvironmentVariable("ARCHIVESMP_FLEET_DATA", beside);
        if (!QDir(folder).exists())
            QSKIP("the fleet's expectations are not at hand");
        const auto outcome = expectations::importExpectations(*expectations::readImportFolder(folder));
        QVERIFY(outcome);
        const QTemporaryDir root;
        const auto fleet = fleetgen::planFrom(outcome->set, 7);
        const auto injected = fleetgen::chooseDrifts(fleet, 250, 11);
        QVERIFY(fleetgen::layOut(fleet, injected, 11, root.path() + u"/fleet"_s));

        const auto report
            = scanOf(root.path(), 2, folder, withPacks ? expectations::withPacks({}) : QList<domain::Rule>());

        QVERIFY(report);
        QCOMPARE(injected.size(), 250);
        QCOMPARE(linesOf(*report), truthOf(fleet, injected));
        QVERIFY(report->unresolved.isEmpty());
    }

    // As exports of real fleets are: one prefix and one id for all.
    void whatTheExpectationsShareIsNoCollision()
    {
        const QTemporaryDir root;
        QDir(root.path()).mkdir(u"expectations"_s);
        QFile file(root.path() + u"/expectations/universal_configs.json"_s);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(R"({
            "QuickShop-Hikari": {"database.mysql": true, "database.host": "203.0.113.1", "database.port": 3306,
                                 "database.database": "shops", "database.prefix": "qs_", "server-uuid": "abc"}})");
        file.close();
        const QString folder = root.path() + u"/expectations"_s;
        const auto outcome = expectations::importExpectations(*expectations::readImportFolder(folder));
        QVERIFY(outcome);
        const auto fleet = fleetgen::planFrom(outcome->set, 4);
        QVERIFY(fleetgen::layOut(fleet, {}, 1, root.path() + u"/fleet"_s));
        QList<domain::Rule> own = expectations::withPacks({});
        for (domain::Rule &rule : own)
            rule.pack.clear();

        const auto byPacks = scanOf(root.path(), 1, folder, expectations::withPacks({}));
        const auto byAnAdmin = scanOf(root.path(), 1, folder, own);

        QVERIFY(byPacks && byAnAdmin);
        QCOMPARE(linesOf(*byPacks), QStringList());
        const QStringList collisions = linesOf(*byAnAdmin);
        for (const QString &key : {u"database.prefix"_s, u"server-uuid"_s})
            QVERIFY2(!collisions.filter(u' ' + key + u" collision"_s).isEmpty(), qPrintable(key));
    }

    void threadsFindTheSameInTheSameOrder()
    {
        const QTemporaryDir root;
        const auto fleet = fleetgen::inventFleet(20, 24, 7);
        const auto injected = fleetgen::chooseDrifts(fleet, 100, 7);
        QVERIFY(fleetgen::layOut(fleet, injected, 7, root.path() + u"/fleet"_s));
        QVERIFY(fleetgen::writeExpectations(fleet, root.path() + u"/expectations"_s));

        const auto one = scanOf(root.path(), 1);
        const auto four = scanOf(root.path(), 4);

        QVERIFY(one && four);
        for (qsizetype i = 0; i < one->reports.size(); ++i)
            QCOMPARE(four->reports.at(i).findings, one->reports.at(i).findings);
        QCOMPARE(four->counts(), one->counts());
    }

    void theSameArgumentsGiveTheSameBytes()
    {
        const QTemporaryDir first;
        const QTemporaryDir second;
        for (const QTemporaryDir *root : {&first, &second}) {
            const auto fleet = fleetgen::inventFleet(6, 12, 3);
            const auto drifts = fleetgen::chooseDrifts(fleet, 20, 3);
            QVERIFY(fleetgen::layOut(fleet, drifts, 3, root->path() + u"/fleet"_s));
            QVERIFY(fleetgen::writeExpectations(fleet, root->path() + u"/expectations"_s));
            QVERIFY(fleetgen::writeArtifact(fleet, root->path() + u"/artifacts"_s));
            QVERIFY(fleetgen::writeTruth(fleet, drifts, root->path() + u"/truth.json"_s));
            // Times are not part of the bytes.
            for (QDirIterator it(root->path(), QDir::Files, QDirIterator::Subdirectories); it.hasNext();) {
                QFile file(it.next());
                QVERIFY(file.open(QIODevice::ReadWrite));
                QVERIFY(
                    file.setFileTime(QDateTime::fromMSecsSinceEpoch(0), QFileDevice::FileModificationTime));
            }
        }

        QCOMPARE(stateOf(first.path()), stateOf(second.path()));
    }

    void theFleetHasTwoServersAProxyAndABridge()
    {
        const auto instances = fleetgen::inventInstances(20);

        QCOMPARE(instances.size(), 20);
        QCOMPARE(instances.at(0).ref, (domain::InstanceRef{u"hetzner"_s, u"DEV01"_s}));
        QCOMPARE(instances.at(1).ref, (domain::InstanceRef{u"ovh"_s, u"BENT01"_s}));
        const auto has = [&](domain::Platform platform) {
            return std::any_of(instances.begin(), instances.end(),
                               [&](const auto &i) { return i.platform == platform; });
        };
        QVERIFY(has(domain::Platform::Velocity));
        QVERIFY(has(domain::Platform::Geyser));
    }
};

ARCHIVESMP_TEST(TestGeneratedFleet)
#include "tst_generatedfleet.moc"
