// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/simulator/tests/ampcaller.h"
#include "tests/simulator/tests/simulatorprocess.h"
#include "tests/support/testregistry.h"

#include <QTest>

#include <csignal>

using namespace archivesmp::tests;
using namespace Qt::StringLiterals;

class TestProgram final : public QObject
{
    Q_OBJECT

    static QPair<int, QByteArray> run(const QStringList &arguments)
    {
        QProcess process;
        process.start(QStringLiteral(ARCHIVESMP_BIN "/archivesmp-ampsim"), arguments);
        process.waitForFinished(5000);
        return {process.exitCode(), process.readAllStandardError() + process.readAllStandardOutput()};
    }

private Q_SLOTS:
    void servesTheInstancesOfItsRoot()
    {
        SimulatorProcess simulator({u"DEV01"_s, u"SMP101"_s});
        AmpCaller amp(simulator.start());
        QVERIFY(amp.logIn().object().value(u"success").toBool());

        const QJsonArray list = amp.call(u"ADSModule/GetLocalInstances"_s).value().toArray();

        QCOMPARE(list.size(), 3);
        QCOMPARE(list.at(0).toObject().value(u"Module").toString(), u"ADS"_s);
        QCOMPARE(list.at(2).toObject().value(u"InstanceName").toString(), u"SMP101"_s);
    }

    void givesAnInstanceTheSameIdEveryTime()
    {
        QStringList ids;
        for (int i = 0; i < 2; ++i) {
            SimulatorProcess simulator({u"SMP101"_s});
            AmpCaller amp(simulator.start());
            amp.logIn();
            const QJsonArray list = amp.call(u"ADSModule/GetInstanceStatuses"_s).value().toArray();
            ids.append(list.first().toObject().value(u"InstanceID").toString());
        }

        QCOMPARE(ids.first(), ids.last());
        QVERIFY(!ids.first().isEmpty());
    }

    void endsCleanlyOnASignal_data()
    {
        QTest::addColumn<int>("signal");
        QTest::newRow("SIGTERM") << SIGTERM;
        QTest::newRow("SIGINT") << SIGINT;
    }
    void endsCleanlyOnASignal()
    {
        QFETCH(int, signal);
        SimulatorProcess simulator({u"SMP101"_s});
        QVERIFY(simulator.start() != 0);

        kill(static_cast<pid_t>(simulator.process().processId()), signal);

        QVERIFY(simulator.process().waitForFinished(5000));
        QCOMPARE(simulator.process().exitStatus(), QProcess::NormalExit);
        QCOMPARE(simulator.process().exitCode(), 0);
    }

    void refusesArgumentsThatItDoesNotUnderstand_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QByteArray>("complaint");
        QTest::newRow("none") << QStringList() << QByteArray("--root is missing");
        QTest::newRow("unknown") << QStringList{u"--rot"_s, u"/"_s} << QByteArray("unknown option --rot");
        QTest::newRow("value missing") << QStringList{u"--root"_s} << QByteArray("--root needs a value");
        QTest::newRow("profile") << QStringList{u"--profile"_s, u"3"_s}
                                 << QByteArray("--profile does not take \"3\"");
        QTest::newRow("time") << QStringList{u"--start-ms"_s, u"-1"_s}
                              << QByteArray("--start-ms does not take");
        QTest::newRow("port") << QStringList{u"--port"_s, u"70000"_s} << QByteArray("--port does not take");
    }
    void refusesArgumentsThatItDoesNotUnderstand()
    {
        QFETCH(QStringList, arguments);
        QFETCH(QByteArray, complaint);

        const auto [code, output] = run(arguments);

        QCOMPARE(code, 2);
        QVERIFY2(output.contains(complaint), output.constData());
    }

    void refusesAFolderThatIsNotThere()
    {
        const auto [code, output] = run({u"--root"_s, u"/nonexistent/fleet"_s});

        QCOMPARE(code, 1);
        QVERIFY2(output.contains("/nonexistent/fleet"), output.constData());
    }

    void explainsItself()
    {
        const auto [code, output] = run({u"--help"_s});

        QCOMPARE(code, 0);
        QVERIFY(output.contains("--void-body"));
    }

    void obeysItsControlPort()
    {
        SimulatorProcess simulator({u"SMP101"_s});
        AmpCaller amp(simulator.start({u"--control-port"_s, u"0"_s}));
        AmpCaller control(simulator.controlPort());

        QCOMPARE(control.post(u"upset"_s, R"({"method":"Core/Login","kind":"html-error","count":1})").status,
                 200);
        QCOMPARE(amp.logIn().status, 502);
        QCOMPARE(amp.logIn().status, 200);
        QCOMPARE(control.post(u"upset"_s, R"({"kind":"nonsense"})").status, 400);
        QCOMPARE(control.post(u"crash"_s, R"({"instance":"SMP101"})").status, 200);
        QCOMPARE(control.post(u"fault"_s, R"({"instance":"SMP101","fault":"start-fails"})").status, 200);
        QVERIFY(QFile::exists(simulator.root() + u"/SMP101/.ampsim/start-fails"_s));
        QCOMPARE(control.post(u"sessions/end"_s, "{}").status, 200);
        QCOMPARE(amp.call(u"ADSModule/GetInstances"_s).title(), u"Unauthorized Access"_s);
        QCOMPARE(control.post(u"seen"_s, "{}").value().toArray().size(), 3);
    }
};

ARCHIVESMP_TEST(TestProgram)
#include "tst_program.moc"
