// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/checkfix.h"

#include "tests/common/scan/scanfixture.h"
#include "tests/support/testregistry.h"

#include <QDir>
#include <QFile>
#include <QTest>

using namespace archivesmp;
using namespace archivesmp::app::cli;
using namespace archivesmp::tests;
using namespace Qt::StringLiterals;

class TestCheckFix final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aFileThatChangedSinceTheScanIsLeftAlone()
    {
        const QString instance = u"hetzner/DEV01"_s;
        const QString warps = u"plugins/Warps/config.yml"_s;
        const QString pets = u"plugins/Pets/config.yml"_s;
        ScanFixture fleet("{\"Warps\": {\"a\": 5}, \"Pets\": {\"c\": 1}}");
        fleet.options.previews = 0;
        fleet.addFile(instance, warps, "a: 4\n");
        fleet.addFile(instance, pets, "c: 2\n");
        const auto report = fleet.scan();
        QVERIFY(report);
        const QString folder = fleet.gameFolder(instance);
        fleet.addFile(instance, warps, "a: 3 # the plugin was here\n");

        scan::InstanceFolder place;
        place.path = folder;
        const FixSummary fix = fixFindings(*report, {place}, fleet.options, FixMode::Write);

        QFile changed(folder + u'/' + warps);
        QVERIFY(changed.open(QIODevice::ReadOnly));
        QCOMPARE(changed.readAll(), QByteArray("a: 3 # the plugin was here\n"));
        QCOMPARE(QFileInfo(changed).dir().entryList(QDir::Files | QDir::Hidden).size(), 1);
        QCOMPARE(fix.refused.size(), 1);
        QVERIFY(fix.refused.first().reason.contains(u"changed since"_s));
        QFile other(folder + u'/' + pets);
        QVERIFY(other.open(QIODevice::ReadOnly));
        QCOMPARE(other.readAll(), QByteArray("c: 1\n"));
        QCOMPARE(fix.fixed.size(), 1);
    }
};

ARCHIVESMP_TEST(TestCheckFix)
#include "tst_checkfix.moc"
