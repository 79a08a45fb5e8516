// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/agent/coordinator/judgementbench.h"
#include "tests/support/testregistry.h"

#include <QTest>

using namespace archivesmp;
using namespace archivesmp::domain;
using namespace archivesmp::tests;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

class TestRulebook final : public QObject
{
    Q_OBJECT

    // For all findings of the setting "a".
    [[nodiscard]] static Rule criticalRule()
    {
        Rule rule;
        rule.kind = RuleKind::Severity;
        rule.scope.key = u"a"_s;
        rule.severity = Severity::Critical;
        rule.reason = u"it is a door"_s;
        return rule;
    }

private Q_SLOTS:
    void init()
    {
        _bench = std::make_unique<JudgementBench>();
        for (const QString &instance : {u"BENT01"_s, u"EVO01"_s})
            _bench->disk[instance]
                = {{u"Essentials"_s, {{"a", Value::integer(6)}, {"b", Value::integer(2)}}}};
        _bench->import(R"({"Essentials": {"a": 5, "b": 1}})");
        _bench->scan();
        QCOMPARE(_bench->findings().size(), 4);
    }
    void cleanup() { _bench.reset(); }

    void anIgnoredFindingIsHiddenUntilTheRuleIsRemoved()
    {
        const auto reply = _bench->ignore(_bench->finding(u"BENT01"_s, "a"), Layer::Instance);

        QCOMPARE(reply->findings, 1);
        QCOMPARE(_bench->findings().size(), 3);
        QCOMPARE(_bench->findings(true).size(), 1);
        QCOMPARE(_bench->findings(true).first().ignoredBy, reply->rules.first());
        QCOMPARE(_bench->core->findings({})->ignored, 1);
        const auto removed = _bench->core->rules.remove(_bench->ben, {reply->rules.first(), u"seen"_s});
        QCOMPARE(removed->findings, 1);
        QCOMPARE(_bench->findings().size(), 4);
        QCOMPARE(_bench->audit().first().action, u"rules.remove"_s);
    }

    void aScopeReachesAsFarAsItSays()
    {
        QCOMPARE(_bench->ignore(_bench->finding(u"BENT01"_s, "a"), Layer::Server)->findings, 2);
        QCOMPARE(_bench->ignore(_bench->finding(u"BENT01"_s, "b"), Layer::Universal)->findings, 2);
        QVERIFY(_bench->findings().isEmpty());
        const auto again = _bench->ignore(_bench->finding(u"EVO01"_s, "a"), Layer::Instance);
        QVERIFY(again->rules.isEmpty());
        QVERIFY(again->refused.first().reason.contains(u"already"_s));
    }

    void whatArrivesIsJudgedToo()
    {
        QVERIFY(_bench->ignore(_bench->finding(u"BENT01"_s, "a"), Layer::Universal));
        _bench->scan();

        QCOMPARE(_bench->findings().size(), 2);
        _bench->restart();
        _bench->scan();
        QCOMPARE(_bench->findings().size(), 2);
    }

    void aRuleThatExpiresLetsItsFindingsReturn()
    {
        const QDateTime until = _bench->clock.now().addSecs(3600);
        QVERIFY(_bench->ignore(_bench->finding(u"BENT01"_s, "a"), Layer::Universal, until));
        QCOMPARE(_bench->findings().size(), 2);
        _bench->core->reconcile();
        QCOMPARE(_bench->findings().size(), 2);

        _bench->clock.advance(1h + 1s);
        _bench->core->reconcile();
        _bench->core->reconcile();

        QCOMPARE(_bench->findings().size(), 4);
        int told = 0;
        for (const auto &entry : _bench->audit())
            told += entry.action == u"rules.expire"_s;
        QCOMPARE(told, 1);
        QVERIFY(_bench->core->rules.list()->rules.first().expired);
    }

    void aSeverityRuleChangesHowBadItIs()
    {
        const Rule rule = criticalRule();

        QCOMPARE(_bench->core->rules.preview({rule, 1})->findings, 2);
        QCOMPARE(_bench->core->rules.preview({rule, 1})->first.size(), 1);
        const auto added = _bench->core->rules.add(_bench->ben, {rule});
        QCOMPARE(added->findings, 2);
        QCOMPARE(_bench->finding(u"EVO01"_s, "a").severity, Severity::Critical);
        QCOMPARE(_bench->finding(u"EVO01"_s, "a").detectedSeverity, std::optional(Severity::Normal));
        QCOMPARE(_bench->core->rules.list()->rules.first().hits, 2);
        QVERIFY(_bench->core->rules.remove(_bench->ben, {added->rules.first(), {}}));
        QCOMPARE(_bench->finding(u"EVO01"_s, "a").severity, Severity::Normal);
    }

    void aPreviewTellsWhatTheRuleWillDo_data()
    {
        QTest::addColumn<RuleScope>("scope");
        QTest::addColumn<int>("hidden");
        QTest::newRow("one place") << RuleScope{u"Essentials"_s, {}, u"b"_s, u"ovh/EVO01"_s} << 1;
        QTest::newRow("everywhere") << RuleScope{{}, {}, u"b"_s, {}} << 2;
        QTest::newRow("nothing") << RuleScope{{}, {}, u"zzz"_s, {}} << 0;
        // More literal than the rule that hides it already, and so the one that counts for it.
        QTest::newRow("hidden already") << RuleScope{u"Essentials"_s, {}, u"a"_s, u"ovh/BENT01"_s} << 0;
        QTest::newRow("partly hidden already") << RuleScope{u"Essentials"_s, {}, u"*"_s, {}} << 2;
    }
    void aPreviewTellsWhatTheRuleWillDo()
    {
        QFETCH(const RuleScope, scope);
        QFETCH(const int, hidden);
        Rule rule;
        rule.reason = u"noise"_s;
        rule.scope.key = u"a"_s;
        QVERIFY(_bench->core->rules.add(_bench->ben, {rule}));
        QCOMPARE(_bench->findings().size(), 2);
        rule.scope = scope;

        const auto preview = _bench->core->rules.preview({rule, 20});

        QVERIFY(preview->certain);
        QCOMPARE(preview->findings, hidden);
        QCOMPARE(preview->first.size(), hidden);
        QCOMPARE(_bench->core->rules.add(_bench->ben, {rule})->findings, hidden);
        QCOMPARE(_bench->findings().size(), 2 - hidden);
        for (const Finding &finding : preview->first)
            QVERIFY(!_bench->finding(finding.instance.name, finding.key.keys().last()).ignoredBy.isEmpty());
    }

    void aPreviewOfSeveritiesLeavesOutWhatIsHidden()
    {
        QVERIFY(_bench->ignore(_bench->finding(u"BENT01"_s, "a"), Layer::Instance));
        const Rule rule = criticalRule();

        QCOMPARE(_bench->core->rules.preview({rule, 20})->findings, 1);
        QCOMPARE(_bench->core->rules.add(_bench->ben, {rule})->findings, 1);
    }

    void aPreviewSaysWhatOnlyAScanCanTell()
    {
        Rule rule;
        rule.kind = RuleKind::ExtraKeys;
        rule.scope = {u"Essentials"_s, {}, u"a"_s, {}};
        rule.reason = u"theirs"_s;
        const auto inScope = _bench->core->rules.preview({rule, 20});
        QVERIFY(!inScope->certain);
        QCOMPARE(inScope->findings, 2);

        for (const RuleKind kind : {RuleKind::Unique, RuleKind::Agree}) {
            rule.kind = kind;
            const auto preview = _bench->core->rules.preview({rule, 20});
            QVERIFY(!preview->certain);
            QCOMPARE(preview->findings, 0); // that values differ from what is expected is no collision
        }
    }

    void ignoredFindingsAreNotFixed()
    {
        const Finding a = _bench->finding(u"BENT01"_s, "a");
        QVERIFY(_bench->ignore(a, Layer::Instance));

        const auto plan = _bench->core->planFix(_bench->ben, {{}, u"Essentials"_s, u"BENT01"_s});

        QCOMPARE(std::get<ConfigUpdatePayload>(plan->targets.first().payload).changes.size(), 1);
        QCOMPARE(_bench->core->planFix(_bench->ben, {{a.id}, {}, {}}).error().code, ErrorCode::Conflict);
    }

    void aRuleAboutComparingIsANewVersionThatUndoTakesBack()
    {
        Rule rule;
        rule.kind = RuleKind::List;
        rule.scope = {u"Essentials"_s, {}, u"kits"_s, {}};
        rule.listMode = ListMode::Set;
        rule.reason = u"sorted by the plugin"_s;

        const auto added = _bench->core->rules.add(_bench->ben, {rule});

        QCOMPARE(added->version, 2);
        QCOMPARE(added->evaluations.size(), 1);
        QCOMPARE(_bench->evaluate(), 1);
        const auto isThere = [this, &added] {
            const QList<Rule> rules = _bench->core->rules.comparisonRules();
            return std::any_of(rules.begin(), rules.end(),
                               [&](const Rule &one) { return one.id == added->rules.first(); });
        };
        QVERIFY(isThere());
        QVERIFY(_bench->core->undo(_bench->anna, {2, u"no"_s}));
        QVERIFY(!isThere());
        QVERIFY(_bench->core->undo(_bench->anna, {3, u"yes"_s}));
        QVERIFY(isThere());
        QCOMPARE(_bench->core->rules.list()->rules.first().rule.reason, rule.reason);
    }

    void aRuleAndTheVersionThatItMakesAreStoredTogetherOrNotAtAll()
    {
        Rule rule;
        rule.kind = RuleKind::List;
        rule.scope = {u"Essentials"_s, {}, u"kits"_s, {}};
        rule.listMode = ListMode::Set;
        rule.reason = u"sorted by the plugin"_s;
        const auto kept = _bench->core->rules.add(_bench->ben, {rule});
        const auto records = [this] { return *_bench->database.stores()->rules().rules(); };
        const auto before = records();
        const auto audit = _bench->audit().size();
        const auto rules = _bench->core->rules.comparisonRules();
        _bench->core->expectations.whenRevised(
            [](auto &, const auto &, const auto &, const auto &, const auto &) -> Result<QList<JobId>> {
                return Error{ErrorCode::Unavailable, u"the storage is away"_s};
            });

        rule.scope.key = u"homes"_s;
        const auto added = _bench->core->rules.add(_bench->ben, {rule});
        const auto removed = _bench->core->rules.remove(_bench->ben, {kept->rules.first(), u"no"_s});

        QCOMPARE(added.error().code, ErrorCode::Unavailable);
        QCOMPARE(removed.error().code, ErrorCode::Unavailable);
        QCOMPARE(records().size(), before.size());
        QVERIFY(!records().constFirst().removedAt.isValid());
        QCOMPARE(_bench->audit().size(), audit);
        QCOMPARE(_bench->core->rules.comparisonRules(), rules);
        QCOMPARE(_bench->core->expectations.version(), 2);
        QCOMPARE(_bench->database.stores()->expectations().newest()->value().version, 2);
    }

    void aRuleWhoseVersionFailsExpiresLater()
    {
        Rule rule;
        rule.kind = RuleKind::List;
        rule.scope = {u"Essentials"_s, {}, u"kits"_s, {}};
        rule.listMode = ListMode::Set;
        rule.reason = u"for now"_s;
        rule.expiresAt = _bench->clock.now().addSecs(60);
        QVERIFY(_bench->core->rules.add(_bench->ben, {rule}));
        _bench->clock.advance(2min);
        _bench->core->expectations.whenRevised(
            [](auto &, const auto &, const auto &, const auto &, const auto &) -> Result<QList<JobId>> {
                return Error{ErrorCode::Unavailable, u"the storage is away"_s};
            });

        QVERIFY(!_bench->core->rules.look());
        QVERIFY(!_bench->database.stores()->rules().rules()->first().expiryTold);
        _bench->core->expectations.whenRevised({});
        QVERIFY(_bench->core->rules.look());
        QVERIFY(_bench->database.stores()->rules().rules()->first().expiryTold);
        QCOMPARE(_bench->core->expectations.version(), 3);
    }

    void rulesOfAnImportTakeThePlaceOfTheFormerOnes()
    {
        const QByteArray universal = R"({"Essentials": {"a": 5, "b": 1}})";
        const QByteArray rules
            = "rules:\n  - rule: ignore\n    reason: noise\n    scope: {key: a}\n"
              "  - rule: list\n    reason: sorted\n    scope: {key: kits}\n    list_mode: set\n";
        Rule own;
        own.kind = RuleKind::Ignore;
        own.scope.key = u"zzz"_s;
        own.reason = u"by hand"_s;
        QVERIFY(_bench->core->rules.add(_bench->ben, {own}));
        const auto standing = [this] {
            QStringList reasons;
            const auto stores = _bench->database.stores();
            const auto records = stores->rules().rules();
            for (const auto &record : *records) {
                if (!record.removedAt.isValid())
                    reasons.append(record.rule.reason);
            }
            reasons.sort();
            return reasons;
        };

        const auto dry = _bench->tryImport(universal, u"dry"_s, rules, true);
        QCOMPARE(dry->report[u"rules"_s][u"rules"_s].toInt(), 2);
        QCOMPARE(standing(), QStringList({u"by hand"_s}));

        _bench->import(universal, u"with rules"_s, rules);
        QCOMPARE(standing(), QStringList({u"by hand"_s, u"noise"_s, u"sorted"_s}));
        QCOMPARE(_bench->findings().size(), 2);
        QCOMPARE(_bench->core->expectations.version(), 2);

        const auto audit = _bench->audit().size();
        _bench->import(universal, u"again"_s, "\n# moved down\n" + rules);
        QCOMPARE(_bench->core->expectations.version(), 2);
        QCOMPARE(_bench->audit().size(), audit);
        QCOMPARE(standing().size(), 3);

        _bench->import(universal, u"without a file of rules"_s);
        QCOMPARE(standing().size(), 3);

        _bench->import(universal, u"fewer"_s, "rules:\n  - {rule: ignore, reason: noise, scope: {key: b}}\n");
        QCOMPARE(standing(), QStringList({u"by hand"_s, u"noise"_s}));
        QCOMPARE(_bench->finding(u"BENT01"_s, "a").ignoredBy, RuleId());
        QVERIFY(!_bench->finding(u"BENT01"_s, "b").ignoredBy.isEmpty());
        QCOMPARE(_bench->core->expectations.version(), 3);

        _bench->import(universal, u"as before"_s, rules);
        QCOMPARE(standing(), QStringList({u"by hand"_s, u"noise"_s, u"sorted"_s}));
    }

    void aBadFileOfRulesRefusesTheImportWhole()
    {
        const auto refused
            = _bench->tryImport(R"({"Essentials": {"a": 7}})", u"bad"_s, "rules:\n  - rule: hide\n", false);

        QVERIFY(!refused);
        QVERIFY2(describe(refused.error()).startsWith(u"rules.yaml:2:11: rules.0.rule"_s),
                 qPrintable(describe(refused.error())));
        QCOMPARE(_bench->core->expectations.version(), 1);
        QVERIFY(_bench->database.stores()->rules().rules()->isEmpty());
    }

    void packsThatAnImportTurnsOffStayOff()
    {
        const QByteArray universal = R"({"Essentials": {"a": 5, "b": 1}})";
        const RuleId version(u"pack/Common/config-version"_s);
        const auto applies = [this](const RuleId &id, const QString &pack) {
            const auto &rules = _bench->core->rules.rules();
            return std::any_of(rules.begin(), rules.end(), [&](const Rule &rule) {
                return rule.id == id || (!pack.isEmpty() && rule.pack == pack);
            });
        };
        QVERIFY(applies(version, {}));
        QVERIFY(applies({}, u"Minecraft"_s));

        _bench->import(universal, u"off"_s, "packs_off: [pack/Common/config-version, Minecraft]\n");

        QVERIFY(!applies(version, {}));
        QVERIFY(applies({}, u"Common"_s));
        QVERIFY(!applies({}, u"Minecraft"_s));
        for (const Rule &rule : _bench->core->expectations.set().rules())
            QVERIFY(!rule.id.toString().startsWith("pack/Minecraft/"_L1));
        _bench->restart();
        QVERIFY(!applies({}, u"Minecraft"_s));
        _bench->import(universal, u"on"_s, "packs_off: []\n");
        QVERIFY(applies(version, {}));
        QVERIFY(applies({}, u"Minecraft"_s));
    }

    void instancesThatCollideAreFoundFromWhatTheirScansSaw()
    {
        Rule rule;
        rule.kind = RuleKind::Unique;
        rule.scope = {u"Essentials"_s, {}, u"port"_s, {}};
        rule.reason = u"one port each"_s;
        const auto added = _bench->core->rules.add(_bench->ben, {rule});
        const Observation port{.rule = added->rules.first(),
                               .plugin = u"Essentials"_s,
                               .file = u"plugins/Essentials/config.yml"_s,
                               .key = KeyPath({"port"}),
                               .value = Value::integer(25565)};
        _bench->observations = {{u"BENT01"_s, {port}}, {u"EVO01"_s, {port}}};

        _bench->scan();

        QCOMPARE(_bench->finding(u"BENT01"_s, "port").kind, FindingKind::Collision);
        QVERIFY(_bench->finding(u"BENT01"_s, "port").message.contains(u"EVO01"_s));
        _bench->scan();
        QVERIFY(!_bench->finding(u"EVO01"_s, "port").id.isEmpty());
        _bench->observations[u"EVO01"_s].first().value = Value::integer(25566);
        _bench->scan();
        QVERIFY(_bench->finding(u"BENT01"_s, "port").id.isEmpty());
    }

    void whatMakesNoSenseIsRefused()
    {
        Rule rule;
        rule.reason = u"all of it"_s;
        QCOMPARE(_bench->core->rules.add(_bench->ben, {rule}).error().field, u"scope"_s);
        rule.scope.key = u"a"_s;
        rule.expiresAt = _bench->clock.now();
        QCOMPARE(_bench->core->rules.add(_bench->ben, {rule}).error().field, u"expires_at"_s);
        rule.expiresAt.reset();
        rule.reason.clear();
        QCOMPARE(_bench->core->rules.add(_bench->ben, {rule}).error().field, u"reason"_s);
        QCOMPARE(_bench->core->rules.remove(_bench->ben, {RuleId(u"none"_s), {}}).error().code,
                 ErrorCode::NotFound);
        const RuleId shipped = _bench->core->rules.list()->rules.last().rule.id;
        QCOMPARE(_bench->core->rules.remove(_bench->ben, {shipped, {}}).error().code, ErrorCode::Unsupported);
    }

private:
    std::unique_ptr<JudgementBench> _bench;
};

ARCHIVESMP_TEST(TestRulebook)
#include "tst_rulebook.moc"
