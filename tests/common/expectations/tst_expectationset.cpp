// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/expectations/expectationset.h"

#include "common/expectations/secretclassifier.h"
#include "tests/support/testregistry.h"

#include <QTest>

#include <limits>

using namespace archivesmp;
using namespace archivesmp::expectations;
using namespace Qt::StringLiterals;

namespace {

const domain::InstanceRef dev{u"hetzner"_s, u"DEV01"_s};
const domain::InstanceRef bent{u"ovh"_s, u"BENT01"_s};

Setting setting(const QByteArray &key, Value universal)
{
    return {key, 0, ExpectedValue(std::move(universal)), {}, {}};
}

ExpectationSet::Contents contents()
{
    ExpectationSet::Contents all;
    Setting port = setting("port", Value::integer(1));
    port.servers.insert(u"ovh"_s, Value::integer(2));
    port.instances.insert(u"BENT01"_s, Value::integer(3));
    Setting ratio = setting("addons/a.ratio", Value::real(1.1, "1.10"));
    ratio.mapKeyLength = 8;
    all.plugins = {{u"Warps"_s,
                    domain::Platform::Paper,
                    {port, ratio,
                     setting("zones",
                             Value::list({Value::real(std::numeric_limits<double>::infinity(), ".inf"),
                                          Value::real(1.1, "1.10"), Value::text("\xef\xbb\xbfx")})),
                     setting("storage.password", Value::text("hush")),
                     setting("texts",
                             Value::list({Value::text("line\n\"quoted\""), Value(), Value::boolean(true),
                                          Value::map({{"k", Value::integer(9007199254740993)}})}))}}};
    all.matrix
        = {{u"DEV01"_s, u"BIG01"_s},
           {{u"Warps"_s, u"bukkit/paper"_s, true, u"manual"_s, {Presence::Required, Presence::Allowed}}}};
    all.matrixAccepted = true;
    all.aliases.instances.insert(u"BIG01"_s, u"BIGG01"_s);
    all.aliases.plugins.insert(u"warps-folder"_s, u"Warps"_s);
    return all;
}

Value effectiveOf(const ExpectationSet &set, const domain::InstanceRef &instance, const QByteArray &key)
{
    const auto settings = set.effective(instance);
    for (const EffectiveSetting &effective : settings) {
        if (effective.key == key)
            return std::get<Value>(effective.value);
    }
    return {};
}

} // namespace

class TestExpectationSet final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theLaterLayerWins()
    {
        const ExpectationSet set(contents());

        QCOMPARE(effectiveOf(set, dev, "port"), Value::integer(1));
        QCOMPARE(effectiveOf(set, {u"ovh"_s, u"OTHER"_s}, "port"), Value::integer(2));
        QCOMPARE(effectiveOf(set, bent, "port"), Value::integer(3));
        const auto layers = set.effective(bent);
        QCOMPARE(layers.at(1).layer, domain::Layer::Instance);
        QCOMPARE(layers.at(0).layer, domain::Layer::Universal);
    }

    void aFullNameAddressesOneOfTwoInstancesOfThatName()
    {
        auto all = contents();
        all.plugins.first().settings.first().instances.insert(u"hetzner/BENT01"_s, Value::integer(4));
        const ExpectationSet set(all);

        QCOMPARE(effectiveOf(set, {u"hetzner"_s, u"BENT01"_s}, "port"), Value::integer(4));
        QCOMPARE(effectiveOf(set, bent, "port"), Value::integer(3));
    }

    void followsAliasesOfInstances()
    {
        auto all = contents();
        all.plugins.first().settings.first().instances.insert(u"BIG01"_s, Value::integer(5));
        const ExpectationSet set(all);

        QCOMPARE(effectiveOf(set, {u"hetzner"_s, u"BIGG01"_s}, "port"), Value::integer(5));
        QCOMPARE(set.matrixColumn({u"hetzner"_s, u"BIGG01"_s}), 1);
        QCOMPARE(set.matrixColumn({u"hetzner"_s, u"NONE"_s}), -1);
        QVERIFY(set.instanceNames().contains(u"BIGG01"_s));
        QVERIFY(!set.instanceNames().contains(u"NONE"_s));
    }

    void readsBackWhatItWrote()
    {
        const ExpectationSet set(contents());

        const auto again = ExpectationSet::fromJson(set.toJson());

        QVERIFY(again);
        QCOMPARE(*again, set);
        QCOMPARE(again->toJson(), set.toJson());
        QCOMPARE(again->hash(), set.hash());
        QCOMPARE(set.hash().size(), 32);
        // The spelling of numbers survives, because .properties are compared by it.
        QVERIFY(set.toJson().contains("1.10"));
    }

    // Accept takes what a plugin's file holds, whatever it is.
    void everyTextSurvivesBeingWritten()
    {
        ExpectationSet::Contents all;
        QByteArray text;
        for (int c = 0; c < 0x80; ++c)
            text += static_cast<char>(c);
        all.plugins = {
            {u"Warps"_s,
             domain::Platform::Paper,
             {setting("a" + text,
                      Value::list(
                          {Value::text(text),
                           Value::text(
                               "\xc2\x80\xc2\x85\xc2\x9f\xc2\xa0\xef\xbf\xbd\xef\xbf\xbe\xef\xbf\xbf")}))}}};
        const ExpectationSet set(all);

        const auto again = ExpectationSet::fromJson(set.toJson());

        QVERIFY2(again, again ? "" : qPrintable(describe(again.error())));
        QCOMPARE(*again, set);
    }

    void theOrderOfWhatWasReadDoesNotMatter()
    {
        auto reversed = contents();
        std::reverse(reversed.plugins.first().settings.begin(), reversed.plugins.first().settings.end());

        QCOMPARE(ExpectationSet(reversed).hash(), ExpectationSet(contents()).hash());
    }

    void refusesWhatIsNoSet()
    {
        QVERIFY(!ExpectationSet::fromJson("[]"));
        QVERIFY(!ExpectationSet::fromJson("{\"schema\":1"));
        QCOMPARE(ExpectationSet::fromJson("{\"schema\":99}").error().code, ErrorCode::Unsupported);
    }

    void sealingTakesEverySecretOut()
    {
        const auto sealed = ExpectationSet(contents()).sealed("fleet key");

        QVERIFY(!sealed.set.toJson().contains("hush"));
        QCOMPARE(sealed.secrets.size(), 1);
        QCOMPARE(sealed.secrets.begin()->reveal(), QByteArray("\"hush\""));
        const auto &value = *sealed.set.plugins().first().settings.at(2).universal;
        const auto &secret = std::get<SealedSecret>(value);
        QCOMPARE(secret.fingerprint, fingerprintOf("fleet key", Value::text("hush")));
        QCOMPARE(sealed.set.secretReference(u"Warps"_s, secret.fingerprint), secret.reference);
        QVERIFY(sealed.secrets.contains(secret.reference));
        QVERIFY(sealed.set.secretReference(u"Other"_s, secret.fingerprint).isEmpty());
        QCOMPARE(ExpectationSet::fromJson(sealed.set.toJson()).value(), sealed.set);
    }

    void rulesThatChangeTheComparisonArePartOfTheVersion()
    {
        domain::Rule list;
        list.id = RuleId(u"b"_s);
        list.kind = domain::RuleKind::List;
        list.scope = {u"Warps"_s, u"config.yml"_s, u"texts"_s, {}};
        list.listMode = domain::ListMode::Keyed;
        list.listKey = u"name"_s;
        list.author = u"anna"_s;
        list.reason = u"the plugin sorts them"_s;
        domain::Rule unique;
        unique.id = RuleId(u"a"_s);
        unique.kind = domain::RuleKind::Unique;
        unique.scope = {{}, u"server.properties"_s, u"server-port"_s, {}};
        unique.group = {true, {u"a"_s, u"b"_s}};
        unique.expiresAt = QDateTime(QDate(2027, 1, 2), QTime(3, 4, 5, 6), Qt::UTC);
        domain::Rule extra;
        extra.id = RuleId(u"c"_s);
        extra.kind = domain::RuleKind::ExtraKeys;
        extra.on = false;
        domain::Rule ignore;
        ignore.id = RuleId(u"d"_s);
        const ExpectationSet plain(contents());

        const ExpectationSet set = plain.withRules({list, ignore, unique, extra});
        const auto again = ExpectationSet::fromJson(set.toJson());

        QVERIFY2(again, qPrintable(again ? QString() : describe(again.error())));
        QCOMPARE(*again, set);
        QCOMPARE(set.rules().size(), 3);
        QCOMPARE(set.rules().at(0).id, unique.id);
        QVERIFY(set.hash() != plain.hash());
        QCOMPARE(plain.withRules({extra, unique, list}).hash(), set.hash());
        list.reason = u"said otherwise"_s;
        QCOMPARE(plain.withRules({extra, unique, list}).hash(), set.hash());
        QCOMPARE(plain.withRules({ignore}).hash(), plain.hash());
        QVERIFY(!plain.toJson().contains("rules"));
    }

    void statedVersionsArePartOfTheVersion()
    {
        ExpectationSet::Contents all = contents();
        const QByteArray before = ExpectationSet(all).toJson();
        all.matrix.rows.first().version = u"1.2"_s;
        all.matrix.rows.first().versions = QStringList{QString(), u"1.3"_s};
        const ExpectationSet set(all);

        QCOMPARE(*ExpectationSet::fromJson(set.toJson()), set);
        QVERIFY(set.toJson() != before);
        QVERIFY(!before.contains("version"));
    }

    void aRuleThatCannotBeFollowedRefusesTheSet()
    {
        const auto set = ExpectationSet::fromJson(R"({"schema":1,"rules":[{"rule":"dance"}]})");

        QVERIFY(!set);
        QVERIFY(describe(set.error()).contains(u"dance is no rule"_s));
    }

    void aSettingThatARuleCallsSecretIsSealed()
    {
        ExpectationSet::Contents all;
        all.plugins = {{u"Warps"_s,
                        domain::Platform::Paper,
                        {setting("addons/web/config.license", Value::text("abc-def")),
                         setting("addons/web/config.title", Value::text("shown")),
                         setting("license", Value::integer(5))}}};
        domain::Rule secret;
        secret.id = RuleId(u"s"_s);
        secret.kind = domain::RuleKind::Secret;
        secret.scope = {u"Warps"_s, {}, u"license"_s, {}};

        const auto sealed = ExpectationSet(all).withRules({secret}).sealed("key");

        QCOMPARE(sealed.secrets.size(), 1);
        QVERIFY(!sealed.set.toJson().contains("abc-def"));
        QVERIFY(sealed.set.toJson().contains("shown"));
        QCOMPARE(ExpectationSet(all).sealed("key").secrets.size(), 0);
    }
};

ARCHIVESMP_TEST(TestExpectationSet)
#include "tst_expectationset.moc"
