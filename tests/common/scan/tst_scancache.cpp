// SPDX-License-Identifier: GPL-3.0-or-later
// A cache may spare work, never change what is found.
#include "common/scan/scancache.h"

#include "common/expectations/importer.h"
#include "common/scan/scanrequest.h"
#include "tests/common/scan/scanfixture.h"
#include "tests/fleetgen/dice.h"
#include "tests/fleetgen/drifter.h"
#include "tests/fleetgen/expectationwriter.h"
#include "tests/fleetgen/fleetlayout.h"
#include "tests/fleetgen/inventedplugins.h"
#include "tests/support/readwatch.h"
#include "tests/support/testregistry.h"

#include <QDirIterator>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <array>

#include <fcntl.h>
#include <sys/stat.h>

using namespace archivesmp;
using namespace archivesmp::tests;
using namespace Qt::StringLiterals;

namespace {

// Far enough ahead that all that has been written counts as settled.
QDateTime later()
{
    return QDateTime::currentDateTimeUtc().addSecs(60);
}

void writeFile(const QString &path, const QByteArray &bytes)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(bytes);
}

QByteArray readFile(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

// Other bytes of the same length, and the old time.
void replaceSecretly(const QString &path)
{
    struct stat before = {};
    ::stat(QFile::encodeName(path).constData(), &before);
    QByteArray bytes = readFile(path);
    for (char &c : bytes)
        c = c == 'e' ? 'a' : c == '1' ? '2' : c;
    writeFile(path, bytes);
    const std::array times{before.st_atim, before.st_mtim};
    ::utimensat(AT_FDCWD, QFile::encodeName(path).constData(), times.data(), 0);
}

class EditedFleet final
{
public:
    explicit EditedFleet(quint64 seed)
        : _dice(seed)
    {
        const auto fleet = fleetgen::inventFleet(4, 8, seed);
        const auto drifts = fleetgen::chooseDrifts(fleet, 20, seed);
        const bool written = fleetgen::layOut(fleet, drifts, seed, root())
            && fleetgen::writeExpectations(fleet, _folder.path() + u"/expectations"_s);
        const auto sources = expectations::readImportFolder(_folder.path() + u"/expectations"_s);
        const auto outcome = written && sources
            ? expectations::importExpectations(*sources)
            : Result<expectations::ImportOutcome>(Error{ErrorCode::NotFound, u"no fleet"_s});
        if (outcome)
            options.expectations = std::make_shared<expectations::ExpectationSet>(outcome->set);
        options.fleetKey = "fleet key";
        options.startedAt = later();
        options.previews = 5;
        options.threads = 2;
    }

    [[nodiscard]] QString root() const { return _folder.path() + u"/fleet"_s; }

    [[nodiscard]] QString edit()
    {
        const QStringList files = configFiles();
        const QString &path = files.at(_dice.below(static_cast<int>(files.size())));
        const QByteArray bytes = readFile(path);
        switch (_dice.below(8)) {
        case 0:
            writeFile(path, bytes + "another: 1\n");
            return u"append "_s + path;
        case 1:
            QFile::remove(path);
            return u"delete "_s + path;
        case 2:
            writeFile(path + u".yml"_s, bytes);
            return u"add beside "_s + path;
        case 3:
            QFile::rename(path, path + u".bak"_s);
            return u"rename "_s + path;
        case 4:
            ::utimensat(AT_FDCWD, QFile::encodeName(path).constData(), nullptr, 0);
            return u"touch "_s + path;
        case 5:
            replaceSecretly(path);
            return u"replace secretly "_s + path;
        case 6:
            writeFile(path, QByteArray(bytes).replace("true", "false"));
            return u"edit "_s + path;
        default:
            writeFile(path + u"~"_s, QByteArray(bytes).replace("a", "b"));
            ::rename(QFile::encodeName(path + u"~"_s).constData(), QFile::encodeName(path).constData());
            return u"replace "_s + path;
        }
    }

    // Without what only says when it was looked.
    [[nodiscard]] static Result<scan::FleetReport> timeless(Result<scan::FleetReport> report)
    {
        for (domain::DriftReport &own : report->reports)
            own.finishedAt = {};
        return report;
    }

    [[nodiscard]] Result<scan::FleetReport> scanFresh() const
    {
        scan::ScanOptions fresh = options;
        fresh.cache = nullptr;
        const auto found = scan::findInstances(root(), {});
        return timeless(scan::scanFleet(found->instances, fresh));
    }

    [[nodiscard]] std::optional<scan::FleetReport> recalled() const
    {
        const auto found = scan::findInstances(root(), {});
        return scan::recallFleet(found->instances, options);
    }

    [[nodiscard]] Result<scan::FleetReport> scanCached() const
    {
        if (auto known = recalled())
            return timeless(*std::move(known));
        const auto found = scan::findInstances(root(), {});
        return timeless(scan::scanFleet(found->instances, options));
    }

    [[nodiscard]] QStringList configFiles() const
    {
        QStringList files;
        QDirIterator it(root(), {u"*.yml"_s, u"*.json"_s, u"*.properties"_s, u"*.toml"_s}, QDir::Files,
                        QDirIterator::Subdirectories);
        while (it.hasNext())
            files.append(it.next());
        files.sort();
        return files;
    }

    scan::ScanOptions options;

private:
    QTemporaryDir _folder;
    fleetgen::Dice _dice;
};

bool isSame(const scan::FleetReport &a, const scan::FleetReport &b)
{
    return a.reports == b.reports && a.unresolved == b.unresolved;
}

} // namespace

class TestScanCache final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void findsTheSameAfterEveryEdit_data()
    {
        QTest::addColumn<int>("seed");
        QTest::addColumn<bool>("settled");
        for (int seed = 1; seed <= 3; ++seed) {
            QTest::addRow("by state, seed %d", seed) << seed << true;
            QTest::addRow("by content, seed %d", seed) << seed << false;
        }
    }
    void findsTheSameAfterEveryEdit()
    {
        QFETCH(int, seed);
        QFETCH(bool, settled);
        EditedFleet fleet(static_cast<quint64>(seed));
        fleet.options.cache = std::make_shared<scan::ScanCache>();
        QStringList edits;
        for (int round = 0; round < 25; ++round) {
            fleet.options.startedAt = settled ? later() : QDateTime::currentDateTimeUtc();

            const auto cached = fleet.scanCached();
            const auto fresh = fleet.scanFresh();

            QVERIFY(cached && fresh);
            QVERIFY2(isSame(*cached, *fresh), qPrintable(edits.join(u'\n')));
            const auto again = fleet.scanCached();
            QVERIFY2(again && isSame(*again, *fresh), qPrintable(edits.join(u'\n')));
            const auto kept = scan::ScanCache::fromBytes(fleet.options.cache->toBytes());
            QVERIFY(kept);
            fleet.options.cache = *kept;
            edits.append(fleet.edit());
        }
    }

    void readsNoFileWhereNothingHasChanged()
    {
        EditedFleet fleet(7);
        fleet.options.cache = std::make_shared<scan::ScanCache>();
        const auto first = fleet.scanCached();
        QVERIFY(first && !first->isPartial());
        ReadWatch watch(fleet.root());

        const auto again = fleet.recalled();

        QVERIFY(again);
        QCOMPARE(watch.files(), QStringList());
        QCOMPARE(again->counts(), first->counts());
        const auto found = scan::findInstances(fleet.root(), {});
        scan::ScanOptions alone = fleet.options;
        alone.previews = 0;
        QVERIFY(scan::scanFleet(found->instances, alone)); // other options: nothing of it fits
        QVERIFY(!watch.files().isEmpty());
    }

    void readsOnlyTheFileThatHasChanged()
    {
        EditedFleet fleet(8);
        fleet.options.cache = std::make_shared<scan::ScanCache>();
        fleet.options.previews = 0;
        QVERIFY(fleet.scanCached());
        QString path;
        for (const QString &file : fleet.configFiles()) {
            if (file.endsWith(u"/config.yml"))
                path = file;
        }
        writeFile(path, readFile(path) + "another: 1\n");
        fleet.options.startedAt = later();
        ReadWatch watch(fleet.root());

        QVERIFY(!fleet.recalled());
        const auto found = scan::findInstances(fleet.root(), {});
        QVERIFY(scan::scanFleet(found->instances, fleet.options));

        // JARs go by the real clock, which they were written just before.
        QStringList files = watch.files();
        files.removeIf([](const QString &name) { return name.endsWith(u".jar"); });
        QCOMPARE(files, QStringList{u"config.yml"_s});
    }

    void dependsOnAllThatResultsDependOn()
    {
        EditedFleet fleet(9);
        fleet.options.cache = std::make_shared<scan::ScanCache>();
        QVERIFY(fleet.scanCached());
        QVERIFY(fleet.recalled());
        const scan::ScanOptions known = fleet.options;

        fleet.options.extraKeys = true;
        QVERIFY(!fleet.recalled());
        fleet.options = known;
        fleet.options.fleetKey = "another key";
        QVERIFY(!fleet.recalled());
        fleet.options = known;
        fleet.options.expectationsHash = "others";
        QVERIFY(!fleet.recalled());
        fleet.options = known;
        fleet.options.cache = std::make_shared<scan::ScanCache>();
        QVERIFY(!fleet.recalled());
    }

    void forgetsWhatARuleSaidOnceItHasEnded()
    {
        EditedFleet fleet(10);
        domain::Rule rule;
        rule.id = RuleId(u"00000000-0000-0000-0000-000000000001"_s);
        rule.kind = domain::RuleKind::ExtraKeys;
        rule.expiresAt = later().addSecs(60);
        fleet.options.expectations
            = std::make_shared<expectations::ExpectationSet>(fleet.options.expectations->withRules({rule}));
        fleet.options.cache = std::make_shared<scan::ScanCache>();
        QVERIFY(fleet.scanCached());
        QVERIFY(fleet.recalled());

        fleet.options.startedAt = later().addSecs(600);

        QVERIFY(!fleet.recalled());
        const auto cached = fleet.scanCached();
        const auto fresh = fleet.scanFresh();
        QVERIFY(isSame(*cached, *fresh));
    }

    void knowsWhatIsMissingInAMissingFolder()
    {
        ScanFixture fleet(R"({"Warps": {"a": 1}})");
        fleet.addFile(u"hetzner/DEV01"_s, u"plugins/Warps/config.yml"_s, "a: 1\n");
        domain::Rule rule;
        rule.id = RuleId(u"00000000-0000-0000-0000-000000000001"_s);
        rule.kind = domain::RuleKind::Unique;
        rule.scope.file = u"config/global.yml"_s;
        rule.scope.key = u"port"_s;
        fleet.options.expectations
            = std::make_shared<expectations::ExpectationSet>(fleet.options.expectations->withRules({rule}));
        fleet.options.cache = std::make_shared<scan::ScanCache>();
        fleet.options.startedAt = later();
        QVERIFY(fleet.scan());
        const auto found = scan::findInstances(fleet.root(), {});
        QVERIFY(scan::recallFleet(found->instances, fleet.options));

        fleet.addFile(u"hetzner/DEV01"_s, u"config/global.yml"_s, "port: 1\n");

        QVERIFY(!scan::recallFleet(found->instances, fleet.options));
    }

    void seesALinkWhereAFolderWas()
    {
        ScanFixture fleet(R"({"Warps": {"a": 1}})");
        fleet.addFile(u"hetzner/DEV01"_s, u"plugins/Warps/config.yml"_s, "a: 1\n");
        fleet.options.cache = std::make_shared<scan::ScanCache>();
        fleet.options.startedAt = later();
        QVERIFY(fleet.scan());
        const QString folder = fleet.gameFolder(u"hetzner/DEV01"_s) + u"/plugins"_s;
        QVERIFY(QFile::rename(folder, folder + u"2"_s));
        QVERIFY(QFile::link(folder + u"2"_s, folder));

        const auto found = scan::findInstances(fleet.root(), {});

        QVERIFY(!scan::recallFleet(found->instances, fleet.options));
    }

    void holdsNoSecrets()
    {
        ScanFixture fleet(R"({"Mail": {"password": "correct horse", "host": "a"}})");
        fleet.addFile(u"hetzner/DEV01"_s, u"plugins/Mail/config.yml"_s,
                      "password: battery staple\nhost: b\n");
        fleet.options.cache = std::make_shared<scan::ScanCache>();
        fleet.options.fleetKey = "the key of the whole fleet";

        QCOMPARE(fleet.scan()->reports.first().findings.size(), 2);

        const QByteArray bytes = fleet.options.cache->toBytes();
        QVERIFY(bytes.contains("config.yml"));
        for (const char *secret : {"correct", "battery", "whole fleet"}) {
            QVERIFY(!bytes.contains(secret));
            const QString wide = QString::fromLatin1(secret);
            QByteArray big; // texts of Qt are written so
            for (const QChar c : wide)
                big.append('\0').append(c.toLatin1());
            QVERIFY(!bytes.contains(big));
        }
    }

    void isAFileForItsOwnerAlone()
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath(u"cache"_s);
        scan::ScanCache cache;
        QVERIFY(cache.isChanged());
        QCOMPARE(scan::ScanCache::load(path).error().code, ErrorCode::NotFound);

        QVERIFY(cache.save(path));

        struct stat status = {};
        QCOMPARE(::stat(QFile::encodeName(path).constData(), &status), 0);
        QCOMPARE(status.st_mode & 0777, 0600U);
        const auto loaded = scan::ScanCache::load(path);
        QVERIFY(loaded && !(*loaded)->isChanged());
        QCOMPARE((*loaded)->key(), cache.key());
        QVERIFY(!cache.save(folder.filePath(u"no/such/folder"_s)));
    }

    void isRefusedWhereItIsDamaged()
    {
        EditedFleet fleet(11);
        fleet.options.cache = std::make_shared<scan::ScanCache>();
        QVERIFY(fleet.scanCached());
        const QByteArray whole = fleet.options.cache->toBytes();
        QVERIFY(scan::ScanCache::fromBytes(whole));

        for (const QByteArray &foreign :
             {QByteArray(), QByteArray("a: 1\n"), QByteArray(1000, '\0'),
              QByteArray(whole).replace("cache 3", "cache 2"), QByteArray(whole).append('x')})
            QCOMPARE(scan::ScanCache::fromBytes(foreign).error().code, ErrorCode::Corrupt);
        const qsizetype step = whole.size() / 97 + 1;
        for (qsizetype at = 0; at < whole.size(); at += step) {
            QByteArray damaged = whole;
            damaged[at] = static_cast<char>(damaged.at(at) ^ 4);
            QVERIFY2(!scan::ScanCache::fromBytes(damaged), qPrintable(QString::number(at)));
            QVERIFY2(!scan::ScanCache::fromBytes(whole.first(at)), qPrintable(QString::number(at)));
        }
    }
};

ARCHIVESMP_TEST(TestScanCache)
#include "tst_scancache.moc"
