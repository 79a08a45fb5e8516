// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/config/configdocument.h"

#include "tests/support/testregistry.h"

#include <QJsonDocument>
#include <QTest>

using namespace archivesmp;
using namespace archivesmp::config;
using namespace Qt::StringLiterals;

class TestJsonParser final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsEverySortOfValue()
    {
        const auto document
            = parse(R"({"n": null, "t": true, "i": -12, "r": 1.50, "s": "a\n\u00e9\ud83d\ude00",
                                        "l": [1, [], {}], "m": {"k": "v"}})",
                    Format::Json);

        QVERIFY2(document, qPrintable(document ? QString() : describe(document.error())));
        const Value root = document->value(0);
        QCOMPARE(root.find("n")->type(), Value::Type::Null);
        QCOMPARE(root.find("t")->toBoolean(), true);
        QCOMPARE(root.find("i")->toInteger(), -12);
        QCOMPARE(root.find("r")->toReal(), 1.5);
        QCOMPARE(root.find("r")->numberSource(), "1.50");
        QCOMPARE(root.find("s")->toText(), "a\né😀");
        QCOMPARE(root.find("l")->items().size(), 3);
        QCOMPARE(root.find("m")->find("k")->toText(), "v");
    }

    void placesEveryValue()
    {
        const QByteArray source = "\xef\xbb\xbf{\r\n  \"é\": {\"b\" : \"x\"},\r\n  \"c\": 12\r\n}\r\n";

        const auto document = parse(source, Format::Json);

        QVERIFY(document);
        const auto &node = document->node(document->find(KeyPath({"é", "b"})));
        QCOMPARE(node.line, 2U);
        QCOMPARE(node.column, 15U);
        QCOMPARE(source.mid(node.begin, node.end - node.begin), "\"x\"");
        QCOMPARE(source.mid(node.keyBegin, node.keyEnd - node.keyBegin), "\"b\"");
        const auto &number = document->node(document->find(KeyPath({"c"})));
        QCOMPARE(number.line, 3U);
        QCOMPARE(number.column, 8U);
        QCOMPARE(document->source(), source);
    }

    void b29_namesBothPlacesOfADuplicateKey()
    {
        const auto document = parse("{\n\"a\": 1,\n\"b\": 2,\n\"a\": 3}", Format::Json);

        QVERIFY(document);
        QCOMPARE(document->problems().size(), 1);
        const auto &problem = document->problems().first();
        QCOMPARE(problem.kind, ConfigDocument::Problem::Kind::DuplicateKey);
        QVERIFY(problem.message.contains(u"line 2"));
        QVERIFY(problem.message.contains(u"line 4"));
        QCOMPARE(problem.line, 4);
        QCOMPARE(document->value(0).find("a")->toInteger(), 3);
        QCOMPARE(document->nodes().size(), 3U);
    }

    void b30_keepsANumberExactlyOrRefusesIt_data()
    {
        QTest::addColumn<QByteArray>("number");
        QTest::addColumn<bool>("kept");

        QTest::newRow("beyond 2^53") << QByteArray("9007199254740993") << true;
        QTest::newRow("largest") << QByteArray("9223372036854775807") << true;
        QTest::newRow("smallest") << QByteArray("-9223372036854775808") << true;
        QTest::newRow("unsigned") << QByteArray("18446744073709551616") << false;
        QTest::newRow("infinite") << QByteArray("1e999") << false;
        QTest::newRow("minus zero") << QByteArray("-0") << true;
        QTest::newRow("fraction") << QByteArray("-0.5e-3") << true;
    }
    void b30_keepsANumberExactlyOrRefusesIt()
    {
        QFETCH(QByteArray, number);
        QFETCH(bool, kept);

        const auto document = parse("[" + number + "]", Format::Json);

        QCOMPARE(document.has_value(), kept);
        if (kept) {
            QCOMPARE(document->value(1).numberSource(), number);
            if (document->node(1).type == Value::Type::Integer)
                QCOMPARE(QByteArray::number(document->value(1).toInteger()), number == "-0" ? "0" : number);
        } else {
            QVERIFY(document.error().message.contains(u"out of range"));
            QCOMPARE(document.error().column, 2);
        }
    }

    void b31_saysWhereItIsNoJson_data()
    {
        QTest::addColumn<QByteArray>("source");
        QTest::addColumn<int>("line");
        QTest::addColumn<int>("column");
        QTest::addColumn<QString>("words");

        QTest::newRow("cut short") << QByteArray("{\"a\": [1,\n 2") << 2 << 3 << u"end of the file"_s;
        QTest::newRow("trailing comma") << QByteArray("{\"a\": 1,\n}") << 1 << 8 << u"comma"_s;
        QTest::newRow("comment") << QByteArray("{\n // why\n}") << 2 << 2 << u"comments"_s;
        QTest::newRow("garbage") << QByteArray("{}\n\n x") << 3 << 2 << u"after the end"_s;
        QTest::newRow("empty") << QByteArray("") << 1 << 1 << u"end of the file"_s;
        QTest::newRow("unquoted name") << QByteArray("{a: 1}") << 1 << 2 << u"name"_s;
        QTest::newRow("single quotes") << QByteArray("['a']") << 1 << 2 << u"expected a value"_s;
        QTest::newRow("word") << QByteArray("[nul]") << 1 << 2 << u"nul"_s;
        QTest::newRow("leading zero") << QByteArray("[01]") << 1 << 2 << u"01"_s;
        QTest::newRow("plus") << QByteArray("[+1]") << 1 << 2 << u"+1"_s;
        QTest::newRow("no colon") << QByteArray("{\"a\" 1}") << 1 << 6 << u":"_s;
        QTest::newRow("open text") << QByteArray("[\"a") << 1 << 2 << u"never closed"_s;
        QTest::newRow("open text at line end") << QByteArray("[\"a\n]") << 1 << 2 << u"not closed"_s;
        QTest::newRow("bad escape") << QByteArray("[\"ab\\x\"]") << 1 << 5 << u"escape"_s;
        QTest::newRow("half a pair") << QByteArray("[\"\\ud83d\"]") << 1 << 3 << u"surrogate"_s;
        QTest::newRow("not utf-8") << QByteArray("[\n\"\xff\"]") << 2 << 2 << u"0xff"_s;
        QTest::newRow("byte order mark within") << QByteArray("[\xef\xbb\xbf]") << 1 << 2 << u"byte order"_s;
        QTest::newRow("letter beyond ASCII") << QByteArray("[\xc3\xa9 1]") << 1 << 2 << u"\"\u00e9\""_s;
        QTest::newRow("tab in a text") << QByteArray("[\"a\tb\"]") << 1 << 4 << u"tab"_s;
        QTest::newRow("utf-16") << QByteArray("\xff\xfe[\0", 4) << 1 << 1 << u"UTF-16"_s;
    }
    void b31_saysWhereItIsNoJson()
    {
        QFETCH(QByteArray, source);
        QFETCH(int, line);
        QFETCH(int, column);
        QFETCH(QString, words);

        const auto document = parse(source, Format::Json);

        QVERIFY(!document);
        QCOMPARE(document.error().code, ErrorCode::InvalidInput);
        QVERIFY2(document.error().message.contains(words), qPrintable(describe(document.error())));
        QCOMPARE(document.error().line, line);
        QCOMPARE(document.error().column, column);
    }

    void aCommentMustBeOne()
    {
        for (const auto &[source, words] :
             {std::pair(QByteArray("[1 /* x"), u"never closed"_s),
              std::pair(QByteArray("[1 /x]"), u"\"/\""_s), std::pair(QByteArray("[1 /"), u"\"/\""_s)}) {
            const auto document = parse(source, Format::Json, pluginFileLimits);
            QVERIFY(!document);
            QVERIFY2(document.error().message.contains(words), qPrintable(describe(document.error())));
            QCOMPARE(document.error().column, 4);
        }
        QVERIFY(parse("[1] // x", Format::Json, pluginFileLimits));
        QVERIFY(parse("[1] # x", Format::Json, pluginFileLimits));
        QVERIFY(parse("[1, /**/ 2]", Format::Json, pluginFileLimits));
    }

    void knowsEveryEscape()
    {
        QCOMPARE(parse("[\"a\\u0000b\"]", Format::Json)->value(1).toText(), QByteArray("a\0b", 3));
        const auto document = parse("[\"\\b\\f\\n\\r\\t\\/\\\\\\\"\\u0041\"]", Format::Json);

        QVERIFY(document);
        QCOMPARE(document->value(1).toText(), "\b\f\n\r\t/\\\"A");
    }

    // Where it stands may be a setting whose value is nobody's to read.
    void aPluginsWordWithoutQuotesIsNotRepeated()
    {
        const auto document = parse("{\"password\": hunter2}", Format::Json, pluginFileLimits);

        QVERIFY(!document);
        QCOMPARE(document.error().column, 14);
        QVERIFY2(!describe(document.error()).contains(u"hunter"_s), qPrintable(describe(document.error())));
    }

    void readsCommentsOnlyWhereTheyAreAllowed()
    {
        const QByteArray source = "// top\n{ /* a\n b */ \"a\": [1, 2,], # end\n}";

        QVERIFY(!parse(source, Format::Json));
        const auto document = parse(source, Format::Json, {.json = JsonDialect::Lenient});

        QVERIFY(document);
        QCOMPARE(document->value(0).find("a")->items().size(), 2);
        QCOMPARE(document->node(document->find(KeyPath({"a"}))).line, 3U);
    }

    void readsOtherQuotesAndBareNamesOnlyWhereTheyAreAllowed()
    {
        const QByteArray source = "{a_1: 'it\\'s \"x\"', 'b': \"c\"}";

        QVERIFY(!parse(source, Format::Json));
        QVERIFY(!parse("[\"it\\'s\"]", Format::Json));
        QCOMPARE(parse("[\"it\\'s\ta\"]", Format::Json, pluginFileLimits)->value(1).toText(), "it's\ta");
        QVERIFY(!parse("{a b: 1}", Format::Json, pluginFileLimits));
        QVERIFY(!parse("{: 1}", Format::Json, pluginFileLimits));
        QVERIFY(!parse("['x]", Format::Json, pluginFileLimits));
        const auto document = parse(source, Format::Json, pluginFileLimits);

        QVERIFY2(document, document ? "" : qPrintable(describe(document.error())));
        QCOMPARE(document->value(0).find("a_1")->toText(), "it's \"x\"");
        QCOMPARE(document->value(0).find("b")->toText(), "c");
    }

    void limitsDepthAndNumberOfValues()
    {
        const auto deep = parse(QByteArray(65, '[') + QByteArray(65, ']'), Format::Json);
        const auto many = parse("[1,2,3,4]", Format::Json, {.nodes = 4});

        QVERIFY(parse(QByteArray(64, '[') + QByteArray(64, ']'), Format::Json));
        QCOMPARE(deep.error().code, ErrorCode::LimitExceeded);
        QCOMPARE(deep.error().message, u"nesting deeper than 64 at line 1"_s);
        QCOMPARE(many.error().code, ErrorCode::LimitExceeded);
        QVERIFY(parse("[1,2,3]", Format::Json, {.nodes = 4}));
    }

    void numbersListItemsInPaths()
    {
        const auto document = parse(R"({"a.b": [10, {"c": 11}]})", Format::Json);

        const auto index = document->find(KeyPath({"a.b", "1", "c"}));

        QCOMPARE(document->value(index).toInteger(), 11);
        QCOMPARE(document->pathOf(index).toString(), u"a\\.b.1.c"_s);
        QCOMPARE(document->find(KeyPath({"a.b", "01"})), ConfigDocument::noNode);
        QCOMPARE(document->find(KeyPath({"a.b", "2"})), ConfigDocument::noNode);
        QCOMPARE(document->find(KeyPath()), 0U);
    }

    void countsColumnsAlongOneLongLine()
    {
        QByteArray json = "[";
        for (int i = 0; i < 100'000; ++i)
            json += "\"ü\",";
        json += "\n 5]";

        const auto document = parse(json, Format::Json, {});

        QVERIFY(document);
        QCOMPARE(document->node(100'000).column, 399'998U);
        QCOMPARE(document->node(100'001).line, 2U);
        QCOMPARE(document->node(100'001).column, 2U);
    }
};

ARCHIVESMP_TEST(TestJsonParser)
#include "tst_jsonparser.moc"
