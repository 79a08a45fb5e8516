// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/config/configdocument.h"

#include "tests/support/testregistry.h"

#include <QTest>

#include <cmath>

using namespace archivesmp;
using namespace archivesmp::config;
using namespace Qt::StringLiterals;
using Type = Value::Type;

class TestTomlParser final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsEverySortOfValue_data()
    {
        QTest::addColumn<QByteArray>("toml");
        QTest::addColumn<Type>("type");
        QTest::addColumn<QByteArray>("plain");

        const auto row = [](const char *toml, Type type, const char *plain) {
            QTest::newRow(toml) << QByteArray(toml) << type << QByteArray(plain);
        };
        row("a = 1", Type::Integer, "1");
        row("a = 1_000", Type::Integer, "1_000");
        row("a = 1.50", Type::Real, "1.50");
        row("a = true", Type::Boolean, "true");
        row("a = \"x\\ty\"", Type::Text, "x\ty");
        row("a = 'x\\ty'", Type::Text, "x\\ty");
        row("a = \"\"\"\nx\ny\"\"\"", Type::Text, "x\ny");
        row("a = \"\"", Type::Text, "");
        row("a = 1979-05-27T07:32:00Z", Type::Text, "1979-05-27T07:32:00Z");
        row("a = [1, 'x', [2]]", Type::List, R"([1,"x",[2]])");
        row("a = {b = 1, c.d = 2}", Type::Map, R"({"b":1,"c":{"d":2}})");
        row("a.b.c = 1", Type::Map, R"({"b":{"c":1}})");
        row("[a]\nb = 1\n[a.c]\nd = 2", Type::Map, R"({"b":1,"c":{"d":2}})");
        row("[[a]]\nb = 1\n[[a]]\nb = 2", Type::List, R"([{"b":1},{"b":2}])");
        row("'a' = 1\r\n# x\r\n", Type::Integer, "1");
    }
    void readsEverySortOfValue()
    {
        QFETCH(QByteArray, toml);
        QFETCH(Type, type);
        QFETCH(QByteArray, plain);

        const auto document = parse(toml, Format::Toml);

        QVERIFY2(document, qPrintable(document ? QString() : describe(document.error())));
        const Value value = document->value(document->find(KeyPath({"a"})));
        QCOMPARE(value.type(), type);
        QCOMPARE(value.toPlainText(), plain);
    }

    void readsNumbersByTheirSpelling()
    {
        const auto document
            = parse("h = 0xFF\no = 0o17\nb = 0b11\nn = -9223372036854775808\ni = -inf\nx = nan\nf = 1_0.5e-1",
                    Format::Toml);
        QVERIFY(document);
        const Value root = document->value(0);

        QCOMPARE(root.find("h")->toInteger(), 255);
        QCOMPARE(root.find("o")->toInteger(), 15);
        QCOMPARE(root.find("b")->toInteger(), 3);
        QCOMPARE(root.find("n")->toInteger(), std::numeric_limits<qint64>::min());
        QCOMPARE(root.find("i")->toReal(), -HUGE_VAL);
        QVERIFY(std::isnan(root.find("x")->toReal()));
        QCOMPARE(root.find("f")->toReal(), 1.05);
    }

    void keepsTheOrderOfTheFile()
    {
        const auto document = parse("z = 1\na = 2\nm = 3\n", Format::Toml);

        const Value root = document->value(0);
        QCOMPARE(root.entries().at(0).first, "z");
        QCOMPARE(root.entries().at(2).first, "m");
    }

    void placesEveryValue_data()
    {
        QTest::addColumn<QByteArray>("toml");
        QTest::addColumn<QString>("path");
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("key");
        QTest::addColumn<quint32>("line");
        QTest::addColumn<quint32>("column");

        const auto row = [](const char *name, const char *toml, const QString &path, const char *text,
                            const char *key, quint32 line, quint32 column) {
            QTest::newRow(name) << QByteArray(toml) << path << QByteArray(text) << QByteArray(key) << line
                                << column;
        };
        row("plain", "a = 1 # x\n", u"a"_s, "1", "a", 1, 5);
        row("beyond ASCII", "'ä' = [\"é😀\", 'x'] # ñ\n", u"ä.1"_s, "'x'", "", 1, 14);
        row("quoted key", "\n'ä' = 1\n", u"ä"_s, "1", "'ä'", 2, 7);
        row("header", "x = 1\n[a.b]\nc = 1\n", u"a.b.c"_s, "1", "c", 3, 5);
        row("byte order mark",
            "\xef\xbb\xbf"
            "a = 'x'\n",
            u"a"_s, "'x'", "a", 1, 5);
        row("CRLF", "a = 1\r\nb = 'x'\r\n", u"b"_s, "'x'", "b", 2, 5);
        row("inline", "a = {b = \"x\"}", u"a.b"_s, "\"x\"", "b", 1, 10);
        row("over lines", "a = '''\nx'''\n", u"a"_s, "'''\nx'''", "a", 1, 5);
    }
    void placesEveryValue()
    {
        QFETCH(QByteArray, toml);
        QFETCH(QString, path);
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, key);
        QFETCH(quint32, line);
        QFETCH(quint32, column);

        const auto document = parse(toml, Format::Toml);

        QVERIFY(document);
        const auto &node = document->node(document->find(KeyPath::fromString(path)));
        QCOMPARE(toml.mid(node.begin, node.end - node.begin), text);
        QCOMPARE(toml.mid(node.keyBegin, node.keyEnd - node.keyBegin), key);
        QCOMPARE(node.line, line);
        QCOMPARE(node.column, column);
    }

    void refusesWithTheLine_data()
    {
        QTest::addColumn<QByteArray>("toml");
        QTest::addColumn<ErrorCode>("code");
        QTest::addColumn<int>("line");

        QTest::newRow("duplicate") << QByteArray("a = 1\na = 2\n") << ErrorCode::InvalidInput << 2;
        QTest::newRow("beyond ASCII")
            << QByteArray("a = 'ä' # ö\n\"ü\" = §\n") << ErrorCode::InvalidInput << 2;
        QTest::newRow("open text") << QByteArray("x = 1\na = \"b\n") << ErrorCode::InvalidInput << 2;
        QTest::newRow("b30 beyond 64 bits")
            << QByteArray("a = 18446744073709551616") << ErrorCode::InvalidInput << 1;
        QTest::newRow("b30 beyond a double") << QByteArray("a = 1e999") << ErrorCode::InvalidInput << 1;
        QTest::newRow("b17 control") << QByteArray("a = 1\nb = '\x01'") << ErrorCode::InvalidInput << 2;
        QTest::newRow("deep arrays") << "\na = " + QByteArray(65, '[') + QByteArray(65, ']')
                                     << ErrorCode::LimitExceeded << 2;
        QTest::newRow("deep arrays behind a text")
            << "a = \"x\"\nb = " + QByteArray(65, '[') + QByteArray(65, ']') << ErrorCode::LimitExceeded << 2;
        QTest::newRow("deep key") << "x = 1\n" + QByteArray("a.").repeated(200'000) + "a = 1"
                                  << ErrorCode::LimitExceeded << 2;
        QTest::newRow("deep key behind a text")
            << "x = \"y\"\n" + QByteArray("a.").repeated(200'000) + "a = 1" << ErrorCode::LimitExceeded << 2;
        QTest::newRow("deep header") << "[" + QByteArray("'x'.").repeated(70) + "a]"
                                     << ErrorCode::LimitExceeded << 1;
        QTest::newRow("too large") << QByteArray(5'000'000, '\n') << ErrorCode::LimitExceeded << 0;
    }
    void refusesWithTheLine()
    {
        QFETCH(QByteArray, toml);
        QFETCH(ErrorCode, code);
        QFETCH(int, line);

        const auto document = parse(toml, Format::Toml);

        QVERIFY(!document);
        QCOMPARE(document.error().code, code);
        QCOMPARE(document.error().line, line);
    }

    void dotsInTextsAndCommentsAreNoDepth()
    {
        const QByteArray dots(200, '.');

        QVERIFY(parse("a = \"" + dots + "\" # " + dots + "\nb = '''\n" + dots + "\n" + dots + "'''\n\"" + dots
                          + "\" = 1\nc = \"\\\"" + dots + "\"\n",
                      Format::Toml));
    }

    void anEmptyFileIsAnEmptyMap()
    {
        const auto document = parse("# nothing\n", Format::Toml);

        QVERIFY(document);
        QCOMPARE(document->value(0).type(), Type::Map);
        QCOMPARE(document->nodes().size(), 1U);
    }

    void limitsTheDepth()
    {
        QVERIFY(parse("a = " + QByteArray("[").repeated(60) + QByteArray("]").repeated(60), Format::Toml));
        const QByteArrayList tooDeep{
            "a = " + QByteArray("[").repeated(70) + QByteArray("]").repeated(70),
            "a = " + QByteArray("{a = ").repeated(70) + '1' + QByteArray("}").repeated(70),
            QByteArray("a.").repeated(70) + "b = 1", '[' + QByteArray("a.").repeated(70) + "b]\n"};
        for (const QByteArray &deep : tooDeep)
            QCOMPARE(parse(deep, Format::Toml).error().code, ErrorCode::LimitExceeded);
    }

    void limitsTheNumberOfValues()
    {
        QCOMPARE(parse("a = [1, 2]", Format::Toml, {.nodes = 3}).error().code, ErrorCode::LimitExceeded);
        QVERIFY(parse("a = [1, 2]", Format::Toml, {.nodes = 4}));
    }
};

ARCHIVESMP_TEST(TestTomlParser)
#include "tst_tomlparser.moc"
