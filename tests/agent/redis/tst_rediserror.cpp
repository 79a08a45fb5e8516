// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/redis/rediserror.h"

#include "tests/support/testregistry.h"

#include <QTest>

using namespace archivesmp;
using namespace archivesmp::agent::redis;
using namespace Qt::StringLiterals;

class TestRedisError final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    // B67
    void b67EveryRefusalIsASentenceWithSomethingToDo_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<ErrorCode>("code");
        QTest::newRow("NOAUTH") << QByteArray("NOAUTH Authentication required.")
                                << ErrorCode::Unauthenticated;
        QTest::newRow("WRONGPASS") << QByteArray("WRONGPASS invalid username-password pair")
                                   << ErrorCode::Unauthenticated;
        QTest::newRow("NOPERM") << QByteArray("NOPERM this user has no permissions")
                                << ErrorCode::PermissionDenied;
        QTest::newRow("NOGROUP") << QByteArray("NOGROUP No such key") << ErrorCode::Unavailable;
        QTest::newRow("WRONGTYPE") << QByteArray("WRONGTYPE Operation against a key") << ErrorCode::Conflict;
        QTest::newRow("OOM") << QByteArray("OOM command not allowed") << ErrorCode::Unavailable;
        QTest::newRow("LOADING") << QByteArray("LOADING Redis is loading") << ErrorCode::Busy;
        QTest::newRow("MISCONF") << QByteArray("MISCONF Redis is configured") << ErrorCode::Unavailable;
        QTest::newRow("READONLY") << QByteArray("READONLY You can't write") << ErrorCode::Unavailable;
    }
    void b67EveryRefusalIsASentenceWithSomethingToDo()
    {
        QFETCH(QByteArray, text);
        QFETCH(ErrorCode, code);

        const Error error = redisError({text}, u"archivesmp:jobs:ovh"_s);

        QCOMPARE(error.code, code);
        QVERIFY(error.message.startsWith("archivesmp:jobs:ovh: "_L1));
        QVERIFY(!error.remedy.isEmpty());
        QVERIFY(!error.message.contains(QString::fromUtf8(text)));
    }

    void anUnknownRefusalIsQuotedSafely()
    {
        const Error error = redisError({"ERR odd\r\nthing"}, u"PING"_s);

        QCOMPARE(error.code, ErrorCode::Internal);
        QCOMPARE(error.message, u"PING: ERR odd\\r\\nthing"_s);
    }

    void wordsAreComparedWhole()
    {
        QVERIFY(isGroupThere({"BUSYGROUP Consumer Group name already exists"}));
        QVERIFY(!isGroupThere({"BUSY Redis is busy running a script"}));
        QVERIFY(isNoGroup({"NOGROUP"}));
    }
};

ARCHIVESMP_TEST(TestRedisError)
#include "tst_rediserror.moc"
