// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/config/yaml/charoffsets.h"

#include "tests/support/testregistry.h"

#include <QTest>

using namespace archivesmp::config;

class TestCharOffsets final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyCharacterIsFound_data()
    {
        QTest::addColumn<QByteArray>("character");
        QTest::newRow("one byte") << QByteArray("x");
        QTest::newRow("two bytes") << QByteArray("\xc3\xa9");
        QTest::newRow("three bytes") << QByteArray("\xe2\x82\xac");
        QTest::newRow("four bytes") << QByteArray("\xf0\x9f\x90\x94");
    }
    void everyCharacterIsFound()
    {
        QFETCH(const QByteArray, character);
        for (const int count : {0, 1, 63, 64, 65, 127, 128, 129, 300}) {
            const QByteArray text = character.repeated(count);
            const CharOffsets offsets(text);
            for (int i = 0; i <= count; ++i)
                QCOMPARE(offsets.byteOf(static_cast<size_t>(i)), character.size() * i);
        }
    }

    void whatIsBehindTheEndIsTheEnd()
    {
        for (const QByteArray &text :
             {QByteArray(), QByteArray("xyz"), QByteArray("x\xc3\xa9"), QByteArray("\xc3\xa9").repeated(64),
              QByteArray("\xc3\xa9").repeated(100)}) {
            const CharOffsets offsets(text);
            for (const size_t behind : {size_t(101), size_t(1000), size_t(1) << 40})
                QCOMPARE(offsets.byteOf(behind), text.size());
        }
    }
};

ARCHIVESMP_TEST(TestCharOffsets)
#include "tst_charoffsets.moc"
