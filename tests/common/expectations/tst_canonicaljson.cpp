// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/expectations/canonicaljson.h"

#include "tests/support/testregistry.h"

#include <QTest>

using namespace archivesmp;
using namespace archivesmp::expectations;

class TestCanonicalJson final : public QObject
{
    Q_OBJECT

    static QByteArray jsonOf(const Value &value)
    {
        QByteArray json;
        appendJsonValue(json, value);
        return json;
    }

private Q_SLOTS:
    void numbersThatJsonCanHoldStayAsTheyWereWritten_data()
    {
        QTest::addColumn<QByteArray>("number");
        for (const char *number : {"0", "-7", "10", "1.50", "-0.5", "1e5", "12e34", "1E+5", "1.0e-7"})
            QTest::newRow(number) << QByteArray(number);
    }
    void numbersThatJsonCanHoldStayAsTheyWereWritten()
    {
        QFETCH(QByteArray, number);

        QCOMPARE(jsonOf(Value::real(number.toDouble(), number)), number);
    }

    void othersAreWrittenAnew_data()
    {
        QTest::addColumn<Value>("value");
        QTest::addColumn<QByteArray>("json");
        QTest::newRow("octal") << Value::integer(8, "010") << QByteArray("8");
        QTest::newRow("hexadecimal") << Value::integer(255, "0xff") << QByteArray("255");
        QTest::newRow("with a plus") << Value::integer(5, "+5") << QByteArray("5");
        QTest::newRow("without digits in front") << Value::real(0.5, ".5") << QByteArray("5e-01");
        QTest::newRow("no number of JSON") << Value::real(HUGE_VAL, ".inf") << QByteArray("\".inf\"");
    }
    void othersAreWrittenAnew()
    {
        QFETCH(Value, value);
        QFETCH(QByteArray, json);

        QCOMPARE(jsonOf(value), json);
    }
};

ARCHIVESMP_TEST(TestCanonicalJson)
#include "tst_canonicaljson.moc"
