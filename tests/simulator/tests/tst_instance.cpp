// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/simulator/tests/instancefixture.h"
#include "tests/support/testregistry.h"

#include <QTest>

using namespace archivesmp::ampsim;
using namespace archivesmp::tests;
using namespace Qt::StringLiterals;

class TestInstance final : public QObject
{
    Q_OBJECT

    static bool writeFile(const QString &path, const QByteArray &text)
    {
        QFile file(path);
        return file.open(QIODevice::WriteOnly) && file.write(text) == text.size();
    }

    static QByteArray readFile(const QString &path)
    {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("unreadable");
    }

private Q_SLOTS:
    void runsFromTheBeginningUnlessMarkedOtherwise()
    {
        QCOMPARE(InstanceFixture().instance->state(), AppState::Ready);
        const InstanceFixture stopped({u"stopped"_s});
        QCOMPARE(stopped.instance->state(), AppState::Stopped);
        QCOMPARE(stopped.instance->daemon(), DaemonState::Up);
        const InstanceFixture down({u"daemon-stopped"_s});
        QCOMPARE(down.instance->daemon(), DaemonState::Down);
    }

    void startsThroughItsStates()
    {
        InstanceFixture fixture({u"stopped"_s});

        QVERIFY(isAccepted(fixture.instance->start()));

        QCOMPARE(fixture.instance->state(), AppState::PreStart);
        QTRY_COMPARE(fixture.instance->state(), AppState::Ready);
        QCOMPARE(fixture.newLines().constLast(), u"Done (0.020s)! For help, type \"help\""_s);
    }

    void staysInTheStartWhereItIsTo()
    {
        InstanceFixture fixture({u"stopped"_s, u"start-hangs"_s});

        QVERIFY(isAccepted(fixture.instance->start()));

        QTRY_COMPARE(fixture.instance->state(), AppState::Starting);
        fixture.instance->stop(); // which is a kill while it starts
        QCOMPARE(fixture.instance->state(), AppState::Stopped);
    }

    void refusesAStartWhileItRuns()
    {
        InstanceFixture fixture;

        QVERIFY(!isAccepted(fixture.instance->start()));
        fixture.instance->stop();
        QVERIFY(!isAccepted(fixture.instance->start()));
    }

    void stopsAndRestarts()
    {
        InstanceFixture fixture;

        QVERIFY(isAccepted(fixture.instance->restart()));
        QCOMPARE(fixture.instance->state(), AppState::Restarting);
        QTRY_COMPARE(fixture.instance->state(), AppState::Ready);
        fixture.instance->stop();
        QCOMPARE(fixture.instance->state(), AppState::Stopping);
        QTRY_COMPARE(fixture.instance->state(), AppState::Stopped);
        QVERIFY(!isAccepted(fixture.instance->restart())); // AMP does not start what is stopped by that
    }

    void failsToStartWhereItIsTo()
    {
        InstanceFixture fixture({u"stopped"_s, u"start-fails"_s});

        QVERIFY(isAccepted(fixture.instance->start()));

        QTRY_COMPARE(fixture.instance->state(), AppState::Failed);
        QVERIFY(fixture.newLines().filter(u"Done ("_s).isEmpty());
        fixture.instance->faults().clear(u"start-fails"_s);
        QVERIFY(isAccepted(fixture.instance->start()));
        QTRY_COMPARE(fixture.instance->state(), AppState::Ready);
    }

    void hangsInAStopUntilItIsKilled()
    {
        InstanceFixture fixture({u"stop-hangs"_s});
        InstanceFixture other;

        fixture.instance->stop();
        other.instance->stop();
        QTRY_COMPARE(other.instance->state(), AppState::Stopped);

        QCOMPARE(fixture.instance->state(), AppState::Stopping);
        fixture.instance->kill();
        QCOMPARE(fixture.instance->state(), AppState::Stopped);
    }

    void crashesAfterTheStartWhereItIsTo()
    {
        InstanceFixture fixture({u"stopped"_s, u"crash-after-start"_s});

        QVERIFY(isAccepted(fixture.instance->start()));

        QTRY_COMPARE(fixture.instance->state(), AppState::Failed);
        QCOMPARE(fixture.newLines().filter(u"Done ("_s).size(), 1);
    }

    void hasTwoLayers()
    {
        InstanceFixture fixture;
        static_cast<void>(fixture.instance->sessions().open(u"admin"_s));

        QVERIFY(isAccepted(fixture.instance->stopDaemon()));
        QCOMPARE(fixture.instance->daemon(), DaemonState::Down);
        QCOMPARE(fixture.instance->state(), AppState::Undefined);
        QCOMPARE(fixture.instance->sessions().all().size(), 0);
        QVERIFY(!isAccepted(fixture.instance->stopDaemon()));
        QVERIFY(isAccepted(fixture.instance->startDaemon()));
        QVERIFY(!isAccepted(fixture.instance->startDaemon()));

        QTRY_COMPARE(fixture.instance->daemon(), DaemonState::Up);
        QCOMPARE(fixture.instance->state(), AppState::Stopped); // the daemon's start is not the application's
    }

    void rewritesAtTheStopWhatItReadAtTheStart()
    {
        InstanceFixture fixture({u"stopped"_s});
        const QString config = fixture.plugins() + u"config.yml"_s;
        QVERIFY(fixture.instance->faults().set(u"rewrite-on-stop"_s, "plugins/config.yml\n"));
        QVERIFY(writeFile(config, "limit: 1\n"));
        QVERIFY(isAccepted(fixture.instance->start()));
        QTRY_COMPARE(fixture.instance->state(), AppState::Ready);

        QVERIFY(writeFile(config, "limit: 2\n"));
        fixture.instance->stop();

        QTRY_COMPARE(fixture.instance->state(), AppState::Stopped);
        QCOMPARE(readFile(config), "limit: 1\n");
        QVERIFY(writeFile(config, "limit: 3\n")); // and what is written while it is stopped stays
        QVERIFY(isAccepted(fixture.instance->start()));
        QTRY_COMPARE(fixture.instance->state(), AppState::Ready);
        fixture.instance->stop();
        QTRY_COMPARE(fixture.instance->state(), AppState::Stopped);
        QCOMPARE(readFile(config), "limit: 3\n");
    }

    void updatesOnlyWhileStopped()
    {
        InstanceFixture fixture;
        QVERIFY(!isAccepted(fixture.instance->update()));
        fixture.instance->kill();

        QVERIFY(isAccepted(fixture.instance->update()));

        QCOMPARE(fixture.instance->state(), AppState::Updating);
        QCOMPARE(fixture.instance->tasks().all().first().state, TaskState::Running);
        QTRY_COMPARE(fixture.instance->state(), AppState::Stopped);
        QCOMPARE(fixture.instance->tasks().all().first().state, TaskState::Finished);
    }

    void understandsAFewCommands()
    {
        InstanceFixture fixture;
        static_cast<void>(fixture.newLines());

        fixture.instance->command(u"say hello you"_s);
        fixture.instance->command(u"frobnicate"_s);
        QCOMPARE(
            fixture.newLines(),
            QStringList({u"[Server] hello you"_s, u"Unknown or incomplete command, see below for error"_s}));
        fixture.instance->command(u"stop"_s);

        QTRY_COMPARE(fixture.instance->state(), AppState::Stopped);
        fixture.instance->command(u"say nobody"_s);
        QVERIFY(fixture.newLines().filter(u"nobody"_s).isEmpty());
    }

    void takesItsGamePortFromItsFiles()
    {
        InstanceFixture fixture;
        QCOMPARE(fixture.instance->gamePort(), 25565);

        QVERIFY(writeFile(fixture.root() + u"/Minecraft/server.properties"_s, "motd=x\nserver-port=25901\n"));

        QCOMPARE(fixture.instance->gamePort(), 25901);
    }
};

ARCHIVESMP_TEST(TestInstance)
#include "tst_instance.moc"
