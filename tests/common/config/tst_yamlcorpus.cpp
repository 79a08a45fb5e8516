// SPDX-License-Identifier: GPL-3.0-or-later
// Four hundred small documents and what SnakeYAML 1.33, the reader of the plugins, makes of them. The
// expected values (snakeyaml.json) come from SnakeYAML itself by tests/fixtures/config/refresh, which says
// how they are written down. Where we mean to differ, deviations.json has our reading, or "refused", and why.
#include "common/config/configdocument.h"

#include "tests/support/testregistry.h"

#include <QDir>
#include <QFile>
#include <QTest>

#include <cmath>

using namespace archivesmp;
using namespace archivesmp::config;
using namespace archivesmp::tests;
using namespace Qt::StringLiterals;

Q_DECLARE_METATYPE(archivesmp::Value)

namespace {

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

// Java's spelling of a double.
double javaDouble(const QByteArray &text)
{
    if (text == "Infinity" || text == "-Infinity")
        return text.startsWith('-') ? -HUGE_VAL : HUGE_VAL;
    return text == "NaN" ? std::nan("") : text.toDouble();
}

// The same type, and the same value.
bool agrees(const Value &expected, const Value &actual)
{
    if (const Value *real = expected.find("!real"); real != nullptr) {
        const double wanted = javaDouble(real->toText());
        return actual.type() == Value::Type::Real
            && (wanted == actual.toReal() || (std::isnan(wanted) && std::isnan(actual.toReal())));
    }
    if (expected.find("!big") != nullptr)
        return actual.type() == Value::Type::Text;
    if (expected.type() != actual.type())
        return false;
    if (expected.type() == Value::Type::List) {
        return std::equal(expected.items().begin(), expected.items().end(), actual.items().begin(),
                          actual.items().end(), agrees);
    }
    if (expected.type() != Value::Type::Map)
        return expected == actual;
    return expected.entries().size() == actual.entries().size()
        && std::all_of(expected.entries().begin(), expected.entries().end(), [&actual](const auto &entry) {
               const Value *other = actual.find(entry.first);
               return other != nullptr && agrees(entry.second, *other);
           });
}

} // namespace

class TestYamlCorpus final : public QObject
{
    Q_OBJECT

    static Value jsonFixture(const QString &name)
    {
        const auto results = parse(contentOf(fixture(u"config/"_s + name)), Format::Json);
        return results ? results->value(0) : Value::text(describe(results.error()).toUtf8());
    }

    static bool isRead(const Result<ConfigDocument> &document, const Value &expected)
    {
        if (expected.find("!error") != nullptr)
            return !document && document.error().line > 0;
        return document && agrees(expected, document->value(0));
    }

    static void checkDeviation(const Result<ConfigDocument> &document, const Value &expected,
                               const Value &deviation)
    {
        QVERIFY2(!isRead(document, expected), "this is no deviation any more");
        QVERIFY(!deviation.find("why")->toText().isEmpty());
        const Value &ours = *deviation.find("ours");
        if (ours == Value::text("refused")) {
            QVERIFY(!document);
            QVERIFY(document.error().line > 0);
            QVERIFY(!document.error().message.isEmpty());
            return;
        }
        QVERIFY2(document, qPrintable(document ? QString() : describe(document.error())));
        QVERIFY2(agrees(ours, document->value(0)), document->value(0).toPlainText().constData());
    }

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
            checkDeviation(document, expected, deviation);
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
