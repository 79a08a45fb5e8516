// SPDX-License-Identifier: GPL-3.0-or-later
// Two hundred small documents and what SnakeYAML 1.33, the reader of the plugins, makes of them. The expected
// values (snakeyaml.json) came from SnakeYAML itself, with dates left as texts and keys by their text; whole
// numbers beyond 64 bits are texts there, fractions {"!real": …}, and documents that it refuses {"!error":
// true}.
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

private Q_SLOTS:
    void readsWhatSnakeYamlReads_data()
    {
        QTest::addColumn<QByteArray>("yaml");
        QTest::addColumn<Value>("expected");

        const auto results = parse(contentOf(fixture(u"config/snakeyaml.json"_s)), Format::Json);
        QVERIFY2(results, qPrintable(results ? QString() : describe(results.error())));
        const Value all = results->value(0);
        for (const auto &[name, expected] : all.entries()) {
            const QString path = fixture(u"config/yaml/"_s + QString::fromUtf8(name) + u".yml"_s);
            QVERIFY2(QFile::exists(path), qPrintable(path));
            QTest::newRow(name.constData()) << contentOf(path) << expected;
        }
    }
    void readsWhatSnakeYamlReads()
    {
        QFETCH(QByteArray, yaml);
        QFETCH(Value, expected);

        const auto document = parse(yaml, Format::Yaml);

        // Two that SnakeYAML reads only where a plugin teaches it to: a tag of its own and a lone "<<" are
        // texts here.
        const bool isLenient = qstrcmp(QTest::currentDataTag(), "exclamation") == 0
            || qstrcmp(QTest::currentDataTag(), "merge-sign-as-value") == 0;
        if (expected.find("!error") != nullptr && isLenient) {
            QVERIFY(document);
            QCOMPARE(document->node(1).type, Value::Type::Text);
            return;
        }
        if (expected.find("!error") != nullptr) {
            QVERIFY2(!document, document ? document->value(0).toPlainText().constData() : "");
            QVERIFY(document.error().line > 0);
            return;
        }
        QVERIFY2(document, qPrintable(document ? QString() : describe(document.error())));
        QVERIFY2(agrees(expected, document->value(0)), document->value(0).toPlainText().constData());
    }

    void holdsAtLeast150Documents()
    {
        QVERIFY(QDir(fixture(u"config/yaml"_s)).entryList({u"*.yml"_s}).size() >= 150);
    }
};

ARCHIVESMP_TEST(TestYamlCorpus)
#include "tst_yamlcorpus.moc"
