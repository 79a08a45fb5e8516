// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/storage/sqljudgementstores.h"

#include "tests/agent/storage/testdatabase.h"
#include "tests/support/testregistry.h"

#include <QTest>

using namespace archivesmp;
using namespace archivesmp::agent;
using namespace archivesmp::domain;
using namespace Qt::StringLiterals;

namespace {

const QDateTime noon(QDate(2026, 1, 2), QTime(12, 0, 0, 250), Qt::UTC);
const InstanceRef bent{u"ovh"_s, u"BENT01"_s};

Rule ruleAt(const QString &id, const QDateTime &at)
{
    Rule rule;
    rule.id = RuleId(id);
    rule.kind = RuleKind::Severity;
    rule.scope = {u"Warps"_s, u"*.yml"_s, u"a.**"_s, u"ovh/*"_s};
    rule.findingKinds = {FindingKind::Changed};
    rule.severity = Severity::Critical;
    rule.reason = u"a door"_s;
    rule.author = u"anna"_s;
    rule.createdAt = at;
    rule.expiresAt = at.addDays(1);
    return rule;
}

Observation observed(const QString &plugin, qint64 value)
{
    Observation one;
    one.rule = RuleId(u"r"_s);
    one.plugin = plugin;
    one.file = u"config.yml"_s;
    one.key = KeyPath({"a.b", "c"});
    one.value = Value::integer(value);
    one.group = QByteArray(32, 'g');
    return one;
}

} // namespace

class TestSqlJudgementStores final : public QObject
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
        instance.ref = bent;
        instance.ampId = u"id"_s;
        QVERIFY(_stores->fleet().saveInstance(instance));
    }
    void cleanup()
    {
        _stores.reset();
        _database.reset();
    }

    void aRuleComesBackAsItWasAdded()
    {
        QVERIFY(_stores->rules().add(ruleAt(u"r1"_s, noon)));
        QVERIFY(_stores->rules().add(ruleAt(u"r2"_s, noon.addSecs(1))));

        const auto rules = _stores->rules().rules();

        QCOMPARE(rules->size(), 2);
        QCOMPARE(rules->first().rule, ruleAt(u"r2"_s, noon.addSecs(1)));
        QVERIFY(!rules->first().removedAt.isValid());
    }

    void aRemovedRuleStaysAndCanComeBack()
    {
        QVERIFY(_stores->rules().add(ruleAt(u"r1"_s, noon)));
        QVERIFY(_stores->rules().setRemoved(RuleId(u"r1"_s), noon));
        QVERIFY(_stores->rules().tellExpiry(RuleId(u"r1"_s)));

        QCOMPARE(_stores->rules().rules()->first().removedAt, noon);
        QVERIFY(_stores->rules().rules()->first().expiryTold);
        QVERIFY(_stores->rules().setRemoved(RuleId(u"r1"_s), {}));
        QVERIFY(!_stores->rules().rules()->first().removedAt.isValid());
    }

    void theFirstCompleteScanOfAVersionIsKept()
    {
        ScanStore &scans = _stores->scans();
        QVERIFY(!scans.firstComplete(bent, 0)->isValid());
        QVERIFY(scans.addComplete(bent, 2, noon));
        QVERIFY(scans.addComplete(bent, 2, noon.addSecs(60)));
        QVERIFY(scans.addComplete(bent, 3, noon.addSecs(120)));

        QCOMPARE(*scans.firstComplete(bent, 1), noon);
        QCOMPARE(*scans.firstComplete(bent, 3), noon.addSecs(120));
        QVERIFY(!scans.firstComplete(bent, 4)->isValid());
    }

    void whatWasSeenIsReplacedAsAWholeOrForSomePlugins()
    {
        ScanStore &scans = _stores->scans();
        QVERIFY(scans.replaceObservations(bent, {}, {observed(u"A"_s, 1), observed(u"B"_s, 1)}));
        QVERIFY(scans.replaceObservations(bent, {u"B"_s}, {observed(u"B"_s, 2)}));

        const auto both = scans.observations();
        QCOMPARE(
            *both,
            (QList<coordinator::ObservedValue>{{bent, observed(u"A"_s, 1)}, {bent, observed(u"B"_s, 2)}}));
        // server.properties is no plugin's
        QVERIFY(scans.replaceObservations(bent, {}, {observed({}, 3)}));
        QCOMPARE(scans.observations()->size(), 1);
        QVERIFY(scans.observations()->first().observation.plugin.isEmpty());
        QVERIFY(scans.replaceObservations(bent, {}, {}));
        QVERIFY(scans.observations()->isEmpty());
    }

    void keysWithoutAFileAreToldOncePerPluginAndReason()
    {
        ScanStore &scans = _stores->scans();
        Instance other;
        other.ref = {u"ovh"_s, u"EVO01"_s};
        other.ampId = u"id2"_s;
        QVERIFY(_stores->fleet().saveInstance(other));
        QVERIFY(scans.replaceUnresolved(bent, {}, {{u"A"_s, u"no file"_s, 1, {u"x"_s}}}));
        QVERIFY(scans.replaceUnresolved(other.ref, {}, {{u"A"_s, u"no file"_s, 2, {u"x"_s, u"y"_s}}}));

        QCOMPARE(*scans.unresolved(), (QList<UnresolvedKeys>{{u"A"_s, u"no file"_s, 2, {u"x"_s, u"y"_s}}}));
        QVERIFY(scans.replaceUnresolved(other.ref, {u"A"_s}, {}));
        QCOMPARE(scans.unresolved()->first().settings, 1);
    }

    void versionsAreListedNewestFirst()
    {
        coordinator::ExpectationVersion version;
        version.author = u"anna"_s;
        version.createdAt = noon;
        version.sha256 = QByteArray(32, 's');
        version.document = "{}";
        for (version.version = 1; version.version <= 3; ++version.version) {
            version.summary.changed = static_cast<int>(version.version);
            version.undoes = version.version == 3 ? 2 : 0;
            version.secrets = {{u"ref"_s, "sealed"}};
            QVERIFY(_stores->expectations().add(version));
        }

        const auto history = _stores->expectations().history(0, 2);

        QCOMPARE(history->size(), 2);
        QCOMPARE(history->first().version, 3);
        QCOMPARE(history->first().undoes, 2);
        QCOMPARE(history->last().summary.changed, 2);
        QCOMPARE(_stores->expectations().history(2, 9)->size(), 1);
        QCOMPARE((*_stores->expectations().version(2))->secrets.value(u"ref"_s), QByteArray("sealed"));
        QVERIFY(!*_stores->expectations().version(9));
    }

    void judgedFindingsAreHiddenFromTheList()
    {
        Finding finding;
        finding.instance = bent;
        finding.plugin = u"Warps"_s;
        finding.file = u"f.yml"_s;
        finding.key = KeyPath({"a"});
        finding.id = findingId(finding);
        QVERIFY(_stores->findings().save(bent, {finding}, noon));
        finding.ignoredBy = RuleId(u"r1"_s);
        finding.severity = Severity::Info;
        finding.detectedSeverity = Severity::Normal;
        finding.provisional = true;
        QVERIFY(_stores->findings().judge({finding}));

        const auto shown = _stores->findings().list({});
        protocol::ListFindings query;
        query.ignored = true;
        const auto hidden = _stores->findings().list(query);

        QCOMPARE(shown->total, 0);
        QCOMPARE(shown->ignored, 1);
        QCOMPARE(hidden->total, 1);
        const Finding read = hidden->findings.first();
        QCOMPARE(read.ignoredBy, finding.ignoredBy);
        QCOMPARE(read.severity, Severity::Info);
        QCOMPARE(read.detectedSeverity, finding.detectedSeverity);
        QVERIFY(read.provisional);
        QCOMPARE(_stores->findings().all(u"Warps"_s)->size(), 1);
        QVERIFY(_stores->findings().all(u"Other"_s)->isEmpty());
    }

private:
    using ScanStore = coordinator::ScanStore;

    std::unique_ptr<tests::TestDatabase> _database;
    std::unique_ptr<coordinator::Stores> _stores;
};

ARCHIVESMP_TEST(TestSqlJudgementStores)
#include "tst_sqljudgementstores.moc"
