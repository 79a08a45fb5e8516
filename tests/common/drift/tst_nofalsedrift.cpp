// SPDX-License-Identifier: GPL-3.0-or-later
// Made-up documents, written anew in every manner that their format allows: what means the same gives no
// finding, and what means something else always gives one.
#include "common/drift/driftdetector.h"
#include "tests/common/config/randomdocuments.h"
#include "tests/support/testregistry.h"

#include <QTest>

#include <algorithm>

using namespace archivesmp;
using namespace archivesmp::drift;
using namespace archivesmp::tests;
using namespace Qt::StringLiterals;
using config::Format;
using domain::Finding;
using expectations::ExpectationSet;

namespace {

const domain::InstanceRef dev{u"hetzner"_s, u"DEV01"_s};

Value shuffled(const Value &value, RandomDocuments &random)
{
    if (value.type() == Value::Type::List) {
        ValueList items = value.items();
        for (Value &item : items)
            item = shuffled(item, random);
        return Value::list(std::move(items));
    }
    if (value.type() != Value::Type::Map)
        return value;
    ValueMap entries = value.entries();
    for (qsizetype i = entries.size() - 1; i > 0; --i)
        entries.swapItemsAt(i, random.below(static_cast<int>(i) + 1));
    for (auto &[key, child] : entries)
        child = shuffled(child, random);
    return Value::map(std::move(entries));
}

bool hasDottedKey(const Value &map)
{
    return std::any_of(map.entries().begin(), map.entries().end(), [](const auto &entry) {
        return entry.first.contains('.') || hasDottedKey(entry.second);
    });
}

// A setting for each leaf, or for a whole map or list at once.
void addSettings(const Value &map, const QByteArray &prefix, RandomDocuments &random,
                 expectations::PluginExpectations &plugin)
{
    for (const auto &[key, value] : map.entries()) {
        const bool isMap = value.type() == Value::Type::Map && !value.entries().isEmpty();
        if (isMap && !hasDottedKey(value) && !key.contains('.') && random.once(2))
            addSettings(value, prefix + key + '.', random, plugin);
        else
            plugin.settings.append({prefix + key, 0, expectations::ExpectedValue(value), {}, {}});
    }
}

// "a.b" beside a map "a" is one path for two values, which no expectation can tell apart.
Value unambiguous(const Value &map)
{
    ValueMap entries;
    for (const auto &entry : map.entries()) {
        if (entry.first != "a.b" || map.find("a") == nullptr)
            entries.append(entry);
    }
    return Value::map(std::move(entries));
}

class Detecting final
{
public:
    Detecting(const Value &map, RandomDocuments &random)
    {
        ExpectationSet::Contents contents;
        contents.plugins.append({u"Warps"_s, domain::Platform::Unknown, {}});
        addSettings(map, {}, random, contents.plugins.first());
        _set = ExpectationSet(contents);
    }

    [[nodiscard]] QList<Finding> findings(const config::ConfigDocument &document) const
    {
        const auto &settings = _set.plugins().first().settings;
        PluginResolution resolution;
        resolution.files.push_back({"config", "config.yml", {}});
        for (int i = 0; i < settings.size(); ++i)
            resolution.files.front().entries.push_back({i, settings.at(i).key});
        DriftDetector detector(_set, _set.plugins().first(), resolution, {});
        return detector.compare(dev, 0, u"config"_s, document);
    }

private:
    ExpectationSet _set;
};

bool isNothing(const Value &value)
{
    return value.isNull() || (value.type() == Value::Type::Text && value.toText().isEmpty());
}

bool meansTheSame(const Value &a, const Value &b, Format format)
{
    if (format == Format::Properties)
        return a.toPlainText() == b.toPlainText();
    return a == b || (isNothing(a) && isNothing(b));
}

// One value that means something else, or one key less.
Value changed(const Value &map, Format format, RandomDocuments &random)
{
    ValueMap entries = map.entries();
    auto &[key, value] = entries[random.below(static_cast<int>(entries.size()))];
    const Value before = value;
    if (random.once(6)) {
        entries.removeIf([name = key](const auto &entry) { return entry.first == name; });
        return Value::map(std::move(entries));
    }
    if (value.type() == Value::Type::Map && !value.entries().isEmpty() && random.once(2)) {
        value = changed(value, format, random);
        return Value::map(std::move(entries));
    }
    while (meansTheSame(before, value, format))
        value = random.anyValue(format, 2);
    return Value::map(std::move(entries));
}

QString shown(const QList<Finding> &findings, const QByteArray &text, quint32 seed)
{
    QString out = u"seed %1\n"_s.arg(seed);
    for (const Finding &finding : findings)
        out += domain::nameOf(finding.kind) + u' ' + finding.key.toString() + u'\n';
    return out + QString::fromUtf8(text);
}

} // namespace

class TestNoFalseDrift final : public QObject
{
    Q_OBJECT

    static constexpr quint32 documents = 5000; // of each format

    static void formats()
    {
        QTest::addColumn<Format>("format");

        QTest::newRow("yaml") << Format::Yaml;
        QTest::newRow("json") << Format::Json;
        QTest::newRow("toml") << Format::Toml;
        QTest::newRow("properties") << Format::Properties;
        QTest::newRow("hocon") << Format::Hocon;
    }

private Q_SLOTS:
    void anotherSpellingIsNoDrift_data() { formats(); }
    void anotherSpellingIsNoDrift()
    {
        QFETCH(Format, format);

        for (quint32 seed = 0; seed < documents; ++seed) {
            RandomDocuments random(seed + 3'000'000);
            const Value map = unambiguous(random.map(format, 4));
            const Detecting detecting(map, random);
            for (int spelling = 0; spelling < 2; ++spelling) {
                const QByteArray text = random.written(shuffled(map, random), format);
                const auto document = config::parse(text, format, config::pluginFileLimits);
                QVERIFY2(document, qPrintable(shown({}, text, seed)));

                const auto findings = detecting.findings(*document);

                QVERIFY2(findings.isEmpty(), qPrintable(shown(findings, text, seed)));
            }
        }
    }

    void anotherMeaningIsAlwaysFound_data() { formats(); }
    void anotherMeaningIsAlwaysFound()
    {
        QFETCH(Format, format);
        int compared = 0;

        for (quint32 seed = 0; seed < documents; ++seed) {
            RandomDocuments random(seed + 4'000'000);
            const Value map = unambiguous(random.map(format, 4));
            if (map.entries().isEmpty())
                continue;
            const Detecting detecting(map, random);
            const Value other = changed(map, format, random);
            const QByteArray text = random.written(shuffled(other, random), format);
            const auto document = config::parse(text, format, config::pluginFileLimits);
            QVERIFY2(document, qPrintable(shown({}, text, seed)));

            const auto findings = detecting.findings(*document);

            QVERIFY2(!findings.isEmpty(),
                     qPrintable(shown(findings, text, seed) + u"expected "_s
                                + QString::fromUtf8(map.toPlainText())));
            ++compared;
        }
        QVERIFY(compared > 3000);
    }
};

ARCHIVESMP_TEST(TestNoFalseDrift)
#include "tst_nofalsedrift.moc"
