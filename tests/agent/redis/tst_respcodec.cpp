// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/redis/respcodec.h"

#include "tests/support/testregistry.h"

#include <QTest>

using namespace archivesmp;
using namespace archivesmp::agent::redis;
using namespace Qt::StringLiterals;

class TestRespCodec final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void writesCommandsWithWhateverBytesAreInThem()
    {
        QCOMPARE(encodeCommand({"XACK", QByteArray("a\0\r\nb", 5)}),
                 QByteArray("*2\r\n$4\r\nXACK\r\n$5\r\na\0\r\nb\r\n", 25));
    }

    void readsAnswersThatComeInPieces()
    {
        RespReader reader;
        const QByteArray bytes = "+PONG\r\n:7\r\n$-1\r\n-NOPERM no\r\n*2\r\n$1\r\nx\r\n*1\r\n:1\r\n";
        QList<RespValue> answers;
        for (const char byte : bytes) {
            const auto some = reader.feed(QByteArray(1, byte));
            QVERIFY(some);
            answers += *some;
        }

        QCOMPARE(answers.size(), 5);
        QCOMPARE(answers.at(0).text(), "PONG");
        QCOMPARE(std::get<qint64>(answers.at(1).content), 7);
        QVERIFY(answers.at(2).isNil());
        QCOMPARE(answers.at(3).error()->text, "NOPERM no");
        QCOMPARE(answers.at(4).items().at(0).text(), "x");
        QCOMPARE(std::get<qint64>(answers.at(4).items().at(1).items().at(0).content), 1);
    }

    void whatIsNoRedisIsSaidSo()
    {
        RespReader reader;

        QCOMPARE(reader.feed("HTTP/1.1 400 Bad Request\r\n").error().code, ErrorCode::InvalidInput);
    }

    void anAnswerWithoutEndIsCutAt16MiB()
    {
        RespReader reader;
        const QByteArray megabyte(1024 * 1024, 'x');
        QVERIFY(reader.feed("$2000000000\r\n"));
        Result<QList<RespValue>> last = QList<RespValue>();
        for (int i = 0; i < 17 && last; ++i)
            last = reader.feed(megabyte);

        QVERIFY(!last);
        QCOMPARE(last.error().code, ErrorCode::LimitExceeded);
    }
};

ARCHIVESMP_TEST(TestRespCodec)
#include "tst_respcodec.moc"
