// SPDX-License-Identifier: GPL-3.0-or-later
// A file has the keys that findDotted() finds in it, however little of it is read.
#include "common/drift/keypresence.h"

#include "common/drift/dottedpath.h"
#include "tests/common/config/randomdocuments.h"
#include "tests/support/testregistry.h"

#include <QTest>

using namespace archivesmp;
using namespace archivesmp::drift;
using namespace archivesmp::tests;
using config::ConfigDocument;
using config::Format;

namespace {

QByteArrayList heldBy(const QByteArrayList &keys, const QByteArray &bytes, Format format)
{
    const std::vector<bool> held = KeyPresence(keys).in(bytes, format);
    QByteArrayList out;
    for (size_t i = 0; i < held.size(); ++i) {
        if (held[i])
            out.append(keys.at(static_cast<qsizetype>(i)));
    }
    return out;
}

// All ways into a document, their keys joined by dots.
void addPaths(const ConfigDocument &document, ConfigDocument::NodeIndex map, const QByteArray &prefix,
              QByteArrayList &paths)
{
    for (auto i = document.node(map).firstChild; i != ConfigDocument::noNode;
         i = document.node(i).nextSibling) {
        const QByteArray path = prefix + document.node(i).key.toByteArray();
        paths.append(path);
        if (document.node(i).type == Value::Type::Map)
            addPaths(document, i, path + '.', paths);
    }
}

QByteArray damaged(QByteArray key, RandomDocuments &random)
{
    if (key.isEmpty() || random.once(3))
        return key + ".more";
    key[random.below(static_cast<int>(key.size()))] = '.';
    return key;
}

} // namespace

class TestKeyPresence final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void findsKeysHoweverTheyAreWritten_data()
    {
        QTest::addColumn<Format>("format");
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QByteArrayList>("held");
        const auto row
            = [](const char *name, Format format, const char *bytes, const QByteArrayList &held = {}) {
                  QTest::newRow(name) << format << QByteArray(bytes) << held;
              };
        const QByteArrayList both{"addons/x.a", "addons/x.b.c"};
        row("in a map", Format::Yaml, "addons/x:\n  a: 1\n  b:\n    c: 1\n", both);
        row("with dots", Format::Yaml, "addons/x.b.c: 1\naddons/x.a: 1\n", both);
        row("in part", Format::Yaml, "addons/x:\n  a: 1\n  b: 1\n", {"addons/x.a"});
        row("in quotes", Format::Yaml, "'addons/x': {\"a\": 1}\n", {"addons/x.a"});
        row("by the number of a letter", Format::Yaml, "\"\\x61ddons/x\": {a: 1}\n", {"addons/x.a"});
        row("by a long number", Format::Yaml, "\"\\U00000061ddons/x\": {a: 1}\n", {"addons/x.a"});
        row("over two lines", Format::Yaml, "? \"add\\\n  ons/x\"\n: {a: 1}\n", {"addons/x.a"});
        row("twice", Format::Yaml, "addons/x:\n  a: 1\n  a: 2\n", {"addons/x.a"});
        row("by an alias", Format::Yaml, "k: &k {a: 1}\naddons/x: *k\n", {"addons/x.a"});
        row("elsewhere", Format::Yaml, "a: 1\nb: {c: addons/x}\n");
        row("in a list", Format::Yaml, "- addons/x: {a: 1}\n");
        row("in what is no YAML", Format::Yaml, "addons/x:\n  a: 1\n b: [\n");
        row("JSON", Format::Json, "{\"addons/x\": {\"a\": 1}}", {"addons/x.a"});
        row("JSON by a number", Format::Json, "{\"\\u0061ddons/x\": {\"a\": 1}}", {"addons/x.a"});
        row("JSON with a tab", Format::Json, "{\"addons/x\": {\"a\": \"\\t\"}}", {"addons/x.a"});
        row("TOML", Format::Toml, "[\"addons/x\".b]\nc = 1\n", {"addons/x.b.c"});
        row("TOML by a number", Format::Toml, "[\"\\u0061ddons/x\".b]\nc = 1\n", {"addons/x.b.c"});
        row("properties", Format::Properties, "addons/x.b.c = 1\n", {"addons/x.b.c"});
        row("properties with a needless escape", Format::Properties, "ad\\dons/x.b.c = 1\n",
            {"addons/x.b.c"});
        row("properties over two lines", Format::Properties, "ad\\\n  dons/x.b.c = 1\n", {"addons/x.b.c"});
        row("HOCON in pieces", Format::Hocon, "\"addons/x\" { b.c = 1 }\n", {"addons/x.b.c"});
    }
    void findsKeysHoweverTheyAreWritten()
    {
        QFETCH(Format, format);
        QFETCH(QByteArray, bytes);
        QFETCH(QByteArrayList, held);

        QCOMPARE(heldBy({"addons/x.a", "addons/x.b.c"}, bytes, format), held);
    }

    void anEmptyKeyIsTheWholeFile()
    {
        QCOMPARE(heldBy({"", "a"}, "b: 1\n", Format::Yaml), QByteArrayList{""});
        QCOMPARE(heldBy({"", "a"}, "- 1\n", Format::Yaml), QByteArrayList{""});
        QCOMPARE(heldBy({"", "a"}, "{", Format::Json), QByteArrayList());
    }

    // Nothing in such a key is written alike everywhere, or there are too many of them.
    void findsKeysThatHaveNoSign()
    {
        QByteArrayList many;
        for (char c = 'a'; c <= 'z'; ++c)
            many.append(QByteArray(3, c));

        QCOMPARE(heldBy({"\xc3\xa4"}, "\xc3\xa4: 1\n", Format::Yaml), QByteArrayList{"\xc3\xa4"});
        QCOMPARE(heldBy({"/"}, "/: 1\n", Format::Yaml), QByteArrayList{"/"});
        QCOMPARE(heldBy(many, "zzz: 1\n", Format::Yaml), QByteArrayList{"zzz"});
        QCOMPARE(heldBy(many, "zz: 1\n", Format::Yaml), QByteArrayList());
        QCOMPARE(heldBy(many, "a: {zzz: 1}\nb:\n  zzz: 1\n", Format::Yaml), QByteArrayList());
        QCOMPARE(heldBy(many + QByteArrayList{"q.r.s"}, "q.r: {s: 1}\n", Format::Yaml),
                 QByteArrayList{"q.r.s"});
    }

    void looksAtOneFileAfterTheOther()
    {
        KeyPresence keys({"a.b", "c"});

        QCOMPARE(keys.in("x: 1\n", Format::Yaml), (std::vector<bool>{false, false}));
        QCOMPARE(keys.in("c: 1\na: {b: 1}\n", Format::Yaml), (std::vector<bool>{true, true}));
        QCOMPARE(keys.in("c:\n", Format::Yaml), (std::vector<bool>{false, true}));
    }

    // The same bytes are another document in another format.
    void knowsAFileAgainByItsFormatToo()
    {
        KeyPresence keys({"a.b"});
        const QByteArray bytes = "a.b: 1\n";

        QCOMPARE(keys.in(bytes, Format::Yaml), std::vector<bool>{true});
        QCOMPARE(keys.in(bytes, Format::Json), std::vector<bool>{false});
        QCOMPARE(keys.in(bytes, Format::Yaml), std::vector<bool>{true});
    }

    void agreesWithFindDotted_data()
    {
        QTest::addColumn<Format>("format");
        for (const Format format :
             {Format::Yaml, Format::Json, Format::Toml, Format::Properties, Format::Hocon})
            QTest::newRow(qPrintable(config::nameOf(format))) << format;
    }
    void agreesWithFindDotted()
    {
        QFETCH(Format, format);
        RandomDocuments random(31);
        int found = 0;
        int absent = 0;
        for (int round = 0; round < 2000; ++round) {
            const QByteArray bytes = random.written(random.map(format), format);
            const auto document = config::parse(bytes, format, config::pluginFileLimits);
            if (!document)
                continue;
            QByteArrayList keys;
            addPaths(*document, 0, {}, keys);
            for (QByteArray &key : keys) {
                if (random.once(2))
                    key = damaged(key, random);
            }
            if (random.once(3))
                keys = keys.mid(0, 3); // so few that files without them need not be parsed
            keys = QByteArrayList(QSet<QByteArray>(keys.begin(), keys.end()).values());
            keys.removeAll({});
            const QByteArrayList held = heldBy(keys, bytes, format);
            for (const QByteArray &key : std::as_const(keys)) {
                const bool isThere = findDotted(*document, 0, key) != ConfigDocument::noNode;
                found += isThere;
                absent += !isThere;
                if (held.contains(key) != isThere)
                    QFAIL(QByteArray(key + (isThere ? " is in\n" : " is not in\n") + bytes).constData());
            }
        }
        QVERIFY(found > 1000);
        QVERIFY(absent > 1000);
    }
};

ARCHIVESMP_TEST(TestKeyPresence)
#include "tst_keypresence.moc"
