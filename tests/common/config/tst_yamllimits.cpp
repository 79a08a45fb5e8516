// SPDX-License-Identifier: GPL-3.0-or-later
// What must never get through: bad-input rows of YAML, each by its number.
#include "common/config/configdocument.h"

#include "tests/support/testregistry.h"

#include <QTest>

#include <ctime>

using namespace archivesmp;
using namespace archivesmp::config;
using namespace Qt::StringLiterals;

namespace {

// Sanitizers slow everything down; the limits are those of an ordinary build.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr int patience = 20;
#else
constexpr int patience = 1;
#endif

// The time that this process has had a processor for, whatever else the machine does meanwhile.
qint64 processorMilliseconds()
{
    return qint64(std::clock()) * 1000 / CLOCKS_PER_SEC;
}

} // namespace

class TestYamlLimits final : public QObject
{
    Q_OBJECT

    static QByteArray laughs()
    {
        QByteArray yaml = "a0: &a0 [lol,lol,lol,lol,lol,lol,lol,lol,lol]\n";
        for (int i = 1; i < 10; ++i) {
            const QByteArray alias = "*a" + QByteArray::number(i - 1);
            const QByteArray name = "a" + QByteArray::number(i);
            yaml += name + ": &" + name + " [" + QByteArray(alias + ",").repeated(8) + alias + "]\n";
        }
        return yaml;
    }

private Q_SLOTS:
    void refusesWithTheLine_data()
    {
        QTest::addColumn<QByteArray>("yaml");
        QTest::addColumn<ErrorCode>("code");
        QTest::addColumn<int>("line");
        QTest::addColumn<int>("column");
        QTest::addColumn<QString>("words");

        const auto invalid = ErrorCode::InvalidInput;
        QTest::newRow("b3 tab") << QByteArray("a:\n\tb: 1\n") << invalid << 2 << 1 << u"use spaces"_s;
        QTest::newRow("b3 tab after spaces")
            << QByteArray("a:\n  b: 1\n  \tc: 1\n") << invalid << 3 << 3 << u"use spaces"_s;
        QTest::newRow("b4 open quote")
            << QByteArray("a: 1\nb: \"x\nc: 2\n") << invalid << 2 << 4 << u"never closed"_s;
        QTest::newRow("b4 open single quote")
            << QByteArray("a: 'x\nc: 2\n") << invalid << 1 << 4 << u"never closed"_s;
        QTest::newRow("b4 swallowed by the next quote")
            << QByteArray("a: \"x\nb: \"y\"\n") << invalid << 1 << 4 << u"ends in line 2"_s;
        QTest::newRow("b16 second document")
            << QByteArray("a: 1\n---\nb: 1\n") << invalid << 2 << 1 << u"second document"_s;
        QTest::newRow("b16 empty second document")
            << QByteArray("---\na: 1\n---\n") << invalid << 3 << 1 << u"second document"_s;
        QTest::newRow("b17 invalid UTF-8")
            << QByteArray("a: 1\nb: \xe9\n") << invalid << 2 << 4 << u"offset 8"_s;
        QTest::newRow("b17 cut UTF-8") << QByteArray("a: 1\nb: é\xc3") << invalid << 2 << 5 << u"offset 10"_s;
        QTest::newRow("b17 NUL") << QByteArray("a: 1\nb: x\0y", 12) << invalid << 2 << 5 << u"U+0000"_s;
        QTest::newRow("b17 ESC") << QByteArray("a: \x1b[0m\n") << invalid << 1 << 4 << u"U+001B"_s;
        QTest::newRow("b17 C1") << QByteArray("a: é\xc2\x9b\n") << invalid << 1 << 5 << u"U+009B"_s;
        QTest::newRow("b17 late control")
            << QByteArray(500, 'a') + "\x07" << invalid << 1 << 501 << u"offset 500"_s;
        QTest::newRow("b2 UTF-16") << QByteArray("\xff\xfe"
                                                 "a\0",
                                                 4)
                                   << invalid << 1 << 1 << u"UTF-16"_s;
        QTest::newRow("unknown alias")
            << QByteArray("a: *x\n") << invalid << 1 << 4 << u"no anchor for this alias"_s;
        QTest::newRow("b18 merge of a text")
            << QByteArray("a: 1\n<<: x\n") << invalid << 2 << 1 << u"merge key"_s;
        QTest::newRow("map as key") << QByteArray("a: 1\n? {b: 1}\n: 2\n") << invalid << 2 << 3
                                    << u"as a key"_s;
        QTest::newRow("reserved") << QByteArray("a: @x\n") << invalid << 1 << 4 << u"begin with @"_s;
        QTest::newRow("b21 broken") << QByteArray("a: 1\n  b: 2\n") << invalid << 2 << 4
                                    << u"mapping values"_s;
    }
    void refusesWithTheLine()
    {
        QFETCH(QByteArray, yaml);
        QFETCH(ErrorCode, code);
        QFETCH(int, line);
        QFETCH(int, column);
        QFETCH(QString, words);

        const auto document = parse(yaml, Format::Yaml);

        QVERIFY(!document);
        const QString text = describe(document.error());
        QVERIFY2(text.contains(words), qPrintable(text));
        QCOMPARE(document.error().code, code);
        QCOMPARE(document.error().line, line);
        QCOMPARE(document.error().column, column);
    }

    // What it names may be a password that begins with a star.
    void anAliasWithoutAnAnchorIsNotRepeated()
    {
        const auto document = parse("password: *hunter2\n", Format::Yaml);

        QVERIFY(!document);
        QCOMPARE(document.error().column, 11);
        const QString text = describe(document.error());
        QVERIFY2(text.contains(u"quotes"_s) && !text.contains(u"hunter"_s), qPrintable(text));
    }

    void b13_refusesDeepNesting()
    {
        QByteArray block;
        for (int i = 0; i < 500; ++i)
            block += QByteArray(i, ' ') + "a:\n";

        const auto byIndent = parse(block, Format::Yaml);
        const auto byFlow = parse("a: 1\nb: " + QByteArray(100'000, '['), Format::Yaml);
        const auto byDash = parse(QByteArray("- ").repeated(1000), Format::Yaml);

        QCOMPARE(byIndent.error().message, u"nesting deeper than 64 at line 65"_s);
        QCOMPARE(byIndent.error().code, ErrorCode::LimitExceeded);
        QCOMPARE(byFlow.error().message, u"nesting deeper than 64 at line 2"_s);
        QCOMPARE(byDash.error().message, u"nesting deeper than 64 at line 1"_s);
        QVERIFY(parse(QByteArray(64, '[') + QByteArray(64, ']'), Format::Yaml));
    }

    void b13_refusesNestingThatAliasesBuild()
    {
        QByteArray yaml = "a0: &a0 {x: 1}\n";
        for (int i = 1; i < 90; ++i) {
            const QByteArray n = QByteArray::number(i);
            yaml += "a" + n + ": &a" + n + " {x: *a" + QByteArray::number(i - 1) + "}\n";
        }

        const auto document = parse(yaml, Format::Yaml);

        QCOMPARE(document.error().code, ErrorCode::LimitExceeded);
        QVERIFY(document.error().message.startsWith(u"nesting deeper than 64"));
    }

    void b14_billionLaughsEndsQuickly()
    {
        const qint64 before = processorMilliseconds();

        const auto document = parse(laughs(), Format::Yaml);

        QVERIFY(processorMilliseconds() - before < 100 * patience);
        QCOMPARE(document.error().code, ErrorCode::LimitExceeded);
        QVERIFY2(document.error().message.contains(u"200000 values"), qPrintable(document.error().message));
        // 200,000 nodes are all that it can make.
        QVERIFY(sizeof(ConfigDocument::Node) * 200'000 < 24'000'000);
    }

    void b14_laughsByMergeKeysEndQuicklyToo()
    {
        QByteArray yaml = "a0: &a0 {";
        for (int i = 0; i < 2000; ++i)
            yaml += "k" + QByteArray::number(i) + ": 1, ";
        yaml += "}\n";
        for (int i = 0; i < 95; ++i)
            yaml += "m" + QByteArray::number(i) + ": {<<: [" + QByteArray("*a0,").repeated(10) + "*a0]}\n";
        const qint64 before = processorMilliseconds();

        const auto document = parse(yaml, Format::Yaml);

        QVERIFY(processorMilliseconds() - before < 500 * patience);
        QCOMPARE(document.error().code, ErrorCode::LimitExceeded);
    }

    void limitsAnchorsAndAliases()
    {
        QByteArray anchors;
        for (int i = 0; i < 101; ++i)
            anchors += "- &a" + QByteArray::number(i) + " x\n";
        const QByteArray aliases = "a: &a x\nb:\n" + QByteArray("- *a\n").repeated(1001);

        QCOMPARE(parse(anchors, Format::Yaml).error().code, ErrorCode::LimitExceeded);
        QCOMPARE(parse(anchors, Format::Yaml).error().line, 101);
        QCOMPARE(parse(aliases, Format::Yaml).error().code, ErrorCode::LimitExceeded);
        QCOMPARE(parse(aliases, Format::Yaml).error().line, 1003);
        QVERIFY(parse(aliases.chopped(5), Format::Yaml));
    }

    void limitsTheNumberOfValues()
    {
        for (const QByteArray &yaml : {QByteArray("a: 1\nb: 2\n"), QByteArray("a: [1]\n"),
                                       QByteArray("- 1\n- {}\n"), QByteArray("a: &x 1\nb: *x\n")}) {
            QCOMPARE(parse(yaml, Format::Yaml, {.nodes = 2}).error().code, ErrorCode::LimitExceeded);
            QVERIFY2(parse(yaml, Format::Yaml, {.nodes = 3}), yaml.constData());
        }
        QCOMPARE(parse("a: &x {b: 1}\nc:\n  <<: *x\n", Format::Yaml, {.nodes = 4}).error().code,
                 ErrorCode::LimitExceeded);
        QVERIFY(parse("a: &x {b: 1}\nc:\n  <<: *x\n", Format::Yaml, {.nodes = 6}));
    }

    void b19_refusesWhatIsTooLarge()
    {
        const QByteArray large = "a: " + QByteArray(4 * 1024 * 1024, 'x');

        QCOMPARE(parse(large, Format::Yaml).error().code, ErrorCode::LimitExceeded);
        QVERIFY(parse(large.first(4 * 1024 * 1024), Format::Yaml));
    }

    void reportsOnlyTheFirstOfManyDuplicates()
    {
        const qint64 before = processorMilliseconds();

        const auto document = parse(QByteArray("a: 1\n").repeated(100'000), Format::Yaml);

        QVERIFY(processorMilliseconds() - before < 1000 * patience);
        QVERIFY(document);
        QCOMPARE(document->problems().size(), 100);
        QCOMPARE(document->nodes().size(), 2U);
    }
};

ARCHIVESMP_TEST(TestYamlLimits)
#include "tst_yamllimits.moc"
