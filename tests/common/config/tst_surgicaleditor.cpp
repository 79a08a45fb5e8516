// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/config/surgicaleditor.h"

#include "common/config/configdocument.h"

#include "tests/support/testregistry.h"

#include <QTest>

#include <cmath>
#include <limits>

using namespace archivesmp;
using namespace archivesmp::config;
using namespace Qt::StringLiterals;

Q_DECLARE_METATYPE(archivesmp::Value)

class TestSurgicalEditor final : public QObject
{
    Q_OBJECT

    static Value t(const char *text) { return Value::text(text); }
    static Value n(qint64 number) { return Value::integer(number); }
    static Value b(bool value) { return Value::boolean(value); }
    static Value list(const ValueList &items) { return Value::list(items); }

    static void columns()
    {
        QTest::addColumn<QByteArray>("before");
        QTest::addColumn<QString>("path");
        QTest::addColumn<Value>("value");
        QTest::addColumn<QByteArray>("after");
    }
    static void row(const char *name, const QByteArray &before, const char16_t *path, const Value &value,
                    const QByteArray &after)
    {
        QTest::newRow(name) << before << QString::fromUtf16(path) << value << after;
    }
    static void compareSet(Format format)
    {
        QFETCH(QByteArray, before);
        QFETCH(QString, path);
        QFETCH(Value, value);
        QFETCH(QByteArray, after);

        const auto edited
            = applyEdits(before, format, {{KeyPath::fromString(path), Edit::Action::Set, value}});

        QVERIFY2(edited, qPrintable(edited ? QString() : describe(edited.error())));
        QCOMPARE(*edited, after);
    }

private Q_SLOTS:
    void replacesInYaml_data()
    {
        columns();
        row("plain number", "a: 1 # why\nb: 2\n", u"a", n(7), "a: 7 # why\nb: 2\n");
        row("keeps CRLF", "a: 1\r\nb: 2\r\n", u"b", n(3), "a: 1\r\nb: 3\r\n");
        row("keeps a missing final newline", "a: 1\nb: 2", u"b", n(3), "a: 1\nb: 3");
        row("keeps a byte order mark",
            "\xef\xbb\xbf"
            "a: 1\n",
            u"a", n(3),
            "\xef\xbb\xbf"
            "a: 3\n");
        row("keeps single quotes", "a: 'x'  # y\n", u"a", t("it's"), "a: 'it''s'  # y\n");
        row("keeps double quotes", "a: \"x\"\n", u"a", t("say \"y\"\t"), "a: \"say \\\"y\\\"\\t\"\n");
        row("keeps plain", "a: x y\n", u"a", t("z w"), "a: z w\n");
        row("quotes what would be a truth value", "a: x\n", u"a", t("yes"), "a: 'yes'\n");
        row("quotes what would be a number", "a: x\n", u"a", t("0123"), "a: '0123'\n");
        row("quotes what would be null", "a: x\n", u"a", t("~"), "a: '~'\n");
        row("quotes an empty text", "a: x\n", u"a", t(""), "a: ''\n");
        row("quotes what would be a comment", "a: x\n", u"a", t("x #y"), "a: 'x #y'\n");
        row("quotes what would be a key", "a: x\n", u"a", t("x: y"), "a: 'x: y'\n");
        row("quotes what would be a date", "a: x\n", u"a", t("2024-01-31"), "a: '2024-01-31'\n");
        row("leaves a date a date", "a: 2024-01-31\n", u"a", t("2025-01-31"), "a: 2025-01-31\n");
        row("escapes a line break", "a: x\n", u"a", t("x\ny"), "a: \"x\\ny\"\n");
        row("text for a number", "a: 5\n", u"a", t("5"), "a: '5'\n");
        row("number for a text", "a: '5' # x\n", u"a", n(5), "a: 5 # x\n");
        row("keeps the words", "a: yes\n", u"a", b(false), "a: no\n");
        row("truth value", "a: true\n", u"a", b(false), "a: false\n");
        row("null", "a: 5\n", u"a", {}, "a: null\n");
        row("into nothing", "a: # why\nb: 1\n", u"a", n(5), "a: 5 # why\nb: 1\n");
        row("infinity", "a: 1.0\n", u"a", Value::real(HUGE_VAL), "a: .inf\n");
        row("spelling of the number", "a: 1.0\n", u"a", Value::real(1.1, "1.10"), "a: 1.10\n");
        row("inside flow", "a: {b: 1, c: [x, y]}\n", u"a.c.1", t("z,w"), "a: {b: 1, c: [x, 'z,w']}\n");
        row("a question inside flow", "a: [x, y]\n", u"a.1", t("Really?"), "a: [x, 'Really?']\n");
        row("emoji before it", "é: {😀: x, b: y}\n", u"é.b", t("ü"), "é: {😀: x, b: ü}\n");
        row("literal", "a: |\n  x\n  y\nb: 1\n", u"a", t("z\nw\n"), "a: |\n  z\n  w\nb: 1\n");
        row("literal by one line", "a: |\n  x\n  y\nb: 1\n", u"a", t("z"), "a: z\nb: 1\n");
        row("after a tag", "a: !!str 5\n", u"a", t("6"), "a: !!str '6'\n");
        row("list item", "a:\n- 1 # one\n- 2\n", u"a", list({n(1), n(3)}), "a:\n- 1 # one\n- 3\n");
        row("longer list", "a:\n  - x # one\n  - 'y'\nb: 1\n", u"a", list({t("x"), t("y"), t("z")}),
            "a:\n  - x # one\n  - 'y'\n  - 'z'\nb: 1\n");
        row("list grows in the middle", "a:\n- x\n- z\n", u"a", list({t("x"), t("y"), t("z")}),
            "a:\n- x\n- y\n- z\n");
        row("list grows in front", "a:\n- y\n", u"a", list({t("x"), t("y")}), "a:\n- x\n- y\n");
        row("shorter list", "a:\n- x\n- y # gone\n- z\nb: 1\n", u"a", list({t("x"), t("z")}),
            "a:\n- x\n- z\nb: 1\n");
        row("list ends the file", "a:\n- x\n- y", u"a", list({t("x")}), "a:\n- x");
        row("flow list", "a: [x, y] # z\n", u"a", list({t("x"), t("w"), t("y")}), "a: [x, w, y] # z\n");
        row("to an empty list", "a:\n- x\n- y\nb: 1\n", u"a", list({}), "a: []\nb: 1\n");
        row("from an empty list", "a: []\nb: 1\n", u"a", list({t("x")}), "a: [x]\nb: 1\n");
        row("list for a text", "a: x\nb:\n- 1\n", u"a", list({t("y")}), "a:\n- y\nb:\n- 1\n");
        row("list for nothing", "a:\nb: 1\n", u"a", list({t("y")}), "a:\n  - y\nb: 1\n");
        row("text for a list", "a:\n- x\nb: 1\n", u"a", t("y"), "a: y\nb: 1\n");
        row("only what differs in a map", "a:\n  b: 1 # one\n  c: 2 # two\n", u"a",
            Value::map({{"c", n(3)}, {"b", n(1)}}), "a:\n  b: 1 # one\n  c: 3 # two\n");
        row("top-level list", "- a\n- b\n", u"", list({t("a"), t("c")}), "- a\n- c\n");
        row("list of maps", "a:\n- b: 1\n  c: 2\n- b: 3\n  c: 4\n", u"a",
            list({Value::map({{"b", n(1)}, {"c", n(5)}}), Value::map({{"b", n(3)}, {"c", n(4)}})}),
            "a:\n- b: 1\n  c: 5\n- b: 3\n  c: 4\n");
    }
    void replacesInYaml() { compareSet(Format::Yaml); }

    void insertsInYaml_data()
    {
        columns();
        row("beside siblings", "a:\n    b: 1 # x\n\n# next\nc: 2\n", u"a.d", n(5),
            "a:\n    b: 1 # x\n    d: 5\n\n# next\nc: 2\n");
        row("at the top", "a: 1\n", u"b", t("x"), "a: 1\nb: x\n");
        row("without a final newline", "a: 1", u"b", t("x"), "a: 1\nb: x");
        row("with CRLF", "a: 1\r\n", u"b", t("x"), "a: 1\r\nb: x\r\n");
        row("behind a nested section", "a:\n  b:\n    c: 1\n", u"a.d", n(2), "a:\n  b:\n    c: 1\n  d: 2\n");
        row("with its parents", "a:\n  b: 1\n", u"x.y.z", n(2), "a:\n  b: 1\nx:\n  y:\n    z: 2\n");
        row("with the file's indent", "a:\n    b: 1\n", u"a.x.z", n(2),
            "a:\n    b: 1\n    x:\n        z: 2\n");
        row("into an empty section", "a:\nb: 1\n", u"a.c", n(2), "a:\n  c: 2\nb: 1\n");
        row("into an empty map", "a: {}\nb: 1\n", u"a.c", n(2), "a: {c: 2}\nb: 1\n");
        row("into a flow map", "a: {b: 1} # x\n", u"a.c", n(2), "a: {b: 1, c: 2} # x\n");
        row("into an empty file", "", u"a.b", n(2), "a:\n  b: 2\n");
        row("below comments", "# only this", u"a", n(2), "# only this\na: 2\n");
        row("key that needs quotes", "a: 1\n", u"yes", n(2), "a: 1\n'yes': 2\n");
        row("key with a dot", "a: 1\n", u"b\\.c", n(2), "a: 1\nb.c: 2\n");
        row("a list", "a: 1\nl:\n- 1\n", u"b", list({t("x"), t("y: z")}),
            "a: 1\nl:\n- 1\nb:\n- x\n- 'y: z'\n");
        row("inside a list's map", "l:\n- a: 1\n- a: 2\n", u"l.0.b", n(3), "l:\n- a: 1\n  b: 3\n- a: 2\n");
        row("behind a literal", "a: |\n  x\n\n\nb: 1\n", u"c", n(3), "a: |\n  x\n\n\nb: 1\nc: 3\n");
        row("behind a literal that keeps its end", "m:\n  a: |+\n    x\n\nb: 1\n", u"m.c", n(3),
            "m:\n  a: |+\n    x\n\n  c: 3\nb: 1\n");
        row("before the end marker", "---\na: 1\n...\n", u"b", n(3), "---\na: 1\nb: 3\n...\n");
    }
    void insertsInYaml() { compareSet(Format::Yaml); }

    void editsProperties_data()
    {
        columns();
        row("value", "# c\na=1\nb = 2\n", u"b", n(3), "# c\na=1\nb = 3\n");
        row("truth value", "a=true\r\n", u"a", b(false), "a=false\r\n");
        row("same text is left alone", "a = true\n", u"a", b(true), "a = true\n");
        row("into nothing", "a=\nb", u"b", t("x"), "a=\nb=x");
        row("leading blank", "a=1", u"a", t(" x"), "a=\\ x");
        row("backslash", "a=1", u"a", t("C:\\x"), "a=C:\\\\x");
        row("escapes beyond ASCII in an ASCII file", "a=1\n", u"a", t("§é😀"),
            "a=\\u00A7\\u00E9\\uD83D\\uDE00\n");
        row("writes UTF-8 in a UTF-8 file", "# ü\na=1\n", u"a", t("§"), "# ü\na=§\n");
        row("writes Latin-1 in a Latin-1 file", "# \xfc\na=1\n", u"a", t("§€"), "# \xfc\na=\xa7\\u20AC\n");
        row("b22 continued lines elsewhere", "x=1\\\n  2\na=\\u00zz\nb=1\r\n", u"b", n(2),
            "x=1\\\n  2\na=\\u00zz\nb=2\r\n");
        row("new key", "# c\na: 1\n# end\n", u"b", n(2), "# c\na: 1\nb: 2\n# end\n");
        row("new key behind a tab", "a\t=\t1", u"b", n(2), "a\t=\t1\nb=2");
        row("new key behind blanks alone", "a 1", u"b", n(2), "a 1\nb=2");
        row("new key behind some blanks", "a  =  1", u"b", n(2), "a  =  1\nb  =  2");
        row("new key behind many blanks", "a  =   1", u"b", n(2), "a  =   1\nb=2");
        row("new key with special characters", "a=1", u"b c=d", n(2), "a=1\nb\\ c\\=d=2");
        row("first key", "# c", u"b", n(2), "# c\nb=2\n");
        row("null is empty", "a=1\n", u"a", {}, "a=\n");
        row("dotted key is one key", "rcon.port=1\n", u"rcon\\.port", n(2), "rcon.port=2\n");
        row("into a file with a byte order mark alone", "\xef\xbb\xbf", u"a", n(1),
            "\xef\xbb\xbf"
            "a=1\n");
        row("behind a comment without a line end", "# x", u"a", n(1), "# x\na=1\n");
    }
    void editsProperties() { compareSet(Format::Properties); }

    void editsJson_data()
    {
        columns();
        row("value", "{\n  \"a\": 1,\n  \"b\": \"x\"\n}\n", u"b", t("é\"\n"),
            "{\n  \"a\": 1,\n  \"b\": \"é\\\"\\n\"\n}\n");
        row("new member in lines", "{\n  \"a\": 1\n}\n", u"b", n(2), "{\n  \"a\": 1,\n  \"b\": 2\n}\n");
        row("new member in one line", "{\"a\":1, \"b\":2}", u"c", n(3), "{\"a\":1, \"b\":2, \"c\":3}");
        row("new member with the others' blanks", "{\"a\" : 1}", u"b", n(2), "{\"a\" : 1, \"b\" : 2}");
        row("with its parents", "{\"a\": 1}", u"b.c", n(3), "{\"a\": 1, \"b\": {\"c\": 3}}");
        row("into an empty object", "{}", u"a", n(3), "{\"a\": 3}");
        row("list in lines", "[\n  1,\n  2\n]", u"", list({n(1), n(2), n(3)}), "[\n  1,\n  2,\n  3\n]");
        row("list shrinks", "[1, 2, 3]", u"", list({n(1), n(3)}), "[1, 3]");
        row("comments stay", "{ // x\n  \"a\": 1, // y\n}\n", u"a", n(2), "{ // x\n  \"a\": 2, // y\n}\n");
        row("member behind a comment", "{\n  // x\n  \"a\": 1 // y\n}\n", u"b", n(2),
            "{\n  // x\n  \"a\": 1,\n  \"b\": 2 // y\n}\n");
        row("list for a text", "{\"a\": \"x\"}", u"a", list({n(1)}), "{\"a\": [1]}");
        row("number as it is written", "{\"a\": 1}", u"a", Value::real(1.1, "1.10"), "{\"a\": 1.10}");
        row("fraction that JSON writes otherwise", "{\"a\": 1}", u"a", Value::real(0.5, ".5"),
            "{\"a\": 0.5}");
        row("number that JSON writes otherwise", "{\"a\": 1}", u"a", Value::integer(25565, "0x63DD"),
            "{\"a\": 25565}");
    }
    void editsJson() { compareSet(Format::Json); }

    void editsToml_data()
    {
        columns();
        row("value", "a = 1 # x\nb = 'y'\n", u"a", n(2), "a = 2 # x\nb = 'y'\n");
        row("keeps single quotes", "b = 'y'\n", u"b", t("z"), "b = 'z'\n");
        row("other quotes where needed", "b = 'y'\n", u"b", t("it's"), "b = \"it's\"\n");
        row("date", "a = 1979-05-27\n", u"a", t("1980-05-27"), "a = 1980-05-27\n");
        row("text for a date", "a = 1979-05-27\n", u"a", t("never"), "a = \"never\"\n");
        row("in a section", "[s]\r\na = 1\r\n\r\n[t]\r\nb = 1\r\n", u"s.c", b(true),
            "[s]\r\na = 1\r\nc = true\r\n\r\n[t]\r\nb = 1\r\n");
        row("beside a dotted key", "b.c = 1\n", u"b.d", n(2), "b.c = 1\nb.d = 2\n");
        row("in an empty section", "[s]\n[t]\n", u"s.a", n(2), "[s]\na = 2\n[t]\n");
        row("at the top", "[s]\na = 1\n", u"b", n(2), "b = 2\n[s]\na = 1\n");
        row("in a new section", "a = 1\n", u"s.b c.d", n(2), "a = 1\n[s.\"b c\"]\nd = 2\n");
        row("in an inline table", "a = { b = 1 }\n", u"a.c", n(2), "a = { b = 1, c = 2 }\n");
        row("array", "a = [ 1, 2 ]\n", u"a", list({n(1), n(2), n(3)}), "a = [ 1, 2, 3 ]\n");
        row("array that shrinks", "a = [1, 2, 3]\n", u"a", list({n(1), n(3)}), "a = [1, 3]\n");
        row("array in lines", "a = [\n  1, # one\n  2\n]\n", u"a", list({n(1), n(3)}),
            "a = [\n  1, # one\n  3\n]\n");
        const double infinity = std::numeric_limits<double>::infinity();
        row("infinity", "a = 1.5\n", u"a", Value::real(infinity, ".inf"), "a = inf\n");
        row("minus infinity", "a = 1.5\n", u"a", Value::real(-infinity, "-.inf"), "a = -inf\n");
        row("no number", "a = 1.5\n", u"a", Value::real(std::numeric_limits<double>::quiet_NaN(), ".nan"),
            "a = nan\n");
        row("fraction stays a fraction", "a = 1.5\n", u"a", Value::real(2), "a = 2.0\n");
        row("value for a section", "[a]\nb = 1\n", u"a", n(2), "a = 2\n");
        row("value for a section behind others", "x = 1\n[s]\ny = 1\n[a]\nb = 1\n[t]\n", u"a", n(2),
            "x = 1\na = 2\n[s]\ny = 1\n[t]\n");
        row("value for a section right behind", "x = 1\n[a]\nb = 1\n[t]\n", u"a", n(2),
            "x = 1\na = 2\n[t]\n");
        row("value for the only section", "# c\n[a]\nb = 1\n", u"a", n(2), "# c\na = 2\n");
        row("section that becomes empty", "[a] # x\nb = 1\n[t]\n", u"t", Value::map({{"k", n(1)}}),
            "[a] # x\nb = 1\n[t]\nk = 1\n");
        row("one section more", "[[a]]\nb = 1\n# of c\n[c]\n", u"a",
            list({Value::map({{"b", n(1)}}), Value::map({{"b", n(2)}, {"d", t("x")}})}),
            "[[a]]\nb = 1\n[[a]]\nb = 2\nd = \"x\"\n# of c\n[c]\n");
        row("one section before", "[[a]]\r\nb = 1\r\n", u"a",
            list({Value::map({{"b", n(0)}}), Value::map({{"b", n(1)}})}),
            "[[a]]\r\nb = 0\r\n[[a]]\r\nb = 1\r\n");
        row("one section less", "[[a]]\nb = 1\n[a.c]\n[[a]]\nb = 2\n", u"a",
            list({Value::map({{"b", n(2)}})}), "[[a]]\nb = 2\n");
        row("no section left", "x = 1\n[[a]]\nb = 1\n", u"a", list({}), "x = 1\na = []\n");
        row("in an array of tables", "[[a]]\nb = 1\n[[a]]\nb = 2\n", u"a.1.b", n(3),
            "[[a]]\nb = 1\n[[a]]\nb = 3\n");
    }
    void editsToml() { compareSet(Format::Toml); }

    void removesKeys_data()
    {
        QTest::addColumn<Format>("format");
        QTest::addColumn<QByteArray>("before");
        QTest::addColumn<QString>("path");
        QTest::addColumn<QByteArray>("after");

        const auto remove = [](const char *name, Format format, const char *before, const char16_t *path,
                               const char *after) {
            QTest::newRow(name) << format << QByteArray(before) << QString::fromUtf16(path)
                                << QByteArray(after);
        };
        remove("yaml", Format::Yaml, "a: 1\nb: 2 # gone\nc: 3\n", u"b", "a: 1\nc: 3\n");
        remove("yaml section", Format::Yaml, "a:\n  b: 1\n  # gone\n  c: 2\nd: 3\n", u"a", "d: 3\n");
        remove("yaml last without newline", Format::Yaml, "a: 1\nb: 2", u"b", "a: 1");
        remove("yaml only key", Format::Yaml, "a:\n  b: 1\nc: 2\n", u"a.b", "a: {}\nc: 2\n");
        remove("yaml first in a list's map", Format::Yaml, "- a: 1\n  b: 2\n", u"0.a", "- b: 2\n");
        remove("yaml last in a list's map", Format::Yaml, "- a: 1\n  b: 2\n", u"0.b", "- a: 1\n");
        remove("yaml first of inner items", Format::Yaml, "- - a\n  - b\n", u"0.0", "- - b\n");
        remove("yaml last of inner items", Format::Yaml, "- - a\n  - b\n", u"0.1", "- - a\n");
        remove("yaml flow", Format::Yaml, "a: {b: 1, c: 2}\n", u"a.c", "a: {b: 1}\n");
        remove("absent", Format::Yaml, "a: 1\n", u"b", "a: 1\n");
        remove("properties", Format::Properties, "a=1\nb=2\\\n  3\nc=4\n", u"b", "a=1\nc=4\n");
        remove("json first", Format::Json, "{\"a\": 1, \"b\": 2}", u"a", "{\"b\": 2}");
        remove("json last", Format::Json, "{\n  \"a\": 1,\n  \"b\": 2\n}", u"b", "{\n  \"a\": 1\n}");
        remove("json only", Format::Json, "{\"a\": 1}", u"a", "{}");
        remove("toml", Format::Toml, "a = 1\nb = 2\n", u"a", "b = 2\n");
        remove("toml section", Format::Toml, "[a]\nb = 1\n[a.c]\nd = 1\n\n[e]\n", u"a", "\n[e]\n");
        remove("toml last section without newline", Format::Toml, "[a]\n[b]\nc = 1", u"b", "[a]");
        remove("toml only section within", Format::Toml, "[a.b]\nc = 1\n", u"a.b", "[a]\n");
        remove("toml section of dotted keys", Format::Toml, "a.b = 1\na.c = 2\nd = 1\n", u"a", "d = 1\n");
        remove("toml last dotted", Format::Toml, "a.b = 1\n", u"a.b", "a = {}\n");
        remove("toml dotted", Format::Toml, "a.b = 1\na.c = 2\n", u"a.b", "a.c = 2\n");
    }
    void removesKeys()
    {
        QFETCH(Format, format);
        QFETCH(QByteArray, before);
        QFETCH(QString, path);
        QFETCH(QByteArray, after);

        const auto edited
            = applyEdits(before, format, {{KeyPath::fromString(path), Edit::Action::Remove, {}}});

        QVERIFY2(edited, qPrintable(edited ? QString() : describe(edited.error())));
        QCOMPARE(*edited, after);
    }

    void refusesWithTheReason_data()
    {
        QTest::addColumn<Format>("format");
        QTest::addColumn<QByteArray>("source");
        QTest::addColumn<QString>("path");
        QTest::addColumn<Value>("value");
        QTest::addColumn<QString>("words");

        const auto refuse = [](const char *name, Format format, const char *source, const char16_t *path,
                               const Value &value, const char16_t *words) {
            QTest::newRow(name) << format << QByteArray(source) << QString::fromUtf16(path) << value
                                << QString::fromUtf16(words);
        };
        refuse("alias", Format::Yaml, "a: &x {b: 1}\nc: *x\n", u"c.b", n(2), u"alias");
        refuse("anchor that is used", Format::Yaml, "a: &x 1\nc: *x\n", u"a", n(2), u"anchor");
        refuse("merge key", Format::Yaml, "a: &x {b: 1}\nc:\n  <<: *x\n  d: 1\n", u"c.b", n(2), u"merge");
        refuse("beside a merge key", Format::Yaml, "a: &x {b: 1}\nc:\n  <<: *x\n  d: 1\n", u"c.e", n(2),
               u"merge");
        refuse("duplicate key", Format::Yaml, "a: 1\nb: 1\na: 2\n", u"b", n(2), u"line 3");
        refuse("alias in a flow map", Format::Yaml, "a: &x 1\nb: {c: *x}\n", u"b.d", n(1), u"alias");
        refuse("alias in a flow list", Format::Yaml, "a: &x 1\nb: [*x, 2]\n", u"b", list({n(1), n(2), n(3)}),
               u"alias");
        refuse("alias among items", Format::Yaml, "a: &x 1\nb:\n- 2\n- *x\n", u"b", list({n(1)}), u"alias");
        refuse("comment in an empty map", Format::Json, "{\"a\": {/* why */}}", u"a.b", n(1), u"comment");
        refuse("flow over lines", Format::Yaml, "a: {\n  b: 1\n}\n", u"a", list({n(1)}), u"reflowed");
        refuse("map without braces", Format::Yaml, "a: [b: 1]\n", u"a.0.c", n(2), u"without braces");
        refuse("comment inside a list", Format::Yaml, "a:\n- 1\n# why\n- 2\n", u"a", n(1), u"comment");
        refuse("key inside a text", Format::Yaml, "a: x\n", u"a.b", n(1), u"not a map");
        refuse("broken", Format::Yaml, "a: \"x\n", u"a", n(1), u"never closed");
        refuse("duplicate property", Format::Properties, "a=1\na=2\n", u"a", n(3), u"again");
        refuse("section in properties", Format::Properties, "a=1\n", u"b.c", n(3), u"no sections");
        refuse("no null in TOML", Format::Toml, "a = 1\n", u"a", {}, u"null");
        refuse("whole document of TOML", Format::Toml, "[a]\nb = 1\n", u"", n(1), u"whole document");
        refuse("comment in a section", Format::Toml, "[a]\n# why\nb = 1\n", u"a", n(1), u"comment");
        refuse("section in two places", Format::Toml, "[a.b]\nc = 1\n[d]\n[a.e]\n", u"a", n(1), u"spelling");
        refuse("value among sections", Format::Toml, "[[a]]\nb = 1\n", u"a", list({n(1), n(2)}), u"sections");
        refuse("no infinity in JSON", Format::Json, "{\"a\": 1}", u"a", Value::real(HUGE_VAL, ".inf"),
               u".inf");
        refuse("key in HOCON", Format::Hocon, "a = 1", u"b", n(1), u"HOCON");
    }
    void refusesWithTheReason()
    {
        QFETCH(Format, format);
        QFETCH(QByteArray, source);
        QFETCH(QString, path);
        QFETCH(Value, value);
        QFETCH(QString, words);

        const auto edited
            = applyEdits(source, format, {{KeyPath::fromString(path), Edit::Action::Set, value}});

        QVERIFY2(!edited, edited ? edited->constData() : "");
        QVERIFY2(describe(edited.error()).contains(words), qPrintable(describe(edited.error())));
    }

    void appliesAllEditsOrNone()
    {
        const QByteArray source = "a: 1\nb: x\n";
        const Edit good{KeyPath({"a"}), Edit::Action::Set, n(2)};
        const Edit bad{KeyPath({"b", "c"}), Edit::Action::Set, n(2)};

        QCOMPARE(*applyEdits(source, Format::Yaml, {good, {KeyPath({"b"}), Edit::Action::Remove, {}}}),
                 "a: 2\n");
        QVERIFY(!applyEdits(source, Format::Yaml, {good, bad}));
        QCOMPARE(applyEdits(source, Format::Yaml, {good, bad}).error().field, u"b.c"_s);
    }

    void b23_leavesAnEqualValueAsItIsWritten()
    {
        const QByteArray source = "a: yes\nb: 1.10\nc: 0x10\nd: \"x\"\n";

        const auto edited = applyEdits(source, Format::Yaml,
                                       {{KeyPath({"a"}), Edit::Action::Set, b(true)},
                                        {KeyPath({"b"}), Edit::Action::Set, Value::real(1.1)},
                                        {KeyPath({"c"}), Edit::Action::Set, n(16)},
                                        {KeyPath({"d"}), Edit::Action::Set, t("x")}});

        QCOMPARE(*edited, source);
    }
};

ARCHIVESMP_TEST(TestSurgicalEditor)
#include "tst_surgicaleditor.moc"
