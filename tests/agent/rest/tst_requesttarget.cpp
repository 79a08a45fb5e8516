// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/rest/requesttarget.h"

#include "tests/support/testregistry.h"

#include <QTest>

using namespace archivesmp;
using namespace archivesmp::agent::rest;
using namespace Qt::StringLiterals;

class TestRequestTarget final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void splitsAndDecodes()
    {
        const auto target = parseTarget("/api/drift?instance=ovh%2FDEV01&plugin=Core+Protect&kind=&x=%C3%A4");

        QVERIFY(target);
        QCOMPARE(target->segments, (QStringList{u"api"_s, u"drift"_s}));
        QCOMPARE(target->query.value(u"instance"_s), u"ovh/DEV01"_s);
        QCOMPARE(target->query.value(u"plugin"_s), u"Core Protect"_s);
        QVERIFY(target->query.contains(u"kind"_s));
        QCOMPARE(target->query.value(u"x"_s), u"ä"_s);
    }

    void aTrailingOrDoubledSlashIsAnotherPath()
    {
        QCOMPARE(parseTarget("/api/jobs/")->segments, (QStringList{u"api"_s, u"jobs"_s, QString()}));
        QCOMPARE(parseTarget("//api")->segments, (QStringList{QString(), u"api"_s}));
    }

    void whatHasTwoMeaningsIsRefused_data()
    {
        QTest::addColumn<QByteArray>("target");
        QTest::newRow("zero byte") << QByteArray("/api/health%00.x");
        QTest::newRow("line feed") << QByteArray("/api/health%0a");
        QTest::newRow("escaped slash") << QByteArray("/api%2fhealth");
        QTest::newRow("dots") << QByteArray("/api/../health");
        QTest::newRow("escaped dots") << QByteArray("/api/%2e%2e/health");
        QTest::newRow("broken escape") << QByteArray("/api/%4");
        QTest::newRow("no hexadecimal") << QByteArray("/api/%zz");
        QTest::newRow("no UTF-8") << QByteArray("/api/%ff");
        QTest::newRow("fragment") << QByteArray("/api#x");
        QTest::newRow("absolute") << QByteArray("http://evil/api");
        QTest::newRow("star") << QByteArray("*");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("twice") << QByteArray("/api?server=a&server=b");
        QTest::newRow("twice, escaped") << QByteArray("/api?server=a&s%65rver=b");
    }
    void whatHasTwoMeaningsIsRefused()
    {
        QFETCH(QByteArray, target);

        QVERIFY(!parseTarget(target));
    }

    void aKeyIsRefusedByItsNameAndNeverQuoted()
    {
        for (const QByteArray &name : {QByteArray("api_key"), QByteArray("Key"), QByteArray("access_token"),
                                       QByteArray("password"), QByteArray("%6bey")}) {
            const auto target = parseTarget(QByteArray("/api/health?" + name + "=hunter2"));
            QVERIFY(!target);
            QVERIFY(!describe(target.error()).contains("hunter2"_L1));
        }
    }
};

ARCHIVESMP_TEST(TestRequestTarget)
#include "tst_requesttarget.moc"
