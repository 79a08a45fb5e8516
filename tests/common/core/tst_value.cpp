// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/core/value.h"

#include "tests/support/testregistry.h"

#include <QJsonDocument>
#include <QTest>

using namespace archivesmp;

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
