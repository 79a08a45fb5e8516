// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/agent/amp/simulatedpanel.h"
#include "tests/simulator/tests/jars.h"
#include "tests/support/testregistry.h"

#include <QTest>

using namespace archivesmp;
using namespace archivesmp::agent;
using namespace archivesmp::tests;
using namespace Qt::StringLiterals;
using domain::InstanceState;

class TestAmpClient final : public QObject
{
    Q_OBJECT

    // Every AMP generation with every form of an answer without a result.
    static void addDialects()
    {
        using namespace ampsim;
        QTest::addColumn<int>("profile");
        QTest::addColumn<int>("voidBody");
        const QList<std::pair<const char *, Profile>> profiles{
            {"2.5", Profile::Amp25}, {"2.6", Profile::Amp26}, {"2.8", Profile::Amp28}};
        const QList<std::pair<const char *, VoidBody>> bodies{
            {"null", VoidBody::Null}, {"empty", VoidBody::Empty}, {"object", VoidBody::Object}};
        for (const auto &[name, profile] : profiles) {
            for (const auto &[body, form] : bodies)
                QTest::addRow("AMP %s, void as %s", name, body) << int(profile) << int(form);
        }
    }

    static ampsim::Options dialect()
    {
        QFETCH(int, profile);
        QFETCH(int, voidBody);
        ampsim::Options options = SimulatedPanel::quick();
        options.profile = static_cast<ampsim::Profile>(profile);
        options.voidBody = static_cast<ampsim::VoidBody>(voidBody);
        return options;
    }

    static InstanceState stateOf(amp::AmpClient &client, const QString &id)
    {
        const Result<instances::AmpStatus> status = awaited(client.status(id));
        return status ? status->state : InstanceState::Unknown;
    }

    static QStringList texts(const Result<QList<instances::ConsoleLine>> &lines)
    {
        QStringList texts;
        for (const instances::ConsoleLine &line : lines ? *lines : QList<instances::ConsoleLine>())
            texts.append(line.text);
        return texts;
    }

private Q_SLOTS:
    void listsTheInstancesWithoutTheController_data() { addDialects(); }
    void listsTheInstancesWithoutTheController()
    {
        SimulatedPanel simulated({u"DEV01"_s, u"SMP101"_s}, dialect());
        amp::AmpClient client(simulated.access, SimulatedPanel::systemClock());

        const Result<QList<instances::AmpInstance>> list = awaited(client.listInstances());

        QVERIFY2(list, qPrintable(list ? QString() : describe(list.error())));
        QCOMPARE(list->size(), 2);
        QCOMPARE(list->at(0).name, u"DEV01"_s);
        QCOMPARE(list->at(0).id, simulated.instance(u"DEV01"_s).id());
        QCOMPARE(list->at(0).module, u"Minecraft"_s);
        QVERIFY(list->at(0).daemonRunning);
        QCOMPARE(list->at(1).name, u"SMP101"_s);
    }

    void stopsAndStartsTheApplication_data() { addDialects(); }
    void stopsAndStartsTheApplication()
    {
        SimulatedPanel simulated({u"SMP101"_s}, dialect());
        amp::AmpClient client(simulated.access, SimulatedPanel::systemClock());
        const QString id = simulated.instance(u"SMP101"_s).id();
        QCOMPARE(stateOf(client, id), InstanceState::Running);

        QVERIFY(awaited(client.stopApplication(id)));
        QTRY_COMPARE(stateOf(client, id), InstanceState::Stopped);
        QVERIFY(awaited(client.startApplication(id)));
        QTRY_COMPARE(stateOf(client, id), InstanceState::Running);
        QVERIFY(simulated.instance(u"SMP101"_s).faults().set(u"start-hangs"_s));
        QVERIFY(awaited(client.restartApplication(id)));
        QTRY_COMPARE(stateOf(client, id), InstanceState::Starting);
        QVERIFY(awaited(client.killApplication(id)));
        QCOMPARE(stateOf(client, id), InstanceState::Stopped);
    }

    void readsTheConsoleOfAStart_data() { addDialects(); }
    void readsTheConsoleOfAStart()
    {
        SimulatedPanel simulated({u"SMP101"_s}, dialect());
        amp::AmpClient client(simulated.access, SimulatedPanel::systemClock());
        const QString id = simulated.instance(u"SMP101"_s).id();
        QCOMPARE(texts(awaited(client.newConsoleLines(id))),
                 QStringList()); // the mark; what was before is old

        QVERIFY(awaited(client.sendConsole(id, u"say hello"_s)));
        const QStringList said = texts(awaited(client.newConsoleLines(id)));
        QVERIFY(awaited(client.restartApplication(id)));
        QTRY_COMPARE(stateOf(client, id), InstanceState::Running);
        QStringList started = texts(awaited(client.newConsoleLines(id)));

        QCOMPARE(said.filter(u"hello"_s), QStringList{u"[Server] hello"_s});
        QCOMPARE(started.filter(u"For help, type"_s).size(), 1);
        // Only a panel that does not read the header is given the session in the way that AMP warns about.
        QVERIFY(said.filter(u"deprecated"_s).isEmpty());
    }

    void startsADaemonByItsName()
    {
        SimulatedPanel simulated({u"SMP101"_s});
        amp::AmpClient client(simulated.access, SimulatedPanel::systemClock());
        ampsim::Instance &instance = simulated.instance(u"SMP101"_s);
        static_cast<void>(instance.stopDaemon());
        QCOMPARE(awaited(client.status(instance.id())).error().code, ErrorCode::Unavailable);

        QVERIFY(awaited(client.startDaemon(u"SMP101"_s)));

        QTRY_COMPARE(stateOf(client, instance.id()), InstanceState::Stopped);
    }

    void tellsTheTruthWhileTheListIsOld()
    {
        ampsim::Options options = SimulatedPanel::quick();
        options.instanceCache = std::chrono::seconds(30);
        SimulatedPanel simulated({u"SMP101"_s}, options);
        amp::AmpClient client(simulated.access, SimulatedPanel::systemClock());
        QVERIFY(awaited(client.listInstances())->first().daemonRunning);

        static_cast<void>(simulated.instance(u"SMP101"_s).stopDaemon());

        QVERIFY(awaited(client.listInstances())->first().daemonRunning);
        QCOMPARE(awaited(client.status(simulated.instance(u"SMP101"_s).id())).error().code,
                 ErrorCode::Unavailable);
    }

    void reportsThePlayers()
    {
        SimulatedPanel simulated({u"SMP101"_s});
        QVERIFY(simulated.instance(u"SMP101"_s).faults().set(u"players"_s, "7\n"));
        amp::AmpClient client(simulated.access, SimulatedPanel::systemClock());

        QCOMPARE(awaited(client.status(simulated.instance(u"SMP101"_s).id()))->players, 7);
    }

    void repeatsNoLineAfterANewLogin()
    {
        SimulatedPanel simulated({u"SMP101"_s});
        amp::AmpClient client(simulated.access, SimulatedPanel::systemClock());
        ampsim::Instance &instance = simulated.instance(u"SMP101"_s);
        QVERIFY(awaited(client.newConsoleLines(instance.id())));
        instance.console().write(u"one"_s);
        QCOMPARE(texts(awaited(client.newConsoleLines(instance.id()))), QStringList{u"one"_s});

        simulated.panel.endSessions();
        instance.console().write(u"two"_s);

        QCOMPARE(texts(awaited(client.newConsoleLines(instance.id()))), QStringList{u"two"_s});
    }

    void aStartTakesAwayWhatWasWrittenBeforeIt()
    {
        SimulatedPanel simulated({u"SMP101"_s});
        ampsim::Instance &instance = simulated.instance(u"SMP101"_s);
        QVERIFY(tests::writePaperJar(instance.minecraftFolder() + u"/plugins/a.jar"_s, "Alpha", "1.0"));
        amp::AmpClient client(simulated.access, SimulatedPanel::systemClock());
        for (int i = 0; i < 2; ++i) { // without a mark, and with an old one
            QVERIFY(awaited(client.stopApplication(instance.id())));
            QTRY_COMPARE(stateOf(client, instance.id()), InstanceState::Stopped);
            instance.console().write(u"Could not load 'plugins/a.jar' in folder 'plugins'"_s);

            QVERIFY(awaited(client.startApplication(instance.id())));
            QTRY_COMPARE(stateOf(client, instance.id()), InstanceState::Running);

            const QStringList lines = texts(awaited(client.newConsoleLines(instance.id())));
            QCOMPARE(lines.filter(u"Done ("_s).size(), 1);
            QCOMPARE(lines.filter(u"[Alpha] Enabling Alpha v1.0"_s).size(), 1);
            QVERIFY2(lines.filter(u"Could not load"_s).isEmpty(), qPrintable(lines.join(u'\n')));
            QVERIFY2(lines.filter(u"Disabling"_s).isEmpty(), qPrintable(lines.join(u'\n')));
        }
    }

    void refusesACommandOfTwoLines()
    {
        SimulatedPanel simulated({u"SMP101"_s});
        amp::AmpClient client(simulated.access, SimulatedPanel::systemClock());

        const Result<void> sent
            = awaited(client.sendConsole(simulated.instance(u"SMP101"_s).id(), u"say a\nstop"_s));

        QCOMPARE(sent.error().code, ErrorCode::InvalidArgument);
        QCOMPARE(simulated.panel.seen().size(), 0);
    }

    void refusesAnIdThatWouldLeadElsewhere()
    {
        SimulatedPanel simulated({u"SMP101"_s});
        amp::AmpClient client(simulated.access, SimulatedPanel::systemClock());

        QCOMPARE(awaited(client.status(u"../../Core"_s)).error().code, ErrorCode::InvalidArgument);
        QCOMPARE(awaited(client.stopApplication(u"SMP101"_s)).error().code, ErrorCode::InvalidArgument);
        QCOMPARE(awaited(client.newConsoleLines(QString())).error().code, ErrorCode::InvalidArgument);
        QCOMPARE(simulated.panel.seen().size(), 0);
    }

    void neverCallsTheControllersOwnApplication()
    {
        SimulatedPanel simulated({u"SMP101"_s});
        amp::AmpClient client(simulated.access, SimulatedPanel::systemClock());
        const QString id = simulated.instance(u"SMP101"_s).id();

        QVERIFY(awaited(client.stopApplication(id)));
        QVERIFY(awaited(client.killApplication(id)));

        for (const ampsim::SeenCall &call : simulated.panel.seen())
            QVERIFY(!call.instance.isEmpty() || call.method.startsWith("ADSModule/"_L1)
                    || call.method == "Core/Login"_L1);
    }

    void namesAnUnknownInstance()
    {
        SimulatedPanel simulated({u"SMP101"_s});
        amp::AmpClient client(simulated.access, SimulatedPanel::systemClock());

        QCOMPARE(awaited(client.startDaemon(u"NONE"_s)).error().code, ErrorCode::NotFound);
        const Result<instances::AmpStatus> status
            = awaited(client.status(u"11111111-2222-3333-4444-555555555555"_s));
        QCOMPARE(status.error().code, ErrorCode::NotFound);
    }

    void namesTheMissingPermission()
    {
        ampsim::Options options = SimulatedPanel::quick();
        options.denied.append(u"Core.AppManagement.StopApplication"_s);
        SimulatedPanel simulated({u"SMP101"_s}, options);
        amp::AmpClient client(simulated.access, SimulatedPanel::systemClock());

        const Result<void> stopped = awaited(client.stopApplication(simulated.instance(u"SMP101"_s).id()));

        QCOMPARE(stopped.error().code, ErrorCode::PermissionDenied);
        QVERIFY2(describe(stopped.error()).contains("Core.AppManagement.StopApplication"_L1),
                 qPrintable(describe(stopped.error())));
        QCOMPARE(simulated.panel.logins().attempts(), 2); // the controller and the instance, and none more
    }

    void reportsARefusedStart()
    {
        SimulatedPanel simulated({u"SMP101"_s});
        amp::AmpClient client(simulated.access, SimulatedPanel::systemClock());

        const Result<void> started = awaited(client.startApplication(simulated.instance(u"SMP101"_s).id()));

        QCOMPARE(started.error().code, ErrorCode::Conflict);
    }

    void endsOpenQuestionsWhenItGoes()
    {
        SimulatedPanel simulated({u"SMP101"_s});
        QFuture<Result<QList<instances::AmpInstance>>> list;
        QFuture<Result<instances::AmpStatus>> status;
        {
            amp::AmpClient client(simulated.access, SimulatedPanel::systemClock());
            list = client.listInstances();
            status = client.status(simulated.instance(u"SMP101"_s).id());
        }

        QCOMPARE(awaited(list).error().code, ErrorCode::Cancelled);
        QCOMPARE(awaited(status).error().code, ErrorCode::Cancelled);
    }
};

ARCHIVESMP_TEST(TestAmpClient)
#include "tst_ampclient.moc"
