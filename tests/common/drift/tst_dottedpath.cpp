// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/drift/dottedpath.h"

#include "tests/support/testregistry.h"

#include <QTest>

using namespace archivesmp;
using namespace archivesmp::drift;
using namespace Qt::StringLiterals;
using config::ConfigDocument;

namespace {

ConfigDocument parsed(const QByteArray &yaml)
{
    return std::move(*config::parse(yaml, config::Format::Yaml));
}

} // namespace

class TestDottedPath final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aKeyMayBeginWithADot()
    {
        const auto document = config::parse(".a: 1\nb:\n  .c: 2\n", config::Format::Yaml);

        QVERIFY(findDotted(*document, 0, ".a") != config::ConfigDocument::noNode);
        QVERIFY(findDotted(*document, 0, "b..c") != config::ConfigDocument::noNode);
        QCOMPARE(findDotted(*document, 0, ".b"), config::ConfigDocument::noNode);
    }

    void findsKeysWithDotsInThem()
    {
        const ConfigDocument document = parsed("chances:\n  '101.01': 5\n  101:\n    02: 6\na.b.c: 7\n");

        const auto textAt = [&](QByteArrayView path) {
            const auto node = findDotted(document, 0, path);
            return node == ConfigDocument::noNode ? QByteArray() : document.node(node).text.toByteArray();
        };
        QCOMPARE(textAt("chances.101.01"), QByteArray("5"));
        QCOMPARE(textAt("chances.101.02"), QByteArray("6"));
        QCOMPARE(textAt("a.b.c"), QByteArray("7"));
        QCOMPARE(textAt("a.b"), QByteArray());
        QCOMPARE(textAt("chances.1"), QByteArray());
    }

    void keysAreTexts()
    {
        const ConfigDocument document = parsed("01: a\n1: b\n");

        QCOMPARE(document.node(findDotted(document, 0, "01")).text, QByteArrayView("a"));
        QCOMPARE(document.node(findDotted(document, 0, "1")).text, QByteArrayView("b"));
    }

    void placesWhatIsMissingBelowTheDeepestMap()
    {
        const ConfigDocument document = parsed("a:\n  b.c:\n    d: 1\nl: [1]\n");

        QCOMPARE(placeForMissing(document, "a.b.c.x.y"), KeyPath({"a", "b.c", "x", "y"}));
        QCOMPARE(placeForMissing(document, "z.y"), KeyPath({"z", "y"}));
        QCOMPARE(placeForMissing(document, "l.x"), KeyPath({"l", "x"}));
        QCOMPARE(placeForMissing(parsed(""), "a.b"), KeyPath({"a", "b"}));
    }
};

ARCHIVESMP_TEST(TestDottedPath)
#include "tst_dottedpath.moc"
