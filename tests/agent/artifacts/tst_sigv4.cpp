// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/artifacts/sigv4.h"

#include "tests/support/testregistry.h"

#include <QTest>

using namespace archivesmp;
using namespace archivesmp::agent::artifacts;
using namespace Qt::StringLiterals;

namespace {

const QByteArray nothing("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");

} // namespace

class TestSigV4 final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    // AWS' test suite for Signature Version 4 (aws-sig-v4-test-suite).
    void signsWhatAwsSuiteSigns_data()
    {
        QTest::addColumn<QByteArray>("method");
        QTest::addColumn<QByteArray>("target");
        QTest::addColumn<QByteArray>("signature");
        QTest::newRow("get-vanilla")
            << QByteArray("GET") << QByteArray("/")
            << QByteArray("5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31");
        QTest::newRow("get-vanilla-query-order-key-case")
            << QByteArray("GET") << QByteArray("/?Param2=value2&Param1=value1")
            << QByteArray("b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500");
        QTest::newRow("get-vanilla-empty-query-key")
            << QByteArray("GET") << QByteArray("/?Param1=value1")
            << QByteArray("a67d582fa61cc504c4bae71f336f98b97f1ea3c7a6bfe1b6e45aec72011b9aeb");
        QTest::newRow("get-unreserved")
            << QByteArray("GET")
            << QByteArray("/-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")
            << QByteArray("07ef7494c76fa4850883e2b006601f940f8a34d404d0cfa977f52a65bbf5f24f");
        QTest::newRow("get-utf8") << QByteArray("GET") << QByteArray("/\xe1\x88\xb4")
                                  << QByteArray(
                                         "8318018e0b0f223aa2bbf98705b62bb787dc9c0e678f255a891fd03141be5d85");
        QTest::newRow("post-vanilla")
            << QByteArray("POST") << QByteArray("/")
            << QByteArray("5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b");
    }
    void signsWhatAwsSuiteSigns()
    {
        QFETCH(QByteArray, method);
        QFETCH(QByteArray, target);
        QFETCH(QByteArray, signature);
        const S3Credentials credentials{u"AKIDEXAMPLE"_s, Secret("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"),
                                        u"us-east-1"_s, "service"};
        SignedRequest request;
        request.method = method;
        request.url = QUrl(u"https://example.amazonaws.com"_s + QString::fromUtf8(target));
        request.headers = {{"host", "example.amazonaws.com"}, {"x-amz-date", "20150830T123600Z"}};
        request.payloadHash = nothing;
        request.at = QDateTime(QDate(2015, 8, 30), QTime(12, 36), Qt::UTC);

        QCOMPARE(authorization(request, credentials),
                 "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, "
                 "SignedHeaders=host;x-amz-date, Signature="
                     + signature);
    }

    // The examples of "Authenticating Requests (AWS Signature Version 4)" in the reference of Amazon S3.
    void signsWhatTheS3ReferenceSigns_data()
    {
        using Headers = QMap<QByteArray, QByteArray>;
        QTest::addColumn<QByteArray>("method");
        QTest::addColumn<QString>("target");
        QTest::addColumn<Headers>("headers");
        QTest::addColumn<QByteArray>("payload");
        QTest::addColumn<QByteArray>("signature");
        QTest::newRow("get object")
            << QByteArray("GET") << u"/test.txt"_s << Headers{{"range", "bytes=0-9"}} << nothing
            << QByteArray("f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41");
        QTest::newRow("put object")
            << QByteArray("PUT") << u"/test%24file.text"_s
            << Headers{{"date", "Fri, 24 May 2013 00:00:00 GMT"},
                       {"x-amz-storage-class", "REDUCED_REDUNDANCY"}}
            << QByteArray("44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072")
            << QByteArray("98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd");
        QTest::newRow("get bucket lifecycle")
            << QByteArray("GET") << u"/?lifecycle"_s << Headers() << nothing
            << QByteArray("fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543");
        QTest::newRow("list objects")
            << QByteArray("GET") << u"/?max-keys=2&prefix=J"_s << Headers() << nothing
            << QByteArray("34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7");
    }
    void signsWhatTheS3ReferenceSigns()
    {
        using Headers = QMap<QByteArray, QByteArray>;
        QFETCH(QByteArray, method);
        QFETCH(QString, target);
        QFETCH(Headers, headers);
        QFETCH(QByteArray, payload);
        QFETCH(QByteArray, signature);
        const S3Credentials credentials{u"AKIAIOSFODNN7EXAMPLE"_s,
                                        Secret("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")};
        SignedRequest request;
        request.method = method;
        request.url = QUrl(u"https://examplebucket.s3.amazonaws.com"_s + target);
        request.headers = headers;
        request.headers.insert("host", "examplebucket.s3.amazonaws.com");
        request.headers.insert("x-amz-content-sha256", payload);
        request.headers.insert("x-amz-date", "20130524T000000Z");
        request.payloadHash = payload;
        request.at = QDateTime(QDate(2013, 5, 24), QTime(0, 0), Qt::UTC);

        QCOMPARE(authorization(request, credentials).split('=').last(), signature);
    }

    void theHostHasItsPortWhereItIsNotTheUsualOne()
    {
        const S3Credentials credentials{u"k"_s, Secret("s")};
        const QDateTime at(QDate(2026, 1, 2), QTime(3, 4, 5), Qt::UTC);

        const auto headers
            = signedHeaders("GET", QUrl(u"http://127.0.0.1:9000/b/o"_s), nothing, at, credentials);

        QCOMPARE(headers.value("host"), QByteArray("127.0.0.1:9000"));
        QCOMPARE(headers.value("x-amz-date"), QByteArray("20260102T030405Z"));
        QVERIFY(
            headers.value("authorization").contains("SignedHeaders=host;x-amz-content-sha256;x-amz-date"));
    }
};

ARCHIVESMP_TEST(TestSigV4)
#include "tst_sigv4.moc"
