// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/drift/collisions.h"

#include "tests/support/testregistry.h"

#include <QElapsedTimer>
#include <QTest>

using namespace archivesmp;
using namespace archivesmp::drift;
using namespace Qt::StringLiterals;
using domain::Finding;
using domain::FindingKind;
using domain::Observation;
using domain::Rule;
using domain::RuleKind;

namespace {

const QDateTime now(QDate(2026, 5, 1), QTime(12, 0), Qt::UTC);

Rule ruleOf(RuleKind kind, bool perServer = false, const QStringList &sameKeys = {})
{
    Rule rule;
    rule.id = RuleId(u"r"_s);
    rule.kind = kind;
    rule.scope = {{}, u"server.properties"_s, u"server-port"_s, {}};
    rule.group = {perServer, sameKeys};
    return rule;
}

InstanceObservations seen(const QString &server, const QString &name, domain::ShownValue value,
                          const QByteArray &group = {})
{
    Observation observation;
    observation.rule = RuleId(u"r"_s);
    observation.file = u"server.properties"_s;
    observation.key = KeyPath({"server-port"});
    observation.value = std::move(value);
    observation.group = group;
    observation.line = 7;
    observation.column = 13;
    return {{server, name}, {observation}};
}

InstanceObservations port(const QString &server, const QString &name, const QByteArray &text = "25565",
                          const QByteArray &group = {})
{
    return seen(server, name, Value::text(text), group);
}

Rule packRule(RuleKind kind)
{
    Rule rule = ruleOf(kind);
    rule.pack = u"Minecraft"_s;
    return rule;
}

InstanceObservations asExpected(InstanceObservations instance)
{
    instance.observations.first().asExpected = true;
    return instance;
}

QStringList messages(const QList<Finding> &findings)
{
    QStringList out;
    for (const Finding &finding : findings)
        out.append(finding.instance.toString() + u": "_s + finding.message);
    return out;
}

} // namespace

class TestCollisions final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aSharedValueIsAFindingOnEachSide()
    {
        const auto findings = findCollisions({ruleOf(RuleKind::Unique)},
                                             {port(u"ovh"_s, u"BENT01"_s), port(u"ovh"_s, u"HUB01"_s),
                                              port(u"hetzner"_s, u"DEV01"_s, "25570")},
                                             now);

        QCOMPARE(messages(findings),
                 (QStringList{u"ovh/BENT01: ovh/HUB01 has the same server-port 25565"_s,
                              u"ovh/HUB01: ovh/BENT01 has the same server-port 25565"_s}));
        const Finding &first = findings.first();
        QCOMPARE(first.kind, FindingKind::Collision);
        QCOMPARE(first.severity, domain::Severity::Critical);
        QCOMPARE(first.file, u"server.properties"_s);
        QCOMPARE(first.key, KeyPath({"server-port"}));
        QCOMPARE(first.actual, domain::ShownValue(Value::text("25565")));
        QCOMPARE(first.line, 7);
        QCOMPARE(first.column, 13);
        QCOMPARE(first.firstSeen, now);
        QCOMPARE(first.id, domain::findingId(first));
    }

    void manyOtherSidesAreCounted()
    {
        QList<InstanceObservations> fleet;
        for (int i = 0; i < 6; ++i)
            fleet.append(port(u"ovh"_s, u"I%1"_s.arg(i)));

        const auto findings = findCollisions({ruleOf(RuleKind::Unique)}, fleet, now);

        QCOMPARE(findings.at(1).message,
                 u"ovh/I0, ovh/I2, ovh/I3 and 2 more have the same server-port 25565"_s);
    }

    void perServerTheSameValueElsewhereIsNoCollision()
    {
        const QList<InstanceObservations> fleet{port(u"ovh"_s, u"BENT01"_s), port(u"hetzner"_s, u"BENT01"_s)};

        QVERIFY(findCollisions({ruleOf(RuleKind::Unique, true)}, fleet, now).isEmpty());
        QCOMPARE(findCollisions({ruleOf(RuleKind::Unique, false)}, fleet, now).size(), 2);
    }

    void onlyTheSameGroupIsCompared()
    {
        const Rule rule = ruleOf(RuleKind::Unique, false, {u"host"_s});
        const QList<InstanceObservations> fleet{
            port(u"ovh"_s, u"A"_s, "co_", "one"), port(u"ovh"_s, u"B"_s, "co_", "two"),
            port(u"ovh"_s, u"C"_s, "co_", "two"), port(u"ovh"_s, u"D"_s, "co_")};

        QCOMPARE(messages(findCollisions({rule}, fleet, now)),
                 (QStringList{u"ovh/B: ovh/C has the same server-port co_"_s,
                              u"ovh/C: ovh/B has the same server-port co_"_s}));
    }

    void anInstanceAloneCollidesWithNobody()
    {
        InstanceObservations twice = port(u"ovh"_s, u"A"_s);
        twice.observations.append(twice.observations.first());
        twice.observations.last().key = KeyPath({"other-port"});

        QVERIFY(findCollisions({ruleOf(RuleKind::Unique)}, {twice}, now).isEmpty());
        QVERIFY(findCollisions({ruleOf(RuleKind::Agree)}, {twice}, now).isEmpty());
    }

    void nothingIsSharedByAllWhoHaveNotSetIt()
    {
        for (const domain::ShownValue &value :
             {domain::ShownValue(Value()), domain::ShownValue(Value::text("")), domain::ShownValue()})
            QVERIFY(findCollisions({ruleOf(RuleKind::Unique)},
                                   {seen(u"ovh"_s, u"A"_s, value), seen(u"ovh"_s, u"B"_s, value)}, now)
                        .isEmpty());
    }

    void whatOneInstanceHasNotSetDoesNotHideItsOtherValue()
    {
        InstanceObservations both = port(u"ovh"_s, u"A"_s, "");
        both.observations += port(u"ovh"_s, u"A"_s).observations;

        QCOMPARE(findCollisions({ruleOf(RuleKind::Unique)}, {both, port(u"ovh"_s, u"B"_s)}, now).size(), 2);
    }

    void whatIsPassedOverDoesNotHideWhatFollows()
    {
        const auto behind = [](InstanceObservations first, const InstanceObservations &second) {
            first.observations += second.observations;
            return first;
        };
        InstanceObservations gone = port(u"ovh"_s, u"A"_s);
        gone.observations.first().rule = RuleId(u"gone"_s);
        const Rule grouped = ruleOf(RuleKind::Unique, false, {u"host"_s});

        QCOMPARE(findCollisions({ruleOf(RuleKind::Unique)},
                                {behind(gone, port(u"ovh"_s, u"A"_s)), port(u"ovh"_s, u"B"_s)}, now)
                     .size(),
                 2);
        QCOMPARE(findCollisions({grouped},
                                {behind(port(u"ovh"_s, u"A"_s), port(u"ovh"_s, u"A"_s, "co_", "one")),
                                 port(u"ovh"_s, u"B"_s, "co_", "one")},
                                now)
                     .size(),
                 2);
    }

    void aPackThatDoesNotSpeakOfOneGroupSpeaksOfTheNext()
    {
        Rule rule = packRule(RuleKind::Agree);
        rule.group.perServer = true;

        QCOMPARE(messages(findCollisions({rule},
                                         {asExpected(port(u"hetzner"_s, u"A"_s)),
                                          asExpected(port(u"hetzner"_s, u"B"_s, "1")), port(u"ovh"_s, u"C"_s),
                                          port(u"ovh"_s, u"D"_s, "1")},
                                         now)),
                 (QStringList{u"ovh/C: ovh/D has another server-port"_s,
                              u"ovh/D: ovh/C has another server-port"_s}));
    }

    void aNumberIsTheSameHoweverItIsWritten()
    {
        const auto findings = findCollisions({ruleOf(RuleKind::Unique)},
                                             {seen(u"ovh"_s, u"A"_s, Value::integer(25565)),
                                              seen(u"ovh"_s, u"B"_s, Value::text("25565")),
                                              seen(u"ovh"_s, u"C"_s, Value::integer(25565, "25_565")),
                                              seen(u"ovh"_s, u"D"_s, Value::integer(25565, "0x63DD")),
                                              seen(u"ovh"_s, u"E"_s, Value::real(25565.0, "25565.0"))},
                                             now);

        QCOMPARE(findings.size(), 5);
    }

    void whoeverDisagreesIsNamedOnBothSides()
    {
        const auto findings = findCollisions(
            {ruleOf(RuleKind::Agree)},
            {port(u"ovh"_s, u"A"_s, "x"), port(u"ovh"_s, u"B"_s, "x"), port(u"ovh"_s, u"C"_s, "y")}, now);

        QCOMPARE(
            messages(findings),
            (QStringList{u"ovh/A: ovh/C has another server-port"_s, u"ovh/B: ovh/C has another server-port"_s,
                         u"ovh/C: ovh/A, ovh/B have another server-port"_s}));
        QVERIFY(findCollisions({ruleOf(RuleKind::Agree)},
                               {port(u"ovh"_s, u"A"_s, "x"), port(u"ovh"_s, u"B"_s, "x")}, now)
                    .isEmpty());
    }

    void anEmptyTextDisagreesWithAText()
    {
        QCOMPARE(findCollisions({ruleOf(RuleKind::Agree)},
                                {port(u"ovh"_s, u"A"_s, ""), port(u"ovh"_s, u"B"_s, "x")}, now)
                     .size(),
                 2);
    }

    void aPackDoesNotSpeakWhereAllSidesAreAsExpected()
    {
        const QList<InstanceObservations> shared{asExpected(port(u"ovh"_s, u"A"_s)),
                                                 asExpected(port(u"ovh"_s, u"B"_s))};
        const QList<InstanceObservations> apart{asExpected(port(u"ovh"_s, u"A"_s)),
                                                asExpected(port(u"ovh"_s, u"B"_s, "1"))};

        QVERIFY(findCollisions({packRule(RuleKind::Unique)}, shared, now).isEmpty());
        QVERIFY(findCollisions({packRule(RuleKind::Agree)}, apart, now).isEmpty());
        QCOMPARE(findCollisions({ruleOf(RuleKind::Unique)}, shared, now).size(), 2);
        QCOMPARE(findCollisions({ruleOf(RuleKind::Agree)}, apart, now).size(), 2);
    }

    void oneSideThatIsNotAsExpectedIsACollisionOfAll()
    {
        const QList<InstanceObservations> fleet{
            asExpected(port(u"ovh"_s, u"A"_s, "co_")), port(u"ovh"_s, u"B"_s, "co_"),
            asExpected(port(u"ovh"_s, u"C"_s, "c_")), asExpected(port(u"ovh"_s, u"D"_s, "c_"))};

        QCOMPARE(messages(findCollisions({packRule(RuleKind::Unique)}, fleet, now)),
                 (QStringList{u"ovh/A: ovh/B has the same server-port co_"_s,
                              u"ovh/B: ovh/A has the same server-port co_"_s}));
        QCOMPARE(findCollisions({packRule(RuleKind::Agree)}, fleet, now).size(), 4);
    }

    void secretsAreComparedByTheirFingerprintsAndNeverShown()
    {
        const domain::SecretFingerprint one{QByteArray(32, '1')};
        const domain::SecretFingerprint two{QByteArray(32, '2')};

        const auto same = findCollisions({ruleOf(RuleKind::Unique)},
                                         {seen(u"ovh"_s, u"A"_s, one), seen(u"ovh"_s, u"B"_s, one)}, now);
        const auto other = findCollisions({ruleOf(RuleKind::Agree)},
                                          {seen(u"ovh"_s, u"A"_s, one), seen(u"ovh"_s, u"B"_s, two)}, now);

        QCOMPARE(same.first().message, u"ovh/B has the same server-port"_s);
        QVERIFY(domain::isSecret(same.first().actual));
        QCOMPARE(other.first().message, u"ovh/B has another server-port"_s);
    }

    void severalRulesAboutOneSettingMakeOneFinding()
    {
        Rule agree = ruleOf(RuleKind::Agree);
        agree.id = RuleId(u"a"_s);
        QList<InstanceObservations> fleet{port(u"ovh"_s, u"A"_s), port(u"ovh"_s, u"B"_s),
                                          port(u"ovh"_s, u"C"_s, "1")};
        for (InstanceObservations &instance : fleet) {
            instance.observations.append(instance.observations.first());
            instance.observations.last().rule = agree.id;
        }

        const auto findings = findCollisions({ruleOf(RuleKind::Unique), agree}, fleet, now);

        QCOMPARE(findings.size(), 3);
        QCOMPARE(findings.first().message,
                 u"ovh/B has the same server-port 25565; ovh/C has another server-port"_s);
    }

    void observationsOfRulesThatAreGoneArePassedOver()
    {
        const QList<InstanceObservations> fleet{port(u"ovh"_s, u"A"_s), port(u"ovh"_s, u"B"_s)};
        Rule expired = ruleOf(RuleKind::Unique);
        expired.expiresAt = now;
        Rule other = ruleOf(RuleKind::Unique);
        other.id = RuleId(u"other"_s);

        QVERIFY(findCollisions({}, fleet, now).isEmpty());
        QVERIFY(findCollisions({expired}, fleet, now).isEmpty());
        QVERIFY(findCollisions({other}, fleet, now).isEmpty());
        QVERIFY(findCollisions({ruleOf(RuleKind::List)}, fleet, now).isEmpty());
    }

    void aThousandInstancesCostLittle()
    {
        QList<InstanceObservations> fleet;
        for (int i = 0; i < 1000; ++i) {
            InstanceObservations instance = port(u"ovh"_s, u"I%1"_s.arg(i));
            for (int k = 0; k < 20; ++k) {
                instance.observations.append(instance.observations.first());
                instance.observations.last().key = KeyPath({"p" + QByteArray::number(k)});
                instance.observations.last().value = Value::integer(i / 2 * 100 + k);
            }
            fleet.append(instance);
        }
        QElapsedTimer timer;
        timer.start();

        QCOMPARE(findCollisions({ruleOf(RuleKind::Unique)}, fleet, now).size(), 21000);

        QVERIFY2(timer.elapsed() < 5000, qPrintable(u"%1 ms"_s.arg(timer.elapsed())));
    }
};

ARCHIVESMP_TEST(TestCollisions)
#include "tst_collisions.moc"
