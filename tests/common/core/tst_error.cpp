// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/core/result.h"

#include "tests/support/testregistry.h"

#include <QTest>

using namespace archivesmp;
using namespace Qt::StringLiterals;

class TestError final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void namesFileLineFieldAndRemedy()
    {
        const Error error{ErrorCode::InvalidInput,
                          u"port out of range: 70000"_s,
                          u"host-config.yaml"_s,
                          12,
                          3,
                          u"redis.port"_s,
                          u"use 1 to 65535"_s};

        QCOMPARE(describe(error),
                 u"host-config.yaml:12:3: redis.port: port out of range: 70000; use 1 to 65535"_s);
    }

    void namesTheLineWithoutAFile()
    {
        QCOMPARE(describe(Error{ErrorCode::InvalidInput, u"tab"_s, {}, 3, 1}), u"line 3, column 1: tab"_s);
    }

    void isOneLineWhateverItQuotes()
    {
        QCOMPARE(describe(Error{ErrorCode::InvalidInput, u"found \"a\nb\""_s}), u"found \"a\\nb\""_s);
    }

    void keepsThePlaceThatWasFoundFirst()
    {
        const Error inner = Error{ErrorCode::NotFound, u"no such key"_s}.inFile(u"inner"_s).atField(u"a"_s);

        const Error outer = inner.inFile(u"outer"_s).atField(u"b"_s).because(u"cannot load"_s);

        QCOMPARE(outer.file, u"inner"_s);
        QCOMPARE(outer.field, u"a"_s);
        QCOMPARE(outer.message, u"cannot load: no such key"_s);
    }

    void everyCodeHasASpellingThatReadsBack()
    {
        for (int i = 0; i <= static_cast<int>(ErrorCode::Internal); ++i) {
            const auto code = static_cast<ErrorCode>(i);
            QCOMPARE(errorCodeFromName(nameOf(code)), code);
        }
        QCOMPARE(errorCodeFromName(u"nonsense"), ErrorCode::Internal);
    }

    void onlyTheOthersAbsenceIsTransient()
    {
        QVERIFY(isTransient(ErrorCode::Unavailable));
        QVERIFY(isTransient(ErrorCode::Timeout));
        QVERIFY(isTransient(ErrorCode::Busy));
        QVERIFY(!isTransient(ErrorCode::Corrupt));
        QVERIFY(!isTransient(ErrorCode::PermissionDenied));
    }

    void aResultHoldsAValueOrAnError()
    {
        const auto half = [](int n) -> Result<int> {
            if (n % 2 != 0)
                return Error{ErrorCode::InvalidArgument, u"odd"_s};
            return n / 2;
        };

        QCOMPARE(half(4).value(), 2);
        QCOMPARE(half(3).error().message, u"odd"_s);
        QVERIFY(Result<void>().has_value());
        QVERIFY(!Result<void>(Error{}).has_value());
    }
};

ARCHIVESMP_TEST(TestError)
#include "tst_error.moc"
