// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/coordinator/localdeeds.h"

#include "tests/agent/coordinator/fleetfixture.h"
#include "tests/support/testregistry.h"

#include <QTest>

#include <algorithm>

using namespace archivesmp;
using namespace Qt::StringLiterals;
using agent::coordinator::AuditEntry;
using agent::coordinator::LocalDeeds;

class TestLocalDeeds final : public QObject
{
    Q_OBJECT

    tests::FleetFixture _fleet;
    LocalDeeds _deeds{_fleet.workspace};

    [[nodiscard]] protocol::LocalDeed deed(const QString &job
                                           = u"0f3b6d5e-1111-4222-8333-444455556666"_s) const
    {
        return {u"ovh"_s,
                JobId(job),
                _fleet.clock.now().addSecs(-3600),
                u"jane"_s,
                u"job.instance_power"_s,
                u"stop BENT01"_s};
    }
    [[nodiscard]] QList<AuditEntry> records() { return _fleet.stores->audit().recent(100).value(); }

private Q_SLOTS:
    void aDeedIsRecordedOnceHoweverOftenItIsTold()
    {
        QVERIFY(_deeds.record(_fleet.ovhAgent, deed()));
        QVERIFY(_deeds.record(_fleet.ovhAgent, deed()));
        protocol::LocalDeed cancelled = deed();
        cancelled.action = u"job.cancel"_s;
        QVERIFY(_deeds.record(_fleet.ovhAgent, cancelled));

        const QList<AuditEntry> all = records();
        QCOMPARE(all.size(), 2);
        QCOMPARE(all.last().actor, u"jane"_s);
        QCOMPARE(all.last().at, deed().at);
        QCOMPARE(all.last().subject, deed().job.toString());
        QCOMPARE(all.last().detail, u"stop BENT01 (at the door of ovh)"_s);
    }

    // B41: nobody did it, but it is in the records, and said aloud on the host.
    void b41AnAlarmOfAFeedIsRecordedOnce()
    {
        protocol::LocalDeed alarm = deed(u"0f3b6d5e-1111-4222-8333-44445555aaaa"_s);
        alarm.actor = u"agent"_s;
        alarm.action = u"feed.foreign_fleet"_s;
        alarm.detail = u"entries of the fleet \"theirs\""_s;
        const qsizetype before = records().size();
        QTest::ignoreMessage(QtCriticalMsg, "feed.foreign_fleet entries of the fleet \"theirs\" server=ovh");

        QVERIFY(_deeds.record(_fleet.ovhAgent, alarm));
        QVERIFY(_deeds.record(_fleet.ovhAgent, alarm));

        QCOMPARE(records().size(), before + 1);
        const QList<AuditEntry> all = records();
        const auto told = std::find_if(all.begin(), all.end(), [](const AuditEntry &entry) {
            return entry.action == u"feed.foreign_fleet";
        });
        QVERIFY(told != all.end());
        QCOMPARE(told->detail, u"entries of the fleet \"theirs\" (told by ovh)"_s);
    }

    void anotherServersDeedsAreNotItsToTell()
    {
        const auto told = _deeds.record(_fleet.hetznerAgent, deed(u"0f3b6d5e-1111-4222-8333-444455557777"_s));

        QCOMPARE(told.error().code, ErrorCode::PermissionDenied);
    }

    void whatNoAgentTellsIsRefused_data()
    {
        QTest::addColumn<QString>("field");
        for (const char *field : {"action", "job", "actor", "detail", "at"})
            QTest::newRow(field) << QString::fromLatin1(field);
    }
    void whatNoAgentTellsIsRefused()
    {
        QFETCH(QString, field);
        protocol::LocalDeed bad = deed(u"0f3b6d5e-1111-4222-8333-444455558888"_s);
        if (field == u"action")
            bad.action = u"key.create"_s;
        else if (field == u"job")
            bad.job = JobId(u"1'; DROP TABLE audit_log"_s);
        else if (field == u"actor")
            bad.actor = QString(101, u'x');
        else if (field == u"detail")
            bad.detail = QString(1001, u'x');
        else
            bad.at = {};
        const qsizetype before = records().size();

        const auto told = _deeds.record(_fleet.ovhAgent, bad);

        QVERIFY(!told);
        QCOMPARE(told.error().field, field);
        QCOMPARE(records().size(), before);
    }
};

ARCHIVESMP_TEST(TestLocalDeeds)
#include "tst_localdeeds.moc"
