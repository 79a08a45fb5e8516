// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/storage/rowbatch.h"

#include "tests/support/testregistry.h"

#include <QTest>

using namespace archivesmp;
using namespace archivesmp::agent::storage;
using namespace Qt::StringLiterals;

class TestRowBatch final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aRowComesBackAsItWentIn()
    {
        const QVariantList row{qint64(-7), u"smörgås 🐉"_s, QByteArray("\0\xff", 2), u""_s, QByteArray("")};
        RowBatch batch;

        for (const QVariant &value : row)
            batch.value(value);
        batch.endRow();

        QCOMPARE(batch.rows(), 1);
        QCOMPARE(batch.row(0), row);
        QVERIFY(!batch.row(0).at(3).toString().isNull());
    }

    void whatIsNotThereIsNullInWhateverColumn()
    {
        RowBatch batch;
        for (int row = 0; row < 2; ++row) {
            batch.value(row == 0 ? QVariant(QMetaType(QMetaType::Int)) : QVariant(5));
            batch.text(row == 0 ? QStringView() : QStringView(u"x"));
            batch.bytes(row == 0 ? QByteArrayView() : QByteArrayView("y"));
            batch.null();
            batch.endRow();
        }

        for (const QVariant &value : batch.row(0))
            QVERIFY(value.isNull());
        QCOMPARE(batch.row(1).at(0), QVariant(qint64(5)));
        QCOMPARE(batch.row(1).at(1), QVariant(u"x"_s));
        QCOMPARE(batch.row(1).at(2), QVariant(QByteArray("y")));
        QVERIFY(batch.row(1).at(3).isNull());
    }

    void aBatchThatIsClearedMayHoldOtherThings()
    {
        RowBatch batch;
        batch.number(1);
        batch.endRow();

        batch.clear();
        QCOMPARE(batch.rows(), 0);
        QCOMPARE(batch.size(), 0);
        batch.text(u"a text now");
        batch.endRow();

        QCOMPARE(batch.row(0), QVariantList{u"a text now"_s});
    }

    void textsAreInUtf8_data()
    {
        QTest::addColumn<QString>("text");
        QTest::newRow("empty") << u""_s;
        QTest::newRow("ASCII") << u"plugins/Essentials/config.yml"_s;
        QTest::newRow("Latin-1") << u"\u00a7smörgås"_s;
        QTest::newRow("three bytes") << QString(5000, QChar(0x20ac));
        QTest::newRow("four bytes") << u"🐉"_s.repeated(5000);
        QTest::newRow("late") << QString(QString(9000, u'x') + u'ß');
    }
    void textsAreInUtf8()
    {
        QFETCH(QString, text);
        Utf8Buffer buffer;

        buffer.append(QByteArrayView("before "));
        buffer.append(text);

        QVERIFY(buffer.data() != nullptr);
        QCOMPARE(QString::fromUtf8(buffer.data(), buffer.size()), QString(u"before "_s + text));
    }

    void halfAPairOfUnitsIsReplaced()
    {
        Utf8Buffer buffer;

        buffer.append(QString(QChar(0xd83d)));

        QCOMPARE(QString::fromUtf8(buffer.data(), buffer.size()), QString(QChar::ReplacementCharacter));
    }

    void numbersAndHashesAreWrittenOut()
    {
        Utf8Buffer buffer;

        buffer.append(std::numeric_limits<qint64>::min());
        buffer.append(' ');
        buffer.append(qint64(0));
        buffer.append(' ');
        buffer.appendHex(QByteArray("\x00\xa5\xff", 3));

        QCOMPARE(QByteArray(buffer.data(), buffer.size()), QByteArray("-9223372036854775808 0 00a5ff"));
    }
};

ARCHIVESMP_TEST(TestRowBatch)
#include "tst_rowbatch.moc"
