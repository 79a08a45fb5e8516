// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/integration/demofleet.h"

#include "tests/support/testregistry.h"

#include <QJsonArray>
#include <QSet>
#include <QTest>

using namespace archivesmp::tests;
using namespace Qt::StringLiterals;

// Drift that is right as it is: accepted, taken back, hidden and shown again, from the command line through
// real processes.
class TestJudgement final : public QObject
{
    Q_OBJECT

    DemoFleet _fleet;
    QJsonObject _finding;
    QString _rule;

    QJsonArray findings(const QStringList &more = {})
    {
        return _fleet.ctlJson(QStringList{u"drift"_s} + more)[u"findings"].toArray();
    }
    QSet<QString> ids(const QStringList &more = {})
    {
        QSet<QString> all;
        const QJsonArray list = findings(more);
        for (const QJsonValue &finding : list)
            all.insert(finding[u"id"].toString());
        return all;
    }
    bool isProvisional()
    {
        const QJsonArray list = findings();
        return std::any_of(list.begin(), list.end(),
                           [](const QJsonValue &finding) { return finding[u"provisional"].toBool(); });
    }
    qsizetype scans()
    {
        qsizetype count = 0;
        const QJsonArray jobs = _fleet.ctlJson({u"jobs"_s})[u"jobs"].toArray();
        for (const QJsonValue &job : jobs)
            count += job[u"job_type"].toString() == "drift_scan"_L1;
        return count;
    }
    QString id() const { return _finding[u"id"].toString(); }

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY2(_fleet.start(), qPrintable(_fleet.problem()));
        QVERIFY(_fleet.waitUntilOnline());
        QTRY_COMPARE_WITH_TIMEOUT(_fleet.ctlJson({u"instances"_s})[u"instances"].toArray().size(), 8, 15000);
        const CommandOutcome imported
            = _fleet.ctl({u"import"_s, u"--expectations"_s, _fleet.path(u"expectations"_s)});
        QVERIFY2(imported.status == 0, QByteArray(imported.error + imported.output).constData());
        const CommandOutcome scan = _fleet.ctl({u"scan"_s});
        QVERIFY2(scan.status == 0, QByteArray(scan.error + scan.output).constData());
        const QJsonArray all = findings();
        for (const QJsonValue &candidate : all) {
            if (candidate[u"kind"].toString() == "changed"_L1)
                _finding = candidate.toObject();
        }
        QVERIFY(!id().isEmpty());
    }

    void whatIsAcceptedVanishesWithoutAFullScan()
    {
        const QSet<QString> before = ids();
        const qsizetype scansBefore = scans();

        const CommandOutcome accepted = _fleet.ctl({u"accept"_s, id(), u"--scope"_s, u"instance"_s,
                                                    u"--reason"_s, u"the admin of it wants it so"_s});

        QVERIFY2(accepted.status == 0, QByteArray(accepted.error + accepted.output).constData());
        QTRY_VERIFY_WITH_TIMEOUT(!ids().contains(id()) && !isProvisional(), 30000);
        QCOMPARE(before - ids(), QSet<QString>{id()});
        QCOMPARE(scans(), scansBefore);
    }

    void undoBringsItBack()
    {
        const QJsonArray versions = _fleet.ctlJson({u"expectations"_s, u"history"_s})[u"versions"].toArray();
        QCOMPARE(versions.first()[u"reason"].toString(), u"the admin of it wants it so"_s);

        const CommandOutcome undone
            = _fleet.ctl({u"expectations"_s, u"undo"_s, QString::number(versions.first()[u"version"].toInt()),
                          u"--reason"_s, u"a slip"_s});

        QVERIFY2(undone.status == 0, QByteArray(undone.error + undone.output).constData());
        QTRY_VERIFY_WITH_TIMEOUT(ids().contains(id()) && !isProvisional(), 30000);
    }

    void whatIsIgnoredIsHidden()
    {
        const CommandOutcome ignored
            = _fleet.ctl({u"ignore"_s, id(), u"--scope"_s, u"instance"_s, u"--reason"_s, u"noise"_s});

        QVERIFY2(ignored.status == 0, QByteArray(ignored.error + ignored.output).constData());
        QVERIFY(!ids().contains(id()));
        QCOMPARE(ids({u"--ignored"_s}), QSet<QString>{id()});
        QVERIFY(_fleet.ctl({u"scan"_s}).status == 0);
        QVERIFY(!ids().contains(id()));
        const QJsonArray rules = _fleet.ctlJson({u"rules"_s})[u"rules"].toArray();
        QCOMPARE(rules.first()[u"rule"][u"reason"].toString(), u"noise"_s);
        QCOMPARE(rules.first()[u"hits"].toInt(), 1);
        _rule = rules.first()[u"rule"][u"id"].toString();
    }

    void theRulesRemovalShowsIt()
    {
        const CommandOutcome removed = _fleet.ctl({u"rules"_s, u"remove"_s, _rule});

        QVERIFY2(removed.status == 0, QByteArray(removed.error + removed.output).constData());
        QVERIFY(ids().contains(id()));
    }

    void theCardTellsWhereItsValueComesFrom()
    {
        const QJsonDocument card = _fleet.ctlJson({u"finding"_s, id()});

        QVERIFY2(!card[u"layers"].toArray().isEmpty(), card.toJson().constData());
        QVERIFY(!card[u"story"][u"setting"].toString().isEmpty());
        QVERIFY(card[u"story"][u"cause"].toString() != "unknown"_L1);
    }

    void anExportIsImportedAgainWithoutANewVersion()
    {
        const QString folder = _fleet.path(u"exported"_s);
        const CommandOutcome exported = _fleet.ctl({u"expectations"_s, u"export"_s, folder});
        QVERIFY2(exported.status == 0, QByteArray(exported.error + exported.output).constData());
        const QJsonDocument before = _fleet.ctlJson({u"expectations"_s, u"history"_s});

        const CommandOutcome imported = _fleet.ctl({u"import"_s, u"--expectations"_s, folder});

        QVERIFY2(imported.status == 0, QByteArray(imported.error + imported.output).constData());
        QCOMPARE(_fleet.ctlJson({u"expectations"_s, u"history"_s}).object(), before.object());
    }
};

ARCHIVESMP_TEST(TestJudgement)
#include "tst_judgement.moc"
