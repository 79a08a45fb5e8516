// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/integration/demofleet.h"
#include "tests/support/sessionbus.h"
#include "tests/support/testregistry.h"

#include <QJsonArray>
#include <QTest>

using namespace archivesmp::tests;
using namespace Qt::StringLiterals;

// The real console on an X server and a session bus of the test's own, led by another process through the
// accessibility tree: tests/integration/screenreader.py knows names and roles and nothing else.
class TestScreenReader final : public QObject
{
    Q_OBJECT

    DemoFleet _demo;
    SessionBus _bus;
    Program _display{
        u"Xvfb"_s,
        {u"-displayfd"_s, u"1"_s, u"-screen"_s, u"0"_s, u"1600x1000x24"_s, u"-nolisten"_s, u"tcp"_s}};
    Program _accessibility{u"/usr/libexec/at-spi-bus-launcher"_s, {u"--launch-immediately"_s}};
    QString _displayName;

    void enterSession(Program &program) const
    {
        for (const auto &[name, value] : _bus.environment())
            program.setEnvironment(name, value);
        program.setEnvironment(u"DISPLAY"_s, _displayName);
        program.setEnvironment(u"QT_QPA_PLATFORM"_s, u"xcb"_s);
        program.setEnvironment(u"QT_LINUX_ACCESSIBILITY_ALWAYS_ON"_s, u"1"_s);
    }

    // A finding of a value that can be written.
    [[nodiscard]] QJsonObject fixableFinding() const
    {
        const QJsonArray findings = _demo.ctlJson({u"drift"_s})[u"findings"].toArray();
        for (const QJsonValue &finding : findings) {
            if (finding[u"kind"].toString() == "changed"_L1 && !finding[u"fix"][u"hunk"].toString().isEmpty())
                return finding.toObject();
        }
        return {};
    }

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY2(_demo.start(), qPrintable(_demo.problem()));
        const CommandOutcome import
            = _demo.ctl({u"import"_s, u"--expectations"_s, _demo.path(u"expectations"_s)});
        QVERIFY2(import.status == 0, import.error.constData());
        const CommandOutcome scan = _demo.ctl({u"scan"_s});
        QVERIFY2(scan.status == 0, scan.error.constData());
        QVERIFY2(_display.start(), "Xvfb does not start");
        const QRegularExpressionMatch number = _display.waitForLine(u"^(\\d+)$"_s);
        QVERIFY2(number.hasMatch(), qPrintable(_display.description()));
        _displayName = u':' + number.captured(1);
        QVERIFY2(_bus.start(), qPrintable(_bus.problem()));
        enterSession(_accessibility);
        QVERIFY2(_accessibility.start(), "at-spi-bus-launcher does not start");
    }

    void cleanupTestCase()
    {
        QVERIFY(_accessibility.terminate());
        QVERIFY(_bus.stop());
        QVERIFY(_display.terminate());
    }

    void fixesAFindingByNamesAndRolesAlone()
    {
        const QJsonObject finding = fixableFinding();
        QVERIFY(!finding.isEmpty());
        Program console(builtProgram(u"archivesmp-console"_s),
                        {u"--settings"_s, _bus.folder() + u"/console.ini"_s, u"--url"_s, _demo.control(),
                         u"--api-key-file"_s, _demo.adminKeyFile(), u"--pin"_s, _demo.pin()});
        enterSession(console);
        QVERIFY2(console.start(), "the console does not start");

        Program reader(u"/usr/bin/python3"_s,
                       {QStringLiteral(ARCHIVESMP_SOURCE "/tests/integration/screenreader.py"),
                        finding[u"instance"].toString(), finding[u"key"].toString()});
        enterSession(reader);
        QVERIFY2(reader.start(), "python3 does not start");
        const int status = reader.waitForExit(std::chrono::seconds(150));

        QVERIFY2(status == 0, qPrintable(reader.description() + u'\n' + console.description()));
        QVERIFY2(reader.standardOutput().contains(", completed, "), reader.standardOutput().constData());
        const QJsonArray left = _demo.ctlJson({u"drift"_s})[u"findings"].toArray();
        for (const QJsonValue &other : left)
            QVERIFY(other[u"id"].toString() != finding[u"id"].toString());
        QVERIFY(console.terminate());
    }
};

ARCHIVESMP_TEST(TestScreenReader)
#include "tst_screenreader.moc"
