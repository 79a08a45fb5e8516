// SPDX-License-Identifier: GPL-3.0-or-later
// What is recognized at first sight; whether it may be is a matter of the sweeps and their corpus.
#include "common/drift/quickvalue.h"

#include "tests/support/testregistry.h"

#include <QTest>

#include <limits>

using namespace archivesmp;
using namespace archivesmp::drift;

namespace {

// How much of the text is the value's line; -1 where it is not recognized.
qsizetype lineOf(const Value &value, const QByteArray &text)
{
    QuickValues values(1);
    values.set(0, QuickValue(value));
    values.pack();
    const char *end = values.at(0).lineEndBehind(text.constData(), text.constData() + text.size());
    return end == nullptr ? -1 : end - text.constData();
}

} // namespace

class TestQuickValue final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void knowsTheUsualSpellings_data()
    {
        QTest::addColumn<Value>("value");
        QTest::addColumn<QByteArray>("spelling"); // of a line, without what may stand behind
        const auto row = [](const Value &value, const char *spelling) {
            QTest::newRow(spelling) << value << QByteArray(spelling);
        };
        row(Value::text("word"), "word");
        row(Value::text("word"), "'word'");
        row(Value::text("word"), "\"word\"");
        row(Value::text("two words, one line"), "two words, one line");
        row(Value::text("two words"), "'two words'");
        row(Value::text("a: b"), "'a: b'");
        row(Value::text("a \"b\""), "a \"b\"");
        row(Value::text("a\nb\tc\\\"d"), "\"a\\nb\\tc\\\\\\\"d\"");
        row(Value::text("it's"), "\"it's\"");
        row(Value::text("5"), "'5'");
        row(Value::text("yes"), "\"yes\"");
        row(Value::text(""), "''");
        row(Value::integer(5), "5");
        row(Value::integer(-5), "-5");
        row(Value::real(1.1, "1.10"), "1.10");
        row(Value::real(std::numeric_limits<double>::quiet_NaN(), ".nan"), ".nan");
        row(Value::boolean(true), "true");
        row(Value::boolean(true), "Yes");
        row(Value::boolean(true), "on");
        row(Value::boolean(false), "false");
        row(Value::boolean(false), "NO");
        row(Value::boolean(false), "off");
    }
    void knowsTheUsualSpellings()
    {
        QFETCH(Value, value);
        QFETCH(QByteArray, spelling);
        const qsizetype size = spelling.size();

        QCOMPARE(lineOf(value, spelling), size);
        QCOMPARE(lineOf(value, "  " + spelling), size + 2);
        QCOMPARE(lineOf(value, spelling + "\nb: 1"), size);
        QCOMPARE(lineOf(value, spelling + "  \nb: 1"), size + 2);
        QCOMPARE(lineOf(value, spelling + "\r\nb: 1"), size);
        QCOMPARE(lineOf(value, spelling + " # why\nb: 1"), size + 6);
        QCOMPARE(lineOf(value, spelling + " # why\r\nb: 1"), size + 6);
        QCOMPARE(lineOf(value, spelling + " # why"), size + 6);
        QCOMPARE(lineOf(value, spelling + " more\n"), -1);
        QCOMPARE(lineOf(value, spelling + "x\n"), -1);
        QCOMPARE(lineOf(value, spelling + "#no\n"), -1);
        QCOMPARE(lineOf(value, spelling + "\rb: 1\n"), -1);
        QCOMPARE(lineOf(value, spelling.chopped(1)), -1);
    }

    void doesNotTakeOneForTheOther_data()
    {
        QTest::addColumn<Value>("value");
        QTest::addColumn<QByteArray>("line");
        const auto row
            = [](const Value &value, const char *line) { QTest::newRow(line) << value << QByteArray(line); };
        row(Value::text("5"), "5\n");
        row(Value::text("yes"), "yes\n");
        row(Value::text(""), "\n");
        row(Value::text("a: b"), "a: b\n");
        row(Value::text("a #b"), "a #b\n");
        row(Value::text("it's"), "'it's'\n");
        row(Value::text("a\\b"), "'a\\\\b'\n");
        row(Value::text("word"), "'word\"\n");
        row(Value::text("- a"), "- a\n");
        row(Value::integer(5), "'5'\n");
        row(Value::integer(5), "6\n");
        row(Value::boolean(true), "false\n");
        row(Value::boolean(true), "off\n");
        row(Value::boolean(false), "on\n");
        row(Value::boolean(true), "'true'\n");
        row(Value::boolean(true), "truely\n");
        row(Value(), "x\n");
        row(Value::list({Value::text("a")}), "a\n");
    }
    void doesNotTakeOneForTheOther()
    {
        QFETCH(Value, value);
        QFETCH(QByteArray, line);
        QCOMPARE(lineOf(value, line), -1);
    }

    void looksIntoListsAndMaps()
    {
        const Value list = Value::list({Value::text("a b"), Value::map({{"k", Value::integer(1)}})});
        QuickValues values(2);
        values.set(0, QuickValue(list));
        values.pack();

        const QuickValue *items = values.at(0).items();
        QVERIFY(items != nullptr);
        const QByteArray line("a b\n");
        QVERIFY(items[0].lineEndBehind(line.constData(), line.constData() + line.size()) != nullptr);
        QVERIFY(items[1].items() != nullptr);
        QCOMPARE(items[1].items()->key().text(), QByteArrayView("k"));
        QVERIFY(values.at(1).value() == nullptr);
        QVERIFY(values.at(1).items() == nullptr);
    }
};

ARCHIVESMP_TEST(TestQuickValue)
#include "tst_quickvalue.moc"
