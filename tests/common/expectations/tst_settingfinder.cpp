// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/expectations/settingfinder.h"

#include "tests/support/testregistry.h"

#include <QTest>

using namespace archivesmp;
using namespace archivesmp::expectations;
using namespace archivesmp::domain;
using namespace Qt::StringLiterals;

namespace {

ExpectationSet set()
{
    ExpectationSet::Contents all;
    const auto setting = [](const QByteArray &key, qint64 value, int mapKeyLength = 0) {
        return Setting{key, mapKeyLength, ExpectedValue(Value::integer(value)), {}, {}};
    };
    all.plugins = {{u"BentoBox"_s,
                    Platform::Paper,
                    {setting("world.height", 1), setting("addons/AOneBlock/config.world.height", 2),
                     setting("locales/en.map.a.b", 3, 10), setting("blocks.101.01", 4),
                     setting("phases/11500_the end.name", 5)}}};
    return ExpectationSet(all);
}

} // namespace

class TestSettingFinder final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theStemIsTheFileWithoutItsFolderAndEnding_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QByteArray>("stem");
        QTest::newRow("main file") << u"plugins/Warps/config.yml"_s << QByteArray("config");
        QTest::newRow("one letter") << u"plugins/Warps/a.yml"_s << QByteArray("a");
        QTest::newRow("one letter in a folder") << u"plugins/Warps/addons/a.yml"_s << QByteArray("addons/a");
        QTest::newRow("nothing but an ending") << u"plugins/Warps/.yml"_s << QByteArray(".yml");
        QTest::newRow("the same in a folder") << u"plugins/Warps/x/.yml"_s << QByteArray("x/.yml");
        QTest::newRow("a dot in a folder") << u"plugins/Warps/v1.2/list"_s << QByteArray("v1.2/list");
        QTest::newRow("beside the plugins' folders") << u"plugins/Warps.yml"_s << QByteArray("plugins/Warps");
        QTest::newRow("of the server itself") << u"server.properties"_s << QByteArray("server");
    }
    void theStemIsTheFileWithoutItsFolderAndEnding()
    {
        QFETCH(QString, file);
        QTEST(stemOf(file), "stem");
    }

    void theFileAndTheKeyTellTheSetting_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QByteArrayList>("key");
        QTest::addColumn<QByteArray>("setting");
        const QString folder = u"plugins/BentoBox/"_s;
        QTest::newRow("main file") << folder + u"config.yml"_s << QByteArrayList{"world", "height"}
                                   << QByteArray("world.height");
        QTest::newRow("file of an addon")
            << folder + u"addons/AOneBlock/config.yml"_s << QByteArrayList{"world", "height"}
            << QByteArray("addons/AOneBlock/config.world.height");
        QTest::newRow("a map of settings") << folder + u"locales/en.yml"_s << QByteArrayList{"map", "a", "b"}
                                           << QByteArray("locales/en.map.a.b");
        QTest::newRow("a dot in a key")
            << folder + u"config.yml"_s << QByteArrayList{"blocks", "101.01"} << QByteArray("blocks.101.01");
        QTest::newRow("blanks") << folder + u"phases/11500_the end.yml"_s << QByteArrayList{"name"}
                                << QByteArray("phases/11500_the end.name");
        QTest::newRow("nothing of that kind")
            << folder + u"addons/Other/config.yml"_s << QByteArrayList{"world", "height"} << QByteArray();
    }
    void theFileAndTheKeyTellTheSetting()
    {
        QFETCH(const QString, file);
        QFETCH(const QByteArrayList, key);
        QFETCH(const QByteArray, setting);
        const ExpectationSet all = set();
        const SettingFinder finder(all);
        Finding finding;
        finding.plugin = u"BentoBox"_s;
        finding.file = file;
        finding.key = KeyPath(key);

        const auto found = finder.find(finding);

        QCOMPARE(found ? finder.setting(*found).key : QByteArray(), setting);
    }

    void aKeyAsTheExpectationsWriteItIsFoundWithoutAFile()
    {
        const ExpectationSet all = set();
        const SettingFinder finder(all);

        const auto found
            = finder.find(u"BentoBox"_s, {}, u"addons/AOneBlock/config.world.height"_s, {u"ovh"_s, u"A"_s});

        QVERIFY(found);
        QCOMPARE(finder.setting(*found).key, QByteArray("addons/AOneBlock/config.world.height"));
        QVERIFY(!finder.find(u"Other"_s, {}, u"world.height"_s, {u"ovh"_s, u"A"_s}));
    }

    void stemsAreRelativeToThePluginsFolder()
    {
        QCOMPARE(stemOf(u"plugins/BoxedEyes/BoxedEyes.config.yml"_s), QByteArray("BoxedEyes.config"));
        QCOMPARE(stemOf(u"plugins/B/addons/A/config.yml"_s), QByteArray("addons/A/config"));
        QCOMPARE(stemOf(u"server.properties"_s), QByteArray("server"));
    }
};

ARCHIVESMP_TEST(TestSettingFinder)
#include "tst_settingfinder.moc"
