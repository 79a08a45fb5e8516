// SPDX-License-Identifier: GPL-3.0-or-later
// Our client against the simulator as a program of its own, in every profile and with every form of no
// answer.
#include "tests/agent/amp/simulatedpanel.h"
#include "tests/simulator/tests/simulatorprocess.h"
#include "tests/support/testregistry.h"

#include <QTest>

using namespace archivesmp;
using namespace archivesmp::agent;
using namespace archivesmp::tests;
using namespace Qt::StringLiterals;
using domain::InstanceState;

class TestAmpClientWithProgram final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void comesThroughAWholeJourney_data()
    {
        QTest::addColumn<QString>("profile");
        QTest::addColumn<QString>("voidBody");
        for (const QString &profile : {u"2.5"_s, u"2.6"_s, u"2.8"_s}) {
            for (const QString &voidBody : {u"null"_s, u"empty"_s, u"object"_s})
                QTest::addRow("AMP %s, void as %s", qPrintable(profile), qPrintable(voidBody))
                    << profile << voidBody;
        }
    }
    void comesThroughAWholeJourney()
    {
        QFETCH(QString, profile);
        QFETCH(QString, voidBody);
        SimulatorProcess simulator({u"SMP101"_s});
        const quint16 port
            = simulator.start({u"--profile"_s, profile, u"--void-body"_s, voidBody, u"--start-ms"_s, u"20"_s,
                               u"--stop-ms"_s, u"20"_s, u"--password"_s, u"pass"_s});
        amp::PanelAccess access;
        access.url = QUrl(u"http://127.0.0.1:%1"_s.arg(port));
        access.username = u"admin"_s;
        access.password = Secret("pass");
        amp::AmpClient client(access, SimulatedPanel::systemClock());

        const auto list = awaited(client.listInstances());
        QVERIFY2(list && list->size() == 1, list ? "another number" : qPrintable(describe(list.error())));
        const QString id = list->first().id;
        const auto state = [&] {
            const auto status = awaited(client.status(id));
            return status ? status->state : InstanceState::Unknown;
        };
        QCOMPARE(state(), InstanceState::Running);
        QVERIFY(awaited(client.stopApplication(id)));
        QTRY_COMPARE(state(), InstanceState::Stopped);
        QVERIFY(awaited(client.startApplication(id)));
        QTRY_COMPARE(state(), InstanceState::Running);
        QVERIFY(awaited(client.sendConsole(id, u"say there"_s)));
        const auto lines = awaited(client.newConsoleLines(id));
        QVERIFY(lines);
        QVERIFY(std::any_of(lines->cbegin(), lines->cend(),
                            [](const auto &line) { return line.text == "[Server] there"_L1; }));
        QVERIFY(
            std::all_of(lines->cbegin(), lines->cend(), [](const auto &line) { return line.at.isValid(); }));
        QVERIFY(awaited(client.restartApplication(id)));
        QTRY_COMPARE(state(), InstanceState::Running);
        QVERIFY(awaited(client.killApplication(id)));
        QCOMPARE(state(), InstanceState::Stopped);
    }
};

ARCHIVESMP_TEST(TestAmpClientWithProgram)
#include "tst_ampclientwithprogram.moc"
