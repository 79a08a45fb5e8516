// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/integration/demofleet.h"
#include "tests/integration/onevalue.h"
#include "tests/support/keyring.h"
#include "tests/support/sessionbus.h"
#include "tests/support/testregistry.h"

#include <QJsonArray>
#include <QSet>
#include <QTest>

using namespace archivesmp::tests;
using namespace Qt::StringLiterals;

// The real console on an X server, a session bus and a keychain of the test's own, led by another process
// through the accessibility tree: tests/integration/screenreader.py knows names and roles and nothing else.
class TestScreenReader final : public QObject
{
    Q_OBJECT

    DemoFleet _demo;
    SessionBus _bus;
    Keyring _keyring{_bus};
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
        QVERIFY2(_keyring.start(), qPrintable(_keyring.problem()));
        enterSession(_accessibility);
        QVERIFY2(_accessibility.start(), "at-spi-bus-launcher does not start");
    }

    void cleanupTestCase()
    {
        QVERIFY(_accessibility.terminate());
        QVERIFY(_keyring.stop());
        QVERIFY(_bus.stop());
        QVERIFY(_display.terminate());
    }

    void leadsFromTheFirstStartToARollbackByNamesAndRolesAlone()
    {
        const QJsonObject finding = plainFinding(_demo);
        QVERIFY(!finding.isEmpty());
        const QByteArray before = contentOf(fileOf(_demo, finding));
        const QString other = _demo.instanceWith(u"ovh"_s, _demo.artifactPlugin());
        const QList<QByteArray> jars = _demo.jarsOf(u"ovh"_s, other, _demo.artifactPlugin());
        Program console(builtProgram(u"archivesmp-console"_s),
                        {u"--settings"_s, _bus.folder() + u"/console.ini"_s});
        enterSession(console);
        QVERIFY2(console.start(), "the console does not start");

        Program reader(u"/usr/bin/python3"_s,
                       {QStringLiteral(ARCHIVESMP_SOURCE "/tests/integration/screenreader.py"),
                        _demo.control().section(u'/', 2), _demo.adminKeyFile(), _demo.pin(),
                        finding[u"instance"].toString(), finding[u"key"].toString(), _demo.artifact(),
                        u"DEV01"_s, other});
        enterSession(reader);
        QVERIFY2(reader.start(), "python3 does not start");
        const int status = reader.waitForExit(std::chrono::seconds(240));

        if (status != 0)
            qWarning("%s", qPrintable(reader.description() + u'\n' + console.description()));
        QVERIFY2(status == 0, reader.standardError().right(500).constData());
        QCOMPARE(changeBeyondValue(before, contentOf(fileOf(_demo, finding)), finding), QString());
        const QJsonArray jobs = _demo.ctlJson({u"jobs"_s})[u"jobs"].toArray();
        QCOMPARE(jobs[0][u"job_type"].toString(), u"rollback"_s);
        QSet<QString> deployedTo;
        for (const QJsonValue &job : jobs) {
            if (job[u"job_type"].toString() == "plugin_deploy"_L1
                && !job[u"target_instance"].toString().isEmpty())
                deployedTo.insert(job[u"target_instance"].toString());
        }
        QCOMPARE(deployedTo, QSet<QString>({u"DEV01"_s, other}));
        QVERIFY(console.terminate());
        QCOMPARE(_demo.jarsOf(u"ovh"_s, other, _demo.artifactPlugin()), jars);
    }
};

ARCHIVESMP_TEST(TestScreenReader)
#include "tst_screenreader.moc"
