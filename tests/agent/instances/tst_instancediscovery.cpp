// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/instances/instancediscovery.h"

#include "tests/fakes/fakeamppanel.h"
#include "tests/support/await.h"
#include "tests/support/fakeclock.h"
#include "tests/support/sandbox.h"
#include "tests/support/testregistry.h"

#include <QTest>

using namespace archivesmp;
using namespace archivesmp::agent::instances;
using namespace Qt::StringLiterals;
using domain::InstanceState;
using domain::Platform;

class TestInstanceDiscovery final : public QObject
{
    Q_OBJECT

    std::unique_ptr<tests::Sandbox> _sandbox;
    std::unique_ptr<tests::FakeAmpPanel> _panel;
    tests::FakeClock _clock;
    QThreadPool _pool;

    [[nodiscard]] Inventory look()
    {
        InstanceDiscovery discovery(*_panel, _clock, _pool, u"hetzner"_s, _sandbox->root());
        return tests::valueOf(discovery.look());
    }

private Q_SLOTS:
    void init()
    {
        _sandbox = std::make_unique<tests::Sandbox>();
        _panel = std::make_unique<tests::FakeAmpPanel>();
        _sandbox->write(u"instances/DEV01/Minecraft/server.properties"_s, "");
        _sandbox->write(u"instances/VEL01/Minecraft/velocity.toml"_s, "");
        _sandbox->write(u"instances/GEY01/Minecraft/Geyser-Standalone.jar"_s, "");
    }

    void joinsDiskAndAmpByName()
    {
        _panel->add(u"DEV01"_s);

        const Inventory inventory = look();

        QCOMPARE(inventory.instances.size(), 3);
        const domain::Instance dev = inventory.instances.first();
        QCOMPARE(dev.ref, (domain::InstanceRef{u"hetzner"_s, u"DEV01"_s}));
        QCOMPARE(dev.ampId, u"id-dev01"_s);
        QCOMPARE(dev.state, InstanceState::Running);
        QCOMPARE(dev.platform, Platform::Paper);
        QCOMPARE(dev.players, std::optional<int>(0));
        QVERIFY(dev.onDisk && dev.inAmp);
        QCOMPARE(dev.lastSeen, _clock.now());
    }

    void tellsThePlatformFromTheFiles()
    {
        const Inventory inventory = look();

        QCOMPARE(inventory.instances.at(1).platform, Platform::Geyser);
        QCOMPARE(inventory.instances.at(2).platform, Platform::Velocity);
    }

    void showsWhereDiskAndAmpDisagree()
    {
        _panel->add(u"DEV01"_s);
        _panel->add(u"GHOST1"_s, InstanceState::Stopped);
        _panel->add(u"VEL01"_s);

        const Inventory inventory = look();

        QCOMPARE(inventory.disagreements,
                 (QStringList{u"GEY01 is on disk, but AMP does not list it"_s,
                              u"GHOST1 is in AMP's list, but has no folder with a Minecraft root"_s}));
        QCOMPARE(inventory.instances.at(1).ampId, u"disk:GEY01"_s);
        QVERIFY(!inventory.instances.at(2).onDisk);
    }

    void skipsTheControllerAndFoldersWithoutMinecraft()
    {
        _sandbox->write(u"instances/ADS01/ADSModule.kvp"_s, "");
        _sandbox->write(u"instances/ADS01/Minecraft/x"_s, "");
        _sandbox->write(u"instances/TEAMSPEAK/x"_s, "");

        const auto found = findOnDisk(u"hetzner"_s, _sandbox->root());

        QCOMPARE(found->instances.size(), 3);
        QCOMPARE(found->skipped,
                 (QStringList{u"ADS01 is skipped: it is AMP's controller"_s,
                              u"TEAMSPEAK is skipped: it has no Minecraft folder"_s}));
    }

    void logsASkippedFolderOnce()
    {
        _sandbox->write(u"instances/TEAMSPEAK/x"_s, "");
        InstanceDiscovery discovery(*_panel, _clock, _pool, u"hetzner"_s, _sandbox->root());
        static int messages = 0;
        const auto previous
            = qInstallMessageHandler([](QtMsgType, const QMessageLogContext &, const QString &text) {
                  messages += text.contains(u"TEAMSPEAK"_s) ? 1 : 0;
              });
        // Not by rules: those of the environment, which silence such messages in tests, would win.
        static QLoggingCategory::CategoryFilter filter = nullptr;
        filter = QLoggingCategory::installFilter([](QLoggingCategory *category) {
            filter(category);
            if (qstrcmp(category->categoryName(), "archivesmp.discovery") == 0)
                category->setEnabled(QtInfoMsg, true);
        });

        (void)tests::valueOf(discovery.look());
        (void)tests::valueOf(discovery.look());

        QLoggingCategory::installFilter(filter);
        qInstallMessageHandler(previous);
        QCOMPARE(messages, 1);
    }

    // B65: AMP away is no reason to know nothing.
    void b65KeepsTheDiskWhenAmpIsAway()
    {
        _panel->away = Error{ErrorCode::Unavailable, u"AMP does not answer"_s};

        const Inventory inventory = look();

        QCOMPARE(inventory.instances.size(), 3);
        QCOMPARE(inventory.ampError->message, u"AMP does not answer"_s);
        QCOMPARE(inventory.instances.first().state, InstanceState::Unknown);
        QVERIFY(inventory.disagreements.isEmpty());
    }

    void anInstanceWithoutADaemonIsStoppedAndASuspendedOneSuspended()
    {
        _panel->add(u"DEV01"_s).entry.daemonRunning = false;
        _panel->add(u"VEL01"_s).entry.suspended = true;

        const Inventory inventory = look();

        QCOMPARE(inventory.instances.at(0).state, InstanceState::Stopped);
        QCOMPARE(inventory.instances.at(2).state, InstanceState::Suspended);
    }

    void saysWhichFolderIsMissing()
    {
        QCOMPARE(findOnDisk(u"hetzner"_s, u"/nowhere/at/all"_s).error().field, u"instances.root"_s);
    }
};

ARCHIVESMP_TEST(TestInstanceDiscovery)
#include "tst_instancediscovery.moc"
