// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/simulator/pluginboot.h"

#include "tests/simulator/tests/instancefixture.h"
#include "tests/simulator/tests/jars.h"
#include "tests/support/testregistry.h"

#include <QTest>

using namespace archivesmp::ampsim;
using namespace archivesmp::tests;
using namespace Qt::StringLiterals;

class TestPluginBoot final : public QObject
{
    Q_OBJECT

    // The lines of a start with these plugins.
    static QStringList boot(InstanceFixture &fixture)
    {
        fixture.instance->kill();
        static_cast<void>(fixture.newLines());
        static_cast<void>(fixture.instance->start());
        if (!QTest::qWaitFor([&fixture] {
                return fixture.instance->state() == AppState::Ready
                    || fixture.instance->state() == AppState::Failed;
            }))
            return {};
        return fixture.newLines();
    }

private Q_SLOTS:
    void enablesEveryPluginBeforeDone()
    {
        InstanceFixture fixture;
        QVERIFY(writePaperJar(fixture.plugins() + u"a.jar"_s, "LuckPerms", "5.4.102"));
        QVERIFY(writeJar(fixture.plugins() + u"b.jar"_s, u"velocity-plugin.json"_s,
                         R"({"id":"maintenance","version":"4.2.0"})"));
        QVERIFY(writeJar(fixture.plugins() + u"c.jar"_s, u"paper-plugin.yml"_s,
                         "name: Chunky\nversion: 1.3 # x\n"));

        const QStringList lines = boot(fixture);

        QVERIFY(lines.contains(u"[LuckPerms] Enabling LuckPerms v5.4.102"_s));
        QVERIFY(lines.contains(u"Loaded plugin maintenance 4.2.0 by unknown"_s));
        QVERIFY(lines.contains(u"[Chunky] Enabling Chunky v1.3"_s));
        QVERIFY(lines.last().startsWith(u"Done ("_s));
    }

    void disablesThemAtTheStop()
    {
        InstanceFixture fixture;
        QVERIFY(writePaperJar(fixture.plugins() + u"a.jar"_s, "LuckPerms", "5.4.102"));
        QVERIFY(!boot(fixture).isEmpty());
        fixture.instance->command(u"plugins"_s);
        QCOMPARE(fixture.newLines(), QStringList{u"Plugins (1): LuckPerms"_s});

        fixture.instance->stop();

        QTRY_COMPARE(fixture.instance->state(), AppState::Stopped);
        QVERIFY(fixture.newLines().contains(u"[LuckPerms] Disabling LuckPerms v5.4.102"_s));
    }

    void couldNotLoadWhatIsNoJar()
    {
        InstanceFixture fixture;
        QFile file(fixture.plugins() + u"broken.jar"_s);
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write("not a zip") > 0);
        file.close();

        const QStringList lines = boot(fixture);

        QVERIFY(lines.contains(u"Could not load 'plugins/broken.jar' in folder 'plugins'"_s));
        QVERIFY(!lines.filter(u"\tat "_s).isEmpty());
        QVERIFY(lines.last().startsWith(u"Done ("_s));
    }

    void failsAsTheDescriptorAsks_data()
    {
        QTest::addColumn<QByteArray>("fault");
        QTest::addColumn<QString>("line");
        QTest::newRow("load") << QByteArray("load")
                              << u"Could not load 'plugins/x.jar' in folder 'plugins'"_s;
        QTest::newRow("enable") << QByteArray("enable")
                                << u"Error occurred while enabling Fragile v1.0 (Is it up to date?)"_s;
    }
    void failsAsTheDescriptorAsks()
    {
        QFETCH(QByteArray, fault);
        QFETCH(QString, line);
        InstanceFixture fixture;
        QVERIFY(writePaperJar(fixture.plugins() + u"x.jar"_s, "Fragile", "1.0", "ampsim-fault: " + fault));

        const QStringList lines = boot(fixture);

        QVERIFY2(lines.contains(line), qPrintable(lines.join(u'\n')));
        QVERIFY(!lines.filter(u"\tat "_s).isEmpty());
        QVERIFY(lines.last().startsWith(u"Done ("_s));
    }

    void failsInVelocitysWordsToo()
    {
        InstanceFixture fixture;
        QVERIFY(writeJar(fixture.plugins() + u"x.jar"_s, u"velocity-plugin.json"_s,
                         R"({"id":"fragile","version":"1.0","ampsim-fault":"enable"})"));

        QVERIFY(boot(fixture).contains(u"Can't create plugin fragile"_s));
    }

    void aPluginCanTakeTheServerDown()
    {
        InstanceFixture fixture;
        QVERIFY(writePaperJar(fixture.plugins() + u"x.jar"_s, "Deadly", "1.0", "ampsim-fault: crash"));

        const QStringList lines = boot(fixture);

        QCOMPARE(fixture.instance->state(), AppState::Failed);
        QVERIFY(lines.filter(u"Done ("_s).isEmpty());
    }

    void failsThePluginsThatTheFaultNames()
    {
        InstanceFixture fixture;
        QVERIFY(writePaperJar(fixture.plugins() + u"a.jar"_s, "Good", "1"));
        QVERIFY(writePaperJar(fixture.plugins() + u"b.jar"_s, "Bad", "2"));
        QVERIFY(fixture.instance->faults().set(u"plugin-fails"_s, "Bad\n"));

        const QStringList lines = boot(fixture);

        QVERIFY(lines.contains(u"[Good] Enabling Good v1"_s));
        QVERIFY(lines.contains(u"Could not load 'plugins/b.jar' in folder 'plugins'"_s));
        QVERIFY(lines.filter(u"Enabling Bad"_s).isEmpty());
    }

    void enablesOneOfTwoWithOneName()
    {
        InstanceFixture fixture;
        QVERIFY(writePaperJar(fixture.plugins() + u"a.jar"_s, "Twin", "1"));
        QVERIFY(writePaperJar(fixture.plugins() + u"b.jar"_s, "Twin", "2"));

        const QStringList lines = boot(fixture);

        QCOMPARE(lines.filter(u"Enabling Twin"_s).size(), 1);
        QCOMPARE(lines.filter(u"Ambiguous plugin name 'Twin'"_s).size(), 1);
    }

    void appliesTheUpdateFolder()
    {
        InstanceFixture fixture;
        QVERIFY(writePaperJar(fixture.plugins() + u"old-1.jar"_s, "Same", "1"));
        QVERIFY(writePaperJar(fixture.plugins() + u"update/new-2.jar"_s, "Same", "2"));

        const QStringList lines = boot(fixture);

        QVERIFY(lines.contains(u"[Same] Enabling Same v2"_s));
        QVERIFY(!QFile::exists(fixture.plugins() + u"old-1.jar"_s));
        QVERIFY(QFile::exists(fixture.plugins() + u"new-2.jar"_s));
    }
};

ARCHIVESMP_TEST(TestPluginBoot)
#include "tst_pluginboot.moc"
