// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/jobs/scanreader.h"

#include "common/expectations/importer.h"
#include "common/scan/instancefolder.h"
#include "tests/fleetgen/drifter.h"
#include "tests/fleetgen/expectationwriter.h"
#include "tests/fleetgen/fleetlayout.h"
#include "tests/fleetgen/inventedplugins.h"
#include "tests/support/fakeclock.h"
#include "tests/support/readwatch.h"
#include "tests/support/testregistry.h"

#include <QTemporaryDir>
#include <QTest>

using namespace archivesmp;
using namespace archivesmp::agent::jobs;
using namespace Qt::StringLiterals;
using expectations::ExpectationSet;

namespace {

constexpr auto server = "hetzner"_L1;

// A server's instances on disk, read as its agent reads them, with a cache beside them.
class Disk final
{
public:
    Disk()
    {
        const auto fleet = fleetgen::inventFleet(4, 8, 3);
        const auto drifts = fleetgen::chooseDrifts(fleet, 20, 3);
        const bool written = fleetgen::layOut(fleet, drifts, 3, _folder.filePath(u"fleet"_s))
            && fleetgen::writeExpectations(fleet, _folder.filePath(u"expectations"_s));
        const auto sources = expectations::readImportFolder(_folder.filePath(u"expectations"_s));
        if (!written || !sources)
            return;
        if (const auto imported = expectations::importExpectations(*sources)) {
            json = imported->set.toJson();
            hash = imported->set.hash();
        }
        if (const auto found = scan::findInstances(root(), server))
            instances = found->instances;
        // Later by enough that no file counts as just written.
        _clock.setNow(QDateTime::currentDateTimeUtc().addSecs(60));
    }

    [[nodiscard]] QString root() const { return _folder.filePath(u"fleet/"_s + server); }
    [[nodiscard]] QString cacheFile() const { return _folder.filePath(u"scan-cache"_s); }

    // As an agent that has just started.
    [[nodiscard]] std::unique_ptr<ScanReader> started(const QString &cacheFile) const
    {
        return std::make_unique<ScanReader>(root(), cacheFile, _clock);
    }
    [[nodiscard]] std::unique_ptr<ScanReader> started() const { return started(cacheFile()); }

    [[nodiscard]] QList<domain::Finding> scan(const ScanReader &reader) const
    {
        QList<domain::Finding> findings;
        for (const scan::InstanceFolder &one : instances) {
            const QString folder = root() + u'/' + one.instance.name;
            const auto report = reader.scan(
                {one.instance, domain::Platform::Paper, folder, json, hash, Secret("key"), {}, nullptr});
            if (!report)
                return {};
            findings += report->findings;
        }
        (void)reader.keep();
        return findings;
    }
    [[nodiscard]] QList<domain::Finding> scanAnew() const
    {
        return scan(*started(_folder.filePath(u"no-cache"_s + QString::number(++_scans))));
    }

    // A file with a drift in it.
    [[nodiscard]] QString driftedFile() const
    {
        for (const domain::Finding &finding : scanAnew()) {
            if (finding.kind == domain::FindingKind::MissingKey)
                return root() + u'/' + finding.instance.name + u"/Minecraft/"_s + finding.file;
        }
        return {};
    }

    QByteArray json;
    QByteArray hash;
    QList<scan::InstanceFolder> instances;

private:
    QTemporaryDir _folder;
    tests::FakeClock _clock;
    mutable int _scans = 0;
};

void append(const QString &path, const QByteArray &text)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::Append));
    file.write(text);
}

} // namespace

class TestScanReader final : public QObject
{
    Q_OBJECT

    std::unique_ptr<Disk> _disk;

private Q_SLOTS:
    void init()
    {
        _disk = std::make_unique<Disk>();
        QVERIFY(!_disk->instances.isEmpty() && !_disk->json.isEmpty());
    }

    void readsNoSettingAgainAfterARestart()
    {
        const auto first = _disk->scan(*_disk->started());
        QVERIFY(!first.isEmpty());
        const auto again = _disk->started();
        tests::ReadWatch watch(_disk->root());

        const auto findings = _disk->scan(*again);

        QCOMPARE(findings, first);
        // The previews of fixes read the files that have drift, and no others are read.
        QStringList drifted;
        for (const domain::Finding &finding : first)
            drifted.append(finding.file.section(u'/', -1));
        for (const QString &name : watch.files())
            QVERIFY2(name.endsWith(u".jar") || drifted.contains(name), qPrintable(name));
    }

    void readsAFileThatHasChanged()
    {
        const auto first = _disk->scan(*_disk->started());
        const QString path = _disk->driftedFile();
        QVERIFY(!path.isEmpty());

        QVERIFY(QFile::remove(path));

        const auto findings = _disk->scan(*_disk->started());
        QVERIFY(findings != first);
        QCOMPARE(findings, _disk->scanAnew());
    }

    void otherExpectationsAreComparedAnew()
    {
        QVERIFY(!_disk->scan(*_disk->started()).isEmpty());
        const ExpectationSet none;
        _disk->json = none.toJson();
        _disk->hash = none.hash();

        QVERIFY(_disk->scan(*_disk->started()).isEmpty());
    }

    void aDamagedCacheIsReplaced()
    {
        const auto first = _disk->scan(*_disk->started());
        append(_disk->cacheFile(), "x");
        QTest::ignoreMessage(QtWarningMsg,
                             QRegularExpression(u"all files are read anew: .*scan-cache.*damaged"_s));

        QCOMPARE(_disk->scan(*_disk->started()), first);

        QVERIFY(scan::ScanCache::load(_disk->cacheFile())); // and written anew
    }

    void aCacheThatCannotBeWrittenIsNoFailure()
    {
        const QString nowhere = _disk->root() + u"/no/such/folder/cache"_s;
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"cache cannot be written"_s));

        QCOMPARE(_disk->scan(*_disk->started(nowhere)), _disk->scanAnew());
    }
};

ARCHIVESMP_TEST(TestScanReader)
#include "tst_scanreader.moc"
