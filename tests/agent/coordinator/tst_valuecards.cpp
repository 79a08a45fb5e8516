// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/agent/coordinator/judgementbench.h"
#include "tests/support/testregistry.h"

#include <QTest>

using namespace archivesmp;
using namespace archivesmp::domain;
using namespace archivesmp::tests;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using protocol::DriftCause;

class TestValueCards final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        _bench = std::make_unique<JudgementBench>();
        for (const QString &instance : {u"BENT01"_s, u"EVO01"_s})
            _bench->disk[instance]
                = {{u"Essentials"_s, {{"a", Value::integer(6)}, {"b", Value::integer(1)}}}};
        _bench->import(R"({"Essentials": {"a": 5, "b": 1}})");
        _bench->clock.advance(1min);
        _bench->scan();
        _bench->clock.advance(1min);
    }
    void cleanup() { _bench.reset(); }

    void everyLayerKnowsWhoSetItWhenAndWhy()
    {
        QVERIFY(_bench->accept(_bench->finding(u"BENT01"_s, "a"), Layer::Instance));
        const QDateTime accepted = _bench->clock.now();
        _bench->evaluate();
        _bench->disk[u"BENT01"_s][u"Essentials"_s]["a"] = Value::integer(7);
        _bench->clock.advance(1min);
        _bench->import(R"({"Essentials": {"a": 5, "b": 1}, "Other": {"x": 1}})", u"something else"_s);
        _bench->clock.advance(1min);

        const auto other = detail(u"EVO01"_s, "a");

        QCOMPARE(other.layers.size(), 1);
        QCOMPARE(other.layers.first().author, u"anna"_s);
        QCOMPARE(other.layers.first().version, 1);
        QCOMPARE(other.layers.first().reason, u"first import"_s);
        QVERIFY(other.layers.first().at < accepted);
        QCOMPARE(other.story.setting, u"a"_s);
        QCOMPARE(other.readAt, other.finding.lastSeen);
    }

    void theWinnerIsTheInstancesOwn()
    {
        QVERIFY(_bench->accept(_bench->finding(u"BENT01"_s, "a"), Layer::Instance));
        _bench->evaluate();

        const auto card = _bench->core->settingCard({u"Essentials"_s, u"a"_s, u"BENT01"_s, {}});

        QCOMPARE(card->layers.size(), 2);
        QVERIFY(card->layers.last().wins);
        QCOMPARE(card->layers.last().owner, u"BENT01"_s);
        QCOMPARE(card->layers.last().author, u"ben"_s);
        QCOMPARE(card->layers.last().reason, u"as it should be"_s);
        QVERIFY(card->finding.isEmpty());
        QCOMPARE(card->story.elsewhere.size(), 1);
        QCOMPARE(card->story.elsewhere.first().instance.name, u"EVO01"_s);
        QVERIFY(!card->story.elsewhere.first().same);
        QCOMPARE(card->story.elsewhere.first().expected, ShownValue(Value::integer(5)));
    }

    void whatWasNeverAsExpectedWasNeverApplied()
    {
        QCOMPARE(detail(u"BENT01"_s, "a").story.cause, DriftCause::NeverApplied);
    }

    void whatWasAsExpectedOnceWasChangedOutside()
    {
        _bench->disk[u"BENT01"_s][u"Essentials"_s]["b"] = Value::integer(2);
        _bench->scan();

        QCOMPARE(detail(u"BENT01"_s, "b").story.cause, DriftCause::ChangedOutside);
    }

    void whatFitsTheExpectationOfBeforeWasLeftBehindByIt()
    {
        _bench->import(R"({"Essentials": {"a": 5, "b": 3}})", u"more of it"_s);
        _bench->clock.advance(1min);
        _bench->evaluate();

        const auto found = detail(u"BENT01"_s, "b");

        QCOMPARE(found.story.cause, DriftCause::ExpectationChanged);
        QCOMPARE(found.layers.first().reason, u"more of it"_s);
        _bench->clock.advance(1min);
        _bench->scan();
        QCOMPARE(detail(u"BENT01"_s, "b").story.cause, DriftCause::ExpectationChanged);
    }

    void aFixThatWasUndoneOnTheDiskWasChangedOutside()
    {
        QVERIFY(!_bench->waiting()); // it was heard of again
        const auto plan
            = _bench->core->planFix(_bench->ben, {{_bench->finding(u"BENT01"_s, "a").id}, {}, {}});
        const auto applied = _bench->core->apply(_bench->ben, {plan->id, u"k"_s, u"sold out"_s});
        _bench->finish(_bench->claim(applied->job));
        _bench->disk[u"BENT01"_s][u"Essentials"_s]["a"] = Value::integer(5);
        _bench->clock.advance(1min);
        _bench->scan();
        QVERIFY(_bench->finding(u"BENT01"_s, "a").id.isEmpty());
        _bench->disk[u"BENT01"_s][u"Essentials"_s]["a"] = Value::integer(6);
        _bench->clock.advance(1min);
        _bench->scan();

        const auto found = detail(u"BENT01"_s, "a");

        QCOMPARE(found.story.cause, DriftCause::ChangedOutside);
        QCOMPARE(found.story.lastApplied->job, applied->job);
        QCOMPARE(found.story.lastApplied->by, u"ben"_s);
        QCOMPARE(found.story.lastApplied->reason, u"sold out"_s);
    }

    void aSettingThatNobodyExpectsHasNoCard()
    {
        QCOMPARE(_bench->core->settingCard({u"Essentials"_s, u"zzz"_s, u"BENT01"_s, {}}).error().code,
                 ErrorCode::NotFound);
        QCOMPARE(_bench->core->settingCard({u"Essentials"_s, u"a"_s, u"NONE"_s, {}}).error().code,
                 ErrorCode::InvalidArgument);
    }

private:
    protocol::FindingDetail detail(const QString &instance, const QByteArray &key)
    {
        const auto found = _bench->core->finding({_bench->finding(instance, key).id});
        if (!found)
            qFatal("%s", qPrintable(describe(found.error())));
        return *found;
    }

    std::unique_ptr<JudgementBench> _bench;
};

ARCHIVESMP_TEST(TestValueCards)
#include "tst_valuecards.moc"
