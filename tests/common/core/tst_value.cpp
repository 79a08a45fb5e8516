// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/core/value.h"

#include "tests/support/testregistry.h"

#include <QCborValue>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include <limits>

using namespace archivesmp;
using namespace Qt::StringLiterals;

class TestValue final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void numbersAreEqualByMeaning()
    {
        QCOMPARE(Value::integer(1), Value::real(1.0, "1.0"));
        QCOMPARE(Value::integer(1).canonical(), Value::real(1.0).canonical());
        QVERIFY(!(Value::integer(1) == Value::text("1")));
        QVERIFY(!(Value::integer(1) == Value::boolean(true)));
        QVERIFY(!(Value() == Value::text("")));
    }

    void neighboursBeyondDoubleStayApart()
    {
        QVERIFY(!(Value::integer(9007199254740993) == Value::integer(9007199254740992)));
        QVERIFY(!(Value::integer(9007199254740993) == Value::real(9007199254740992.0)));
        QCOMPARE(Value::integer(9007199254740992), Value::real(9007199254740992.0));
    }

    void mapsCompareWithoutOrderAndListsWithIt()
    {
        const Value one = Value::integer(1);
        const Value two = Value::integer(2);

        QCOMPARE(Value::map({{"a", one}, {"b", two}}), Value::map({{"b", two}, {"a", one}}));
        QCOMPARE(Value::map({{"a", one}, {"b", two}}).canonical(),
                 Value::map({{"b", two}, {"a", one}}).canonical());
        QVERIFY(!(Value::list({one, two}) == Value::list({two, one})));
        QVERIFY(!(Value::map({{"a", one}}) == Value::map({{"a", one}, {"b", two}})));
    }

    void canonicalTextsOfDifferentValuesDiffer()
    {
        QVERIFY(Value::text("a\",\"b").canonical() != Value::text("a\\\",\\\"b").canonical());
        QVERIFY(Value::list({Value::text("a"), Value::text("b")}).canonical()
                != Value::list({Value::text("a\",\"b")}).canonical());
        QVERIFY(Value::text("null").canonical() != Value().canonical());
    }

    void survivesJson()
    {
        const QByteArray json = R"({"a":[1,-2.5,true,null,"x"],"big":9007199254740993,"m":{"01":0}})";

        const Value value = Value::fromJson(QJsonDocument::fromJson(json).object());

        QCOMPARE(QJsonDocument(value.toJson().toObject()).toJson(QJsonDocument::Compact), json);
        QCOMPARE(value.find("big")->toInteger(), 9007199254740993);
        QCOMPARE(value.find("a")->items().at(1).type(), Value::Type::Real);
        QVERIFY(value.find("none") == nullptr);
    }

    // What an agent finds is accepted as expected on the host: it must be the same there.
    void staysTheSameOverJsonAndCbor_data()
    {
        const double infinity = std::numeric_limits<double>::infinity();
        QTest::addColumn<Value>("value");
        const auto row = [](const char *name, const Value &value) { QTest::newRow(name) << value; };
        row("null", Value());
        row("truth", Value::boolean(true));
        row("smallest", Value::integer(std::numeric_limits<qint64>::min()));
        row("largest", Value::integer(std::numeric_limits<qint64>::max()));
        row("beyond", Value::real(18446744073709551615.0, "18446744073709551615"));
        row("whole real", Value::real(1.0, "1.0"));
        row("neighbour", Value::integer(9007199254740993));
        row("minus zero", Value::real(-0.0, "-0.0"));
        row("minus zero as a text", Value::text("-0.0"));
        row("tiny", Value::real(4.9e-324));
        row("infinite", Value::real(infinity, ".inf"));
        row("minus infinite", Value::real(-infinity, "-.INF"));
        row("too large", Value::real(-infinity, "-1e999"));
        row("no number", Value::real(std::numeric_limits<double>::quiet_NaN(), ".NaN"));
        row("a text like it", Value::text(".inf"));
        row("byte order mark", Value::text("\xef\xbb\xbfx"));
        row("only marks", Value::text("\xef\xbb\xbf\xef\xbb\xbf"));
        row("mark within", Value::text("x\xef\xbb\xbf"));
        row("control", Value::text(QByteArray("\x00\x01\x1f\x7f\r\n", 6)));
        row("beyond the plane", Value::text("\xf0\x9f\x90\x89\xef\xbf\xbf"));
        row("empty", Value::text(""));
        row("within",
            Value::map({{"list",
                         Value::list({Value::text("x"), Value::real(infinity, ".inf"), Value(),
                                      Value::text("\xef\xbb\xbf")})},
                        {"map", Value::map({{"a", Value::real(infinity)}, {"b", Value::text(".inf")}})},
                        {"other", Value::list({Value::integer(1)})}}));
    }
    void staysTheSameOverJsonAndCbor()
    {
        QFETCH(const Value, value);
        const QJsonObject sent{{"value"_L1, value.toJson()}, {"marks"_L1, value.jsonMarks()}};
        const auto back = [](const QJsonObject &got) {
            return Value::fromJson(got.value("value"_L1)).withMarks(got.value("marks"_L1));
        };

        const QByteArray json = QJsonDocument(sent).toJson();
        const QByteArray cbor = QCborValue::fromJsonValue(sent).toCbor();

        QCOMPARE(back(sent), value);
        QCOMPARE(back(QJsonDocument::fromJson(json).object()), value);
        QCOMPARE(back(QCborValue::fromCbor(cbor).toJsonValue().toObject()), value);
    }

    void marksOfSomebodyElseDoNoHarm()
    {
        const Value text = Value::text("x");

        QCOMPARE(text.withMarks(9e15), text);
        QCOMPARE(text.withMarks("x"_L1), text);
        QCOMPARE(text.withMarks(QJsonArray{true}), text);
        QCOMPARE(Value::list({text}).withMarks(QJsonArray()), Value::list({text}));
        QCOMPARE(Value::integer(1).withMarks(true), Value::integer(1));
    }

    void plainTextIsWhatPropertiesHold()
    {
        QCOMPARE(Value::boolean(true).toPlainText(), QByteArray("true"));
        QCOMPARE(Value::integer(25565).toPlainText(), QByteArray("25565"));
        QCOMPARE(Value::real(1.1, "1.10").toPlainText(), QByteArray("1.10"));
        QCOMPARE(Value().toPlainText(), QByteArray());
    }
};

ARCHIVESMP_TEST(TestValue)
#include "tst_value.moc"
