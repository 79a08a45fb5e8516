// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/scan/observing.h"

#include "tests/common/scan/scanfixture.h"
#include "tests/support/testregistry.h"

#include <QTest>

#include <sys/stat.h>

using namespace archivesmp;
using namespace archivesmp::tests;
using namespace Qt::StringLiterals;
using domain::Finding;
using domain::FindingKind;
using domain::Observation;
using domain::Rule;
using domain::RuleKind;

namespace {

const QString dev = u"hetzner/DEV01"_s;
const QString bent = u"ovh/BENT01"_s;
const QString hub = u"ovh/HUB01"_s;
const QString properties = u"server.properties"_s;

Rule rule(RuleKind kind, const domain::RuleScope &scope, const domain::RuleGroup &group = {})
{
    Rule out;
    out.id = RuleId(domain::nameOf(kind) + u' ' + scope.key);
    out.kind = kind;
    out.scope = scope;
    out.group = group;
    return out;
}

Rule portRule()
{
    return rule(RuleKind::Unique, {{}, properties, u"server-port"_s, {}}, {true, {}});
}

Rule prefixRule()
{
    return rule(RuleKind::Unique, {u"CoreProtect"_s, u"config.yml"_s, u"table-prefix"_s, {}},
                {false, {u"use-mysql=true"_s, u"mysql-host"_s, u"mysql-database"_s}});
}

QByteArray coreProtect(const QByteArray &prefix, const QByteArray &host, const QByteArray &enabled = "true")
{
    return "use-mysql: " + enabled + "\ntable-prefix: " + prefix + "\nmysql-host: " + host
        + "\nmysql-database: logs\n";
}

class Fleet final
{
public:
    explicit Fleet(const QList<Rule> &rules, const QByteArray &universal = "{}",
                   const QByteArray &variable = "{}")
        : fixture(universal, variable)
    {
        fixture.options.expectations
            = std::make_shared<expectations::ExpectationSet>(fixture.options.expectations->withRules(rules));
    }

    QList<Observation> observations()
    {
        QList<Observation> all;
        const auto scanned = fixture.scan();
        for (const domain::DriftReport &report : scanned->reports)
            all.append(report.observations);
        return all;
    }

    QStringList messages()
    {
        QStringList all;
        const auto scanned = fixture.scan();
        for (const domain::DriftReport &report : scanned->reports) {
            for (const Finding &finding : report.findings)
                all.append(finding.instance.toString() + u' ' + domain::nameOf(finding.kind) + u' '
                           + finding.message);
        }
        return all;
    }

    ScanFixture fixture;
};

} // namespace

class TestObserving final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aFileThatNobodyExpectsAnythingOfIsReadForARule()
    {
        Fleet fleet({portRule()});
        fleet.fixture.addFile(dev, properties, "motd=x\nserver-port=25565\n");

        const auto observations = fleet.observations();

        QCOMPARE(observations.size(), 1);
        const Observation &port = observations.first();
        QCOMPARE(port.rule, portRule().id);
        QCOMPARE(port.file, properties);
        QCOMPARE(port.key, KeyPath({"server-port"}));
        QCOMPARE(port.value, domain::ShownValue(Value::text("25565")));
        QCOMPARE(port.line, 2);
        QVERIFY(port.plugin.isEmpty());
        QVERIFY(port.group.isEmpty());
    }

    void aPortThatTwoServersOfOneMachineHaveIsACollision()
    {
        Fleet fleet({portRule()});
        fleet.fixture.addFile(dev, properties, "server-port=25565\n");
        fleet.fixture.addFile(bent, properties, "server-port=25565\n");
        fleet.fixture.addFile(hub, properties, "server-port=25565\n");

        QCOMPARE(fleet.messages(),
                 (QStringList{u"ovh/BENT01 collision ovh/HUB01 has the same server-port 25565"_s,
                              u"ovh/HUB01 collision ovh/BENT01 has the same server-port 25565"_s}));
    }

    void aPrefixIsComparedWithinOneDatabase()
    {
        Fleet fleet({prefixRule()});
        const QString config = u"plugins/CoreProtect/config.yml"_s;
        fleet.fixture.addFile(dev, config, coreProtect("co_", "203.0.113.1"));
        fleet.fixture.addFile(bent, config, coreProtect("co_", "203.0.113.1"));
        fleet.fixture.addFile(hub, config, coreProtect("co_", "203.0.113.2"));

        const auto observations = fleet.observations();
        QCOMPARE(observations.size(), 3);
        QCOMPARE(observations.first().plugin, u"CoreProtect"_s);
        QCOMPARE(observations.first().group.size(), 32);
        QCOMPARE(fleet.messages(),
                 (QStringList{u"hetzner/DEV01 collision ovh/BENT01 has the same table-prefix co_"_s,
                              u"ovh/BENT01 collision hetzner/DEV01 has the same table-prefix co_"_s}));
    }

    void whoDoesNotMeetTheConditionIsLeftOut()
    {
        Fleet fleet({prefixRule()});
        const QString config = u"plugins/CoreProtect/config.yml"_s;
        fleet.fixture.addFile(dev, config, coreProtect("co_", "203.0.113.1", "false"));
        fleet.fixture.addFile(bent, config, coreProtect("co_", "203.0.113.1", "TRUE"));

        QCOMPARE(fleet.observations().size(), 1);
    }

    void oneOfSeveralValuesMeetsTheCondition()
    {
        const auto withMethods = [](const QString &methods) {
            return rule(RuleKind::Agree, {u"LuckPerms"_s, u"config.yml"_s, u"messaging-service"_s, {}},
                        {false, {u"storage-method="_s + methods}});
        };
        for (const auto &[methods, count] : {std::pair(u"mysql|MariaDB"_s, 1), std::pair(u"mysql|h2"_s, 0)}) {
            Fleet fleet({withMethods(methods)});
            fleet.fixture.addFile(dev, u"plugins/LuckPerms/config.yml"_s,
                                  "storage-method: mariadb\nmessaging-service: sql\n");

            QCOMPARE(fleet.observations().size(), count);
        }
    }

    void localhostIsAnotherMachineOnEveryServer()
    {
        Fleet fleet({prefixRule()});
        const QString config = u"plugins/CoreProtect/config.yml"_s;
        fleet.fixture.addFile(dev, config, coreProtect("co_", "localhost"));
        fleet.fixture.addFile(bent, config, coreProtect("co_", "localhost:3306"));
        fleet.fixture.addFile(hub, config, coreProtect("co_", "127.0.0.1"));

        QCOMPARE(fleet.messages(),
                 (QStringList{u"ovh/BENT01 collision ovh/HUB01 has the same table-prefix co_"_s,
                              u"ovh/HUB01 collision ovh/BENT01 has the same table-prefix co_"_s}));
    }

    void starsAreLookedForFolderByFolder()
    {
        Fleet fleet({rule(RuleKind::Agree, {{}, u"config/paper-*.yml"_s, u"proxies.*.secret"_s, {}})});
        fleet.fixture.addFile(dev, u"config/paper-global.yml"_s, "proxies: {velocity: {secret: canary}}\n");
        fleet.fixture.addFile(dev, u"config/other.yml"_s, "proxies: {velocity: {secret: canary}}\n");
        fleet.fixture.addFile(dev, u"config/deeper/paper-x.yml"_s, "proxies: {velocity: {secret: canary}}\n");

        const auto observations = fleet.observations();

        QCOMPARE(observations.size(), 1);
        QCOMPARE(observations.first().file, u"config/paper-global.yml"_s);
        QCOMPARE(observations.first().key, KeyPath({"proxies", "velocity", "secret"}));
    }

    void aSecretIsObservedAsItsFingerprint()
    {
        const Rule agree = rule(RuleKind::Agree, {{}, u"a.yml"_s, u"*"_s, {}});
        Fleet fleet({agree, rule(RuleKind::Secret, {{}, u"a.yml"_s, u"license"_s, {}})});
        fleet.fixture.addFile(dev, u"a.yml"_s, "token: canary\nlicense: canary\nshown: yes\n");

        for (const Observation &observation : fleet.observations())
            QCOMPARE(domain::isSecret(observation.value), observation.key != KeyPath({"shown"}));
        QCOMPARE(fleet.observations().size(), 3);
    }

    void aFileIsReportedOnceWhereItCannotBeRead()
    {
        Fleet fleet({portRule(), rule(RuleKind::Unique, {{}, u"a.yml"_s, u"b"_s, {}}),
                     rule(RuleKind::Unique, {{}, u"a.yml"_s, u"c"_s, {}})});
        fleet.fixture.addFile(dev, u"a.yml"_s, "a: \"open\n");
        ::mkfifo(QFile::encodeName(fleet.fixture.gameFolder(dev) + u'/' + properties).constData(), 0600);

        const auto report = fleet.fixture.scan();

        QCOMPARE(ScanFixture::summary(*report),
                 (QStringList{u"unparsable a.yml "_s, u"unreadable server.properties "_s}));
        QVERIFY(report->isPartial());
    }

    void theComparisonsFindingIsNotRepeated()
    {
        ScanFixture fleet("{\"Warps\": {\"a\": 5}}");
        fleet.options.expectations
            = std::make_shared<expectations::ExpectationSet>(fleet.options.expectations->withRules(
                {rule(RuleKind::Unique, {u"Warps"_s, u"config.yml"_s, u"b"_s, {}})}));
        fleet.addFile(dev, u"plugins/Warps/config.yml"_s, "a: \"open\n");

        QCOMPARE(ScanFixture::summary(*fleet.scan()), QStringList{u"unparsable plugins/Warps/config.yml "_s});
    }

    void whatIsExpectedAndThereIsObservedAsSuch_data()
    {
        QTest::addColumn<QByteArray>("expected");
        QTest::addColumn<bool>("asExpected");
        const QByteArray place
            = R"("use-mysql": true, "mysql-host": "203.0.113.1", "mysql-database": "logs")";
        QTest::newRow("all") << place + R"(, "table-prefix": "co_")" << true;
        QTest::newRow("another value") << place + R"(, "table-prefix": "cp_")" << false;
        QTest::newRow("nothing of the prefix") << place << false;
        QTest::newRow("nothing of the group") << QByteArray(R"("table-prefix": "co_")") << false;
        QTest::newRow("another type")
            << QByteArray(place).replace("true", R"("true")") + R"(, "table-prefix": "co_")" << true;
        QTest::newRow("another group")
            << QByteArray(place).replace("113.1", "113.2") + R"(, "table-prefix": "co_")" << false;
    }
    void whatIsExpectedAndThereIsObservedAsSuch()
    {
        QFETCH(QByteArray, expected);
        QFETCH(bool, asExpected);
        Fleet fleet({prefixRule()}, "{\"CoreProtect\": {" + expected + "}}");
        fleet.fixture.addFile(dev, u"plugins/CoreProtect/config.yml"_s, coreProtect("co_", "203.0.113.1"));

        const auto observations = fleet.observations();

        QCOMPARE(observations.size(), 1);
        QCOMPARE(observations.first().asExpected, asExpected);
    }

    void whatAnotherInstanceIsExpectedToHaveIsNot()
    {
        Fleet fleet({rule(RuleKind::Unique, {u"Warps"_s, u"config.yml"_s, u"a.b"_s, {}})}, "{}",
                    R"({"Warps": {"a.b": {"DEV01": 5}}})");
        fleet.fixture.addFile(dev, u"plugins/Warps/config.yml"_s, "a:\n  b: 5\n");
        fleet.fixture.addFile(hub, u"plugins/Warps/config.yml"_s, "a:\n  b: 5\n");

        const auto observations = fleet.observations();

        QCOMPARE(observations.size(), 2);
        QVERIFY(observations.first().asExpected);
        QVERIFY(!observations.last().asExpected);
    }

    void anInstanceMovedOntoAnothersPrefixCollidesWithIt()
    {
        Rule shipped = rule(RuleKind::Unique, {u"Warps"_s, u"config.yml"_s, u"prefix"_s, {}});
        shipped.pack = u"Warps"_s;
        const QString config = u"plugins/Warps/config.yml"_s;
        Fleet same({shipped}, R"({"Warps": {"prefix": "w_"}})");
        Fleet moved({shipped}, "{}", R"({"Warps": {"prefix": {"DEV01": "dev_", "HUB01": "w_"}}})");
        for (Fleet *fleet : {&same, &moved}) {
            fleet->fixture.addFile(dev, config, "prefix: w_\n");
            fleet->fixture.addFile(hub, config, "prefix: w_\n");
        }

        QCOMPARE(same.messages(), QStringList());
        QCOMPARE(moved.messages(),
                 (QStringList{u"hetzner/DEV01 changed "_s,
                              u"hetzner/DEV01 collision ovh/HUB01 has the same prefix w_"_s,
                              u"ovh/HUB01 collision hetzner/DEV01 has the same prefix w_"_s}));
    }

    void aRuleCountsForItsInstances()
    {
        Rule unique = portRule();
        unique.scope.instance = u"hetzner/*"_s;
        Fleet fleet({unique});
        fleet.fixture.addFile(dev, properties, "server-port=1\n");
        fleet.fixture.addFile(bent, properties, "server-port=1\n");

        QCOMPARE(fleet.observations().size(), 1);
    }

    void oneInstanceTellsWhatItSawAndWhatBelongsNowhere()
    {
        ScanFixture fleet("{\"Warps\": {\"a\": 5, \"addons/gone.b\": 6}}");
        fleet.options.expectations = std::make_shared<expectations::ExpectationSet>(
            fleet.options.expectations->withRules({portRule()}));
        fleet.addFile(dev, u"plugins/Warps/config.yml"_s, "a: 5\n");
        fleet.addFile(dev, properties, "server-port=1\n");

        const auto report
            = scan::scanInstance({{{u"hetzner"_s, u"DEV01"_s}, fleet.gameFolder(dev)}, {}, fleet.options});

        QVERIFY(report);
        QCOMPARE(report->observations.size(), 1);
        QCOMPARE(report->unresolved.size(), 1);
        QCOMPARE(report->unresolved.first().examples, QStringList{u"addons/gone.b"_s});
        QVERIFY(report->findings.isEmpty());
    }
};

ARCHIVESMP_TEST(TestObserving)
#include "tst_observing.moc"
