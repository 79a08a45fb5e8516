// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/amp/ampanswer.h"

#include "tests/support/testregistry.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QTest>

using namespace archivesmp;
using namespace archivesmp::agent::amp;
using namespace Qt::StringLiterals;

class TestAmpAnswer final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsValuesOfEveryKind_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QJsonValue>("value");
        QTest::newRow("empty") << QByteArray() << QJsonValue();
        QTest::newRow("blank") << QByteArray(" \r\n") << QJsonValue();
        QTest::newRow("null") << QByteArray("null") << QJsonValue();
        QTest::newRow("empty object") << QByteArray("{}") << QJsonValue();
        QTest::newRow("text") << QByteArray("\"abc\"") << QJsonValue(u"abc"_s);
        QTest::newRow("number") << QByteArray("20") << QJsonValue(20);
        QTest::newRow("truth value") << QByteArray("true") << QJsonValue(true);
        QTest::newRow("list") << QByteArray("[1]") << QJsonValue(QJsonArray{1});
        QTest::newRow("object") << QByteArray("{\"State\":20}") << QJsonValue(QJsonObject{{u"State"_s, 20}});
        QTest::newRow("wrapped") << QByteArray("{\"result\":[1]}") << QJsonValue(QJsonArray{1});
        QTest::newRow("with a byte order mark")
            << QByteArray("\xef\xbb\xbf{\"a\":1}") << QJsonValue(QJsonObject{{u"a"_s, 1}});
        QTest::newRow("a login's result is not a wrapper")
            << QByteArray("{\"result\":10,\"success\":true}")
            << QJsonValue(QJsonObject{{u"result"_s, 10}, {u"success"_s, true}});
        QTest::newRow("accepted") << QByteArray("{\"Status\":true,\"Result\":\"x\"}")
                                  << QJsonValue(QJsonObject{{u"Status"_s, true}, {u"Result"_s, u"x"_s}});
        QTest::newRow("a task has a status of its own")
            << QByteArray("{\"Id\":\"1\",\"Status\":false}")
            << QJsonValue(QJsonObject{{u"Id"_s, u"1"_s}, {u"Status"_s, false}});
    }
    void readsValuesOfEveryKind()
    {
        QFETCH(QByteArray, body);
        QFETCH(QJsonValue, value);

        const Result<QJsonValue> answer = readAnswer(200, body);

        QVERIFY(answer);
        QCOMPARE(*answer, value);
    }

    void tellsFaultsApart_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<int>("code");
        QTest::newRow("lost session") << QByteArray(
            R"({"Title":"Unauthorized Access","Message":"requires the Session.Exists permission"})")
                                      << int(ErrorCode::Unauthenticated);
        QTest::newRow("missing permission")
            << QByteArray(R"({"Title":"Unauthorized Access","Message":"requires the Core.X permission"})")
            << int(ErrorCode::PermissionDenied);
        QTest::newRow("daemon down") << QByteArray(
            R"({"Title":"Instance Unavailable","Message":"not available","StackTrace":""})")
                                     << int(ErrorCode::Unavailable);
        QTest::newRow("exception") << QByteArray(
            R"({"Title":"Key Not Found","Message":"x","StackTrace":"at"})")
                                   << int(ErrorCode::Internal);
        QTest::newRow("unknown id") << QByteArray(
            R"({"Status":false,"Reason":"No instance with ID 1 exists."})")
                                    << int(ErrorCode::NotFound);
        QTest::newRow("unknown name")
            << QByteArray(R"({"Status":false,"Reason":"No such instance with this name"})")
            << int(ErrorCode::NotFound);
        QTest::newRow("refused by a stopped instance")
            << QByteArray(R"({"Status":false,"Reason":"The specified instance is not running"})")
            << int(ErrorCode::Unavailable);
        QTest::newRow("refused") << QByteArray(R"({"Status":false,"Reason":"busy"})")
                                 << int(ErrorCode::Conflict);
        QTest::newRow("refused without a reason")
            << QByteArray(R"({"Status":false})") << int(ErrorCode::Conflict);
        QTest::newRow("page") << QByteArray("<html>") << int(ErrorCode::InvalidInput);
        QTest::newRow("cut") << QByteArray("{\"a\":") << int(ErrorCode::InvalidInput);
        QTest::newRow("two values") << QByteArray("1,2") << int(ErrorCode::InvalidInput);
    }
    void tellsFaultsApart()
    {
        QFETCH(QByteArray, body);
        QFETCH(int, code);

        const Result<QJsonValue> answer = readAnswer(200, body);

        QVERIFY(!answer);
        QCOMPARE(int(answer.error().code), code);
    }

    void namesTheNodeThatIsMissing()
    {
        const Result<QJsonValue> answer = readAnswer(
            200,
            R"({"Title":"Unauthorized Access","Message":"This method requires the Core.AppManagement.Start permission."})");

        QCOMPARE(answer.error().message, u"the account lacks the permission Core.AppManagement.Start"_s);
        QVERIFY(!answer.error().remedy.isEmpty());
    }

    void readsTheHttpStatusFirst()
    {
        QCOMPARE(readAnswer(401, "{}").error().code, ErrorCode::Unauthenticated);
        QCOMPARE(readAnswer(403, "{}").error().code, ErrorCode::Unauthenticated);
        QCOMPARE(readAnswer(429, {}).error().code, ErrorCode::Busy);
        QCOMPARE(readAnswer(503, "<html>").error().code, ErrorCode::Unavailable);
        QCOMPARE(readAnswer(404, "<html>").error().code, ErrorCode::InvalidInput);
    }

    void quotesAStrangeAnswerOnOneLineAndNotWhole()
    {
        const Result<QJsonValue> answer = readAnswer(200, "<html>\n\x1b[2J" + QByteArray(100000, 'x'));

        QVERIFY(answer.error().message.size() < 250);
        QVERIFY(!answer.error().message.contains(u'\n'));
        QVERIFY(!answer.error().message.contains(QChar(0x1b)));
    }
};

ARCHIVESMP_TEST(TestAmpAnswer)
#include "tst_ampanswer.moc"
