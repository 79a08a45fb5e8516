// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/config/sourcetext.h"

#include "tests/support/testregistry.h"

#include <QTest>

using namespace archivesmp;
using namespace archivesmp::config;
using namespace Qt::StringLiterals;

class TestSourceText final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void countsLinesAndCharacters_data()
    {
        QTest::addColumn<QByteArray>("source");
        QTest::addColumn<int>("offset");
        QTest::addColumn<int>("line");
        QTest::addColumn<int>("column");

        QTest::newRow("begin") << QByteArray("a") << 0 << 1 << 1;
        QTest::newRow("LF") << QByteArray("a\nbc") << 3 << 2 << 2;
        QTest::newRow("CRLF") << QByteArray("a\r\nbc") << 4 << 2 << 2;
        QTest::newRow("CR") << QByteArray("a\rbc") << 3 << 2 << 2;
        QTest::newRow("beyond ASCII") << QByteArray("é😀x") << 6 << 1 << 3;
        QTest::newRow("byte order mark") << QByteArray("\xef\xbb\xbf"
                                                       "ab")
                                         << 4 << 1 << 2;
        QTest::newRow("behind the end") << QByteArray("ab") << 99 << 1 << 3;
    }
    void countsLinesAndCharacters()
    {
        QFETCH(QByteArray, source);
        QFETCH(int, offset);
        QFETCH(int, line);
        QFETCH(int, column);

        const Place place = placeAt(source, offset);

        QCOMPARE(place.line, line);
        QCOMPARE(place.column, column);
    }

    void b17_findsEveryControlCharacterWhereverItStands()
    {
        for (int c = 0; c < 0x20; ++c) {
            for (const int offset : {0, 1, 63, 64, 65, 130}) {
                QByteArray text(140, 'a');
                text[offset] = static_cast<char>(c);
                const bool allowed = c == '\n' || c == '\r' || c == '\t';

                const auto checked = checkText(text, {});

                QCOMPARE(checked.has_value(), allowed);
                if (!allowed)
                    QVERIFY(checked.error().message.endsWith(u"offset "_s + QString::number(offset)));
            }
        }
    }

    void b17_findsThemBeyondAsciiToo_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<int>("offset");

        QTest::newRow("of ASCII in other text") << QByteArray("é\x01z") << 2;
        QTest::newRow("C1") << QByteArray("aé\xc2\x80") << 3;
        QTest::newRow("the last of C1") << QByteArray("\xc2\x9f") << 0;
        QTest::newRow("no character") << QByteArray("aé\xef\xbf\xbe") << 3;
        QTest::newRow("the first of two") << QByteArray("\xef\xbf\xbf\xc2\x80") << 0;
        QTest::newRow("the first of two others") << QByteArray("é\xc2\x80\xef\xbf\xbf") << 2;
        QTest::newRow("behind allowed ones") << QByteArray("\xc2\x85\xc2\xa0\xef\xbf\xbd\xc2\x81") << 7;
    }
    void b17_findsThemBeyondAsciiToo()
    {
        QFETCH(QByteArray, text);
        QFETCH(int, offset);

        const auto checked = checkText(text, {});

        QVERIFY(!checked);
        QVERIFY2(checked.error().message.endsWith(u"offset "_s + QString::number(offset)),
                 qPrintable(checked.error().message));
    }

    void knowsASimpleTextAtAnyLength()
    {
        for (int size = 0; size < 140; ++size) {
            const QByteArray text = QByteArray(size, 'a').replace("aaa", "a\n~");
            QVERIFY(isSimpleText(text));
            for (const char odd : {'\t', '\r', '\0', '\x1f', '\x7f', '\x80', '\xff'}) {
                QVERIFY(!isSimpleText(QByteArray(text + odd)));
                QVERIFY(!isSimpleText(QByteArray(odd + text)));
            }
        }
    }

    void b17_namesTheFirstByteThatIsNotUtf8_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<int>("offset");

        QTest::newRow("lone continuation") << QByteArray("ab\x80") << 2;
        QTest::newRow("overlong") << QByteArray("é\xc0\xaf") << 2;
        QTest::newRow("surrogate") << QByteArray("a\xed\xa0\x80") << 1;
        QTest::newRow("beyond Unicode") << QByteArray("a\xf5\x80\x80\x80") << 1;
        QTest::newRow("cut short") << QByteArray("aé\xe2\x82") << 3;
        QTest::newRow("latin-1") << QByteArray("gr\xfc\xdf"
                                               "e")
                                 << 2;
    }
    void b17_namesTheFirstByteThatIsNotUtf8()
    {
        QFETCH(QByteArray, text);
        QFETCH(int, offset);

        const auto checked = checkText(text, {});

        QVERIFY(!checked);
        QVERIFY2(checked.error().message.endsWith(u"offset "_s + QString::number(offset)),
                 qPrintable(checked.error().message));
        QCOMPARE(checked.error().remedy, u"save the file as UTF-8"_s);
    }

    void letsEveryOtherTextPass()
    {
        QVERIFY(checkText("", {}));
        QVERIFY(checkText("\xef\xbb\xbf"
                          "a\tb\r\n§é😀\xc2\x85",
                          {}));
    }

    void knowsAsciiAtAnyLength()
    {
        for (int size = 0; size < 140; ++size) {
            QVERIFY(isAscii(QByteArray(size, 'a')));
            QVERIFY(!isAscii(QByteArray(QByteArray(size, 'a') + "é")));
            QVERIFY(!isAscii(QByteArray("é" + QByteArray(size, 'a'))));
        }
    }
};

ARCHIVESMP_TEST(TestSourceText)
#include "tst_sourcetext.moc"
