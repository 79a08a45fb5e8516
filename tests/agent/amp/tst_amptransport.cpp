// SPDX-License-Identifier: GPL-3.0-or-later
// What comes back when it is not AMP's answer: B65.
#include "tests/agent/amp/simulatedpanel.h"
#include "tests/support/fakeclock.h"
#include "tests/support/testregistry.h"

#include <QTcpServer>
#include <QTest>

using namespace archivesmp;
using namespace archivesmp::agent;
using namespace archivesmp::tests;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using ampsim::UpsetKind;

class TestAmpTransport final : public QObject
{
    Q_OBJECT

    static QString idOf(SimulatedPanel &simulated) { return simulated.instance(u"SMP101"_s).id(); }

private Q_SLOTS:
    void b65NamesWhatCameInsteadOfAnAnswer_data()
    {
        QTest::addColumn<int>("kind");
        QTest::addColumn<int>("code");
        QTest::addColumn<QString>("words");
        QTest::newRow("a proxy's error page")
            << int(UpsetKind::HtmlError) << int(ErrorCode::Unavailable) << u"HTTP 502"_s;
        QTest::newRow("a proxy's page with 200")
            << int(UpsetKind::HtmlPage) << int(ErrorCode::InvalidInput) << u"<!DOCTYPE html>"_s;
        QTest::newRow("half an answer")
            << int(UpsetKind::Garbage) << int(ErrorCode::InvalidInput) << u"not AMP's"_s;
        QTest::newRow("200 with an exception")
            << int(UpsetKind::Fault) << int(ErrorCode::Internal) << u"Key Not Found"_s;
        QTest::newRow("too many requests")
            << int(UpsetKind::TooMany) << int(ErrorCode::Busy) << u"too many"_s;
        QTest::newRow("a redirect") << int(UpsetKind::Redirect) << int(ErrorCode::InvalidInput)
                                    << u"HTTP 302"_s;
        QTest::newRow("nothing") << int(UpsetKind::Hang) << int(ErrorCode::Timeout) << u"no answer within"_s;
        QTest::newRow("the connection's end")
            << int(UpsetKind::Drop) << int(ErrorCode::Unavailable) << u"ended before"_s;
    }
    void b65NamesWhatCameInsteadOfAnAnswer()
    {
        QFETCH(int, kind);
        QFETCH(int, code);
        QFETCH(QString, words);
        SimulatedPanel simulated({u"SMP101"_s});
        simulated.access.timeout = 1s;
        simulated.access.url.setUserInfo(u"somebody:secret"_s);
        amp::AmpClient client(simulated.access, SimulatedPanel::systemClock());
        QVERIFY(awaited(client.status(idOf(simulated))));
        simulated.panel.upsets().add(u"Core/GetStatus"_s, static_cast<UpsetKind>(kind), 100);

        const auto status = awaited(client.status(idOf(simulated)));

        QVERIFY(!status);
        const QString shown = describe(status.error());
        QCOMPARE(int(status.error().code), code);
        QVERIFY2(shown.contains(words), qPrintable(shown));
        QVERIFY2(shown.contains("http://127.0.0.1"_L1) && shown.contains("Core/GetStatus"_L1),
                 qPrintable(shown));
        QVERIFY2(!shown.contains("somebody"_L1) && !shown.contains("secret"_L1), qPrintable(shown));
    }

    void b65NamesADaemonThatIsDown()
    {
        SimulatedPanel simulated({u"SMP101"_s});
        amp::AmpClient client(simulated.access, SimulatedPanel::systemClock());
        QVERIFY(awaited(client.status(idOf(simulated))));
        static_cast<void>(simulated.instance(u"SMP101"_s).stopDaemon());

        const auto status = awaited(client.status(idOf(simulated)));

        QCOMPARE(status.error().code, ErrorCode::Unavailable);
        QVERIFY(describe(status.error()).contains("daemon does not run"_L1));
    }

    void b65LeavesAPanelAloneThatDoesNotAnswer()
    {
        FakeClock clock;
        SimulatedPanel simulated({u"SMP101"_s});
        amp::AmpClient client(simulated.access, clock);
        QVERIFY(awaited(client.listInstances()));
        simulated.panel.upsets().add(u"*"_s, UpsetKind::HtmlError, 5);
        for (int i = 0; i < 5; ++i)
            QVERIFY(!awaited(client.listInstances()));
        const int asked = simulated.panel.count(u"ADSModule/GetInstances"_s);

        const auto kept = awaited(client.listInstances());

        QCOMPARE(kept.error().code, ErrorCode::Unavailable);
        QVERIFY2(describe(kept.error()).contains("next attempt in 10 s"_L1),
                 qPrintable(describe(kept.error())));
        QCOMPARE(simulated.panel.count(u"ADSModule/GetInstances"_s), asked);
        clock.advance(10s);
        QVERIFY(awaited(client.listInstances()));
    }

    void aDaemonThatIsDownSaysNothingAgainstThePanel()
    {
        SimulatedPanel simulated({u"SMP101"_s});
        amp::AmpClient client(simulated.access, SimulatedPanel::systemClock());
        static_cast<void>(simulated.instance(u"SMP101"_s).stopDaemon());
        for (int i = 0; i < 10; ++i)
            QVERIFY(!awaited(client.status(idOf(simulated))));

        QVERIFY(awaited(client.listInstances()));
    }

    void sendsNothingTwice_data()
    {
        QTest::addColumn<int>("kind");
        QTest::newRow("dropped") << int(UpsetKind::Drop);
        QTest::newRow("timed out") << int(UpsetKind::Hang);
        QTest::newRow("refused by a proxy") << int(UpsetKind::HtmlError);
    }
    void sendsNothingTwice()
    {
        QFETCH(int, kind);
        SimulatedPanel simulated({u"SMP101"_s});
        simulated.access.timeout = 1s;
        amp::AmpClient client(simulated.access, SimulatedPanel::systemClock());
        QVERIFY(awaited(client.status(idOf(simulated))));
        simulated.panel.upsets().add(u"Core/SendConsoleMessage"_s, static_cast<UpsetKind>(kind), 100);

        QVERIFY(!awaited(client.sendConsole(idOf(simulated), u"say once"_s)));

        QCOMPARE(simulated.panel.count(u"Core/SendConsoleMessage"_s), 1);
    }

    void aConnectionThatWasClosedWhileIdleIsNoFailure()
    {
        SimulatedPanel simulated({u"SMP101"_s});
        amp::AmpClient client(simulated.access, SimulatedPanel::systemClock());
        QVERIFY(awaited(client.status(idOf(simulated))));
        simulated.panel.options().port = static_cast<quint16>(simulated.access.url.port());

        simulated.panel.close();
        QVERIFY(simulated.panel.listen());

        QVERIFY(awaited(client.status(idOf(simulated))));
    }

    void keepsTheNumberOfRequestsDown()
    {
        SimulatedPanel simulated({u"SMP101"_s});
        simulated.access.timeout = 1s;
        amp::AmpClient client(simulated.access, SimulatedPanel::systemClock());
        QVERIFY(awaited(client.status(idOf(simulated))));
        const int before = simulated.panel.count(u"Core/GetStatus"_s);
        simulated.panel.upsets().add(u"Core/GetStatus"_s, UpsetKind::Hang, 4);
        QList<QFuture<Result<instances::AmpStatus>>> asked;
        for (int i = 0; i < 12; ++i)
            asked.append(client.status(idOf(simulated)));

        int counted = 0;
        asked.first().then([&](const Result<instances::AmpStatus> &) {
            counted = simulated.panel.count(u"Core/GetStatus"_s);
        });

        // None of the others goes out before one of the first four is given up.
        QVERIFY(!awaited(asked.first()));
        QCOMPARE(counted, before + 4);

        for (const auto &status : asked.mid(4))
            QVERIFY(awaited(status));
        QCOMPARE(simulated.panel.count(u"Core/GetStatus"_s), before + 12);
    }

    void namesAPanelThatIsNotThere()
    {
        quint16 port = 0;
        {
            QTcpServer server;
            QVERIFY(server.listen(QHostAddress::LocalHost));
            port = server.serverPort();
        }
        amp::PanelAccess access;
        access.url = QUrl(u"http://127.0.0.1:%1/"_s.arg(port));
        amp::AmpClient client(access, SimulatedPanel::systemClock());

        const auto list = awaited(client.listInstances());

        QCOMPARE(list.error().code, ErrorCode::Unavailable);
        QVERIFY2(describe(list.error()).contains("connection refused"_L1),
                 qPrintable(describe(list.error())));
    }
};

ARCHIVESMP_TEST(TestAmpTransport)
#include "tst_amptransport.moc"
