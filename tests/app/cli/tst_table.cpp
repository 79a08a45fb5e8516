// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/table.h"

#include "tests/common/protocol/samples.h"
#include "tests/support/testregistry.h"

#include <QTest>

using namespace archivesmp;
using namespace archivesmp::app::cli;
using namespace archivesmp::tests;
using namespace Qt::StringLiterals;

class TestTable final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void columnsAreAsWideAsTheirWidestCell()
    {
        QCOMPARE(tableText({u"A"_s, u"LONG"_s, u"Z"_s}, {{u"wide"_s, u"1"_s, u"x"_s}, {u"n"_s, {}, u"y"_s}}),
                 u"A     LONG  Z\nwide  1     x\nn           y\n"_s);
        QCOMPARE(tableText({u"A"_s}, {}), QString());
    }

    void noCellCanPretendToBeARow()
    {
        const QString text = tableText({u"A"_s}, {{u"one\ntwo\x1b[2J"_s}});

        QCOMPARE(text, u"A\none\\ntwo\\x1b[2J\n"_s);
    }

    void agesAreRoundedDown_data()
    {
        QTest::addColumn<int>("seconds");
        QTest::addColumn<QString>("text");
        QTest::newRow("now") << 0 << u"0 s"_s;
        QTest::newRow("seconds") << 119 << u"119 s"_s;
        QTest::newRow("minutes") << 120 << u"2 min"_s;
        QTest::newRow("hours") << 7200 << u"2 h"_s;
        QTest::newRow("days") << 200000 << u"2 d"_s;
        QTest::newRow("the other clock is ahead") << -5 << u"0 s"_s;
    }

    void agesAreRoundedDown()
    {
        QFETCH(const int, seconds);
        QFETCH(const QString, text);

        QCOMPARE(ageText(sampleTime(), sampleTime(seconds)), text);
        QCOMPARE(ageText({}, sampleTime()), u"never"_s);
    }

    void valuesAreShort()
    {
        QCOMPARE(valueText(Value::integer(25)), u"25"_s);
        QCOMPARE(valueText(Value::real(1.1, "1.10")), u"1.10"_s);
        QCOMPARE(valueText(Value()), u"null"_s);
        QCOMPARE(valueText(std::monostate()), u"-"_s);
        QVERIFY(valueText(Value::text(QByteArray(500, 'x'))).size() <= 41);
    }

    void ofSecretsOnlyTheDifferenceIsTold()
    {
        domain::Finding finding = sampleSecretFinding();
        QCOMPARE(expectedText(finding), u"••••••"_s);
        QCOMPARE(actualText(finding), u"•••••• differs"_s);

        finding.actual = finding.expected;
        QCOMPARE(actualText(finding), u"••••••"_s);
    }
};

ARCHIVESMP_TEST(TestTable)
#include "tst_table.moc"
