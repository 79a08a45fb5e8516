// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/config/configdocument.h"

#include "tests/support/testregistry.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include <cmath>

using namespace archivesmp;
using namespace archivesmp::config;
using namespace Qt::StringLiterals;
using Type = Value::Type;

class TestYamlParser final : public QObject
{
    Q_OBJECT

    static QByteArray jsonOf(const QByteArray &yaml)
    {
        const auto document = parse(yaml, Format::Yaml);
        if (!document)
            return describe(document.error()).toUtf8();
        return document->value(0).toPlainText();
    }

private Q_SLOTS:
    void anItemIsFoundByItsNumberAsItIsWrittenOnly()
    {
        const auto document = parse("a: [x, y]\n", Format::Yaml);

        QCOMPARE(document->value(document->find(KeyPath({"a", "1"}))), Value::text("y"));
        for (const char *key : {"-1", "01", "+1", "2", "x", ""})
            QCOMPARE(document->find(KeyPath({QByteArray("a"), QByteArray(key)})), ConfigDocument::noNode);
    }

    void b23_typesAPlainScalarAsSnakeYamlDoes_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<Type>("type");
        QTest::addColumn<double>("number");

        const auto row = [](const char *text, Type type, double number = 0) {
            QTest::newRow(text) << QByteArray(text) << type << number;
        };
        for (const char *text : {"yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON"})
            row(text, Type::Boolean, 1);
        for (const char *text : {"no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF"})
            row(text, Type::Boolean, 0);
        for (const char *text : {"y", "n", "Y", "tRUE", "oN", "yess", "nO", "nULL", "none"})
            row(text, Type::Text);
        for (const char *text : {"~", "null", "Null", "NULL"})
            row(text, Type::Null);
        row("0", Type::Integer, 0);
        row("-0", Type::Integer, 0);
        row("+12", Type::Integer, 12);
        row("1_000", Type::Integer, 1000);
        row("0123", Type::Integer, 83);
        row("-0123", Type::Integer, -83);
        row("0_7", Type::Integer, 7);
        row("08", Type::Text);
        row("0x1F", Type::Integer, 31);
        row("-0x_1f", Type::Integer, -31);
        row("0xg", Type::Text);
        row("0b101", Type::Integer, 5);
        row("0b2", Type::Text);
        row("0o17", Type::Text);
        row("12:30", Type::Integer, 750);
        row("1:00:00", Type::Integer, 3600);
        row("-12:30", Type::Integer, -750);
        row("12:60", Type::Text);
        row("01:30", Type::Text);
        row("9223372036854775807", Type::Integer, 9223372036854775807.0);
        row("-9223372036854775808", Type::Integer, -9223372036854775808.0);
        row("9223372036854775808", Type::Text);
        row("1.10", Type::Real, 1.1);
        row("1.", Type::Real, 1);
        row(".5", Type::Real, 0.5);
        row("-.5", Type::Real, -0.5);
        row("1e3", Type::Real, 1000);
        row("1.5E+3", Type::Real, 1500);
        row("1_0.2_5", Type::Real, 10.25);
        row("190:20:30.15", Type::Real, 685230.15);
        row("1.2.3", Type::Text);
        row("1e", Type::Text);
        row("e3", Type::Text);
        row("1-2", Type::Text);
        row("-", Type::Text);
        row(".", Type::Text);
        row("._", Type::Text);
        row("-.inf", Type::Real, -HUGE_VAL);
        row(".INF", Type::Real, HUGE_VAL);
        row("inf", Type::Text);
        row("2024-01-31", Type::Text);
        row("2024-01-31T10:00:00Z", Type::Text);
        row("1,000", Type::Text);
        row("100%", Type::Text);
        row("+", Type::Text);
    }
    void b23_typesAPlainScalarAsSnakeYamlDoes()
    {
        QFETCH(QByteArray, text);
        QFETCH(Type, type);
        QFETCH(double, number);

        const auto document = parse("k: " + (text == "-" ? "!!str -x" : text) + "\n", Format::Yaml);

        QVERIFY(document);
        const auto index = document->find(KeyPath({"k"}));
        QCOMPARE(document->node(index).type, type);
        const Value value = document->value(index);
        QCOMPARE(value.type(), type);
        if (value.isNumber()) {
            QCOMPARE(value.toReal(), number);
            QCOMPARE(value.numberSource(), text);
        }
        if (type == Type::Boolean)
            QCOMPARE(value.toBoolean(), number == 1);
    }

    void readsEveryStyle_data()
    {
        QTest::addColumn<QByteArray>("yaml");
        QTest::addColumn<QByteArray>("json");

        const auto row = [](const char *name, const char *yaml, const char *json) {
            QTest::newRow(name) << QByteArray(yaml) << QByteArray(json);
        };
        row("block map", "a:\n  b: 1\n  c: x\n", R"({"a":{"b":1,"c":"x"}})");
        row("indentless list", "a:\n- 1\n- b: 2\n  c: 3\n", R"({"a":[1,{"b":2,"c":3}]})");
        row("flow", "a: {b: [1, 'x', \"y\"], c: }", R"({"a":{"b":[1,"x","y"],"c":null}})");
        row("literal", "a: |\n  x\n   y\n\n  z\nb: 1", R"({"a":"x\n y\n\nz\n","b":1})");
        row("folded", "a: >-\n  x\n  y\n\n  z\n", R"({"a":"x y\nz"})");
        row("plain over lines", "a: x\n  y\n  z\n", R"({"a":"x y z"})");
        row("single quotes", "a: 'it''s'", R"({"a":"it's"})");
        row("double quotes", "a: \"\\u00e9\\n\\x41\"", R"({"a":"é\nA"})");
        row("quoted number", "a: '1'", R"({"a":"1"})");
        row("keys are texts", "01: a\nyes: b\n1.0: c\n~: d\n", R"({"01":"a","1.0":"c","yes":"b","~":"d"})");
        row("null", "a:\nb: ~\n", R"({"a":null,"b":null})");
        row("tags", "a: !!str 1\nb: !!float 2\nc: !x y\nd: ! x\ne: !!int '4'",
            R"({"a":"1","b":2,"c":"y","d":"x","e":4})");
        row("alias", "a: &x {b: 1}\nc: *x\n", R"({"a":{"b":1},"c":{"b":1}})");
        row("alias of a scalar", "a: &x 5\nc: [*x, *x]\n", R"({"a":5,"c":[5,5]})");
        row("alias as a key", "a: &x k\n*x : 1\n", R"({"a":"k","k":1})");
        row("b18 merge", "a: &x {b: 1, c: 2}\nd:\n  <<: *x\n  c: 3\n",
            R"({"a":{"b":1,"c":2},"d":{"b":1,"c":3}})");
        row("b18 merge before", "a: &x {b: 1}\nd:\n  b: 3\n  <<: *x\n", R"({"a":{"b":1},"d":{"b":3}})");
        row("b18 merge list", "a: &x {b: 1}\nc: &y {b: 2, d: 3}\ne:\n  <<: [*x, *y]\n",
            R"({"a":{"b":1},"c":{"b":2,"d":3},"e":{"b":1,"d":3}})");
        row("b18 merge of merged", "a: &x {b: 1}\nc: &y {<<: *x, d: 2}\ne: {<<: *y}\n",
            R"({"a":{"b":1},"c":{"b":1,"d":2},"e":{"b":1,"d":2}})");
        row("quoted merge is a key", "'<<': {a: 1}", R"({"<<":{"a":1}})");
        row("document markers", "%YAML 1.1\n---\na: 1\n...\n", R"({"a":1})");
        row("top-level list", "- a\n- b\n", R"(["a","b"])");
        row("byte order mark",
            "\xef\xbb\xbf"
            "a: 1",
            R"({"a":1})");
        row("CRLF", "a: 1\r\nb:\r\n  - x\r\n", R"({"a":1,"b":["x"]})");
        row("emoji", "a: \"😀\"\né: ü\n", R"({"a":"😀","é":"ü"})");
        row("colon in text", "a: b:c\nu: http://x/y\n", "{\"a\":\"b:c\",\"u\":\"http://x/y\"}");
    }
    void readsEveryStyle()
    {
        QFETCH(QByteArray, yaml);
        QFETCH(QByteArray, json);

        QCOMPARE(jsonOf(yaml), json);
    }

    void anEmptyDocumentIsNull_data()
    {
        QTest::addColumn<QByteArray>("yaml");

        QTest::newRow("b2 empty") << QByteArray();
        QTest::newRow("b2 comments only") << QByteArray("# a\n\n# b\n");
        QTest::newRow("marker only") << QByteArray("---\n");
    }
    void anEmptyDocumentIsNull()
    {
        QFETCH(QByteArray, yaml);

        const auto document = parse(yaml, Format::Yaml);

        QVERIFY(document);
        QCOMPARE(document->nodes().size(), 1U);
        QCOMPARE(document->value(0).type(), Type::Null);
    }

    void placesEveryValue_data()
    {
        QTest::addColumn<QByteArray>("yaml");
        QTest::addColumn<QString>("path");
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<quint32>("line");
        QTest::addColumn<quint32>("column");

        const auto row = [](const char *name, const char *yaml, const QString &path, const char *text,
                            quint32 line, quint32 column) {
            QTest::newRow(name) << QByteArray(yaml) << path << QByteArray(text) << line << column;
        };
        row("plain", "a:\n  b: xy # z\n", u"a.b"_s, "xy", 2, 6);
        row("quoted", "a:\n  b: 'x y' # z\n", u"a.b"_s, "'x y'", 2, 6);
        row("beyond ASCII", "ä: ö\ne: 'é'  # ñ\nf: x\n", u"f"_s, "x", 3, 4);
        row("emoji", "a: [😀, x]\n", u"a.1"_s, "x", 1, 8);
        row("tag and anchor", "a: !!str &x  v\n", u"a"_s, "v", 1, 14);
        row("anchor on its own line", "a: &x\n  b: 1\n", u"a"_s, "b: 1", 2, 3);
        row("anchor, comment", "a: &x # why\n  b: 1\n", u"a"_s, "b: 1", 2, 3);
        row("no value", "a:\nbb:\n", u"bb"_s, "", 2, 1);
        row("flow", "a: {b: 1 }\n", u"a"_s, "{b: 1 }", 1, 4);
        row("block map", "a:\n  b: 1\n  c: 2\nd: 3\n", u"a"_s, "b: 1\n  c: 2", 2, 3);
        row("block list", "a:\n- 1\n- 2\nd: 3\n", u"a"_s, "- 1\n- 2", 2, 1);
        row("literal", "a: |\n  x\n  y\n\nb: 1\n", u"a"_s, "|\n  x\n  y", 1, 4);
        row("over lines", "a: x\n  y\nb: 1\n", u"a"_s, "x\n  y", 1, 4);
        row("byte order mark",
            "\xef\xbb\xbf"
            "a: x\n",
            u"a"_s, "x", 1, 4);
        row("CRLF", "a: 1\r\nb: x\r\n", u"b"_s, "x", 2, 4);
        row("alias", "a: &x v\nb: *x\n", u"b"_s, "v", 1, 7);
    }
    void placesEveryValue()
    {
        QFETCH(QByteArray, yaml);
        QFETCH(QString, path);
        QFETCH(QByteArray, text);
        QFETCH(quint32, line);
        QFETCH(quint32, column);

        const auto document = parse(yaml, Format::Yaml);

        QVERIFY(document);
        const auto &node = document->node(document->find(KeyPath::fromString(path)));
        QCOMPARE(yaml.mid(node.begin, node.end - node.begin), text);
        QCOMPARE(node.line, line);
        QCOMPARE(node.column, column);
    }

    void marksWhatStandsThereByAnAlias()
    {
        const auto document = parse("a: &x {b: 1}\nc: *x\nd: {<<: *x}\n", Format::Yaml);

        QVERIFY(!document->node(document->find(KeyPath({"a", "b"}))).fromAlias);
        QVERIFY(document->node(document->find(KeyPath({"c", "b"}))).fromAlias);
        QVERIFY(document->node(document->find(KeyPath({"d", "b"}))).fromAlias);
        QVERIFY(!document->node(document->find(KeyPath({"d"}))).fromAlias);
    }

    void b5_namesBothLinesOfADuplicateKey()
    {
        const auto document = parse("redis:\n  a: 1\nx: 2\nredis:\n  b: 1\n", Format::Yaml);

        QVERIFY(document);
        QCOMPARE(document->problems().size(), 1);
        QVERIFY(document->problems().first().message.contains(u"line 1"));
        QVERIFY(document->problems().first().message.contains(u"line 4"));
        QCOMPARE(jsonOf("redis:\n  a: 1\nx: 2\nredis:\n  b: 1\n"), R"({"redis":{"b":1},"x":2})");
    }

    void anAnchorInADuplicateStaysUsable() { QCOMPARE(jsonOf("a: &x 1\na: 2\nb: *x\n"), R"({"a":2,"b":1})"); }

    void b15_reportsACyclicAlias()
    {
        const auto document = parse("z: 1\na: &a {b: *a}\n", Format::Yaml);

        QVERIFY(document);
        QCOMPARE(document->problems().size(), 1);
        QCOMPARE(document->problems().first().kind, ConfigDocument::Problem::Kind::CyclicAlias);
        QVERIFY(document->problems().first().message.contains(u"cyclic alias"));
        QCOMPARE(document->problems().first().line, 2);
    }

    void survivesTheSourceThatItWasReadFrom()
    {
        auto source = std::make_unique<QByteArray>("a: \"x\\ty\"\nb: plain\n");
        auto document = std::make_unique<ConfigDocument>(*parse(*source, Format::Yaml));
        source.reset();
        const ConfigDocument copy = *document;
        document.reset();

        QCOMPARE(copy.value(0).find("a")->toText(), "x\ty");
        QCOMPARE(copy.value(0).find("b")->toText(), "plain");
    }
};

ARCHIVESMP_TEST(TestYamlParser)
#include "tst_yamlparser.moc"
