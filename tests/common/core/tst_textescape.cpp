// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/core/textescape.h"

#include "tests/support/testregistry.h"

#include <QTest>

using namespace archivesmp;
using namespace Qt::StringLiterals;

class TestTextEscape final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void escapesWhatCouldFakeALine()
    {
        QCOMPARE(escapedForDisplay(u"a\nb\tc\x1b[31m"), u"a\\nb\\tc\\x1b[31m"_s);
        QCOMPARE(escapedForDisplay(u"\u202egpj.exe"), u"\\u202egpj.exe"_s);
    }

    void leavesReadableTextAlone() { QCOMPARE(escapedForDisplay(u"Größe – 日本 😀"), u"Größe – 日本 😀"_s); }

    void showsBytesThatAreNoUtf8()
    {
        QCOMPARE(escapedForDisplay(QByteArrayView("a\xff\xc3\xa4\xc3")), u"a\\xffä\\xc3"_s);
        QCOMPARE(escapedForDisplay(QByteArrayView("\xf0\x9f\x98\x80\xed\xa0\x80")), u"😀\\xed\\xa0\\x80"_s);
    }

    void cutsAnExcerpt()
    {
        QCOMPARE(excerpt(u"abcdef", 3), u"abc…"_s);
        QCOMPARE(excerpt(u"abc", 3), u"abc"_s);
    }
};

ARCHIVESMP_TEST(TestTextEscape)
#include "tst_textescape.moc"
