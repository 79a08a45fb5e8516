// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/storage/sqljobstore.h"

#include "tests/agent/storage/testdatabase.h"
#include "tests/support/testregistry.h"

#include <QTest>

using namespace archivesmp;
using namespace archivesmp::agent;
using namespace archivesmp::domain;
using namespace Qt::StringLiterals;

namespace {

const QDateTime noon(QDate(2026, 1, 2), QTime(12, 0, 0, 250), Qt::UTC);

coordinator::JobRecord deployTo(const QString &id, const QString &server, const QString &instance,
                                int wave = 0)
{
    coordinator::JobRecord record;
    record.job.id = JobId(id);
    record.job.type = JobType::PluginDeploy;
    record.job.server = server;
    record.job.instance = instance;
    record.job.plugin = u"CoreProtect"_s;
    record.job.pluginVersion = u"22.4"_s;
    record.job.payload
        = DeployPayload{QByteArray(32, 'a'), 12345, u"CoreProtect-22.4.jar"_s, u"CoreProtect-22.2.jar"_s,
                        QByteArray(32, 'b'), false};
    record.job.wave = wave;
    record.job.createdBy = u"jane"_s;
    record.job.reason = u"22.2 lost blocks"_s;
    record.job.createdAt = noon;
    return record;
}

QStringList idsOf(const QList<Job> &jobs)
{
    QStringList ids;
    for (const Job &job : jobs)
        ids.append(job.id.toString());
    return ids;
}

} // namespace

class TestSqlJobStore final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        _database = std::make_unique<tests::TestDatabase>();
        _stores = _database->stores();
    }
    void cleanup()
    {
        _stores.reset();
        _database.reset();
    }

    void aJobComesBackAsItWasMade()
    {
        coordinator::JobRecord record = deployTo(u"j1"_s, u"ovh"_s, u"BENT01"_s, 2);
        record.job.parent = JobId(u"p"_s);
        record.job.plan = PlanId(u"plan"_s);
        record.idempotencyKey = u"key"_s;

        QVERIFY(jobs().insert({record}));

        const auto read = jobs().find(JobId(u"j1"_s));
        QCOMPARE((*read)->job, record.job);
        QCOMPARE((*read)->idempotencyKey, u"key"_s);
        QCOMPARE((*jobs().findByKey(u"key"_s))->job.id, record.job.id);
        QVERIFY(!*jobs().find(JobId(u"j2"_s)));
    }

    void settingsKeepTheirKindsOfValuesAndKeys()
    {
        coordinator::JobRecord record = deployTo(u"j1"_s, u"ovh"_s, u"BENT01"_s);
        record.job.type = JobType::ConfigUpdate;
        record.job.payload = ConfigUpdatePayload{
            u"plugins/A/config.yml"_s,
            QByteArray(32, 'c'),
            {SettingChange{KeyPath({"a.b", "c"}), SettingChange::Action::Set, Value::text("x"), {}},
             SettingChange{KeyPath({"n"}), SettingChange::Action::Set, Value::integer(7), {}},
             SettingChange{KeyPath({"gone"}), SettingChange::Action::Remove, {}, {}},
             SettingChange{KeyPath({"password"}), SettingChange::Action::Set, {}, u"secret:1"_s}},
            false};

        QVERIFY(jobs().insert({record}));

        QCOMPARE((*jobs().find(record.job.id))->job, record.job);
    }

    void savingWritesEverythingThatAJobGathers()
    {
        coordinator::JobRecord record = deployTo(u"j1"_s, u"ovh"_s, u"BENT01"_s);
        QVERIFY(jobs().insert({record}));
        record.job.status = JobStatus::Failed;
        record.job.attempt = 3;
        record.job.fence = 5'000'000'000;
        record.job.claimedBy = u"ovh"_s;
        record.job.leaseUntil = noon.addSecs(60);
        record.job.notBefore = noon.addSecs(5);
        record.job.cancelRequested = true;
        record.job.progress = {u"health gate"_s, 3, 5};
        record.job.startedAt = noon.addSecs(1);
        record.job.completedAt = noon.addSecs(2);
        record.job.resultMessage = u"no \"Done\" in 300 s"_s;
        record.job.errorCode = ErrorCode::Timeout;
        record.bootId = u"boot"_s;
        record.claimNonce = u"nonce"_s;
        record.crashes = 2;
        record.finishedAttempt = 3;
        record.deadLetter = true;

        QVERIFY(jobs().save(record));

        const auto read = jobs().find(record.job.id);
        QCOMPARE((*read)->job, record.job);
        QCOMPARE((*read)->bootId, record.bootId);
        QCOMPARE((*read)->claimNonce, record.claimNonce);
        QCOMPARE((*read)->crashes, 2);
        QCOMPARE((*read)->finishedAttempt, 3);
        QVERIFY((*read)->deadLetter);
        QCOMPARE((*read)->version, record.version);
    }

    void whoReadAnOldVersionCannotSave()
    {
        QVERIFY(jobs().insert({deployTo(u"j1"_s, u"ovh"_s, u"BENT01"_s)}));
        auto mine = **jobs().find(JobId(u"j1"_s));
        auto theirs = mine;
        QVERIFY(jobs().save(theirs));

        QCOMPARE(jobs().save(mine).error().code, ErrorCode::Conflict);
    }

    void claimableAreTheDueOnesOfFreeInstancesAndOpenWaves()
    {
        auto first = deployTo(u"w1"_s, u"ovh"_s, u"DEV01"_s, 1);
        auto second = deployTo(u"w2"_s, u"ovh"_s, u"BENT01"_s, 2);
        first.job.parent = second.job.parent = JobId(u"p"_s);
        auto parent = deployTo(u"p"_s, u"ovh"_s, {});
        const auto busy = deployTo(u"busy"_s, u"ovh"_s, u"EVO01"_s);
        const auto behind = deployTo(u"behind"_s, u"ovh"_s, u"EVO01"_s);
        const auto later = deployTo(u"later"_s, u"ovh"_s, u"PRIV01"_s);
        const auto clockWasWrong = deployTo(u"wrong"_s, u"ovh"_s, u"PRIV02"_s);
        QVERIFY(jobs().insert({parent, first, second, busy, behind, later, clockWasWrong,
                               deployTo(u"other"_s, u"hetzner"_s, u"SMP101"_s)}));
        hold(busy);
        waitUntil(later, noon.addSecs(10));
        waitUntil(clockWasWrong, noon.addDays(400));

        QCOMPARE(claimableNow(), QStringList({u"wrong"_s, u"w1"_s}));

        first.job.status = JobStatus::Completed;
        QVERIFY(jobs().save(first));
        QCOMPARE(claimableNow(), QStringList({u"wrong"_s, u"w2"_s}));
    }

    void heldAreThoseThatSomebodyWorksOn()
    {
        const auto busy = deployTo(u"busy"_s, u"ovh"_s, u"EVO01"_s);
        QVERIFY(jobs().insert({busy, deployTo(u"waits"_s, u"ovh"_s, u"EVO01"_s)}));
        hold(busy);

        QCOMPARE(jobs().held({})->size(), 1);
        QCOMPARE(jobs().held(u"hetzner"_s)->size(), 0);
        QVERIFY(*jobs().isBusy(u"ovh"_s, u"EVO01"_s, JobId(u"waits"_s)));
        QVERIFY(!*jobs().isBusy(u"ovh"_s, u"EVO01"_s, JobId(u"busy"_s)));
    }

    void aListHoldsParentsWithTheirChildrenNewestFirst()
    {
        auto child = deployTo(u"c1"_s, u"ovh"_s, u"BENT01"_s);
        auto sibling = deployTo(u"c2"_s, u"hetzner"_s, u"SMP101"_s);
        child.job.parent = sibling.job.parent = JobId(u"p"_s);
        QVERIFY(jobs().insert(
            {deployTo(u"old"_s, u"ovh"_s, u"EVO01"_s), deployTo(u"p"_s, u"all"_s, {}), child, sibling}));

        QCOMPARE(idsOf(*jobs().list({})), QStringList({u"p"_s, u"c2"_s, u"c1"_s, u"old"_s}));
        QCOMPARE(idsOf(*jobs().list({u"hetzner"_s, {}, 200})), QStringList({u"p"_s, u"c2"_s}));
        QCOMPARE(idsOf(*jobs().list({{}, {}, 1})), QStringList({u"p"_s, u"c2"_s, u"c1"_s}));
        QVERIFY(jobs().list({{}, JobStatus::Failed, 200})->isEmpty());
    }

    void linesAreNumberedWithoutGaps()
    {
        QVERIFY(jobs().insert({deployTo(u"j1"_s, u"ovh"_s, u"BENT01"_s)}));

        QVERIFY(jobs().addEvents(JobId(u"j1"_s), noon, {u"one"_s, u"two"_s}));
        QVERIFY(jobs().addEvents(JobId(u"j1"_s), noon.addSecs(1), {u"three"_s}));

        const auto events = jobs().events(JobId(u"j1"_s));
        QCOMPARE(events->size(), 3);
        QCOMPARE(events->last(), (JobEvent{JobId(u"j1"_s), 3, noon.addSecs(1), u"three"_s}));
    }

    void anAnnouncementStaysUntilItIsSent()
    {
        QVERIFY(jobs().addToOutbox(JobId(u"j1"_s), noon));
        QVERIFY(jobs().addToOutbox(JobId(u"j2"_s), noon));

        QVERIFY(jobs().markSent(JobId(u"j1"_s), noon));

        QCOMPARE(*jobs().outbox(), QList<JobId>{JobId(u"j2"_s)});
    }

private:
    coordinator::JobStore &jobs() { return _stores->jobs(); }
    QStringList claimableNow()
    {
        QStringList ids = idsOf(*jobs().claimable(u"ovh"_s, noon, noon.addSecs(300)));
        std::sort(ids.begin(), ids.end(), std::greater<>());
        return ids;
    }
    void hold(coordinator::JobRecord record)
    {
        record.job.status = JobStatus::InProgress;
        record.job.claimedBy = record.job.server;
        QVERIFY(jobs().save(record));
    }
    void waitUntil(coordinator::JobRecord record, const QDateTime &time)
    {
        record.job.status = JobStatus::Retrying;
        record.job.notBefore = time;
        QVERIFY(jobs().save(record));
    }

    std::unique_ptr<tests::TestDatabase> _database;
    std::unique_ptr<coordinator::Stores> _stores;
};

ARCHIVESMP_TEST(TestSqlJobStore)
#include "tst_sqljobstore.moc"
