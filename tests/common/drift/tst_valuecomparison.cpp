// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/drift/valuecomparison.h"

#include "tests/support/testregistry.h"

#include <QTest>

using namespace archivesmp;
using namespace archivesmp::drift;

Q_DECLARE_METATYPE(archivesmp::Value)

class TestValueComparison final : public QObject
{
    Q_OBJECT

    static Match matchOf(const QByteArray &yaml, const Value &expected,
                         config::Format format = config::Format::Yaml)
    {
        const auto document = config::parse(yaml, format);
        return document ? compare(*document, document->child(0, "k"), expected) : Match::Different;
    }

private Q_SLOTS:
    void equalInMeaningIsTheSame_data()
    {
        QTest::addColumn<QByteArray>("yaml");
        QTest::addColumn<Value>("expected");
        const auto row
            = [](const char *yaml, Value expected) { QTest::newRow(yaml) << QByteArray(yaml) << expected; };
        row("k: 1.0", Value::integer(1));
        row("k: 1", Value::real(1.0));
        row("k: 0x10", Value::integer(16));
        row("k: 0123", Value::integer(83));
        row("k: 12:30", Value::integer(750));
        row("k: yes", Value::boolean(true));
        row("k: off", Value::boolean(false));
        row("k: 'yes'", Value::text("yes"));
        row("k: \"01\"", Value::text("01"));
        row("k: 2025-01-31", Value::text("2025-01-31"));
        row("k: plain words # remark", Value::text("plain words"));
        row("k:", Value());
        row("k: ~", Value());
        row("k: null", Value());
        row("k: ''", Value());
        row("k: [1, 2.0, 'x']", Value::list({Value::integer(1), Value::integer(2), Value::text("x")}));
        row("k:\n- 1\n-\n", Value::list({Value::integer(1), Value()}));
        row("k: [{b: 1, a: 2}]",
            Value::list({Value::map({{"a", Value::integer(2)}, {"b", Value::integer(1)}})}));
        row("k: {}", Value::map({}));
    }
    void equalInMeaningIsTheSame()
    {
        QFETCH(QByteArray, yaml);
        QFETCH(Value, expected);

        QCOMPARE(matchOf(yaml, expected), Match::Same);
    }

    void tellsHowValuesDiffer_data()
    {
        QTest::addColumn<QByteArray>("yaml");
        QTest::addColumn<Value>("expected");
        QTest::addColumn<int>("match");
        const auto row = [](const char *yaml, Value expected, Match match) {
            QTest::newRow(yaml) << QByteArray(yaml) << expected << static_cast<int>(match);
        };
        row("k: 2", Value::integer(1), Match::Different);
        row("k: true", Value::boolean(false), Match::Different);
        row("k: b", Value::text("a"), Match::Different);
        row("k: [2, 1]", Value::list({Value::integer(1), Value::integer(2)}), Match::Different);
        row("k: [1]", Value::list({Value::integer(1), Value::integer(2)}), Match::Different);
        row("k: [1, 2, 3]", Value::list({Value::integer(1), Value::integer(2)}), Match::Different);
        row("k: [[1]]", Value::list({Value::integer(1)}), Match::Different);
        row("k: [{a: 1, b: 2}]", Value::list({Value::map({{"a", Value::integer(1)}})}), Match::Different);
        row("k: {a: 1}", Value::map({}), Match::Different);
        row("k: '5'", Value::integer(5), Match::OtherSpelling);
        row("k: 5", Value::text("5"), Match::OtherSpelling);
        row("k: 'true'", Value::boolean(true), Match::OtherSpelling);
        row("k: yes", Value::text("yes"), Match::OtherSpelling);
        row("k: yes", Value::text("true"), Match::OtherSpelling);
        row("k: ['1', 2]", Value::list({Value::integer(1), Value::integer(2)}), Match::OtherSpelling);
        row("k:", Value::text(""), Match::OtherSpelling);
        row("k: 'yes'", Value::boolean(true), Match::OtherSort);
        row("k: [5]", Value::integer(5), Match::OtherSort);
        row("k: {a: 1}", Value::list({}), Match::OtherSort);
        row("k: 5", Value(), Match::OtherSort);
        row("k: []", Value(), Match::OtherSort);
        row("k:", Value::text("x"), Match::OtherSort);
        row("k: five", Value::integer(5), Match::OtherSort);
    }
    void tellsHowValuesDiffer()
    {
        QFETCH(QByteArray, yaml);
        QFETCH(Value, expected);
        QFETCH(int, match);

        QCOMPARE(static_cast<int>(matchOf(yaml, expected)), match);
    }

    void propertiesAreComparedByTheTextForm()
    {
        using config::Format;

        QCOMPARE(matchOf("k=25565", Value::integer(25565), Format::Properties), Match::Same);
        QCOMPARE(matchOf("k=true", Value::boolean(true), Format::Properties), Match::Same);
        QCOMPARE(matchOf("k=1.10", Value::real(1.1, "1.10"), Format::Properties), Match::Same);
        QCOMPARE(matchOf("k=", Value(), Format::Properties), Match::Same);
        QCOMPARE(matchOf("k=yes", Value::boolean(true), Format::Properties), Match::Different);
        QCOMPARE(matchOf("k=5", Value::text("5"), Format::Properties), Match::Same);
    }

    void neighboursBeyondDoublesAreTold()
    {
        QCOMPARE(matchOf("k: 9007199254740993", Value::integer(9007199254740992)), Match::Different);
        QCOMPARE(matchOf("k: 9007199254740993", Value::integer(9007199254740993)), Match::Same);
    }
};

ARCHIVESMP_TEST(TestValueComparison)
#include "tst_valuecomparison.moc"
