// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/common/config/corpusagreement.h"

#include "tests/support/testregistry.h"

#include <QFile>

#include <algorithm>
#include <cmath>

namespace archivesmp::tests {

using namespace config;
using namespace Qt::StringLiterals;

namespace {

// Java's spelling of a double.
double javaDouble(const QByteArray &text)
{
    if (text == "Infinity" || text == "-Infinity")
        return text.startsWith('-') ? -HUGE_VAL : HUGE_VAL;
    return text == "NaN" ? std::nan("") : text.toDouble();
}

} // namespace

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

Value jsonFixture(const QString &name)
{
    const auto results = parse(contentOf(fixture(u"config/"_s + name)), Format::Json);
    return results ? results->value(0) : Value::text(describe(results.error()).toUtf8());
}

bool agrees(const Value &expected, const Value &actual)
{
    if (const Value *real = expected.find("!real"); real != nullptr) {
        const double wanted = javaDouble(real->toText());
        return actual.type() == Value::Type::Real
            && (wanted == actual.toReal() || (std::isnan(wanted) && std::isnan(actual.toReal())));
    }
    if (expected.find("!big") != nullptr)
        return actual.type() == Value::Type::Text;
    if (expected.isNumber() && actual.isNumber())
        return expected == actual;
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

bool isRead(const Result<ConfigDocument> &document, const Value &expected)
{
    if (expected.find("!error") != nullptr)
        return !document && document.error().line > 0;
    return document && agrees(expected, document->value(0));
}

QString faultOfDeviation(const Result<ConfigDocument> &document, const Value &expected,
                         const Value &deviation)
{
    if (isRead(document, expected))
        return u"this is no deviation any more"_s;
    if (deviation.find("why")->toText().isEmpty())
        return u"there is no reason"_s;
    const Value &ours = *deviation.find("ours");
    if (ours == Value::text("refused"))
        return !document && document.error().line > 0 ? QString() : u"not refused at a line"_s;
    if (!document)
        return describe(document.error());
    return agrees(ours, document->value(0)) ? QString() : QString::fromUtf8(document->value(0).toPlainText());
}

} // namespace archivesmp::tests
