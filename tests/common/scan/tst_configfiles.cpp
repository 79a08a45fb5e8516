// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/scan/configfiles.h"

#include "tests/common/scan/scanfixture.h"
#include "tests/support/testregistry.h"

#include <QTest>

using namespace archivesmp;
using namespace archivesmp::scan;
using namespace Qt::StringLiterals;

class TestConfigFiles final : public QObject
{
    Q_OBJECT

    static constexpr auto dev = "hetzner/DEV01"_L1;
    std::unique_ptr<tests::ScanFixture> _fleet;

    [[nodiscard]] ConfigFiles found(const QByteArrayList &folders, const QSet<QByteArray> &wanted = {}) const
    {
        return findConfigFiles(*SafeFolder::open(_fleet->gameFolder(dev)), folders, wanted);
    }

private Q_SLOTS:
    void init() { _fleet = std::make_unique<tests::ScanFixture>("{}"); }

    void findsFilesByTheirStem()
    {
        for (const char *file : {"config.yml", "Upper.YML", "notes.txt", ".yml", "lang/en.yml", "data/1.yml"})
            _fleet->addFile(dev, u"plugins/Warps/"_s + QLatin1String(file), "a: 1\n");

        const ConfigFiles files = found({"plugins/Warps"}, {"lang"});

        QCOMPARE(files.names.size(), 3);
        QCOMPARE(files.pathOf("config"), "plugins/Warps/config.yml");
        QCOMPARE(files.pathOf("Upper"), "plugins/Warps/Upper.YML");
        QCOMPARE(files.pathOf("lang/en"), "plugins/Warps/lang/en.yml");
        QCOMPARE(files.pathOf("data/1"), QByteArray());
    }

    void prefersTheBetterEnding()
    {
        for (const char *file : {"config.json", "config.yml", "config.conf"})
            _fleet->addFile(dev, u"plugins/Warps/"_s + QLatin1String(file), "{}");

        QCOMPARE(found({"plugins/Warps"}).pathOf("config"), "plugins/Warps/config.yml");
    }

    // A plugin can have left a folder of an older name behind.
    void aPluginMayHaveTwoFolders()
    {
        _fleet->addFile(dev, u"plugins/Warps/config.json"_s, "{}");
        _fleet->addFile(dev, u"plugins/Warps/first.yml"_s, "a: 1\n");
        _fleet->addFile(dev, u"plugins/Warps/both.yml"_s, "a: 1\n");
        _fleet->addFile(dev, u"plugins/OldWarps/config.yml"_s, "a: 1\n");
        _fleet->addFile(dev, u"plugins/OldWarps/second.yml"_s, "a: 1\n");
        _fleet->addFile(dev, u"plugins/OldWarps/both.yml"_s, "a: 1\n");

        const ConfigFiles files = found({"plugins/Warps", "plugins/OldWarps"});

        QCOMPARE(files.pathOf("first"), "plugins/Warps/first.yml");
        QCOMPARE(files.pathOf("both"), "plugins/Warps/both.yml");
        QCOMPARE(files.pathOf("second"), "plugins/OldWarps/second.yml");
        QCOMPARE(files.pathOf("config"), "plugins/OldWarps/config.yml");
    }
};

ARCHIVESMP_TEST(TestConfigFiles)
#include "tst_configfiles.moc"
