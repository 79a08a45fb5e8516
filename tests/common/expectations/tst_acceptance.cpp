// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/expectations/acceptance.h"

#include "common/expectations/settingfinder.h"
#include "tests/support/testregistry.h"

#include <QTest>

using namespace archivesmp;
using namespace archivesmp::expectations;
using namespace archivesmp::domain;
using namespace Qt::StringLiterals;

namespace {

const InstanceRef bent{u"ovh"_s, u"BENT01"_s};
const InstanceRef evo{u"ovh"_s, u"EVO01"_s};
const InstanceRef dev{u"hetzner"_s, u"DEV01"_s};
const QList<InstanceRef> fleet{dev, bent, evo};

ExpectationSet set()
{
    ExpectationSet::Contents all;
    Setting enabled{"ReSpawn.Enabled", 0, ExpectedValue(Value::boolean(true)), {}, {}};
    enabled.instances.insert(u"BENT01"_s, Value::boolean(false));
    const Setting height{
        "addons/AOneBlock/config.world.sea-height", 0, ExpectedValue(Value::integer(63)), {}, {}};
    const Setting password{
        "db.password", 0, ExpectedValue(SealedSecret{u"ref"_s, {QByteArray(32, 'k')}}), {}, {}};
    Setting motd{"motd", 0, ExpectedValue(Value::text("hello")), {}, {}};
    motd.servers.insert(u"ovh"_s, Value::text("bonjour"));
    all.plugins = {{u"ReSpawn"_s, Platform::Paper, {enabled, height, password, motd}}};
    all.matrix = {{u"DEV01"_s, u"BENT01"_s, u"EVO01"_s},
                  {{u"ReSpawn"_s,
                    u"bukkit/paper"_s,
                    false,
                    {},
                    {Presence::Required, Presence::Forbidden, Presence::Forbidden}}}};
    all.matrixAccepted = true;
    return ExpectationSet(all);
}

Finding finding(FindingKind kind, const QByteArrayList &key, ShownValue expected, ShownValue actual,
                const InstanceRef &instance = bent, const QString &file = u"plugins/ReSpawn/config.yml"_s)
{
    Finding finding;
    finding.instance = instance;
    finding.plugin = u"ReSpawn"_s;
    finding.file = file;
    finding.key = KeyPath(key);
    finding.kind = kind;
    finding.expected = std::move(expected);
    finding.actual = std::move(actual);
    finding.id = findingId(finding);
    return finding;
}

Finding respawn(const InstanceRef &instance = bent)
{
    return finding(FindingKind::Changed, {"ReSpawn", "Enabled"}, Value::boolean(instance != bent),
                   Value::text("maybe"), instance);
}

std::optional<ExpectedValue> effective(const ExpectationSet &of, const QByteArray &key,
                                       const InstanceRef &instance)
{
    for (const Setting &setting : of.plugins().first().settings) {
        if (setting.key != key)
            continue;
        const auto value = effectiveValue(setting, instance, of.aliases());
        return value ? std::optional(*value->value) : std::nullopt;
    }
    return std::nullopt;
}

} // namespace

class TestAcceptance final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theActualValueBecomesTheInstancesOwn()
    {
        const auto out = acceptFindings(set(), {respawn(evo)}, Layer::Instance, fleet);

        QCOMPARE(out.accepted, QList<FindingId>{respawn(evo).id});
        QVERIFY(out.refused.isEmpty());
        QCOMPARE(effective(out.set, "ReSpawn.Enabled", evo), ExpectedValue(Value::text("maybe")));
        QCOMPARE(effective(out.set, "ReSpawn.Enabled", bent), ExpectedValue(Value::boolean(false)));
        QCOMPARE(effective(out.set, "ReSpawn.Enabled", dev), ExpectedValue(Value::boolean(true)));
    }

    void acceptedForAllTheInstancesOwnValueGoesAway()
    {
        const auto out = acceptFindings(set(), {respawn()}, Layer::Universal, fleet);

        QCOMPARE(out.accepted.size(), 1);
        for (const InstanceRef &instance : fleet)
            QCOMPARE(effective(out.set, "ReSpawn.Enabled", instance), ExpectedValue(Value::text("maybe")));
    }

    void aSettingOfAnotherFileIsFoundByItsFile()
    {
        const Finding sea = finding(FindingKind::WrongType, {"world", "sea-height"}, Value::integer(63),
                                    Value::text("63"), evo, u"plugins/ReSpawn/addons/AOneBlock/config.yml"_s);

        const auto out = acceptFindings(set(), {sea}, Layer::Server, fleet);

        QCOMPARE(effective(out.set, "addons/AOneBlock/config.world.sea-height", bent),
                 ExpectedValue(Value::text("63")));
        QCOMPARE(effective(out.set, "addons/AOneBlock/config.world.sea-height", dev),
                 ExpectedValue(Value::integer(63)));
    }

    void aMissingKeyIsNotExpectedThereAnyMore()
    {
        const Finding gone
            = finding(FindingKind::MissingKey, {"ReSpawn", "Enabled"}, Value::boolean(true), {}, evo);

        const auto out = acceptFindings(set(), {gone}, Layer::Instance, fleet);

        QCOMPARE(effective(out.set, "ReSpawn.Enabled", evo), std::nullopt);
        QCOMPARE(effective(out.set, "ReSpawn.Enabled", dev), ExpectedValue(Value::boolean(true)));
        QCOMPARE(ExpectationSet::fromJson(out.set.toJson()).value(), out.set);
        QVERIFY(out.set.effective(evo).size() < out.set.effective(dev).size());
    }

    void anExtraKeyBecomesExpectedWithEverythingInIt()
    {
        const Finding extra = finding(FindingKind::ExtraKey, {"own"}, {},
                                      Value::map({{"a", Value::integer(1)}, {"b", Value::text("x")}}), evo);

        const auto out = acceptFindings(set(), {extra}, Layer::Instance, fleet);

        QCOMPARE(effective(out.set, "config.own.a", evo), ExpectedValue(Value::integer(1)));
        QCOMPARE(effective(out.set, "config.own.b", evo), ExpectedValue(Value::text("x")));
        QCOMPARE(effective(out.set, "config.own.a", dev), std::nullopt);
    }

    void aSecretIsAcceptedByItsFingerprint()
    {
        const SecretFingerprint print{QByteArray(32, 'n')};
        const Finding changed = finding(FindingKind::Changed, {"db", "password"},
                                        SecretFingerprint{QByteArray(32, 'k')}, print, evo);

        const auto out = acceptFindings(set(), {changed}, Layer::Instance, fleet);

        QCOMPARE(effective(out.set, "db.password", evo), ExpectedValue(SealedSecret{{}, print}));
        QVERIFY(out.set.secretReference(u"ReSpawn"_s, print).isEmpty());
    }

    void aPluginThatIsThereOrNotMayBe()
    {
        const Finding there = finding(FindingKind::UnexpectedPlugin, {}, {}, {}, bent, {});
        const Finding gone = finding(FindingKind::MissingPlugin, {}, {}, {}, dev, {});

        const auto one = acceptFindings(set(), {there, gone}, Layer::Instance, fleet);
        QCOMPARE(one.set.matrix().rows.first().cells,
                 (QList<Presence>{Presence::Allowed, Presence::Allowed, Presence::Forbidden}));
        const auto all = acceptFindings(set(), {there}, Layer::Server, fleet);
        QCOMPARE(all.set.matrix().rows.first().cells,
                 (QList<Presence>{Presence::Required, Presence::Allowed, Presence::Allowed}));
    }

    void anInstanceThatTheMatrixDoesNotKnowIsNamed()
    {
        const InstanceRef unknown{u"ovh"_s, u"NEW01"_s};
        const Finding plugin = finding(FindingKind::UnexpectedPlugin, {}, {}, {}, unknown, {});

        const auto out = acceptFindings(set(), {plugin}, Layer::Instance, fleet);

        QVERIFY(out.accepted.isEmpty());
        QCOMPARE(out.refused.size(), 1);
        QVERIFY(out.refused.first().reason.contains(u"no column for NEW01"));
        QCOMPARE(out.set, set());
    }

    void whatIsNoSettingIsRefusedWithItsReason_data()
    {
        QTest::addColumn<int>("kind");
        for (const FindingKind kind :
             {FindingKind::MissingFile, FindingKind::Unparsable, FindingKind::UnsupportedFormat,
              FindingKind::InvalidStructure, FindingKind::DuplicatePlugin, FindingKind::WrongVersion,
              FindingKind::InstanceMismatch, FindingKind::Collision, FindingKind::Unreadable})
            QTest::newRow(qPrintable(domain::nameOf(kind))) << int(kind);
    }
    void whatIsNoSettingIsRefusedWithItsReason()
    {
        QFETCH(const int, kind);

        const auto out
            = acceptFindings(set(), {finding(FindingKind(kind), {"a"}, {}, Value())}, Layer::Instance, fleet);

        QVERIFY(out.accepted.isEmpty());
        QCOMPARE(out.refused.size(), 1);
        QVERIFY(!out.refused.first().reason.isEmpty());
        QCOMPARE(out.set, set());
    }

    void whatCannotBeAcceptedSaysWhy_data()
    {
        QTest::addColumn<Finding>("asked");
        QTest::addColumn<QString>("reason");
        QTest::newRow("no actual value")
            << finding(FindingKind::Changed, {"ReSpawn", "Enabled"}, Value::boolean(true), {})
            << u"its actual value is not known"_s;
        QTest::newRow("no such setting")
            << finding(FindingKind::Changed, {"nowhere"}, Value::integer(1), Value::integer(2))
            << u"belongs to no expected setting"_s;
        QTest::newRow("an extra map")
            << finding(FindingKind::ExtraKey, {"own"}, {}, {}) << u"a map is not accepted as a whole"_s;
        Finding foreign = finding(FindingKind::ExtraKey, {"own"}, {}, Value::integer(1));
        foreign.plugin = u"Nobody"_s;
        QTest::newRow("an extra key of no plugin") << foreign << u"nothing is expected of Nobody"_s;
        foreign.kind = FindingKind::MissingPlugin;
        QTest::newRow("a plugin without a row") << foreign << u"no row for Nobody"_s;
    }
    void whatCannotBeAcceptedSaysWhy()
    {
        QFETCH(const Finding, asked);
        QFETCH(const QString, reason);

        const auto out = acceptFindings(set(), {asked}, Layer::Instance, fleet);

        QVERIFY(out.accepted.isEmpty());
        QVERIFY2(out.refused.value(0).reason.contains(reason), qPrintable(out.refused.value(0).reason));
        QCOMPARE(out.set, set());
    }

    void anExtraSecretIsExpectedByItsFingerprint()
    {
        const SecretFingerprint print{QByteArray(32, 'n')};

        const auto out = acceptFindings(set(), {finding(FindingKind::ExtraKey, {"token"}, {}, print, evo)},
                                        Layer::Instance, fleet);

        QCOMPARE(effective(out.set, "config.token", evo), ExpectedValue(SealedSecret{{}, print}));
    }

    // It is in the setting for another instance already.
    void anExtraKeyThatIsKnownElsewhereKeepsItsOtherValues()
    {
        const Finding first = finding(FindingKind::ExtraKey, {"own"}, {}, Value::integer(1), evo);
        const Finding second = finding(FindingKind::ExtraKey, {"own"}, {}, Value::integer(2), dev);

        const auto one = acceptFindings(set(), {first}, Layer::Instance, fleet);
        const auto two = acceptFindings(one.set, {second}, Layer::Instance, fleet);

        QCOMPARE(effective(two.set, "config.own", evo), ExpectedValue(Value::integer(1)));
        QCOMPARE(effective(two.set, "config.own", dev), ExpectedValue(Value::integer(2)));
        QCOMPARE(two.set.plugins().first().settings.size(), one.set.plugins().first().settings.size());
    }

    void aNameOfTwoServersStandsInTheWayOfAllOfThem()
    {
        const QList<InstanceRef> twins{bent, {u"hetzner"_s, u"BENT01"_s}};

        const auto out = acceptFindings(set(), {respawn()}, Layer::Universal, twins);

        QVERIFY2(out.refused.value(0).reason.contains(u"BENT01 names an instance of two servers"_s),
                 qPrintable(out.refused.value(0).reason));
    }

    void twoValuesForOnePlaceCannotBothBe()
    {
        Finding other = respawn(dev);
        other.actual = Value::text("never");

        const auto out = acceptFindings(set(), {respawn(evo), other}, Layer::Universal, fleet);

        QCOMPARE(out.accepted.size(), 1);
        QVERIFY(out.refused.first().reason.contains(u"another value"_s));
    }

    void aValueThatWouldNotCountIsRefused()
    {
        const Finding motd
            = finding(FindingKind::Changed, {"motd"}, Value::text("bonjour"), Value::text("yo"));

        const auto out = acceptFindings(set(), {motd}, Layer::Universal, fleet);

        QVERIFY(out.refused.first().reason.contains(u"ovh"_s));
        QCOMPARE(acceptFindings(set(), {motd}, Layer::Server, fleet).accepted.size(), 1);
    }

    void anInstanceOfTwoServersIsNamedInFull()
    {
        const QList<InstanceRef> twins{bent, {u"hetzner"_s, u"BENT01"_s}};

        const auto out = acceptFindings(set(), {respawn()}, Layer::Instance, twins);

        QCOMPARE(effective(out.set, "ReSpawn.Enabled", bent), ExpectedValue(Value::text("maybe")));
        QCOMPARE(effective(out.set, "ReSpawn.Enabled", twins.last()), ExpectedValue(Value::boolean(false)));
    }
};

ARCHIVESMP_TEST(TestAcceptance)
#include "tst_acceptance.moc"
