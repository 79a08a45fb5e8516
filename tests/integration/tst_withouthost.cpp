// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/integration/demofleet.h"

#include "tests/support/testregistry.h"

#include <QJsonArray>
#include <QSet>
#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>
#include <QTest>

using namespace archivesmp::tests;
using namespace Qt::StringLiterals;

// The host's process is stopped: the client's own door shows its server, scans, starts and stops, and what
// was done there is in the host's records once, when it is back.
class TestWithoutHost final : public QObject
{
    Q_OBJECT

    DemoFleet _fleet;
    QString _instance; // of ovh
    QSet<QString> _findings;
    qsizetype _instances = 0;

    static QSet<QString> idsOf(const QJsonDocument &drift)
    {
        QSet<QString> ids;
        const QJsonArray findings = drift[u"findings"].toArray();
        for (const QJsonValue &finding : findings)
            ids.insert(finding[u"id"].toString());
        return ids;
    }
    [[nodiscard]] QString stateOf(const QString &instance) const
    {
        const QJsonArray all = _fleet.ctlJsonAtClient({u"instances"_s})[u"instances"].toArray();
        for (const QJsonValue &one : all) {
            if (one[u"instance"].toString(one[u"name"].toString()) == instance)
                return one[u"state"].toString();
        }
        return {};
    }
    // What the host's records say of deeds at the client's door.
    [[nodiscard]] QStringList deeds() const
    {
        QStringList found;
        {
            auto database = QSqlDatabase::addDatabase(u"QSQLITE"_s, u"records"_s);
            database.setDatabaseName(_fleet.path(u"state-hetzner/archivesmp.sqlite"_s));
            database.setConnectOptions(u"QSQLITE_OPEN_READONLY"_s);
            QSqlQuery query(database);
            const bool asked = database.open()
                && query.exec(u"SELECT actor, action, detail FROM audit_log WHERE detail LIKE "
                              "'%(at the door of ovh)' ORDER BY id"_s);
            while (asked && query.next())
                found.append(query.value(0).toString() + u' ' + query.value(1).toString() + u' '
                             + query.value(2).toString());
        }
        QSqlDatabase::removeDatabase(u"records"_s);
        return found;
    }

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY2(_fleet.start(), qPrintable(_fleet.problem()));
        const CommandOutcome imported
            = _fleet.ctl({u"import"_s, u"--expectations"_s, _fleet.path(u"expectations"_s)});
        QVERIFY2(imported.status == 0, QByteArray(imported.error + imported.output).constData());
        const CommandOutcome scanned = _fleet.ctl({u"scan"_s});
        QVERIFY2(scanned.status == 0, QByteArray(scanned.error + scanned.output).constData());
        _findings = idsOf(_fleet.ctlJson({u"drift"_s, u"--server"_s, u"ovh"_s}));
        QVERIFY(!_findings.isEmpty());
        const QJsonArray instances
            = _fleet.ctlJson({u"instances"_s, u"--server"_s, u"ovh"_s})[u"instances"].toArray();
        _instances = instances.size();
        QVERIFY(_instances > 0);
        _instance = instances.first()[u"instance"].toString(instances.first()[u"name"].toString());

        QVERIFY(_fleet.agent(u"hetzner"_s).terminate());
    }

    void theClientShowsItsOwnServer()
    {
        const CommandOutcome servers = _fleet.ctlAtClient({u"--json"_s, u"servers"_s});
        QVERIFY2(servers.status == 0, QByteArray(servers.error + servers.output).constData());
        const QJsonArray all = servers.json()[u"servers"].toArray();
        QCOMPARE(all.size(), 1);
        QCOMPARE(all.first()[u"name"].toString(), u"ovh"_s);
        QCOMPARE(all.first()[u"state"].toString(), u"online"_s);
        QCOMPARE(_fleet.ctlJsonAtClient({u"instances"_s})[u"instances"].toArray().size(), _instances);
        QVERIFY(!_fleet.ctlJsonAtClient({u"plugins"_s})[u"plugins"].toArray().isEmpty());
    }

    void itShowsTheDriftThatTheHostSaw()
    {
        const CommandOutcome drift = _fleet.ctlAtClient({u"--json"_s, u"drift"_s});

        QCOMPARE(drift.status, 2);
        QCOMPARE(idsOf(drift.json()), _findings);
    }

    void itScansWithTheExpectationsThatItHas()
    {
        const CommandOutcome scanned = _fleet.ctlAtClient({u"scan"_s});

        QVERIFY2(scanned.status == 0, QByteArray(scanned.error + scanned.output).constData());
        QCOMPARE(idsOf(_fleet.ctlJsonAtClient({u"drift"_s})), _findings);
    }

    void itStopsAndStartsAnInstance()
    {
        const CommandOutcome stopped = _fleet.ctlAtClient({u"stop"_s, _instance});
        QVERIFY2(stopped.status == 0, QByteArray(stopped.error + stopped.output).constData());
        QCOMPARE(stateOf(_instance), u"stopped"_s);

        const CommandOutcome started = _fleet.ctlAtClient({u"start"_s, _instance});
        QVERIFY2(started.status == 0, QByteArray(started.error + started.output).constData());
        QCOMPARE(stateOf(_instance), u"running"_s);
    }

    void whatNeedsCoordinationNamesTheHost()
    {
        const CommandOutcome plan = _fleet.ctlAtClient({u"plan"_s, u"fix"_s, *_findings.constBegin()});

        QCOMPARE(plan.status, 1);
        QVERIFY2(plan.error.contains("ask the host"), plan.error.constData());
    }

    void aRestartedClientStillKnowsWhoMayAsk()
    {
        QVERIFY(_fleet.agent(u"ovh"_s).terminate());
        QVERIFY2(_fleet.restartAgent(u"ovh"_s), qPrintable(_fleet.problem()));

        const CommandOutcome drift = _fleet.ctlAtClient({u"--json"_s, u"drift"_s});

        QVERIFY2(drift.status == 2, QByteArray(drift.error + drift.output).constData());
        QCOMPARE(idsOf(drift.json()), _findings);
        const CommandOutcome scanned = _fleet.ctlAtClient({u"scan"_s});
        QVERIFY2(scanned.status == 0, QByteArray(scanned.error + scanned.output).constData());
    }

    void theHostsRecordsGetEachDeedOnce()
    {
        QVERIFY(deeds().isEmpty());

        QVERIFY2(_fleet.restartAgent(u"hetzner"_s), qPrintable(_fleet.problem()));

        const QStringList wanted{
            u"admin job.drift_scan Scan ovh (at the door of ovh)"_s,
            u"admin job.instance_power stop ovh/%1 (at the door of ovh)"_s.arg(_instance),
            u"admin job.instance_power start ovh/%1 (at the door of ovh)"_s.arg(_instance),
            u"admin job.drift_scan Scan ovh (at the door of ovh)"_s};
        QTRY_COMPARE_WITH_TIMEOUT(deeds(), wanted, 30000);
        QVERIFY2(_fleet.waitUntilOnline(), qPrintable(_fleet.problem()));

        // Nothing of it is told again by the next process.
        QVERIFY(_fleet.agent(u"ovh"_s).terminate());
        QVERIFY2(_fleet.restartAgent(u"ovh"_s), qPrintable(_fleet.problem()));
        QVERIFY2(_fleet.waitUntilOnline(), qPrintable(_fleet.problem()));
        QCOMPARE(deeds(), wanted);
        QVERIFY(QDir(_fleet.path(u"state-ovh/deeds"_s)).isEmpty());
    }
};

ARCHIVESMP_TEST(TestWithoutHost)
#include "tst_withouthost.moc"
