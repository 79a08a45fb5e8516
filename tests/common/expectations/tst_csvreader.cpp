// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/expectations/csvreader.h"

#include "tests/support/testregistry.h"

#include <QTest>

using namespace archivesmp;
using namespace archivesmp::expectations;
using namespace Qt::StringLiterals;

class TestCsvReader final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void cellsAreWhatTheySay_data()
    {
        QTest::addColumn<QByteArray>("line");
        QTest::addColumn<QStringList>("cells");
        const auto row = [](const char *line, const QStringList &cells) {
            QTest::newRow(line) << QByteArray(line) << cells;
        };
        row("a", {u"a"_s});
        row("a,b", {u"a"_s, u"b"_s});
        row("a,", {u"a"_s, {}});
        row(",a", {{}, u"a"_s});
        row(",", {{}, {}});
        row("\"a\"", {u"a"_s});
        row("\"a\",b", {u"a"_s, u"b"_s});
        row("a,\"b\"", {u"a"_s, u"b"_s});
        row("\"a\",", {u"a"_s, {}});
        row("\"\",x", {{}, u"x"_s});
        row("\"a,b\",c", {u"a,b"_s, u"c"_s});
        row("\"a \"\"b\"\"\",c", {u"a \"b\""_s, u"c"_s});
        row("\"\"\"\"", {u"\""_s});
        row(" a , b ", {u" a "_s, u" b "_s});
    }
    void cellsAreWhatTheySay()
    {
        QFETCH(QByteArray, line);
        QFETCH(QStringList, cells);
        for (const QByteArray &csv : QByteArrayList{line, line + '\n', line + "\r\n"}) {
            const auto rows = readCsv(csv);
            QVERIFY2(rows, rows ? "" : qPrintable(describe(rows.error())));
            QCOMPARE(rows->size(), 1);
            QCOMPARE(rows->first().cells, cells);
            QCOMPARE(rows->first().line, 1);
        }
    }

    void emptyLinesAreCountedAndSkipped()
    {
        const auto rows = readCsv("\na,b\n\n\nc,d\n");

        QVERIFY(rows);
        QCOMPARE(rows->size(), 2);
        QCOMPARE(rows->first().line, 2);
        QCOMPARE(rows->last().line, 5);
    }

    void whatIsWrongIsNamedWithLineAndCell_data()
    {
        QTest::addColumn<QByteArray>("csv");
        QTest::addColumn<int>("line");
        QTest::addColumn<int>("cell");
        QTest::addColumn<QString>("words");
        QTest::newRow("a quote within") << QByteArray("a,b\nc,d\"e\"\n") << 2 << 2 << u"inside an unquoted"_s;
        QTest::newRow("text behind") << QByteArray("a,b\n\"c\"d,e\n") << 2 << 1 << u"after the closing"_s;
        QTest::newRow("not closed") << QByteArray("a,b\nc,\"d\n") << 2 << 2 << u"not closed"_s;
        QTest::newRow("a NUL") << QByteArray("a,b\nc,\0d\n", 9) << 2 << 1 << u"U+0000"_s;
        QTest::newRow("not closed at the end") << QByteArray("a,\"") << 1 << 2 << u"not closed"_s;
    }
    void whatIsWrongIsNamedWithLineAndCell()
    {
        QFETCH(QByteArray, csv);
        QFETCH(int, line);
        QFETCH(int, cell);
        QFETCH(QString, words);

        const auto rows = readCsv(csv);

        QVERIFY(!rows);
        QCOMPARE(rows.error().line, line);
        QCOMPARE(rows.error().column, cell);
        QVERIFY2(rows.error().message.contains(words), qPrintable(rows.error().message));
    }
};

ARCHIVESMP_TEST(TestCsvReader)
#include "tst_csvreader.moc"
