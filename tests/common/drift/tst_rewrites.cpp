// SPDX-License-Identifier: GPL-3.0-or-later
// No false drift: a document that is written in another way and means the same gives no finding.
#include "common/drift/driftdetector.h"
#include "tests/fleetgen/dice.h"
#include "tests/fleetgen/documentwriter.h"
#include "tests/fleetgen/inventedplugins.h"
#include "tests/fleetgen/valueedit.h"
#include "tests/support/testregistry.h"

#include <QTest>

using namespace archivesmp;
using namespace archivesmp::drift;
using namespace Qt::StringLiterals;
using config::Format;
using expectations::ExpectationSet;

namespace {

constexpr int rounds = 40; // per file of 24 plugins

const domain::InstanceRef dev{u"hetzner"_s, u"DEV01"_s};

// The same map with its keys in another order, on every level.
Value shuffled(const Value &value, fleetgen::Dice &dice)
{
    if (value.type() != Value::Type::Map)
        return value;
    ValueMap entries = value.entries();
    dice.shuffle(entries);
    for (auto &[key, child] : entries)
        child = shuffled(child, dice);
    return Value::map(std::move(entries));
}

ExpectationSet expectationsOf(const fleetgen::FileSpec &file)
{
    ExpectationSet::Contents contents;
    contents.plugins.append({u"Warps"_s, domain::Platform::Unknown, {}});
    for (const fleetgen::Leaf &leaf : file.leaves) {
        if (leaf.universal)
            contents.plugins.first().settings.append(
                {leaf.path.keys().join('.'), 0, expectations::ExpectedValue(*leaf.universal), {}, {}});
    }
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

Value contentOf(const fleetgen::FileSpec &file)
{
    Value map = Value::map({});
    for (const fleetgen::Leaf &leaf : file.leaves) {
        if (leaf.universal)
            map = fleetgen::withValueAt(map, leaf.path, *leaf.universal);
    }
    return map;
}

} // namespace

class TestRewrites final : public QObject
{
    Q_OBJECT

    int documents = 0; // in YAML
    int swept = 0;     // known to be without drift from one look

    void compareRewrites(const fleetgen::FileSpec &file, fleetgen::Dice &dice)
    {
        const ExpectationSet set = expectationsOf(file);
        const Value content = contentOf(file);
        for (int round = 0; round < rounds; ++round) {
            QByteArray text = fleetgen::writeDocument(shuffled(content, dice), file.format, dice);
            if (file.format == Format::Yaml && dice.oneIn(10))
                text.prepend("\xef\xbb\xbf");
            const auto document = config::parse(text, file.format);
            QVERIFY2(document, text.constData());
            DriftDetector detector(set, set.plugins().first(), resolutionOf(set), {});

            const auto findings = detector.compare(dev, 0, u"config"_s, *document);

            for (const domain::Finding &finding : findings)
                qWarning("%s %s", qPrintable(domain::nameOf(finding.kind)),
                         qPrintable(finding.key.toString()));
            QVERIFY2(findings.isEmpty(), text.constData());
            if (file.format != Format::Yaml)
                continue;
            ++documents;
            const auto quick = detector.sweep(dev, 0, u"config.yml"_s, text);
            QVERIFY2(!quick || quick->findings.isEmpty(), text.constData());
            swept += quick.has_value();
        }
    }

private Q_SLOTS:
    void equalInMeaningIsNoDrift()
    {
        fleetgen::Dice dice(42);
        QSet<Format> formats;
        const auto fleet = fleetgen::inventFleet(6, 24, 42);
        for (const fleetgen::PluginSpec &plugin : fleet.plugins) {
            for (const fleetgen::FileSpec &file : plugin.files) {
                formats.insert(file.format);
                compareRewrites(file, dice);
                if (QTest::currentTestFailed())
                    return;
            }
        }
        QVERIFY2(swept * 10 > documents * 9,
                 qPrintable(u"%1 of %2"_s.arg(QString::number(swept), QString::number(documents))));
        QCOMPARE(formats, (QSet<Format>{Format::Yaml, Format::Json, Format::Toml, Format::Properties}));
    }
};

ARCHIVESMP_TEST(TestRewrites)
#include "tst_rewrites.moc"
