// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/drift/driftdetector.h"

#include "common/drift/findings.h"
#include "common/expectations/secretclassifier.h"
#include "tests/support/testregistry.h"

#include <QTest>

using namespace archivesmp;
using namespace archivesmp::drift;
using namespace Qt::StringLiterals;
using domain::Finding;
using domain::FindingKind;
using domain::Severity;
using expectations::ExpectationSet;
using expectations::Setting;

namespace {

const domain::InstanceRef dev{u"hetzner"_s, u"DEV01"_s};
const QString path = u"plugins/Warps/config.yml"_s;
const QDateTime now = QDateTime::fromString(u"2025-03-01T12:00:00Z"_s, Qt::ISODate);

using Settings = QList<std::pair<QByteArray, Value>>;

// A detector over one plugin whose settings are all in config.yml.
class Fixture final
{
public:
    explicit Fixture(const Settings &settings, bool extraKeys = false, bool sealed = false)
    {
        ExpectationSet::Contents contents;
        contents.plugins.append({u"Warps"_s, domain::Platform::Unknown, {}});
        for (const auto &[key, value] : settings)
            contents.plugins.first().settings.append({key, 0, expectations::ExpectedValue(value), {}, {}});
        _set = ExpectationSet(contents);
        if (sealed)
            _set = _set.sealed("fleet key").set;
        PluginResolution resolution;
        resolution.files.push_back({"config", "config.yml", {}});
        for (int i = 0; i < _set.plugins().first().settings.size(); ++i)
            resolution.files.front().entries.push_back({i, _set.plugins().first().settings.at(i).key});
        detector.emplace(_set, _set.plugins().first(), resolution,
                         DetectorOptions{"fleet key", now, extraKeys});
    }

    QList<Finding> compare(const QByteArray &yaml, const domain::InstanceRef &instance = dev)
    {
        return detector->compare(instance, 0, path, *config::parse(yaml, config::Format::Yaml));
    }

    std::optional<DriftDetector> detector;

private:
    ExpectationSet _set;
};

} // namespace

class TestDriftDetector final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void findsNothingWhereAllIsAsExpected()
    {
        Fixture fixture({{"a.b", Value::integer(5)}, {"c", Value::text("x")}});

        QVERIFY(fixture.compare("c: 'x'\n# remark\na: {b: 5.0, other: 1}\n").isEmpty());
    }

    void aChangedValueCarriesItsPlaceAndBothSides()
    {
        Fixture fixture({{"a.b", Value::integer(5)}});

        const auto findings = fixture.compare("x: 1\na:\n  b: 6\n");

        QCOMPARE(findings.size(), 1);
        const Finding &finding = findings.first();
        QCOMPARE(finding.kind, FindingKind::Changed);
        QCOMPARE(finding.instance.server, u"hetzner"_s);
        QCOMPARE(finding.instance, dev);
        QCOMPARE(finding.plugin, u"Warps"_s);
        QCOMPARE(finding.file, path);
        QCOMPARE(finding.key, KeyPath({"a", "b"}));
        QCOMPARE(std::get<Value>(finding.expected), Value::integer(5));
        QCOMPARE(std::get<Value>(finding.actual), Value::integer(6));
        QCOMPARE(finding.layer, domain::Layer::Universal);
        QCOMPARE(finding.line, 3);
        QCOMPARE(finding.column, 6);
        QCOMPARE(finding.firstSeen, now);
        QCOMPARE(finding.severity, Severity::Normal);
        QCOMPARE(finding.id, domain::findingId(finding));
    }

    // B24: each of them is a kind of its own, never "changed".
    void deletedKeysListsForMapsAndNullsAreToldApart_data()
    {
        QTest::addColumn<QByteArray>("yaml");
        QTest::addColumn<int>("kind");
        QTest::addColumn<QString>("key");
        const auto row = [](const char *name, const char *yaml, FindingKind kind, const char *key) {
            QTest::newRow(name) << QByteArray(yaml) << static_cast<int>(kind) << QString::fromLatin1(key);
        };
        row("B24 the key is deleted", "a: {c: 1}", FindingKind::MissingKey, "a.b");
        row("B24 the section is deleted", "x: 1", FindingKind::MissingKey, "a.b");
        row("B24 the section is empty", "a:\n", FindingKind::MissingKey, "a.b");
        row("B24 a list where a map must be", "a: [1]", FindingKind::InvalidStructure, "a");
        row("B24 a text where a map must be", "a: text", FindingKind::InvalidStructure, "a");
        row("B24 null instead of a number", "a: {b: }", FindingKind::WrongType, "a.b");
        row("B24 a map instead of a number", "a: {b: {c: 1}}", FindingKind::WrongType, "a.b");
        row("the document is empty", "", FindingKind::MissingKey, "a.b");
        row("the document is a list", "- a\n- b\n", FindingKind::InvalidStructure, "");
    }
    void deletedKeysListsForMapsAndNullsAreToldApart()
    {
        QFETCH(QByteArray, yaml);
        QFETCH(int, kind);
        QFETCH(QString, key);
        Fixture fixture({{"a.b", Value::integer(5)}});

        const auto findings = fixture.compare(yaml);

        QCOMPARE(findings.size(), 1);
        QCOMPARE(static_cast<int>(findings.first().kind), kind);
        QCOMPARE(findings.first().key.toString(), key);
    }

    void oneFindingTellsOfAWholeSection()
    {
        Fixture fixture({{"a.b", Value::integer(5)}, {"a.c.d", Value::integer(6)}, {"e", Value::integer(7)}});

        const auto findings = fixture.compare("a: [1]\ne: 7\n");

        QCOMPARE(findings.size(), 1);
        QVERIFY(findings.first().message.contains(u"a list where a map must be"_s));
    }

    void onlyAnotherSpellingIsInformation()
    {
        Fixture fixture({{"a", Value::integer(5)}, {"b", Value::integer(5)}});

        const auto findings = fixture.compare("a: '5'\nb: [5]\n");

        QCOMPARE(findings.at(0).kind, FindingKind::WrongType);
        QCOMPARE(findings.at(0).severity, Severity::Info);
        QCOMPARE(findings.at(1).kind, FindingKind::WrongType);
        QCOMPARE(findings.at(1).severity, Severity::Normal);
    }

    void aMissingKeyWithADotGoesWhereTheOthersHaveIt()
    {
        Fixture fixture({{"chances.101.01", Value::integer(5)}, {"chances.7", Value::integer(1)}});
        auto missing = fixture.compare("chances:\n  '7': 1\n", {u"ovh"_s, u"BENT01"_s});
        QVERIFY(fixture.compare("chances:\n  '101.01': 5\n  7: 1\n").isEmpty());

        fixture.detector->settle(missing);

        QCOMPARE(missing.size(), 1);
        QCOMPARE(missing.first().key, KeyPath({"chances", "101.01"}));
        QCOMPARE(missing.first().key.toString(), u"chances.101\\.01"_s);
        QCOMPARE(missing.first().id, domain::findingId(missing.first()));
    }

    void aProblemOfTheFileIsAsGraveAsTheGravestOfIt()
    {
        const auto severityOf = [](const QByteArray &properties) {
            const auto document = config::parse(properties, config::Format::Properties);
            return problemFinding(newFinding(dev, u"Warps"_s, path, FindingKind::Unparsable, now), *document)
                ->severity;
        };

        QCOMPARE(severityOf("a=\\u00zz\n"), Severity::Info); // the plugin reads it too
        QCOMPARE(severityOf("a=1\na=2\n"), Severity::Normal);
        QCOMPARE(severityOf("b=\\u00zz\na=1\na=2\n"), Severity::Normal);
    }

    // "config.limit" for all in one file of expectations, "limit" for one instance in another.
    void twoNamesOfOnePlaceAreOneSetting()
    {
        using expectations::ExpectedValue;
        ExpectationSet::Contents contents;
        contents.plugins.append({u"Warps"_s,
                                 domain::Platform::Unknown,
                                 {{"config.limit", 0, ExpectedValue(Value::integer(1)), {}, {}},
                                  {"config.speed", 0, ExpectedValue(Value::integer(7)), {}, {}},
                                  {"limit",
                                   0,
                                   ExpectedValue(Value::integer(5)),
                                   {},
                                   {{u"DEV01"_s, ExpectedValue(Value::integer(2))}}}}});
        const ExpectationSet set(contents);
        PluginResolution resolution;
        resolution.files.push_back({"config", "config.yml", {{0, "limit"}, {1, "speed"}, {2, "limit"}}});
        DriftDetector detector(set, set.plugins().first(), resolution, {"fleet key", now, false});
        const auto findingsOf = [&](const QByteArray &yaml, const QString &instance) {
            return detector.compare({u"hetzner"_s, instance}, 0, path,
                                    *config::parse(yaml, config::Format::Yaml));
        };

        QVERIFY(findingsOf("limit: 2\nspeed: 7\n", u"DEV01"_s).isEmpty());
        QVERIFY(findingsOf("limit: 1\nspeed: 7\n", u"HUB01"_s).isEmpty());
        const auto missing = findingsOf("speed: 7\n", u"HUB01"_s);
        QCOMPARE(missing.size(), 1);
        QCOMPARE(missing.first().kind, FindingKind::MissingKey);
        QCOMPARE(std::get<Value>(missing.first().expected), Value::integer(1));
        const auto changed = findingsOf("limit: 1\nspeed: 7\n", u"DEV01"_s);
        QCOMPARE(changed.size(), 1);
        QCOMPARE(std::get<Value>(changed.first().expected), Value::integer(2));
        QCOMPARE(changed.first().layer, domain::Layer::Instance);
        // They differ for all, and "config.limit" counts: somebody should know.
        const domain::UnresolvedKeys said{
            u"Warps"_s, domain::twoValuesReason, 1, {u"config.limit and limit"_s}};
        QCOMPARE(detector.unresolved(), QList<domain::UnresolvedKeys>{said});
        QVERIFY(said.haveTwoValues());
    }

    void oneDisagreementIsEnoughToBeSpokenOf()
    {
        using expectations::ExpectedValue;
        const auto contested = [](const Setting &exact, const Setting &other) {
            ExpectationSet::Contents contents;
            contents.plugins.append({u"Warps"_s, domain::Platform::Unknown, {exact, other}});
            const ExpectationSet set(contents);
            PluginResolution resolution;
            resolution.files.push_back({"config", "config.yml", {{0, "limit"}, {1, "limit"}}});
            const DriftDetector detector(set, set.plugins().first(), resolution, {"fleet key", now, false});
            return detector.unresolved().value(0).settings;
        };
        const ExpectedValue one(Value::integer(1));
        const ExpectedValue two(Value::integer(2));
        const QMap<QString, ExpectedValue> both{{u"a"_s, one}, {u"b"_s, two}};
        const QMap<QString, ExpectedValue> firstOther{{u"a"_s, two}, {u"b"_s, two}};

        QCOMPARE(contested({"config.limit", 0, {}, {}, both}, {"limit", 0, {}, {}, both}), 0);
        QCOMPARE(contested({"config.limit", 0, {}, {}, both}, {"limit", 0, {}, {}, firstOther}), 1);
        QCOMPARE(contested({"config.limit", 0, {}, both, {}}, {"limit", 0, {}, firstOther, {}}), 1);
        QCOMPARE(contested({"config.limit", 0, {}, firstOther, both}, {"limit", 0, {}, both, both}), 1);
        QCOMPARE(contested({"config.limit", 0, one, {}, both}, {"limit", 0, {}, {}, both}), 0);
        QCOMPARE(contested({"config.limit", 0, one, both, both}, {"limit", 0, two, both, both}), 1);
    }

    // What is expected for all only under the other name counts too.
    void theOtherNamesValueForAllIsTaken()
    {
        using expectations::ExpectedValue;
        ExpectationSet::Contents contents;
        contents.plugins.append(
            {u"Warps"_s,
             domain::Platform::Unknown,
             {{"config.limit", 0, {}, {}, {{u"HUB01"_s, ExpectedValue(Value::integer(9))}}},
              {"limit", 0, ExpectedValue(Value::integer(5)), {}, {}}}});
        const ExpectationSet set(contents);
        PluginResolution resolution;
        resolution.files.push_back({"config", "config.yml", {{0, "limit"}, {1, "limit"}}});
        DriftDetector detector(set, set.plugins().first(), resolution, {"fleet key", now, false});
        const auto findings
            = detector.compare(dev, 0, path, *config::parse("limit: 4\n", config::Format::Yaml));

        QCOMPARE(findings.size(), 1);
        QCOMPARE(std::get<Value>(findings.first().expected), Value::integer(5));
        QVERIFY(detector.unresolved().isEmpty());
    }

    void twoNamesThatAgreeAreNotSpokenOf()
    {
        using expectations::ExpectedValue;
        ExpectationSet::Contents contents;
        const QMap<QString, ExpectedValue> onDev{{u"DEV01"_s, ExpectedValue(Value::integer(2))}};
        contents.plugins.append({u"Warps"_s,
                                 domain::Platform::Unknown,
                                 {{"config.limit", 0, ExpectedValue(Value::integer(5)), {}, onDev},
                                  {"limit", 0, ExpectedValue(Value::real(5.0)), {}, onDev}}});
        const ExpectationSet set(contents);
        PluginResolution resolution;
        resolution.files.push_back({"config", "config.yml", {{0, "limit"}, {1, "limit"}}});

        const DriftDetector detector(set, set.plugins().first(), resolution, {"fleet key", now, false});

        QVERIFY(detector.unresolved().isEmpty());
    }

    // Of two findings with one id the host would keep one.
    void whatIsWrongWithTheWholeFileIsOneFinding()
    {
        Fixture fixture({{"a.b", Value::integer(5)}});

        const auto findings = fixture.compare("- {x: 1, x: 2}\n");

        QCOMPARE(findings.size(), 1);
        QCOMPARE(findings.first().kind, FindingKind::InvalidStructure);
        QCOMPARE(findings.first().message,
                 u"a list where a map must be; line 1: the key \"x\" stands in line 1 and again in line 1; "
                 "the last one counts"_s);
    }

    void tracesOfOtherExpectationsArePassedOver()
    {
        Fixture fixture({{"a.b", Value::integer(5)}});

        fixture.detector->repeat(0,
                                 {{{1'000'000'000, KeyPath({"a.b"})}, {-1, KeyPath({"x"})}},
                                  {{1'000'000'000, FindingId(u"x"_s)}}});

        QCOMPARE(fixture.compare("x: 1\n").size(), 1);
    }

    void aDuplicateKeyIsAFinding()
    {
        Fixture fixture({{"a", Value::integer(5)}});

        const auto findings = fixture.compare("a: 5\nb: 1\na: 5\n");

        QCOMPARE(findings.size(), 1);
        QCOMPARE(findings.first().kind, FindingKind::InvalidStructure);
        QCOMPARE(findings.first().line, 3);
        QVERIFY(findings.first().message.contains(u"\"a\""_s));
    }

    void extraKeysAreReportedWhereTheyAreAskedFor()
    {
        const Settings settings{{"a.b", Value::integer(5)}};
        const QByteArray yaml = "a:\n  b: 5\n  extra: 1\nnew: {x: 1}\n";

        QVERIFY(Fixture(settings).compare(yaml).isEmpty());
        const auto findings = Fixture(settings, true).compare(yaml);
        QCOMPARE(findings.size(), 2);
        QCOMPARE(findings.at(0).kind, FindingKind::ExtraKey);
        QCOMPARE(findings.at(0).key.toString(), u"a.extra"_s);
        QCOMPARE(findings.at(0).actual, domain::ShownValue(Value::integer(1)));
        QVERIFY(domain::isAbsent(findings.at(0).expected));
        QCOMPARE(findings.at(1).key.toString(), u"new"_s);
        QVERIFY(domain::isAbsent(findings.at(1).actual));
    }

    void anExtraSecretIsShownAsItsFingerprint()
    {
        const auto findings = Fixture({{"a.b", Value::integer(5)}}, true)
                                  .compare("a:\n  b: 5\n  password: hush\n  more: [{token: hush}]\n");

        QCOMPARE(findings.size(), 2);
        QVERIFY(domain::isSecret(findings.at(0).actual));
        QVERIFY(domain::isAbsent(findings.at(1).actual));
    }

    void secretsAreShownAsFingerprintsOnBothSides() // B27
    {
        for (const bool sealed : {false, true}) {
            Fixture fixture({{"db.password", Value::text("expected-word")}}, false, sealed);

            QVERIFY(fixture.compare("db: {password: expected-word}").isEmpty());
            const auto findings = fixture.compare("db: {password: actual-word}");

            QCOMPARE(findings.size(), 1);
            QCOMPARE(findings.first().kind, FindingKind::Changed);
            QCOMPARE(std::get<domain::SecretFingerprint>(findings.first().expected),
                     expectations::fingerprintOf("fleet key", Value::text("expected-word")));
            QCOMPARE(std::get<domain::SecretFingerprint>(findings.first().actual),
                     expectations::fingerprintOf("fleet key", Value::text("actual-word")));
        }
    }

    void anActualSecretIsConcealedWhereNoneWasExpected()
    {
        Fixture fixture({{"link", Value::text("https://example.org")}, {"s.url", Value::integer(1)}});

        const auto findings
            = fixture.compare("link: https://user:word@example.org\ns: ['mysql://user:word@host/db']\n");

        QCOMPARE(findings.size(), 2);
        QVERIFY(domain::isSecret(findings.at(0).actual));
        QVERIFY(domain::isSecret(findings.at(1).actual));
    }

    void aParseErrorKeepsTheParsersWordsAndPlace() // B21
    {
        Fixture fixture({{"a", Value::integer(5)}});
        const auto broken = config::parse("a: 1\nb: \"open\n", config::Format::Yaml);

        const Finding finding = fixture.detector->unparsable(dev, path, broken.error());

        QCOMPARE(finding.kind, FindingKind::Unparsable);
        QCOMPARE(finding.severity, Severity::Critical);
        QCOMPARE(finding.line, 2);
        QVERIFY(!finding.message.isEmpty());
    }

    void aFormatThatIsNotUnderstoodIsNotSkipped()
    {
        Fixture fixture({{"a", Value::integer(5)}});

        const Finding finding
            = fixture.detector->unparsable(dev, u"plugins/Warps/config.conf"_s,
                                           config::parse("b = 1\na = ${b}\n", config::Format::Hocon).error());

        QCOMPARE(finding.kind, FindingKind::UnsupportedFormat);
        QCOMPARE(finding.line, 2);
        QCOMPARE(finding.column, 5);
    }

    void knowsWhetherAFileIsExpectedOfAnInstance()
    {
        ExpectationSet::Contents contents;
        Setting setting{"a", 0, std::nullopt, {}, {{u"DEV01"_s, Value::integer(1)}}};
        contents.plugins.append({u"Warps"_s, domain::Platform::Unknown, {setting}});
        const ExpectationSet set(contents);
        PluginResolution resolution;
        resolution.files.push_back({"config", "config.yml", {{0, "a"}}});
        DriftDetector detector(set, set.plugins().first(), resolution, {});

        QVERIFY(detector.isExpected(dev, 0));
        QVERIFY(!detector.isExpected({u"hetzner"_s, u"OTHER"_s}, 0));
    }

    void anExportOfAnEmptyFileExpectsNoMoreThanTheFile()
    {
        ExpectationSet::Contents contents;
        contents.plugins.append({u"Warps"_s,
                                 domain::Platform::Unknown,
                                 {{"config", 0, expectations::ExpectedValue(Value::map({})), {}, {}}}});
        const ExpectationSet set(contents);
        PluginResolution resolution;
        resolution.files.push_back({"config", "config.yml", {{0, ""}}});
        DriftDetector detector(set, set.plugins().first(), resolution, {});

        QVERIFY(detector.compare(dev, 0, path, *config::parse("a: 1", config::Format::Yaml)).isEmpty());
    }
};

ARCHIVESMP_TEST(TestDriftDetector)
#include "tst_driftdetector.moc"
