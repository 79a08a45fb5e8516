// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/config/yaml/yamltext.h"

#include "tests/common/config/randomdocuments.h"
#include "tests/support/testregistry.h"

#include <QTest>

using namespace archivesmp;
using namespace archivesmp::config;
using namespace archivesmp::tests;
using namespace Qt::StringLiterals;
using Style = ConfigDocument::Style;

class TestYamlText final : public QObject
{
    Q_OBJECT

    static Value readBack(const QByteArray &yaml)
    {
        const auto document = parse(yaml, Format::Yaml);
        return document ? document->value(1) : Value::text("unreadable: " + yaml);
    }

private Q_SLOTS:
    void everySpellingOfATextReadsBack()
    {
        RandomDocuments random(1);
        for (int i = 0; i < 2000; ++i) {
            const QByteArray text = random.text();
            const Style style
                = std::array{Style::Plain, Style::SingleQuoted, Style::DoubleQuoted, Style::None}.at(
                    static_cast<size_t>(random.below(4)));
            const auto block = yamlSpellings(Value::text(text), style, "x", YamlContext::Block);
            const auto flow = yamlSpellings(Value::text(text), style, "x", YamlContext::Flow);

            QVERIFY(!block.isEmpty());
            for (const QByteArray &spelling : block)
                QCOMPARE(readBack("a: " + spelling + '\n').toText(), text);
            for (const QByteArray &spelling : flow)
                QCOMPARE(readBack("[" + spelling + "]\n").toText(), text);
        }
    }

    void keepsTheStyleWhereItCan()
    {
        const auto first = [](const char *text, Style style) {
            return yamlSpellings(Value::text(text), style, "x", YamlContext::Block).constFirst();
        };

        QCOMPARE(first("x", Style::Plain), "x");
        QCOMPARE(first("x", Style::SingleQuoted), "'x'");
        QCOMPARE(first("x", Style::DoubleQuoted), "\"x\"");
        QCOMPARE(first("x\ny", Style::SingleQuoted), "\"x\\ny\"");
        QCOMPARE(first("\u2028", Style::Plain), "\"\\u2028\"");
    }

    // Where libyaml and SnakeYAML part, so that reading back cannot tell.
    void isNotPlainWhereSnakeYamlReadsItOtherwise()
    {
        const auto first = [](const char *text, YamlContext context) {
            return yamlSpellings(Value::text(text), Style::Plain, "x", context).constFirst();
        };

        for (const char *text : {"._", ".__", "._e5"}) {
            QCOMPARE(first(text, YamlContext::Block), '\'' + QByteArray(text) + '\'');
            QCOMPARE(yamlKey(text, YamlContext::Block), '\'' + QByteArray(text) + '\'');
        }
        QCOMPARE(first("Really?", YamlContext::Flow), "'Really?'");
        QCOMPARE(yamlKey("Really?", YamlContext::Flow), "'Really?'");
        QCOMPARE(first("Really?", YamlContext::Block), "Really?");
    }

    void keysReadBackAsTheyWere()
    {
        RandomDocuments random(2);
        for (int i = 0; i < 500; ++i) {
            const QByteArray key = random.key();
            const auto document = parse(yamlKey(key, YamlContext::Block) + ": 1\n", Format::Yaml);
            QVERIFY(document);
            QCOMPARE(document->node(1).key.toByteArray(), key);
        }
    }

    void blocksAndFlowReadBack()
    {
        for (quint32 seed = 0; seed < 500; ++seed) {
            RandomDocuments random(seed);
            const Value value = random.map(Format::Yaml, 3);
            const YamlLayout layout{"\r\n", 2 + random.below(3), random.below(3)};

            QVERIFY2(readBack("a: " + yamlFlow(value) + '\n') == value, yamlFlow(value).constData());
            QVERIFY2(readBack(yamlEntry("a", value, 0, layout) + '\n') == value,
                     yamlEntry("a", value, 0, layout).constData());
        }
    }

    void literalsReadBackOrAreRefused()
    {
        for (const char *text : {"a\nb", "a\nb\n", "a\n\n  b\n", "a\n b # c"})
            QCOMPARE(readBack("k: " + yamlLiteral(text, 2, "\n") + '\n').toText(), text);
        for (const char *text : {"a", " a\nb", "\na\nb", "a\nb\n\n", "a\tb\nc"})
            QVERIFY(yamlLiteral(text, 2, "\n").isEmpty());
    }
};

ARCHIVESMP_TEST(TestYamlText)
#include "tst_yamltext.moc"
