// SPDX-License-Identifier: GPL-3.0-or-later
// check and import --dry-run as a script uses them: arguments, output, exit status.
#include "tests/fleetgen/drifter.h"
#include "tests/fleetgen/expectationwriter.h"
#include "tests/fleetgen/fleetlayout.h"
#include "tests/fleetgen/inventedplugins.h"
#include "tests/fleetgen/jarwriter.h"
#include "tests/support/testregistry.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

using namespace archivesmp;
using namespace Qt::StringLiterals;

namespace {

struct Run
{
    int status = -1;
    QByteArray out;
    QByteArray err;

    [[nodiscard]] QJsonObject json() const { return QJsonDocument::fromJson(out).object(); }
};

Run ctl(const QStringList &arguments)
{
    QProcess process;
    process.start(QStringLiteral(ARCHIVESMP_BIN "/archivesmpctl"), arguments);
    if (!process.waitForFinished(60'000))
        return {};
    return {process.exitCode(), process.readAllStandardOutput(), process.readAllStandardError()};
}

QByteArray bytesOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("gone");
}

// The part of a finding that the generator knows.
QStringList essence(const QJsonArray &findings)
{
    QStringList lines;
    for (const QJsonValue &value : findings) {
        QStringList parts;
        for (const char *member : {"physical_server", "instance", "plugin", "file", "key", "kind"})
            parts.append(value[QLatin1StringView(member)].toString());
        lines.append(parts.join(u'|'));
    }
    lines.sort();
    return lines;
}

} // namespace

class TestOfflineCommands final : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> _root;

    [[nodiscard]] QString path(const QString &name) const { return _root->filePath(name); }

    void layOut(int drifts)
    {
        _root = std::make_unique<QTemporaryDir>();
        const auto fleet = fleetgen::inventFleet(6, 12, 9);
        const auto injected = fleetgen::chooseDrifts(fleet, drifts, 9);
        QVERIFY(fleetgen::layOut(fleet, injected, 9, path(u"fleet"_s)));
        QVERIFY(fleetgen::writeExpectations(fleet, path(u"expectations"_s)));
        QVERIFY(fleetgen::writeTruth(fleet, injected, path(u"truth.json"_s)));
    }

    void write(const QString &name, const QByteArray &bytes) const
    {
        QVERIFY(fleetgen::writeFile(path(name), bytes));
    }

    [[nodiscard]] Run check(const QStringList &more = {}) const
    {
        return ctl(QStringList{u"check"_s, path(u"fleet"_s), u"--expectations"_s, path(u"expectations"_s)}
                   + more);
    }

private Q_SLOTS:
    void checkFindsWhatWasInjectedAndNothingElse()
    {
        layOut(40);

        const Run run = check({u"--json"_s, u"--threads"_s, u"3"_s});

        QCOMPARE(run.status, 2);
        QCOMPARE(run.err, QByteArray());
        const QJsonObject truth = QJsonDocument::fromJson(bytesOf(path(u"truth.json"_s))).object();
        QCOMPARE(essence(run.json().value(u"findings"_s).toArray()),
                 essence(truth.value(u"drifts"_s).toArray()));
        const QJsonObject scanned = run.json().value(u"scanned"_s).toObject();
        for (const char *member : {"servers", "instances", "plugins", "files", "bytes", "settings"})
            QVERIFY(scanned.value(QLatin1StringView(member)).toInteger() > 0);
        QCOMPARE(run.json().value(u"partial"_s), QJsonValue(false));
    }

    void everyFindingHasTheMembersThatScriptsRelyOn()
    {
        layOut(20);

        const QJsonArray findings = check({u"--json"_s}).json().value(u"findings"_s).toArray();

        QCOMPARE(findings.size(), 20);
        for (const QJsonValue &finding : findings) {
            for (const char *member :
                 {"id", "physical_server", "instance", "plugin", "file", "key", "kind", "severity",
                  "expected", "actual", "layer", "line", "column", "first_seen", "last_seen"})
                QVERIFY2(finding.toObject().contains(QLatin1StringView(member)), member);
            QVERIFY(!finding[u"physical_server"_s].toString().isEmpty());
        }
    }

    void withoutDriftItEndsWithZero()
    {
        layOut(0);

        const Run run = check();

        QCOMPARE(run.status, 0);
        QVERIFY(run.out.startsWith("0 findings; scanned 2 servers, 6 instances"));
    }

    void oneServerCanBePicked()
    {
        layOut(40);

        const Run run = check({u"--server"_s, u"ovh"_s, u"--json"_s});

        const QJsonArray findings = run.json().value(u"findings"_s).toArray();
        for (const QJsonValue &finding : findings)
            QCOMPARE(finding[u"physical_server"_s].toString(), u"ovh"_s);
        QCOMPARE(run.json().value(u"scanned"_s)[u"servers"_s].toInt(), 1);
    }

    void aDiffChangesNothingAndAFixLeavesOnlyWhatItSays()
    {
        _root = std::make_unique<QTemporaryDir>();
        write(u"expectations/universal_configs.json"_s,
              "{\"Warps\": {\"a\": 5, \"b\": true}, \"Pets\": {\"c\": 1}}");
        const QString warps = u"fleet/hetzner/DEV01/Minecraft/plugins/Warps/config.yml"_s;
        write(warps, "# keep me\r\na:   4 # and me\r\nb: true");
        write(u"fleet/hetzner/DEV01/Minecraft/plugins/Pets/config.yml"_s, "d: &x 2\nc: *x\n");

        const Run diff = check({u"--diff"_s});
        const QByteArray untouched = bytesOf(path(warps));
        const Run fix = check({u"--fix"_s});
        const Run again = check({u"--json"_s});

        QCOMPARE(diff.status, 2);
        QVERIFY(diff.out.contains("--- a/hetzner/DEV01/Minecraft/plugins/Warps/config.yml\n"));
        QVERIFY(diff.out.contains("-a:   4 # and me\n+a:   5 # and me\n"));
        QCOMPARE(untouched, QByteArray("# keep me\r\na:   4 # and me\r\nb: true"));
        QCOMPARE(fix.status, 2);
        QVERIFY(fix.out.contains("left alone: hetzner/DEV01 Pets plugins/Pets/config.yml c changed: "));
        QCOMPARE(bytesOf(path(warps)), QByteArray("# keep me\r\na:   5 # and me\r\nb: true"));
        QCOMPARE(again.json().value(u"findings"_s).toArray().size(), 1);
    }

    void aCacheChangesNothingAndADamagedOneIsSaid()
    {
        _root = std::make_unique<QTemporaryDir>();
        write(u"expectations/universal_configs.json"_s, "{\"Warps\": {\"a\": 5, \"password\": \"x\"}}");
        write(u"fleet/hetzner/DEV01/Minecraft/plugins/Warps/config.yml"_s, "a: 4\npassword: y\n");
        const QStringList cached{u"--cache"_s, path(u"cache"_s)};
        const auto textWith = [&](const QStringList &options) { return check(options).out; };
        const QByteArray fresh = textWith({});

        QVERIFY(fresh.contains("2 findings"));
        QCOMPARE(textWith(cached), fresh);
        QCOMPARE(textWith(cached), fresh);
        write(u"fleet/hetzner/DEV01/Minecraft/plugins/Warps/config.yml"_s, "a: 5\npassword: y\n");
        QCOMPARE(textWith(cached), textWith({}));
        write(u"cache"_s, "something else");
        const Run damaged = check(cached);
        QCOMPARE(damaged.out, textWith({}));
        QVERIFY(damaged.err.contains("the scan cache is not used, a new one is begun"));
        QVERIFY(check(cached).err.isEmpty());
    }

    void whatARuleIgnoresIsCountedAndNeitherListedNorFixed()
    {
        _root = std::make_unique<QTemporaryDir>();
        write(u"expectations/universal_configs.json"_s,
              "{\"Warps\": {\"a\": 5, \"b.uuid\": \"x\", \"c\": 1}}");
        write(u"expectations/rules.yaml"_s,
              "rules:\n  - id: own\n    rule: ignore\n    scope: {plugin: Warps, key: \"**.uuid\"}\n"
              "    reason: drawn anew\n  - rule: severity\n    scope: {key: c}\n    severity: critical\n");
        const QString warps = u"fleet/hetzner/DEV01/Minecraft/plugins/Warps/config.yml"_s;
        write(warps, "a: 4\nb: {uuid: y}\nc: 2\n");

        const Run text = check();
        const Run json = check({u"--json"_s});
        const Run fix = check({u"--fix"_s});
        const Run again = check();

        QCOMPARE(text.status, 2);
        QVERIFY2(text.out.contains("1 ignored by own: drawn anew\n"), text.out.constData());
        QVERIFY(text.out.contains("1 critical by rules.yaml:6\n"));
        QVERIFY(text.out.contains("\n2 findings, 1 ignored; scanned "));
        QVERIFY(!text.out.contains("uuid:"));
        const QJsonArray findings = json.json().value(u"findings"_s).toArray();
        QCOMPARE(findings.size(), 3);
        QCOMPARE(findings.at(1)[u"ignored_by"_s].toString(), u"own"_s);
        QVERIFY(findings.at(0)[u"ignored_by"_s].toString().isEmpty());
        QCOMPARE(findings.at(2)[u"severity"_s].toString(), u"critical"_s);
        QCOMPARE(findings.at(2)[u"detected_severity"_s].toString(), u"normal"_s);
        QCOMPARE(json.json().value(u"rules"_s).toArray().at(0)[u"hits"_s].toInt(), 1);
        QCOMPARE(fix.status, 0);
        QCOMPARE(bytesOf(path(warps)), QByteArray("a: 5\nb: {uuid: y}\nc: 1\n"));
        QCOMPARE(again.status, 0);
    }

    void shippedRulesApplyUnlessTheyAreOff()
    {
        _root = std::make_unique<QTemporaryDir>();
        write(u"expectations/universal_configs.json"_s, "{\"Warps\": {\"config-version\": 5}}");
        for (const QString &instance : {u"DEV01"_s, u"HUB01"_s}) {
            const QString game = u"fleet/hetzner/"_s + instance + u"/Minecraft/"_s;
            write(game + u"plugins/Warps/config.yml"_s, "config-version: 6\n");
            write(game + u"server.properties"_s, "server-port=25565\n");
        }

        const Run packs = check({u"--json"_s});
        const Run none = check({u"--json"_s, u"--no-packs"_s});
        write(u"expectations/rules.yaml"_s, "packs_off: [pack/Common/config-version, Minecraft]\n");
        const Run off = check();

        QStringList kinds;
        const QJsonArray findings = packs.json().value(u"findings"_s).toArray();
        for (const QJsonValue &finding : findings)
            kinds.append(finding[u"kind"_s].toString() + u' ' + finding[u"ignored_by"_s].toString());
        QCOMPARE(kinds,
                 (QStringList{u"collision "_s, u"changed pack/Common/config-version"_s, u"collision "_s,
                              u"changed pack/Common/config-version"_s}));
        QCOMPARE(none.json().value(u"findings"_s).toArray().size(), 2);
        QCOMPARE(none.status, 2);
        QVERIFY2(off.out.contains("\n2 findings; scanned"), off.out.constData());
    }

    void anotherVersionThanTheMatrixStatesIsReported()
    {
        _root = std::make_unique<QTemporaryDir>();
        write(u"expectations/deployment_matrix.csv"_s,
              "plugin_name,expected_version,server_DEV01,server_HUB01\nWarps,1.2.*,true,true@2.0\n");
        for (const QString &instance : {u"DEV01"_s, u"HUB01"_s}) {
            const QString plugins = path(u"fleet/ovh/"_s + instance + u"/Minecraft/plugins"_s);
            QVERIFY(QDir().mkpath(plugins));
            QVERIFY(fleetgen::writeJar(plugins + u"/warps.jar"_s, u"Warps"_s, u"1.2.7"_s,
                                       domain::Platform::Paper));
        }

        const Run run = check();

        QCOMPARE(run.status, 2);
        QVERIFY2(run.out.contains("ovh/HUB01 Warps wrong_version: expected \"2.0\", found \"1.2.7\": "
                                  "plugins/warps.jar\n1 finding"),
                 run.out.constData());
    }

    void aCollisionNamesTheOtherSide()
    {
        _root = std::make_unique<QTemporaryDir>();
        write(u"expectations/universal_configs.json"_s, "{}");
        for (const QString &instance : {u"BENT01"_s, u"HUB01"_s})
            write(u"fleet/ovh/"_s + instance + u"/Minecraft/server.properties"_s, "server-port=25565\n");

        const Run run = check();

        QCOMPARE(run.status, 2);
        QVERIFY2(
            run.out.contains("ovh/HUB01  server.properties:1 collision server-port: ovh/BENT01 has the same "
                             "server-port 25565\n")
                || run.out.contains("ovh/HUB01 server.properties:1 collision server-port: ovh/BENT01 has "
                                    "the same server-port 25565\n"),
            run.out.constData());
    }

    void secretsAreNeverPrinted() // canary
    {
        _root = std::make_unique<QTemporaryDir>();
        write(u"expectations/universal_configs.json"_s,
              "{\"Warps\": {\"db.password\": \"canary-expected\", \"url\": "
              "\"jdbc:mysql://h/?user=u&password=canary-x\", "
              "\"a\": 5}}");
        write(u"expectations/variable_configs.json"_s,
              "{\"Warps\": {\"token\": {\"DEV01\": \"canary-variable\"}}}");
        write(u"fleet/hetzner/DEV01/Minecraft/plugins/Warps/config.yml"_s,
              "# password: canary-comment\ndb:\n  password: canary-actual\nurl: "
              "jdbc:mysql://h/?password=canary-y\n"
              "token: [canary-list]\na: 4\n");

        const QList<QStringList> ways{
            {}, {u"--json"_s}, {u"--diff"_s}, {u"--diff"_s, u"--json"_s}, {u"--fix"_s}};
        for (const QStringList &way : ways) {
            const Run run = check(way);
            QVERIFY(run.status == 2 || run.status == 0);
            QVERIFY2(!run.out.contains("canary") && !run.err.contains("canary"), run.out.constData());
        }
        const Run report = ctl({u"import"_s, u"--dry-run"_s, u"--expectations"_s, path(u"expectations"_s)});
        QVERIFY(!report.out.contains("canary"));
        QVERIFY(bytesOf(path(u"fleet/hetzner/DEV01/Minecraft/plugins/Warps/config.yml"_s))
                    .contains("canary-expected"));
    }

    void importReportsAndExpectsNoAgent()
    {
        layOut(0);

        const Run text = ctl({u"import"_s, u"--dry-run"_s, u"--expectations"_s, path(u"expectations"_s)});
        const Run json = ctl({u"--json"_s, u"import"_s, u"--dry-run"_s, u"--universal"_s,
                              path(u"expectations/universal_configs.json"_s)});

        QCOMPARE(text.status, 0);
        QVERIFY(text.out.contains("deployment_matrix.csv: "));
        QCOMPARE(json.status, 0);
        QVERIFY(json.json().value(u"universal"_s)[u"plugins"_s].toInt() > 0);
    }

    // One line on stderr that names what, where and what to do; exit status 1.
    void mistakesAreSaidInOneLine_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QByteArray>("message");
        const auto row = [](const char *name, const QStringList &arguments, const char *message) {
            QTest::newRow(name) << arguments << QByteArray(message);
        };
        row("no root", {u"check"_s},
            "check needs one ROOT and --expectations DIR; see archivesmpctl check --help");
        row("no such folder", {u"check"_s, u"ROOT"_s, u"--expectations"_s, u"ROOT/nowhere"_s},
            "there is no such folder");
        row("no instances", {u"check"_s, u"ROOT/expectations"_s, u"--expectations"_s, u"ROOT/expectations"_s},
            "no instance found; give a folder that holds");
        row("threads",
            {u"check"_s, u"ROOT"_s, u"--expectations"_s, u"ROOT/expectations"_s, u"--threads"_s, u"0"_s},
            "--threads is 0; use 1 to 64");
        row("unknown option", {u"check"_s, u"--nonsense"_s}, "nonsense");
        row("B31 broken expectations", {u"import"_s, u"--dry-run"_s, u"--universal"_s, u"ROOT/broken.json"_s},
            "broken.json:2:1: ");
        row("broken rules", {u"check"_s, u"ROOT"_s, u"--expectations"_s, u"ROOT/broken"_s},
            "broken/rules.yaml:2:11: rules.0.rule: hide is no rule; use ignore");
        row("no file", {u"import"_s, u"--dry-run"_s}, "import needs");
    }
    void mistakesAreSaidInOneLine()
    {
        QFETCH(QStringList, arguments);
        QFETCH(QByteArray, message);
        _root = std::make_unique<QTemporaryDir>();
        write(u"expectations/universal_configs.json"_s, "{}");
        write(u"broken.json"_s, "{\n]\n");
        write(u"broken/universal_configs.json"_s, "{}");
        write(u"broken/rules.yaml"_s, "rules:\n  - rule: hide\n");
        for (QString &argument : arguments)
            argument.replace(u"ROOT"_s, _root->path());

        const Run run = ctl(arguments);

        QCOMPARE(run.status, 1);
        QCOMPARE(run.out, QByteArray());
        QCOMPARE(run.err.count('\n'), 1);
        QVERIFY2(run.err.contains(message), run.err.constData());
    }
};

ARCHIVESMP_TEST(TestOfflineCommands)
#include "tst_offlinecommands.moc"
