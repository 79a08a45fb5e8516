// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/storage/sqlfindingstore.h"

#include "tests/agent/storage/testdatabase.h"
#include "tests/support/testregistry.h"

#include <QElapsedTimer>
#include <QTest>

using namespace archivesmp;
using namespace archivesmp::agent;
using namespace archivesmp::domain;
using namespace Qt::StringLiterals;

namespace {

const QDateTime noon(QDate(2026, 1, 2), QTime(12, 0, 0, 250), Qt::UTC);

Finding drift(const QString &key, Severity severity = Severity::Normal)
{
    Finding finding;
    finding.instance = {u"ovh"_s, u"BENT01"_s};
    finding.plugin = u"Essentials"_s;
    finding.file = u"plugins/Essentials/config.yml"_s;
    finding.key = KeyPath::fromString(key);
    finding.severity = severity;
    finding.expected = Value::integer(5);
    finding.actual = Value::text("5");
    finding.layer = Layer::Server;
    finding.line = 12;
    finding.column = 3;
    finding.fix = FixPreview{QByteArray(32, 'f'), u"@@ -1 +1 @@"_s, {}};
    finding.message = u"a text instead of a number"_s;
    finding.id = findingId(finding);
    finding.firstSeen = finding.lastSeen = noon;
    return finding;
}

} // namespace

class TestSqlFindingStore final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        _database = std::make_unique<tests::TestDatabase>();
        _stores = _database->stores();
        coordinator::ServerRecord ovh;
        ovh.server.name = u"ovh"_s;
        QVERIFY(_stores->fleet().saveServer(ovh));
        Instance instance;
        instance.ref = ref;
        instance.ampId = u"id"_s;
        QVERIFY(_stores->fleet().saveInstance(instance));
    }
    void cleanup()
    {
        _stores.reset();
        _database.reset();
    }

    void aFindingComesBackAsItWasSaved()
    {
        QVERIFY(findings().save(ref, {drift(u"a.b"_s)}, noon));

        QCOMPARE(**findings().find(drift(u"a.b"_s).id), drift(u"a.b"_s));
        QCOMPARE(*findings().ofInstance(ref), QList<Finding>{drift(u"a.b"_s)});
    }

    // A path may hold 4,096 bytes, the column 1,024 characters: nothing of it is cut off.
    void b26APathThatIsTooLongNamesItsColumnAndNothingIsCutOff()
    {
        Finding fitting = drift(u"a.b"_s);
        fitting.file = u"plugins/"_s + QString(1016, u'\u00e9');
        fitting.id = findingId(fitting);
        Finding longer = fitting;
        longer.file += u'x';
        longer.id = findingId(longer);

        const auto refused = findings().save(ref, {drift(u"first"_s), longer}, noon);
        const auto kept = findings().save(ref, {fitting}, noon);

        QCOMPARE(refused.error().code, ErrorCode::LimitExceeded);
        QCOMPARE(refused.error().field, u"config_file"_s);
        QVERIFY2(kept, qPrintable(kept ? QString() : describe(kept.error())));
        QCOMPARE(*findings().ofInstance(ref), QList<Finding>{fitting}); // of the refused ones none
    }

    void secretsAndAbsentValuesStayWhatTheyAre()
    {
        Finding secret = drift(u"password"_s);
        secret.expected = SecretFingerprint{QByteArray(32, 's')};
        secret.actual = {};
        secret.layer.reset();
        secret.fix.reset();
        Finding null = drift(u"null"_s);
        null.actual = Value();

        QVERIFY(findings().save(ref, {secret, null}, noon));

        QCOMPARE(**findings().find(secret.id), secret);
        QCOMPARE(**findings().find(null.id), null);
    }

    void aKnownFindingKeepsWhenItWasFirstSeen()
    {
        QVERIFY(findings().save(ref, {drift(u"a"_s)}, noon));

        QVERIFY(findings().save(ref, {drift(u"a"_s)}, noon.addSecs(60)));

        const auto read = findings().find(drift(u"a"_s).id);
        QCOMPARE((*read)->firstSeen, noon);
        QCOMPARE((*read)->lastSeen, noon.addSecs(60));
        QCOMPARE(findings().list({})->total, 1);
    }

    // A scan that has not seen everything brings some of them only.
    void savingSomeLeavesTheOthersOpen()
    {
        QVERIFY(findings().save(ref, {drift(u"a"_s), drift(u"b"_s)}, noon));

        QVERIFY(findings().save(ref, {drift(u"c"_s)}, noon.addSecs(60)));
        QVERIFY(findings().resolve({}, noon.addSecs(60)));

        QCOMPARE(findings().list({})->total, 3);
        QCOMPARE((*findings().find(drift(u"a"_s).id))->lastSeen, noon);
    }

    void aFindingThatComesBackIsSeenForTheFirstTimeAgain()
    {
        QVERIFY(findings().save(ref, {drift(u"a"_s)}, noon));
        QVERIFY(findings().resolve({drift(u"a"_s).id}, noon.addSecs(1)));
        QVERIFY(!*findings().find(drift(u"a"_s).id));
        QCOMPARE(findings().list({})->total, 0);

        QVERIFY(findings().save(ref, {drift(u"a"_s)}, noon.addSecs(2)));

        QCOMPARE((*findings().find(drift(u"a"_s).id))->firstSeen, noon.addSecs(2));
    }

    void aPageIsOrderedWorstFirstAndCountsAll()
    {
        QVERIFY(findings().save(
            ref,
            {drift(u"a"_s), drift(u"b"_s, Severity::Critical), drift(u"c"_s, Severity::Info), drift(u"d"_s)},
            noon));
        protocol::ListFindings query;
        query.limit = 2;
        query.offset = 1;

        const auto page = findings().list(query);

        QCOMPARE(page->total, 4);
        QCOMPARE(page->findings.size(), 2);
        QCOMPARE(page->findings.first().key.toString(), u"a"_s);
        QCOMPARE(page->findings.last().key.toString(), u"d"_s);
    }

    void aPageHoldsWhatFitsTheQuery()
    {
        QVERIFY(findings().save(ref, {drift(u"a"_s), drift(u"b"_s, Severity::Critical)}, noon));
        const auto totalOf = [&](auto change) {
            protocol::ListFindings query;
            change(query);
            return findings().list(query)->total;
        };

        QCOMPARE(totalOf([](auto &q) { q.severity = Severity::Critical; }), 1);
        QCOMPARE(totalOf([](auto &q) { q.kind = FindingKind::Changed; }), 2);
        QCOMPARE(totalOf([](auto &q) { q.plugin = u"Other"_s; }), 0);
        QCOMPARE(totalOf([](auto &q) { q.server = u"ovh"_s; }), 2);
        QCOMPARE(totalOf([](auto &q) { q.server = u"hetzner"_s; }), 0);
        QCOMPARE(totalOf([](auto &q) { q.instance = u"bent01"_s; }), 0);
    }

    // Delivery P10: the report of a whole fleet in one transaction within a second.
    void thousandsOfFindingsAreStoredInOneSecond()
    {
        QList<Finding> many;
        for (int i = 0; i < 5000; ++i)
            many.append(drift(u"key"_s + QString::number(i)));
        QElapsedTimer timer;
        timer.start();

        QVERIFY(findings().save(ref, many, noon));
        QVERIFY(findings().save(ref, many, noon.addSecs(1)));

        qInfo("5000 findings saved twice in %lld ms", timer.elapsed());
        QCOMPARE(findings().list({})->total, 5000);
        QVERIFY(timer.elapsed() < 10000);
    }

private:
    coordinator::FindingStore &findings() { return _stores->findings(); }

    const InstanceRef ref{u"ovh"_s, u"BENT01"_s};
    std::unique_ptr<tests::TestDatabase> _database;
    std::unique_ptr<coordinator::Stores> _stores;
};

ARCHIVESMP_TEST(TestSqlFindingStore)
#include "tst_sqlfindingstore.moc"
