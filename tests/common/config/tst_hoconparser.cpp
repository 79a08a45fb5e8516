// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/config/configdocument.h"
#include "common/config/surgicaleditor.h"

#include "tests/support/testregistry.h"

#include <QTest>

using namespace archivesmp;
using namespace archivesmp::config;
using namespace Qt::StringLiterals;

class TestHoconParser final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void knowsThePlaceOfEveryValue()
    {
        const auto document = parse("# é\na.b = \"x\"\né { c: 1.10 // why\n}\n", Format::Hocon);

        QVERIFY(document);
        const auto &quoted = document->node(document->find(KeyPath({"a", "b"})));
        QCOMPARE(quoted.line, 2U);
        QCOMPARE(quoted.column, 7U);
        QCOMPARE(document->source().sliced(quoted.begin, quoted.end - quoted.begin), "\"x\"");
        QCOMPARE(document->source().sliced(quoted.keyBegin, quoted.keyEnd - quoted.keyBegin), "b");
        const auto &number = document->node(document->find(KeyPath({"é", "c"})));
        QCOMPARE(number.line, 3U);
        QCOMPARE(number.column, 8U);
        QCOMPARE(document->source().sliced(number.begin, number.end - number.begin), "1.10");
        QCOMPARE(number.text, QByteArrayView("1.10"));
    }

    void aTabIsPartOfAText()
    {
        const auto document = parse("a = \"x\ty\"\n", Format::Hocon);

        QVERIFY(document);
        QCOMPARE(document->node(document->find(KeyPath({"a"}))).text, QByteArrayView("x\ty"));
    }

    void ofManyKeysThatStandTwiceTheFirstAreTold()
    {
        QByteArray text;
        for (int i = 0; i < 30; ++i)
            text += "k" + QByteArray::number(i) + " = 1\nk" + QByteArray::number(i) + " = 2\n";

        const auto document = parse(text, Format::Hocon);

        QVERIFY(document);
        QCOMPARE(document->problems().size(), 20);
        QVERIFY(document->problems().last().message.contains(u"\"k19\""));
    }

    void theLastOfSeveralPlacesCounts()
    {
        const auto document = parse("a { b = 1 }\na.c = 2\na.b = 3\n", Format::Hocon);

        QVERIFY(document);
        QCOMPARE(document->node(document->find(KeyPath({"a", "b"}))).line, 3U);
        QCOMPARE(document->node(document->find(KeyPath({"a", "c"}))).line, 2U);
        QCOMPARE(document->problems().size(), 1);
        QCOMPARE(document->problems().first().kind, ConfigDocument::Problem::Kind::DuplicateKey);
        QCOMPARE(document->problems().first().line, 3);
        QVERIFY(parse("a { b = 1 }\na { c = 2 }\na.d = 3\n", Format::Hocon)->problems().isEmpty());
        QVERIFY(!applyEdits(document->source(), Format::Hocon,
                            {{KeyPath({"a", "b"}), Edit::Action::Set, Value::integer(4)}}));
    }

    void saysWhereSomethingIsNotUnderstood_data()
    {
        QTest::addColumn<QByteArray>("source");
        QTest::addColumn<int>("line");
        QTest::addColumn<int>("column");
        QTest::addColumn<QString>("words");

        const auto row = [](const char *source, int line, int column, const QString &words) {
            QTest::newRow(source) << QByteArray(source) << line << column << words;
        };
        row("a = 1\nb = ${a}\n", 2, 5, u"substitution ${a} is not"_s);
        row("b = ${?a.b}\n", 1, 5, u"substitution ${?a.b} is not"_s);
        row("b = ${a c}\n", 1, 5, u"substitution ${a is not"_s);
        row("b = ${a\nc = 1 }\n", 1, 5, u"substitution ${a is not"_s);
        row("b = x ${?a.b} y\n", 1, 7, u"${?a.b}"_s);
        row("b = [1, ${a}]", 1, 9, u"${a}"_s);
        row("b = { a = 1 } ${c}", 1, 15, u"${c}"_s);
        row("b = ${unclosed", 1, 5, u"${unclosed"_s);
        row("a = 1\n  include \"other.conf\"\n", 2, 3, u"an include"_s);
        row("include required(file(\"x\"))", 1, 1, u"an include"_s);
    }
    void saysWhereSomethingIsNotUnderstood()
    {
        QFETCH(QByteArray, source);
        QFETCH(int, line);
        QFETCH(int, column);
        QFETCH(QString, words);

        const auto document = parse(source, Format::Hocon);

        QVERIFY(!document);
        QCOMPARE(document.error().code, ErrorCode::UnsupportedFormat);
        QVERIFY2(document.error().message.contains(words), qPrintable(document.error().message));
        QCOMPARE(document.error().line, line);
        QCOMPARE(document.error().column, column);
    }

    void saysWhatIsWrongAndWhere_data()
    {
        QTest::addColumn<QByteArray>("source");
        QTest::addColumn<int>("line");
        QTest::addColumn<int>("column");
        QTest::addColumn<QString>("words");

        const auto row = [](const char *source, int line, int column, const QString &words) {
            QTest::newRow(source) << QByteArray(source) << line << column << words;
        };
        row("a = \"x\nb = 1", 1, 5, u"never closed"_s);
        row("a = \"x\nb\"\nc = 1\n", 1, 5, u"never closed"_s);
        row("a = \"\"\"x\nb = 1", 1, 5, u"never closed"_s);
        row("a {\n b = 1\n", 1, 3, u"the { that is opened"_s);
        row("a = [1,\n 2\n", 1, 5, u"the [ that is opened"_s);
        row("a = 1 }\n", 1, 7, u"found \"}\""_s);
        row("a\n", 2, 1, u"after the key"_s);
        row("a = \n", 2, 1, u"a value, found the end"_s);
        row("a = @b\n", 1, 5, u"found \"@\""_s);
        row("a = x {}\n", 1, 7, u"cannot be joined"_s);
        row("a = x []\n", 1, 7, u"cannot be joined"_s);
        row("a = 1\na += 2\n", 2, 1, u"needs a list"_s);
        row("a..b = 1", 1, 3, u"a key"_s);
        row("= 1", 1, 1, u"a key"_s);
        row("a = \"\\q\"", 1, 6, u"not an escape"_s);
        row("{a = 1} b", 1, 9, u"the end of the document"_s);
        row("a = \x01", 1, 5, u"U+0001"_s);
        row("a = \xff", 1, 5, u"UTF-8"_s);
    }
    void saysWhatIsWrongAndWhere()
    {
        QFETCH(QByteArray, source);
        QFETCH(int, line);
        QFETCH(int, column);
        QFETCH(QString, words);

        const auto document = parse(source, Format::Hocon);

        QVERIFY(!document);
        QCOMPARE(document.error().code, ErrorCode::InvalidInput);
        QVERIFY2(document.error().message.contains(words), qPrintable(document.error().message));
        QCOMPARE(document.error().line, line);
        QCOMPARE(document.error().column, column);
    }

    void limitsDepthAndNumberOfValues()
    {
        const auto limited = [](const QByteArray &source) {
            const auto document = parse(source, Format::Hocon, {.nodes = 100});
            return !document && document.error().code == ErrorCode::LimitExceeded;
        };

        QVERIFY(limited("a = " + QByteArray(70, '[')));
        QVERIFY(limited(QByteArray("a {").repeated(70)));
        QVERIFY(limited(QByteArray("a.").repeated(70) + "b = 1"));
        QVERIFY(limited(QByteArray("a.b.c {").repeated(30)));
        QVERIFY(limited("a = [" + QByteArray("1,").repeated(200) + "]"));
        QVERIFY(limited(QByteArray("a += 1\n").repeated(200)));
        QVERIFY(limited(QByteArray("a = 1\n").repeated(200)));
        QVERIFY(parse(QByteArray("a {").repeated(63) + QByteArray(63, '}'), Format::Hocon));
    }

    void replacesAValueInOneLineAndNothingElse_data()
    {
        QTest::addColumn<QByteArray>("before");
        QTest::addColumn<QString>("path");
        QTest::addColumn<Value>("value");
        QTest::addColumn<QByteArray>("after");

        const auto row = [](const char *before, const QString &path, const Value &value, const char *after) {
            QTest::newRow(before) << QByteArray(before) << path << value << QByteArray(after);
        };
        row("a=1 # why\n", u"a"_s, Value::integer(2), "a=2 # why\n");
        row("a { b = \"x\" }\n", u"a.b"_s, Value::text("y z"), "a { b = \"y z\" }\n");
        row("a = x\r\nb = c\r\n", u"b"_s, Value::text("d"), "a = x\r\nb = d\r\n");
        row("a = x\n", u"a"_s, Value::text("true"), "a = \"true\"\n");
        row("a = x y z, b = 1\n", u"a"_s, Value::text("http://x"), "a = \"http://x\", b = 1\n");
        row("a = [1, 2 // c\n 3]\n", u"a"_s,
            Value::list({Value::integer(1), Value::integer(5), Value::integer(3)}), "a = [1, 5 // c\n 3]\n");
        row("a = 1.10\n", u"a"_s, Value::real(2.5), "a = 2.5\n");
        row("a = 1\n", u"a"_s, Value(), "a = null\n");
    }
    void replacesAValueInOneLineAndNothingElse()
    {
        QFETCH(QByteArray, before);
        QFETCH(QString, path);
        QFETCH(Value, value);
        QFETCH(QByteArray, after);

        const auto edited
            = applyEdits(before, Format::Hocon, {{KeyPath::fromString(path), Edit::Action::Set, value}});

        QVERIFY2(edited, edited ? "" : qPrintable(describe(edited.error())));
        QCOMPARE(*edited, after);
    }

    void refusesEveryOtherChangeWithTheReason()
    {
        const QByteArray source = "a { b = 1 }\nc = [1, 2]\nd = \"\"\"x\ny\"\"\"\n";
        const QList<Edit> edits{{KeyPath({"a", "new"}), Edit::Action::Set, Value::integer(1)},
                                {KeyPath({"a", "b"}), Edit::Action::Remove, {}},
                                {KeyPath({"c"}), Edit::Action::Set, Value::list({Value::integer(1)})},
                                {KeyPath({"d"}), Edit::Action::Set, Value::text("z")},
                                {KeyPath({"a", "b"}), Edit::Action::Set, Value::list({})}};

        for (const Edit &edit : edits) {
            const auto edited = applyEdits(source, Format::Hocon, {edit});
            QVERIFY2(!edited, qPrintable(edit.path.toString()));
            QVERIFY2(edited.error().message.contains(u"one line"), qPrintable(edited.error().message));
        }
    }
};

ARCHIVESMP_TEST(TestHoconParser)
#include "tst_hoconparser.moc"
