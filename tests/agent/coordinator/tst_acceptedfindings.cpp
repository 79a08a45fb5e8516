// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/agent/coordinator/judgementbench.h"
#include "tests/support/testregistry.h"

#include <QTest>

using namespace archivesmp;
using namespace archivesmp::domain;
using namespace archivesmp::tests;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

// What is accepted and taken back, from the request to the evaluation's report.
class TestAcceptedFindings final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        _bench = std::make_unique<JudgementBench>();
        for (const QString &instance : {u"BENT01"_s, u"EVO01"_s}) {
            _bench->disk[instance] = {{u"Essentials"_s, {{"a", Value::integer(6)}, {"b", Value::integer(1)}}},
                                      {u"Warps"_s, {{"c", Value::integer(9)}}}};
        }
        _bench->import(R"({"Essentials": {"a": 5, "b": 1}, "Warps": {"c": 1}})");
        _bench->scan();
        QCOMPARE(_bench->findings().size(), 4);
    }
    void cleanup() { _bench.reset(); }

    void acceptedDriftVanishesWithTheEvaluation()
    {
        const auto reply = _bench->accept(_bench->finding(u"BENT01"_s, "a"), Layer::Instance);

        QCOMPARE(reply->version, 2);
        QCOMPARE(reply->accepted.size(), 1);
        QCOMPARE(reply->evaluations.size(), 1);
        QVERIFY(_bench->finding(u"BENT01"_s, "a").provisional);
        QCOMPARE(_bench->evaluate(), 1);
        QCOMPARE(_bench->finding(u"BENT01"_s, "a").id, FindingId());
        QCOMPARE(_bench->findings().size(), 3);
    }

    void onlyWhatIsConcernedIsProvisionalAndReadAgain()
    {
        const QDateTime before = _bench->finding(u"BENT01"_s, "c").lastSeen;
        QVERIFY(_bench->accept(_bench->finding(u"BENT01"_s, "a"), Layer::Instance));

        QVERIFY(!_bench->finding(u"BENT01"_s, "c").provisional);
        QVERIFY(!_bench->finding(u"EVO01"_s, "a").provisional);
        const Job job = _bench->claim(*_bench->waiting());
        QCOMPARE(job.type, JobType::Evaluate);
        QCOMPARE(std::get<EvaluatePayload>(job.payload), (EvaluatePayload{{u"Essentials"_s}, {u"BENT01"_s}}));
        _bench->clock.advance(1min);
        _bench->report(job, u"BENT01"_s, {u"Essentials"_s});
        QCOMPARE(_bench->finding(u"BENT01"_s, "c").lastSeen, before);
    }

    void acceptedForAllItVanishesEverywhere()
    {
        QVERIFY(_bench->accept(_bench->finding(u"BENT01"_s, "a"), Layer::Universal));

        QVERIFY(_bench->finding(u"EVO01"_s, "a").provisional);
        _bench->evaluate();
        QCOMPARE(_bench->findings().size(), 2);
    }

    void undoBringsItBackAndUndoingThatTakesItAway()
    {
        QVERIFY(_bench->accept(_bench->finding(u"BENT01"_s, "a"), Layer::Universal));
        _bench->evaluate();

        const auto undone = _bench->core->undo(_bench->anna, {2, u"a slip"_s});
        QCOMPARE(undone->version, 3);
        _bench->evaluate();
        QCOMPARE(_bench->findings().size(), 4);

        QVERIFY(_bench->core->undo(_bench->anna, {3, u"no slip"_s}));
        _bench->evaluate();
        QCOMPARE(_bench->findings().size(), 2);
        const auto history = _bench->core->expectations.versions({});
        QCOMPARE(history->newest, 4);
        QCOMPARE(history->versions.first().undoes, 3);
        QCOMPARE(history->versions.first().reason, u"no slip"_s);
        QCOMPARE(history->versions.at(2).author, u"ben"_s);
        QCOMPARE(history->versions.at(2).summary.changed, 1);
        QCOMPARE(history->versions.at(2).summary.examples, QStringList{u"Essentials: a: 5 → 6"_s});
        QCOMPARE(history->versions.last().reason, u"first import"_s);
    }

    void anOperatorTakesBackWhatHeMadeHimselfAndNothingElse()
    {
        const User carl{u"carl"_s, UserRole::Operator, {}};
        QVERIFY(_bench->accept(_bench->finding(u"BENT01"_s, "a"), Layer::Universal));

        const auto foreign = _bench->core->undo(carl, {2, u"not mine"_s});
        QCOMPARE(foreign.error().code, ErrorCode::PermissionDenied);
        QVERIFY(foreign.error().message.contains(u"ben"_s));
        QCOMPARE(_bench->core->expectations.version(), 2);
        QCOMPARE(_bench->core->undo(_bench->ben, {2, u"mine"_s})->version, 3);
        QCOMPARE(_bench->core->undo(_bench->ben, {3, u"mine again"_s})->version, 4);
        QCOMPARE(_bench->core->undo(_bench->anna, {4, u"an admin may"_s})->version, 5);
        QCOMPARE(_bench->core->undo(_bench->ben, {5, u"hers"_s}).error().code, ErrorCode::PermissionDenied);
    }

    void onlyTheNewestIsUndoneAndNeverTheFirst()
    {
        QCOMPARE(_bench->core->undo(_bench->anna, {1, u"all"_s}).error().code, ErrorCode::Conflict);
        QVERIFY(_bench->accept(_bench->finding(u"BENT01"_s, "a"), Layer::Instance));
        QCOMPARE(_bench->core->undo(_bench->anna, {1, u"all"_s}).error().code, ErrorCode::Conflict);
        QCOMPARE(_bench->core->undo(_bench->anna, {2, {}}).error().code, ErrorCode::InvalidArgument);
    }

    void severalChangesInARowAreOneEvaluation()
    {
        QVERIFY(_bench->accept(_bench->finding(u"BENT01"_s, "a"), Layer::Instance));
        QVERIFY(_bench->accept(_bench->finding(u"EVO01"_s, "c"), Layer::Instance));

        QCOMPARE(_bench->evaluate(), 1);
        QCOMPARE(_bench->findings().size(), 2);
    }

    void whatIsProvisionalIsNeitherAcceptedNorFixed()
    {
        const Finding a = _bench->finding(u"BENT01"_s, "a");
        QVERIFY(_bench->accept(a, Layer::Instance));

        const auto again = _bench->accept(a, Layer::Instance);
        const auto plan = _bench->core->planFix(_bench->ben, {{a.id}, {}, {}});

        QVERIFY(again->accepted.isEmpty());
        QVERIFY(again->refused.first().reason.contains(u"compared anew"_s));
        QVERIFY(plan->targets.first().blocker.contains(u"compared anew"_s));
    }

    void aReportOfOlderExpectationsResolvesNothingAndIsComparedAgain()
    {
        const QByteArray old = _bench->core->expectations.hash();
        const auto scan = _bench->core->startScan(_bench->anna, {{}, {u"EVO01"_s}});
        const Job job = _bench->claim(scan->job);
        QVERIFY(_bench->accept(_bench->finding(u"EVO01"_s, "a"), Layer::Instance));
        _bench->disk[u"EVO01"_s][u"Essentials"_s]["b"] = Value::integer(2);
        _bench->disk[u"EVO01"_s][u"Warps"_s]["c"] = Value::integer(1);

        _bench->report(job, u"EVO01"_s, {}, old);

        QVERIFY(_bench->finding(u"EVO01"_s, "b").provisional);
        QVERIFY(!_bench->finding(u"EVO01"_s, "c").id.isEmpty());
        _bench->finish(job);
        _bench->evaluate();
        QVERIFY(!_bench->finding(u"EVO01"_s, "b").provisional);
        QVERIFY(_bench->finding(u"EVO01"_s, "c").id.isEmpty());
    }

    void anImportIsComparedAnewToo()
    {
        _bench->import(R"({"Essentials": {"a": 6, "b": 1}, "Warps": {"c": 1}})", u"second"_s);

        QVERIFY(_bench->finding(u"BENT01"_s, "a").provisional);
        QCOMPARE(_bench->evaluate(), 1);
        QCOMPARE(_bench->findings().size(), 2);
    }

    void aMissingKeyNeedNotBeThereAnyMore()
    {
        _bench->disk[u"EVO01"_s][u"Essentials"_s].remove("b");
        _bench->scan();

        QVERIFY(_bench->accept(_bench->finding(u"EVO01"_s, "b"), Layer::Instance));
        _bench->evaluate();

        QVERIFY(_bench->finding(u"EVO01"_s, "b").id.isEmpty());
        const auto card = _bench->core->settingCard({u"Essentials"_s, u"b"_s, u"EVO01"_s, {}});
        QVERIFY(card->layers.last().notExpected);
        QCOMPARE(card->layers.last().author, u"ben"_s);
    }

    void everythingIsKeptInTheRecords()
    {
        QVERIFY(_bench->accept(_bench->finding(u"BENT01"_s, "a"), Layer::Instance));
        QCOMPARE(_bench->core->accept(_bench->ben, {{FindingId(u"x"_s)}, Layer::Instance, {}}).error().code,
                 ErrorCode::InvalidArgument);

        const auto entries = _bench->audit();
        const bool isThere = std::any_of(entries.begin(), entries.end(), [](const auto &entry) {
            return entry.action == u"findings.accept"_s && entry.actor == u"ben"_s && entry.subject == u"2"_s
                && entry.detail == u"as it should be"_s;
        });
        QVERIFY(isThere);
    }

    void anExportHasEverythingInParts()
    {
        const auto names = _bench->core->expectations.exported({});
        QVERIFY(names->files.contains(u"paper/universal_configs.json"_s));
        const auto part = _bench->core->expectations.exported({0, u"expectations.json"_s, 0});
        const auto rest = _bench->core->expectations.exported({0, u"expectations.json"_s, 10});

        QCOMPARE(part->text.toUtf8(), *_bench->core->expectations.document({}));
        QCOMPARE(part->next, 0);
        QCOMPARE(rest->text, part->text.mid(10));
        QCOMPARE(_bench->core->expectations.exported({0, u"../x"_s, 0}).error().code, ErrorCode::NotFound);
    }

    void expectedKeysWithoutAFileAreToldOnce()
    {
        _bench->unresolved = {{u"Warps"_s, u"no file holds it"_s, 2, {u"x.y"_s}}};
        _bench->scan();

        const auto fleet = _bench->core->fleet({});

        QCOMPARE(fleet->unresolved, _bench->unresolved);
        QCOMPARE(fleet->expectationsVersion, 1);
    }

    // Shown by 7
    void anAcceptedSecretIsNowhereInTheDatabase()
    {
        const QByteArray wanted("c4n4ry-expected-pa55word");
        const QByteArray actual("c4n4ry-actual-pa55word");
        for (const QString &instance : {u"BENT01"_s, u"EVO01"_s})
            _bench->disk[instance][u"Essentials"_s]["db.password"] = Value::text(actual);
        _bench->import(R"({"Essentials": {"db.password": ")" + wanted + R"("}})", u"with a secret"_s);
        _bench->scan();
        const Finding secret = _bench->finding(u"BENT01"_s, "db.password");
        QVERIFY(isSecret(secret.actual));

        QVERIFY(!_bench->accept(secret, Layer::Instance)->accepted.isEmpty());
        _bench->evaluate();

        QVERIFY(_bench->finding(u"BENT01"_s, "db.password").id.isEmpty());
        QVERIFY(!_bench->finding(u"EVO01"_s, "db.password").id.isEmpty());
        const auto card = _bench->core->settingCard({u"Essentials"_s, u"db.password"_s, u"BENT01"_s, {}});
        QVERIFY(isSecret(card->layers.last().value));
        bool isThere = false;
        for (const QByteArray &bytes : _bench->database.storedBytes()) {
            isThere = isThere || bytes.contains("with a secret");
            QVERIFY(!bytes.contains(wanted));
            QVERIFY(!bytes.contains(actual));
        }
        QVERIFY(isThere);
        const auto exported = _bench->core->expectations.exported({});
        for (const QString &file : exported->files)
            QVERIFY(!_bench->core->expectations.exported({0, file, 0})->text.contains(u"c4n4ry"_s));
    }

    void aFixOfAnAcceptedSecretSaysThatItsTextIsNotKnown()
    {
        for (const QString &instance : {u"BENT01"_s, u"EVO01"_s})
            _bench->disk[instance][u"Essentials"_s]["db.password"] = Value::text("one");
        _bench->import(R"({"Essentials": {"db.password": "two"}})", u"with a secret"_s);
        _bench->scan();
        QVERIFY(_bench->accept(_bench->finding(u"BENT01"_s, "db.password"), Layer::Instance));
        _bench->evaluate();
        _bench->disk[u"BENT01"_s][u"Essentials"_s]["db.password"] = Value::text("three");
        _bench->scan();

        const auto plan
            = _bench->core->planFix(_bench->ben, {{_bench->finding(u"BENT01"_s, "db.password").id}, {}, {}});

        QVERIFY2(plan->targets.first().blocker.contains(u"not known"_s),
                 qPrintable(plan->targets.first().blocker));
    }

private:
    std::unique_ptr<JudgementBench> _bench;
};

ARCHIVESMP_TEST(TestAcceptedFindings)
#include "tst_acceptedfindings.moc"
