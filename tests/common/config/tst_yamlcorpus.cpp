// SPDX-License-Identifier: GPL-3.0-or-later
// Four hundred small documents and what SnakeYAML 1.33, the reader of the plugins, makes of them. The
// expected values (snakeyaml.json) come from SnakeYAML itself by tests/fixtures/config/refresh, which says
// how they are written down. Where we mean to differ, deviations.json has our reading, or "refused", and why.
#include "tests/common/config/corpusagreement.h"
#include "tests/support/testregistry.h"

#include <QDir>
#include <QFile>
#include <QTest>

using namespace archivesmp;
using namespace archivesmp::config;
using namespace archivesmp::tests;
using namespace Qt::StringLiterals;

Q_DECLARE_METATYPE(archivesmp::Value)

class TestYamlCorpus final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsWhatSnakeYamlReads_data()
    {
        QTest::addColumn<QByteArray>("yaml");
        QTest::addColumn<Value>("expected");
        QTest::addColumn<Value>("deviation");

        const Value all = jsonFixture(u"snakeyaml.json"_s);
        const Value deviations = jsonFixture(u"deviations.json"_s);
        QVERIFY2(all.type() == Value::Type::Map, all.toText().constData());
        QVERIFY2(deviations.type() == Value::Type::Map, deviations.toText().constData());
        for (const auto &[name, expected] : all.entries()) {
            const QString path = fixture(u"config/yaml/"_s + QString::fromUtf8(name) + u".yml"_s);
            QVERIFY2(QFile::exists(path), qPrintable(path));
            const Value *deviation = deviations.find(name);
            QTest::newRow(name.constData())
                << contentOf(path) << expected << (deviation != nullptr ? *deviation : Value());
        }
    }
    void readsWhatSnakeYamlReads()
    {
        QFETCH(QByteArray, yaml);
        QFETCH(Value, expected);
        QFETCH(Value, deviation);

        const auto document = parse(yaml, Format::Yaml);

        if (!deviation.isNull()) {
            QCOMPARE(faultOfDeviation(document, expected, deviation), QString());
            return;
        }
        QVERIFY2(isRead(document, expected),
                 document ? document->value(0).toPlainText().constData()
                          : qPrintable(describe(document.error())));
    }

    void holdsAtLeast400DocumentsAndEachIsRead()
    {
        const qsizetype files = QDir(fixture(u"config/yaml"_s)).entryList({u"*.yml"_s}).size();

        QVERIFY(files >= 400);
        QCOMPARE(jsonFixture(u"snakeyaml.json"_s).entries().size(), files);
    }

    void everyDeviationIsADocument()
    {
        const Value all = jsonFixture(u"snakeyaml.json"_s);
        const Value deviations = jsonFixture(u"deviations.json"_s);

        for (const auto &[name, deviation] : deviations.entries())
            QVERIFY2(all.find(name) != nullptr, name.constData());
    }
};

ARCHIVESMP_TEST(TestYamlCorpus)
#include "tst_yamlcorpus.moc"
