// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/config/configdocument.h"

#include "tests/support/testregistry.h"

#include <QTest>

using namespace archivesmp;
using namespace archivesmp::config;
using namespace Qt::StringLiterals;
using Kind = ConfigDocument::Problem::Kind;

class TestPropertiesParser final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsKeyAndValue_data()
    {
        QTest::addColumn<QByteArray>("source");
        QTest::addColumn<QByteArray>("key");
        QTest::addColumn<QByteArray>("value");

        const auto row = [](const char *name, const char *source, const char *key, const char *value) {
            QTest::newRow(name) << QByteArray(source) << QByteArray(key) << QByteArray(value);
        };
        row("equals", "a=b", "a", "b");
        row("colon", "a: b", "a", "b");
        row("blank", "a   b c", "a", "b c");
        row("dotted key", "rcon.port = 25575", "rcon.port", "25575");
        row("value keeps its end", "a=b  ", "a", "b  ");
        row("indented", "  \t a=b", "a", "b");
        row("no value", "a=", "a", "");
        row("key only", "a", "a", "");
        row("second equals", "a==b", "a", "=b");
        row("escaped separator", "a\\=b\\:c\\ d=e", "a=b:c d", "e");
        row("escapes", "a=\\t\\n\\\\\\u00e9\\ud83d\\ude00\\z", "a", "\t\n\\é😀z");
        row("continued", "a=b\\\n   c", "a", "bc");
        row("continued with CRLF", "a=b\\\r\n   c\r\n", "a", "bc");
        row("continued after key", "a\\\n  = b", "a", "b");
        row("two backslashes end no line", "a=b\\\\\nc=d", "a", "b\\");
        row("comments", "# x\\\n! y\na=b", "a", "b");
        row("carriage return alone", "x=1\ra=b\r", "a", "b");
        row("utf-8",
            "motd=\xc2\xa7"
            "aHi",
            "motd", "§aHi");
        row("latin-1",
            "motd=\xa7"
            "aHi \xfc",
            "motd", "§aHi ü");
        row("byte order mark",
            "\xef\xbb\xbf"
            "a=b",
            "a", "b");
    }
    void readsKeyAndValue()
    {
        QFETCH(QByteArray, source);
        QFETCH(QByteArray, key);
        QFETCH(QByteArray, value);

        const auto document = parse(source, Format::Properties);

        QVERIFY(document);
        QVERIFY(document->problems().isEmpty());
        QVERIFY(document->find(KeyPath({key})) != ConfigDocument::noNode);
        QCOMPARE(document->value(document->find(KeyPath({key}))).toText(), value);
    }

    void aContinuedBlankLineIsBlank()
    {
        const auto document = parse("a=1\n\\\n\n\\\n  # no key\n \\\r\n  b=2\n", Format::Properties);

        QVERIFY(document);
        QCOMPARE(document->value(0).toPlainText(), R"({"a":"1","b":"2"})");
        QVERIFY(document->problems().isEmpty());
    }

    void everyValueIsAText()
    {
        const auto document = parse("a=1\nb=true\nc=", Format::Properties);

        const Value root = document->value(0);
        QCOMPARE(root.entries().size(), 3);
        for (const auto &entry : root.entries())
            QCOMPARE(entry.second.type(), Value::Type::Text);
    }

    void anEmptyFileIsAnEmptyMap()
    {
        const auto document = parse("", Format::Properties);

        QVERIFY(document);
        QCOMPARE(document->value(0).type(), Value::Type::Map);
        QVERIFY(document->value(0).entries().isEmpty());
    }

    void placesEveryValue()
    {
        const QByteArray source = "# one\r\n\r\nview-distance = 10\r\nmotd=§a x\r\n";

        const auto document = parse(source, Format::Properties);

        const auto &distance = document->node(document->find(KeyPath({"view-distance"})));
        QCOMPARE(distance.line, 3U);
        QCOMPARE(distance.column, 17U);
        QCOMPARE(source.mid(distance.begin, distance.end - distance.begin), "10");
        QCOMPARE(source.mid(distance.keyBegin, distance.keyEnd - distance.keyBegin), "view-distance");
        const auto &motd = document->node(document->find(KeyPath({"motd"})));
        QCOMPARE(source.mid(motd.begin, motd.end - motd.begin), "§a x");
        QCOMPARE(motd.column, 6U);
    }

    void aValueThatIsAnEscapeAloneIsDecoded()
    {
        const auto document = parse("a=\\n\nb=\\t\\\\\n", Format::Properties);

        QCOMPARE(document->value(document->find(KeyPath({"a"}))), Value::text("\n"));
        QCOMPARE(document->value(document->find(KeyPath({"b"}))), Value::text("\t\\"));
    }

    void b22_keepsTheRawTextOfABrokenEscape_data()
    {
        QTest::addColumn<QByteArray>("source");
        QTest::addColumn<QByteArray>("value");
        QTest::addColumn<Kind>("kind");

        QTest::newRow("bad escape") << QByteArray("x=1\na=\\u00zz\n") << QByteArray("\\u00zz")
                                    << Kind::InvalidEscape;
        QTest::newRow("half a pair") << QByteArray("x=1\na=\\ud83d!\n") << QByteArray("\\ud83d!")
                                     << Kind::InvalidEscape;
        QTest::newRow("continued at the end")
            << QByteArray("x=1\na=b\\") << QByteArray("b\\") << Kind::InvalidEscape;
        QTest::newRow("duplicate") << QByteArray("a=b\na=c") << QByteArray("c") << Kind::DuplicateKey;
    }
    void b22_keepsTheRawTextOfABrokenEscape()
    {
        QFETCH(QByteArray, source);
        QFETCH(QByteArray, value);
        QFETCH(Kind, kind);

        const auto document = parse(source, Format::Properties);

        QVERIFY(document);
        QCOMPARE(document->value(document->find(KeyPath({"a"}))).toText(), value);
        QCOMPARE(document->problems().size(), 1);
        QCOMPARE(document->problems().first().kind, kind);
        QCOMPARE(document->problems().first().line, 2);
        QCOMPARE(document->source(), source);
    }

    void refusesANul()
    {
        const auto document = parse(QByteArray("a=b\nc=\0d", 8), Format::Properties);

        QCOMPARE(document.error().code, ErrorCode::InvalidInput);
        QCOMPARE(document.error().line, 2);
        QCOMPARE(document.error().column, 3);
    }

    void limitsTheNumberOfEntries()
    {
        QCOMPARE(parse("a=1\nb=2\n", Format::Properties, {.nodes = 2}).error().code,
                 ErrorCode::LimitExceeded);
        QVERIFY(parse("a=1\n", Format::Properties, {.nodes = 2}));
    }
};

ARCHIVESMP_TEST(TestPropertiesParser)
#include "tst_propertiesparser.moc"
