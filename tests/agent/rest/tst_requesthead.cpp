// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/rest/requesthead.h"

#include "tests/support/testregistry.h"

#include <QTest>

using namespace archivesmp;
using namespace archivesmp::agent::rest;
using namespace Qt::StringLiterals;

using Headers = QList<std::pair<QByteArray, QByteArray>>;
Q_DECLARE_METATYPE(Headers)

namespace {

int statusOf(const QByteArray &method, const Headers &headers, const QByteArray &version = "HTTP/1.1")
{
    const auto refusal = refuseHead({method, "/api/health", version, headers}, {u"hetzner.example"_s});
    return refusal ? refusal->status : 0;
}

} // namespace

class TestRequestHead final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    // B53, T9
    void b53WhatTwoReadersCouldReadDifferentlyIsRefused_data()
    {
        QTest::addColumn<QByteArray>("method");
        QTest::addColumn<Headers>("headers");
        QTest::addColumn<int>("status");
        const auto row = [](const char *name, const QByteArray &method, const Headers &more, int status) {
            Headers headers{{"Host", "127.0.0.1:8000"}};
            headers += more;
            QTest::newRow(name) << method << headers << status;
        };
        row("plain", "GET", {}, 0);
        row("length", "POST", {{"Content-Length", "7"}}, 0);
        row("negative", "POST", {{"Content-Length", "-1"}}, 400);
        row("plus", "POST", {{"Content-Length", "+7"}}, 400);
        row("letters", "POST", {{"Content-Length", "7abc"}}, 400);
        row("hexadecimal", "POST", {{"Content-Length", "0x7"}}, 400);
        row("empty length", "POST", {{"Content-Length", ""}}, 400);
        row("10^20", "POST", {{"Content-Length", "100000000000000000000"}}, 413);
        row("two lengths", "POST", {{"Content-Length", "7"}, {"content-length", "7"}}, 400);
        row("both lengths", "POST", {{"Content-Length", "7"}, {"Transfer-Encoding", "chunked"}}, 400);
        row("chunked", "POST", {{"Transfer-Encoding", "chunked"}}, 411);
        row("no length", "PUT", {}, 411);
        row("two hosts", "GET", {{"host", "127.0.0.1"}}, 400);
        row("two keys", "GET", {{"Authorization", "Bearer a"}, {"Authorization", "Bearer b"}}, 400);
        row("folded", "GET", {{"X-A", "b\r\n c"}}, 400);
        row("zero byte", "GET", {{"X-A", QByteArray("b\0c", 3)}}, 400);
        row("blank before colon", "POST", {{"Content-Length ", "7"}}, 400);
        row("expectation", "GET", {{"Expect", "miracles"}}, 417);
        row("page", "GET", {{"Origin", "https://evil.example"}}, 403);
        row("page without origin", "GET", {{"Origin", "null"}}, 403);
    }
    void b53WhatTwoReadersCouldReadDifferentlyIsRefused()
    {
        QFETCH(QByteArray, method);
        QFETCH(Headers, headers);
        QFETCH(int, status);

        QCOMPARE(statusOf(method, headers), status);
    }

    void onlyItsOwnNamesAreHosts_data()
    {
        QTest::addColumn<QByteArray>("host");
        QTest::addColumn<int>("status");
        QTest::newRow("address") << QByteArray("192.0.2.7:8000") << 0;
        QTest::newRow("IPv6") << QByteArray("[2001:db8::1]:8000") << 0;
        QTest::newRow("localhost") << QByteArray("localhost:8000") << 0;
        QTest::newRow("own name") << QByteArray("Hetzner.example:8000") << 0;
        QTest::newRow("rebound name") << QByteArray("evil.example") << 403;
        QTest::newRow("empty") << QByteArray("") << 400;
    }
    void onlyItsOwnNamesAreHosts()
    {
        QFETCH(QByteArray, host);
        QFETCH(int, status);

        QCOMPARE(statusOf("GET", {{"Host", host}}), status);
    }

    void aMissingHostIsRefused() { QCOMPARE(statusOf("GET", {}), 400); }

    void onlyHttp11IsSpoken() { QCOMPARE(statusOf("GET", {{"Host", "localhost"}}, "HTTP/1.0"), 505); }

    void sizesHaveLimits()
    {
        Headers many{{"Host", "localhost"}};
        for (int i = 0; i < 64; ++i)
            many.emplaceBack("X-" + QByteArray::number(i), "1");
        RequestHead longTarget{"GET", "/" + QByteArray(9000, 'a'), "HTTP/1.1", {{"Host", "localhost"}}};

        QCOMPARE(statusOf("GET", many), 431);
        QCOMPARE(statusOf("GET", {{"Host", "localhost"}, {"X-A", QByteArray(17'000, 'x')}}), 431);
        QCOMPARE(refuseHead(longTarget, {})->status, 414);
    }
};

ARCHIVESMP_TEST(TestRequestHead)
#include "tst_requesthead.moc"
