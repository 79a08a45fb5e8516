// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/integration/demofleet.h"
#include "tests/simulator/tests/ampcaller.h"
#include "tests/support/testregistry.h"

#include <QCryptographicHash>
#include <QTest>

using namespace archivesmp::tests;
using namespace Qt::StringLiterals;

// The client's process dies in the middle of a deploy, as by kill -9. Whatever became of the job, the
// instance has one whole JAR, the old or the new one, and runs.
class TestKilledClient final : public QObject
{
    Q_OBJECT

    // Healthy is only who stays so for three seconds: each step can be seen before the next one is reached.
    DemoFleet _fleet{{.durations
                      = "heartbeat: 300ms, degraded: 900ms, offline: 1800ms, lease: 4s, renew: 300ms, "
                        "reconcile: 300ms, poll: 1s, retry_base: 200ms, retry_cap: 1s, "
                        "health_minimum: 3s, health_deadline: 20s, amp_poll: 100ms, "
                        "discovery: 500ms"}};
    QString _plugin;
    QString _instance; // of ovh

    [[nodiscard]] QJsonObject jobDetail(const QString &id) const
    {
        return _fleet.ctlJson({u"job"_s, id})[u"job"].toObject();
    }

    // What AMP itself says of the instance: 20 is Ready.
    [[nodiscard]] int stateInPanel() const
    {
        AmpCaller panel(_fleet.panelUrl(u"ovh"_s).section(u':', 2).remove(u'/').toUShort());
        panel.password = QString::fromLatin1(DemoFleet::panelPassword(u"ovh"_s));
        panel.logIn();
        const QJsonArray instances
            = panel.call(u"ADSModule/GetInstances"_s).value()[0][u"AvailableInstances"].toArray();
        for (const QJsonValue &instance : instances) {
            if (instance[u"InstanceName"].toString() == _instance && instance[u"Running"].toBool())
                return instance[u"AppState"].toInt(-1);
        }
        return -1;
    }

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY2(_fleet.start(), qPrintable(_fleet.problem()));
        const CommandOutcome import
            = _fleet.ctl({u"import"_s, u"--expectations"_s, _fleet.path(u"expectations"_s)});
        QVERIFY2(import.status == 0, import.error.constData());
        const CommandOutcome scan = _fleet.ctl({u"scan"_s});
        QVERIFY2(scan.status == 0, QByteArray(scan.output + scan.error).constData());
        _plugin = _fleet.artifactPlugin();
        _instance = _fleet.instanceWith(u"ovh"_s, _plugin);
        QVERIFY(!_instance.isEmpty());
    }

    void leavesTheOldOrTheNewJarRunning_data()
    {
        QTest::addColumn<QString>("step"); // of the job, as the host shows it; empty for any
        QTest::newRow("as soon as it has begun") << QString();
        QTest::newRow("while it waits for the instance's health") << u"health gate"_s;
    }

    void leavesTheOldOrTheNewJarRunning()
    {
        QFETCH(QString, step);
        const QList<QByteArray> before = _fleet.jarsOf(u"ovh"_s, _instance, _plugin);
        QCOMPARE(before.size(), 1);
        QCOMPARE(stateInPanel(), 20);
        const QString job = _fleet.order({u"plan"_s, u"deploy"_s, u"--plugin"_s, _plugin, u"--jar"_s,
                                          _fleet.artifact(), u"--instance"_s, u"ovh/"_s + _instance});
        QTRY_VERIFY_WITH_TIMEOUT(
            jobDetail(job)[u"status"].toString() == "in_progress"_L1
                && (step.isEmpty() || jobDetail(job)[u"progress"][u"step"].toString() == step),
            30000);

        _fleet.agent(u"ovh"_s).kill();

        QCOMPARE(jobDetail(job)[u"status"].toString(), u"in_progress"_s);
        QVERIFY2(_fleet.restartAgent(u"ovh"_s), qPrintable(_fleet.problem()));
        const QJsonObject ended = _fleet.waitForJob(job)[u"job"].toObject();
        const QString status = ended[u"status"].toString();
        QVERIFY2(QStringList({u"completed"_s, u"failed"_s, u"rolled_back"_s}).contains(status),
                 QJsonDocument(ended).toJson().constData());
        const QByteArray deployed
            = QCryptographicHash::hash(contentOf(_fleet.artifact()), QCryptographicHash::Sha256);
        const QList<QByteArray> after = _fleet.jarsOf(u"ovh"_s, _instance, _plugin);
        QCOMPARE(after, status == "completed"_L1 ? QList{deployed} : before);
        QTRY_COMPARE_WITH_TIMEOUT(stateInPanel(), 20, 10000);
        QVERIFY2(_fleet.waitUntilOnline(), qPrintable(_fleet.problem()));

        // Back to the old one for the next row.
        if (status == "completed"_L1)
            QCOMPARE(_fleet.carryOut({u"plan"_s, u"rollback"_s, job})[u"job"][u"status"].toString(),
                     u"completed"_s);
        QCOMPARE(_fleet.jarsOf(u"ovh"_s, _instance, _plugin), before);
    }
};

ARCHIVESMP_TEST(TestKilledClient)
#include "tst_killedclient.moc"
