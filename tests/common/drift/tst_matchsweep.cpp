// SPDX-License-Identifier: GPL-3.0-or-later
// The quick look never says that all is well where the comparison would find something.
#include "common/config/yaml/blocksweep.h"
#include "common/drift/driftdetector.h"
#include "common/drift/matchsweep.h"
#include "tests/fleetgen/dice.h"
#include "tests/fleetgen/documentwriter.h"
#include "tests/support/testregistry.h"

#include <QTest>

using namespace archivesmp;
using namespace archivesmp::drift;
using namespace Qt::StringLiterals;
using expectations::ExpectationSet;
using expectations::ExpectedValue;

namespace {

const domain::InstanceRef dev{u"hetzner"_s, u"DEV01"_s};
const domain::InstanceRef smp{u"ovh"_s, u"SMP101"_s};

const ValueList names{Value::text("a"), Value::text("b")};

ExpectationSet expected()
{
    ExpectationSet::Contents contents;
    contents.plugins.append({u"Warps"_s, domain::Platform::Unknown, {}});
    const auto add = [&](const char *key, const Value &value) {
        contents.plugins.first().settings.append({key, 0, ExpectedValue(value), {}, {}});
    };
    add("text", Value::text("hello"));
    add("on", Value::boolean(true));
    add("off", Value::boolean(false));
    add("whole", Value::integer(10, "10"));
    add("part", Value::real(0.5));
    add("nothing", Value());
    add("names", Value::list(names));
    add("items",
        Value::list({Value::text("plain"), Value::text("two words"), Value::boolean(true),
                     Value::integer(12, "12"), Value()}));
    add("none", Value::list({}));
    add("empty", Value::map({}));
    add("maps", Value::list({Value::map({{"k", Value::integer(1)}, {"l", Value::list(names)}})}));
    add("held",
        Value::list({Value::map({{"a", Value::integer(1, "1")},
                                 {"b", Value::text("two")},
                                 {"c", Value::text("x\ny: \"\\\"")}}),
                     Value::map({{"a", Value::boolean(false)}})}));
    add("deep.a.b", Value::text("x"));
    add("deep.dotted.c", Value::integer(3));
    contents.plugins.first().settings.append(
        {"mine", 0, ExpectedValue(Value::integer(1)), {}, {{u"SMP101"_s, ExpectedValue(Value::integer(2))}}});
    return ExpectationSet(contents);
}

PluginResolution resolutionOf(const ExpectationSet &set)
{
    PluginResolution resolution;
    resolution.files.push_back({"config", "config.yml", {}});
    for (int i = 0; i < set.plugins().first().settings.size(); ++i)
        resolution.files.front().entries.push_back({i, set.plugins().first().settings.at(i).key});
    return resolution;
}

// What a sweep of the file looks for.
struct Expecting
{
    Expecting()
        : tree(resolution.files.front())
        , values(static_cast<size_t>(set.plugins().first().settings.size()))
    {
        const QList<expectations::Setting> &settings = set.plugins().first().settings;
        for (qsizetype i = 0; i < settings.size(); ++i)
            values.set(static_cast<size_t>(i), QuickValue(std::get<Value>(*settings.at(i).universal)));
        values.pack();
    }

    const ExpectationSet set = expected();
    const PluginResolution resolution = resolutionOf(set);
    ExpectationTree tree;
    QuickValues values;
};

const QByteArray clean = "text: hello\n"
                         "on: yes # on\n"
                         "'off': FALSE\n"
                         "whole: 1_0\n"
                         "part: .5\n"
                         "nothing:\n"
                         "names: [a, 'b']\n"
                         "items:\n"
                         "- plain\n"
                         "- 'two words' # why\n"
                         "- yes\n"
                         "-  12\n"
                         "-\n"
                         "none: []\n"
                         "empty: {}\n"
                         "maps:\n"
                         "  - l:\n"
                         "      - a\n"
                         "      - b\n"
                         "    k: 1\n"
                         "held:\n"
                         "- a: 1\n"
                         "  b: two\n"
                         "  c: \"x\\ny: \\\"\\\\\\\"\"\n"
                         "- a: no\n"
                         "deep:\n"
                         "  a:\n"
                         "    b: x\n"
                         "  dotted.c: 3\n"
                         "mine: 1\n"
                         "extra:\n"
                         "  more: 1\n";

} // namespace

class TestMatchSweep final : public QObject
{
    Q_OBJECT

    // Both ways must say the same. Clean is where both find nothing.
    enum Outcome { Refused, Clean, Drift };
    static Outcome sweep(const QByteArray &yaml, const domain::InstanceRef &instance = dev,
                         const DetectorOptions &options = {})
    {
        const ExpectationSet set = expected();
        DriftDetector detector(set, set.plugins().first(), resolutionOf(set), options);
        (void)detector.sweep(instance, 0, u"config.yml"_s, clean); // from then on it foresees lines
        const auto swept = detector.sweep(instance, 0, u"config.yml"_s, yaml);
        if (!swept)
            return Refused;
        const auto missing = detector.traces(0).missing;
        const auto document = config::parse(yaml, config::Format::Yaml);
        if (!document || detector.compare(instance, 0, u"config.yml"_s, *document) != swept->findings
            || detector.traces(0).missing != missing)
            QTest::qFail(yaml.constData(), __FILE__, __LINE__);
        return swept->findings.isEmpty() ? Clean : Drift;
    }

private Q_SLOTS:
    void knowsWhatIsAsExpected()
    {
        const ExpectationSet set = expected();
        DriftDetector detector(set, set.plugins().first(), resolutionOf(set), {});

        QCOMPARE(detector.sweep(dev, 0, u"config.yml"_s, clean)->settings, 21);
        QCOMPARE(sweep(clean, smp), Drift);
        QCOMPARE(sweep(QByteArray(clean).replace("mine: 1", "mine: 0x2"), smp), Clean);
        QCOMPARE(sweep(clean), Clean);
    }

    // What is kept of a file is held until all instances are read.
    void ofAFileWithEveryKeyOnlyWhatDiffersIsKept()
    {
        Expecting expecting;
        const auto keptOf = [&](const QByteArray &yaml) {
            MatchSweep sweep(expecting.tree, expecting.values, MatchSweep::Extras::Allowed);
            const bool isRead = config::sweepBlockYaml(yaml, sweep, config::pluginFileLimits);
            return isRead ? sweep.excerpt().size() : size_t(1000);
        };

        // The value and the maps that it is in; where a key is missing, all maps, since it may be in any.
        QCOMPARE(keptOf(QByteArray(clean).replace("whole: 1_0", "whole: 11")), 2U);
        QCOMPARE(keptOf(QByteArray(clean).replace("    b: x\n", "    b: y\n")), 4U);
        QCOMPARE(keptOf(QByteArray(clean).replace("whole: 1_0\n", "")), 3U);
    }

    void linesThatAreForeseenCountToo()
    {
        Expecting expecting;
        config::ParseLimits limits = config::pluginFileLimits;
        limits.nodes = static_cast<int>(config::parse(clean, config::Format::Yaml)->nodes().size());
        const auto isRead = [&] {
            MatchSweep sweep(expecting.tree, expecting.values, MatchSweep::Extras::Allowed);
            return config::sweepBlockYaml(clean, sweep, limits);
        };

        QVERIFY(isRead());
        QVERIFY(isRead()); // from the first on it foresees lines
        --limits.nodes;
        QVERIFY(!isRead());
    }

    void saysWhatTheComparisonSays_data()
    {
        QTest::addColumn<QByteArray>("from");
        QTest::addColumn<QByteArray>("to");
        QTest::addColumn<Outcome>("outcome");
        const auto row = [](const char *name, const char *from, const char *to, Outcome outcome = Refused) {
            QTest::newRow(name) << QByteArray(from) << QByteArray(to) << outcome;
        };
        row("text", "hello", "hallo", Drift);
        row("quoted truth", "on: yes", "on: 'yes'", Drift);
        row("other truth", "FALSE", "on", Drift);
        row("number", "1_0", "11", Drift);
        row("quoted number", "1_0", "'10'", Drift);
        row("fraction", ".5", ".6", Drift);
        row("something", "nothing:\n", "nothing: 1\n", Drift);
        row("a map for nothing", "nothing:\n", "nothing: {}\n", Drift);
        row("one less", "[a, 'b']", "[a]", Drift);
        row("one more", "[a, 'b']", "[a, b, c]", Drift);
        row("other order", "[a, 'b']", "[b, a]", Drift);
        row("text for a list", "[a, 'b']", "a", Drift);
        row("map for a list", "[a, 'b']", "{a: b}", Drift);
        row("not empty", "none: []", "none: [1]", Drift);
        row("not an empty map", "empty: {}", "empty: {a: 1}", Drift);
        row("list for a map", "empty: {}", "empty: []", Drift);
        row("in a list of maps", "    k: 1\n", "    k: 2\n", Drift);
        row("a key more in a list", "    k: 1\n", "    k: 1\n    m: 1\n", Drift);
        row("a key less in a list", "    k: 1\n", "", Drift);
        row("a list in a list", "      - b\n", "      - c\n", Drift);
        row("an item", "- plain\n", "- plan\n", Drift);
        row("an item in quotes", "- plain\n", "- \"plain\"\n", Clean);
        row("an item with a comment", "- plain\n", "-  plain  # why\n", Clean);
        row("an item with a tail", "- plain\n", "- plain #\n- why\n", Drift);
        row("an item in half of its quotes", "'two words'", "'two words", Refused);
        row("a truth value as an item", "- yes\n", "- 'yes'\n", Drift);
        row("another item", "- yes\n", "- off\n", Drift);
        row("an item that is a map", "- plain\n", "- plain: 1\n", Drift);
        row("an item that is a list", "- plain\n", "-\n  - plain\n", Drift);
        row("an item in its own line", "- plain\n", "-\n  plain\n");
        row("an item over two lines", "- plain\n", "- plain\n  why\n");
        row("an item less", "-  12\n", "", Drift);
        row("an item more", "-  12\n", "-  12\n-  12\n", Drift);
        row("no items", "- plain\n- 'two words' # why\n- yes\n-  12\n-\n", "", Drift);
        row("two lists", "names: [a, 'b']\nitems:\n- plain\n", "names: [b]\nitems:\n", Drift);
        row("a key in quotes", "text: hello\n", "\"text\":   'hello' # why\n", Clean);
        row("a key in quotes, another value", "text: hello\n", "\"text\": 'hallo'\n", Drift);
        row("a key in two sorts of quotes", "text: hello\n", "\"text': hello\n");
        row("a key with a blank behind it", "text: hello\n", "text : hello\n", Clean);
        row("a list for a text", "text: hello\n", "text: [hello, {b: [x]}]\n", Drift);
        row("a list below a text", "text: hello\n", "text:\n  - hello\n  - b:\n    -\n", Drift);
        row("a list with an unknown escape", "[a, 'b']", "[a, \"\\q\"]");
        row("a list with a key twice", "    k: 1\n", "    k: 1\n    k: 1\n");
        row("an entry of a held map twice", "  b: two\n", "  b: two\n  b: two\n");
        row("a held map's last entry twice", "  b: two\n", "  b: two\n  a: 1\n");
        row("a held map's entry instead of another", "  b: two\n", "  a: 1\n");
        row("a held map's first entry twice, later", "- a: 1\n  b: two\n", "- b: two\n  b: two\n");
        row("a held map in another order", "- a: 1\n  b: two\n", "- b: two\n  a: 1\n", Clean);
        row("a held map with another value", "  b: two\n", "  b: too\n", Drift);
        row("a held map with one entry less", "  b: two\n", "", Drift);
        row("a held map with one entry more", "  b: two\n", "  b: two\n  d: 1\n", Drift);
        row("a held map's entry with a tail", "  b: two\n", "  b: two # why\n", Clean);
        row("a held map's entry with a second line", "  b: two\n", "  b: two\n    words\n");
        row("a held map's entry in quotes", "  b: two\n", "  'b':  \"two\"\n", Clean);
        row("other escapes in a held map", "x\\ny: ", "x\\ny:\\t", Drift);
        row("single quotes around escapes", "\"x\\ny: \\\"\\\\\\\"\"", "'x\\ny: \\\"\\\\\\\"'", Drift);
        row("deep", "b: x", "b: y", Drift);
        row("deep missing", "    b: x\n", "    c: x\n", Drift);
        row("a text where a map must be", "  a:\n    b: x\n", "  a: x\n");
        row("dotted", "dotted.c: 3", "dotted.c: 4", Drift);
        row("missing", "text: hello\n", "", Drift);
        row("a map less", "deep:\n  a:\n    b: x\n  dotted.c: 3\n", "", Drift);
        row("nothing where a map must be", "  a:\n    b: x\n", "  a:\n", Drift);
        row("in a line that ends with CRLF", "whole: 1_0\n", "whole: '10' \r\n", Drift);
        row("beyond ASCII", "on: yes", "on: \xc3\xa9", Drift);
        row("twice, both foreseen", "whole: 1_0\n", "whole: 10\npart: 0.5\nwhole: 10\n");
        row("as foreseen, but deeper", "whole: 1_0\n", "whole: 10\n  part: 0.5\n");
        row("as foreseen, with a tail", "whole: 1_0\n", "whole: 10 1\n", Drift);
        row("as foreseen, with a second line", "whole: 1_0\n", "whole: 10\n 1\n");
        row("as foreseen, with a comment", "text: hello\n", "text: hello # 1\n", Clean);
        row("as foreseen, in quotes", "text: hello\n", "text: \"hello\"\n", Clean);
        row("a number as foreseen, in quotes", "1_0", "'1_0'", Drift);
        row("in two sorts of quotes", "text: hello\n", "text: 'hello\"\n");
        row("twice, once changed", "text: hello\n", "text: hallo\ntext: hello\n");
        row("twice", "text: hello\n", "text: hello\ntext: hello\n");
        row("dotted and not", "  dotted.c: 3\n", "  dotted.c: 3\n  dotted:\n    c: 3\n");
    }
    void saysWhatTheComparisonSays()
    {
        QFETCH(QByteArray, from);
        QFETCH(QByteArray, to);
        QVERIFY(clean.contains(from));

        QFETCH(Outcome, outcome);
        QCOMPARE(sweep(QByteArray(clean).replace(from, to)), outcome);
    }

    // Byte for byte the same as a file in which all was well, on other instances and after other files.
    void knowsACleanFileAgain()
    {
        ExpectationSet::Contents contents;
        contents.plugins.append({u"Warps"_s, domain::Platform::Unknown, {}});
        contents.plugins.first().settings.append({"a.b", 0, ExpectedValue(Value::integer(1)), {}, {}});
        const ExpectationSet set(contents);
        DriftDetector detector(set, set.plugins().first(), resolutionOf(set), {});
        const auto same
            = [](int i) { return QByteArray("a:\n  b: 1 # ").append(QByteArray::number(i)).append('\n'); };
        for (const domain::InstanceRef &instance : {dev, smp}) {
            for (int i = 0; i < 9; ++i) {
                const auto swept = detector.sweep(instance, 0, u"config.yml"_s, same(i % 6));
                QVERIFY(swept && swept->findings.isEmpty());
                QCOMPARE(swept->settings, 1);
            }
            QCOMPARE(detector.sweep(instance, 0, u"config.yml"_s, "a:\n  b: 2 # 1\n")->findings.size(), 1);
        }

        // Where the instances have values of their own, what was well on one is not on another.
        contents.plugins.first().settings.first().instances.insert(u"SMP101"_s,
                                                                   ExpectedValue(Value::integer(2)));
        const ExpectationSet own(contents);
        DriftDetector other(own, own.plugins().first(), resolutionOf(own), {});
        QVERIFY(other.sweep(dev, 0, u"config.yml"_s, same(1))->findings.isEmpty());
        QCOMPARE(other.sweep(smp, 0, u"config.yml"_s, same(1))->findings.size(), 1);
    }

    void findsAKeyWithoutText()
    {
        ExpectationSet::Contents contents;
        contents.plugins.append({u"Warps"_s, domain::Platform::Unknown, {}});
        for (const char *key : {"a..b", "a..c", "a.d"})
            contents.plugins.first().settings.append({key, 0, ExpectedValue(Value::integer(1)), {}, {}});
        const ExpectationSet set(contents);
        DriftDetector detector(set, set.plugins().first(), resolutionOf(set), {});

        const auto swept = detector.sweep(dev, 0, u"config.yml"_s, "a:\n  '':\n    b: 1\n    c: 2\n  d: 1\n");

        QVERIFY(swept);
        QCOMPARE(swept->findings.size(), 1);
        QCOMPARE(swept->findings.first().kind, domain::FindingKind::Changed);
    }

    void tellsAgainWhatACleanFileTaught()
    {
        ExpectationSet::Contents contents;
        contents.plugins.append({u"Warps"_s, domain::Platform::Unknown, {}});
        contents.plugins.first().settings.append({"a.b.c", 0, ExpectedValue(Value::integer(1)), {}, {}});
        const ExpectationSet dotted(contents);
        DriftDetector detector(dotted, dotted.plugins().first(), resolutionOf(dotted), {});
        for (int i = 0; i < 2; ++i) {
            QVERIFY(detector.sweep(dev, 0, u"config.yml"_s, "a:\n  b.c: 1\n"));
            QCOMPARE(detector.traces(0).learned.size(), 1);
        }
    }

    void refusesExtraKeysWhereTheyAreAskedFor()
    {
        DetectorOptions options;
        options.extraKeys = true;

        QCOMPARE(sweep(clean, dev, options), Refused);
        QCOMPARE(sweep(QByteArray(clean).replace("extra:\n  more: 1\n", ""), dev, options), Clean);
    }

    void refusesSealedSecrets()
    {
        ExpectationSet::Contents contents;
        contents.plugins.append({u"Warps"_s, domain::Platform::Unknown, {}});
        contents.plugins.first().settings.append(
            {"token", 0, ExpectedValue(expectations::SealedSecret{u"ref"_s, {}}), {}, {}});
        const ExpectationSet set(contents);
        DriftDetector detector(set, set.plugins().first(), resolutionOf(set), {});

        QVERIFY(!detector.sweep(dev, 0, u"config.yml"_s, "token: x\n"));
    }

    void learnsWhereDottedKeysAre()
    {
        const ExpectationSet set = expected();
        DriftDetector detector(set, set.plugins().first(), resolutionOf(set), {});
        const auto document
            = config::parse(QByteArray(clean).replace("  dotted.c: 3\n", ""), config::Format::Yaml);
        auto findings = detector.compare(smp, 0, u"config.yml"_s, *document);
        QVERIFY(detector.sweep(dev, 0, u"config.yml"_s, clean));

        detector.settle(findings);

        QList<KeyPath> keys;
        for (const domain::Finding &finding : findings)
            keys.append(finding.key);
        QVERIFY(keys.contains(KeyPath({"deep", "dotted.c"})));
    }

    // What must not be taken by its spelling: it stands for something else, or in quotes for something else.
    void foreseesNoValueThatIsReadInAnotherWay_data()
    {
        QTest::addColumn<QByteArray>("key");
        QTest::addColumn<Value>("value");
        QTest::addColumn<QByteArray>("line");
        const auto row = [](const char *key, const Value &value, const char *line) {
            QTest::newRow(line) << QByteArray(key) << value << QByteArray(line);
        };
        row("k", Value::text("true"), "k: true");
        row("k", Value::text("1"), "k: 1");
        row("k", Value::text("a: b"), "k: a: b");
        row("k", Value::text("a #b"), "k: a #b");
        row("k", Value::text("- a"), "k: - a");
        row("k", Value::text("[a]"), "k: [a]");
        row("k", Value::text("*a"), "k: *a");
        row("k", Value::text("|"), "k: |");
        row("k", Value::text("it's"), "k: 'it's'");
        row("k", Value::text("a\\nb"), "k: \"a\\nb\"");
        row("k", Value::text("a\nb"), "k: 'a\nb'");
        row("k", Value::text(" a"), "k:  a");
        row("k", Value::text("a "), "k: a ");
        row("k", Value::text("~"), "k: ~");
        row("k", Value::boolean(true), "k: 'true'");
        row("k", Value::integer(8), "k: 010");
        row("k", Value::integer(7, "7"), "k: '7'");
        row("- k", Value::text("a"), "- k: a");
        row("<<", Value::text("a"), "<<: a");
        row("'k'", Value::text("a"), "'k': a");
        row("? k", Value::text("a"), "? k: a");
        row("k #", Value::text("a"), "k #: a");
        row("--- k", Value::text("a"), "--- k: a");
        row("k", Value::text("a\rb"), "k: \"a\\rb\"");
        row("k", Value::text("a\tb"), "k: \"a\\tb\"");
        row("k", Value::text("a\x1b"), "k: \"a\x1b\"");
        row("k", Value::text("a\x1b\""), "k: \"a\x1b\\\"\"");
        row("k", Value::text(QByteArray(2, '"')), "k: \"\\\"\\\"\"");
        const QByteArray longKey(1010, 'k');
        QTest::newRow("a key of more than 1,000 characters")
            << longKey << Value::text("a") << QByteArray("a: 1\n").append(longKey).append(": a");
        QTest::newRow("the same in quotes")
            << longKey << Value::text("a") << QByteArray("a: 1\n\"").append(longKey).append("\": a");
    }
    void foreseesNoValueThatIsReadInAnotherWay()
    {
        QFETCH(QByteArray, key);
        QFETCH(Value, value);
        QFETCH(QByteArray, line);
        ExpectationSet::Contents contents;
        contents.plugins.append({u"Warps"_s, domain::Platform::Unknown, {}});
        contents.plugins.first().settings.append({key, 0, ExpectedValue(value), {}, {}});
        const ExpectationSet set(contents);
        DriftDetector detector(set, set.plugins().first(), resolutionOf(set), {});
        const auto document = config::parse(line + '\n', config::Format::Yaml);

        const auto swept = detector.sweep(dev, 0, u"config.yml"_s, line + '\n');

        if (swept) {
            QVERIFY(document);
            QCOMPARE(swept->findings, detector.compare(dev, 0, u"config.yml"_s, *document));
        }
    }

    void stopsWhereVeryManyDiffer()
    {
        ExpectationSet::Contents contents;
        contents.plugins.append({u"Warps"_s, domain::Platform::Unknown, {}});
        QByteArray yaml;
        for (int i = 0; i < 200; ++i) {
            const QByteArray key = 'k' + QByteArray::number(i);
            contents.plugins.first().settings.append({key, 0, ExpectedValue(Value::integer(i)), {}, {}});
            yaml += key + ": no\n";
        }
        const ExpectationSet set(contents);
        DriftDetector detector(set, set.plugins().first(), resolutionOf(set), {});

        QVERIFY(!detector.sweep(dev, 0, u"config.yml"_s, yaml));
        QCOMPARE(detector.sweep(dev, 0, u"config.yml"_s, yaml.first(yaml.indexOf("k60:")))->findings.size(),
                 200);
    }

    void agreesOnDamagedFiles()
    {
        static constexpr QByteArrayView damage = " \n-:#'\"[]{},x1&*!|.";
        fleetgen::Dice dice(7);
        int same = 0;
        int drift = 0;
        for (int round = 0; round < 20'000; ++round) {
            QByteArray yaml = clean;
            const auto at = static_cast<qsizetype>(dice.below(static_cast<int>(yaml.size())));
            if (dice.oneIn(2))
                yaml.remove(at, 1);
            else
                yaml.insert(at, damage.at(dice.below(static_cast<int>(damage.size()))));
            if (dice.oneIn(4))
                yaml.replace('\n', "\r\n");
            const Outcome outcome = sweep(yaml);
            same += outcome == Clean;
            drift += outcome == Drift;
            if (QTest::currentTestFailed())
                return;
        }
        QVERIFY(same > 100);
        QVERIFY(drift > 1000);
    }
};

ARCHIVESMP_TEST(TestMatchSweep)
#include "tst_matchsweep.moc"
