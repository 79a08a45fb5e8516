// SPDX-License-Identifier: GPL-3.0-or-later
// Small documents of HOCON and what Lightbend's reader makes of them (hocon.json, by
// tests/fixtures/config/refresh). Where we mean to differ, hocon-deviations.json has our reading, or
// "refused", and why.
#include "tests/common/config/corpusagreement.h"
#include "tests/support/testregistry.h"

#include <QDir>
#include <QTest>

using namespace archivesmp;
using namespace archivesmp::config;
using namespace archivesmp::tests;
using namespace Qt::StringLiterals;

Q_DECLARE_METATYPE(archivesmp::Value)

class TestHoconCorpus final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsWhatTheReaderOfPluginsReads_data()
    {
        QTest::addColumn<QByteArray>("hocon");
        QTest::addColumn<Value>("expected");
        QTest::addColumn<Value>("deviation");

        const Value all = jsonFixture(u"hocon.json"_s);
        const Value deviations = jsonFixture(u"hocon-deviations.json"_s);
        QVERIFY2(all.type() == Value::Type::Map, all.toText().constData());
        QVERIFY2(deviations.type() == Value::Type::Map, deviations.toText().constData());
        for (const auto &[name, expected] : all.entries()) {
            const Value *deviation = deviations.find(name);
            QTest::newRow(name.constData())
                << contentOf(fixture(u"config/hocon/"_s + QString::fromUtf8(name) + u".conf"_s)) << expected
                << (deviation != nullptr ? *deviation : Value());
        }
    }
    void readsWhatTheReaderOfPluginsReads()
    {
        QFETCH(QByteArray, hocon);
        QFETCH(Value, expected);
        QFETCH(Value, deviation);

        const auto document = parse(hocon, Format::Hocon);

        if (!deviation.isNull()) {
            QCOMPARE(faultOfDeviation(document, expected, deviation), QString());
            return;
        }
        QVERIFY2(isRead(document, expected),
                 document ? document->value(0).toPlainText().constData()
                          : qPrintable(describe(document.error())));
    }

    void holdsAtLeast50DocumentsAndEachIsRead()
    {
        const qsizetype files = QDir(fixture(u"config/hocon"_s)).entryList({u"*.conf"_s}).size();

        QVERIFY(files >= 50);
        QCOMPARE(jsonFixture(u"hocon.json"_s).entries().size(), files);
    }
};

ARCHIVESMP_TEST(TestHoconCorpus)
#include "tst_hoconcorpus.moc"
