// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/common/scan/scanfixture.h"

#include "tests/support/testregistry.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTest>

using namespace archivesmp;
using namespace archivesmp::tests;
using namespace Qt::StringLiterals;

namespace {
const QString dev = u"hetzner/DEV01"_s;
const QString bent = u"ovh/BENT01"_s;
const QString mainFile = u"plugins/Warps/config.yml"_s;
const QByteArray expected = "{}";
} // namespace

class TestInstanceFolder final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
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

ARCHIVESMP_TEST(TestInstanceFolder)
#include "tst_instancefolder.moc"
