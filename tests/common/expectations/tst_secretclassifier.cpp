// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/expectations/secretclassifier.h"

#include "tests/support/testregistry.h"

#include <QTest>

using namespace archivesmp;
using namespace archivesmp::expectations;

class TestSecretClassifier final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aTextMayBeDeepInside()
    {
        const Value text = Value::text("x");
        QVERIFY(holdsText(text));
        QVERIFY(holdsText(Value::list({Value::integer(1), text})));
        QVERIFY(holdsText(Value::map({{"a", Value::integer(1)}, {"b", Value::list({text})}})));
        QVERIFY(!holdsText(Value::text("")));
        QVERIFY(!holdsText(Value::list({Value::text(""), Value::integer(1)})));
        QVERIFY(!holdsText(Value::map({{"x", Value::boolean(true)}})));
        QVERIFY(!holdsText(Value()));
    }

    void looksAtTheWordsOfTheLastKey_data()
    {
        QTest::addColumn<QByteArray>("key");
        QTest::addColumn<bool>("secret");
        for (const char *key :
             {"password",  "User_Password",  "Key_pass",   "MineSkinAPIKey", "bot_token",    "mysql-password",
              "Secret",    "api_key",        "apikey",     "my credential",  "redis.passwd", "HTTPToken",
              "pwd",       "session-tokens", "passphrase", "credentials",    "ApiKeys",      "private-key",
              "accessKey", "authkey",        "license_key"})
            QTest::newRow(key) << QByteArray(key) << true;
        for (const char *key :
             {"Compass", "Bypass", "MaxPassengers", "passage", "tokenizer", "keyboard", "secretary", "api",
              "key", "surpassed", "monkey", "public-key", "api-keyboard", "key-access", "private", "auth"})
            QTest::newRow(key) << QByteArray(key) << false;
    }
    void looksAtTheWordsOfTheLastKey()
    {
        QFETCH(QByteArray, key);
        QFETCH(bool, secret);

        QCOMPARE(isSecretKey(key), secret);
    }

    void looksAtTheValueToo_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<bool>("secret");
        QTest::newRow("url with credentials") << QByteArray("redis://user:word@host:6379/0") << true;
        QTest::newRow("jdbc url") << QByteArray("jdbc:mysql://db/x?user=a&password=b") << true;
        QTest::newRow("webhook") << QByteArray("https://discord.com/api/webhooks/1/abc") << true;
        QTest::newRow("url") << QByteArray("https://example.org/@user:page") << false;
        QTest::newRow("port") << QByteArray("http://example.org:8080/a@b") << false;
        QTest::newRow("text") << QByteArray("user:word@host") << false;
    }
    void looksAtTheValueToo()
    {
        QFETCH(QByteArray, text);
        QFETCH(bool, secret);

        QCOMPARE(isSecretText(text), secret);
    }

    void onlyTextsThatAreNotEmptyAreSecret()
    {
        QVERIFY(isSecretSetting("password", Value::text("x")));
        QVERIFY(!isSecretSetting("password", Value::text("")));
        QVERIFY(!isSecretSetting("password", Value::boolean(true)));
        QVERIFY(!isSecretSetting("password", Value()));
        QVERIFY(isSecretSetting("tokens", Value::list({Value::map({{"token", Value::text("x")}})})));
    }

    void equalValuesHaveEqualFingerprintsUnderOneKeyOnly()
    {
        const Value word = Value::text("word");

        QCOMPARE(fingerprintOf("key", word), fingerprintOf("key", Value::text("word")));
        QVERIFY(fingerprintOf("key", word) != fingerprintOf("other", word));
        QVERIFY(fingerprintOf("key", Value::text("5")) != fingerprintOf("key", Value::integer(5)));
        QCOMPARE(fingerprintOf("key", word).hmac.size(), 32);
    }
};

ARCHIVESMP_TEST(TestSecretClassifier)
#include "tst_secretclassifier.moc"
