// SPDX-License-Identifier: GPL-3.0-or-later
// The fast path may refuse, never disagree.
#include "common/config/configdocument.h"
#include "common/config/yaml/blockscanner.h"
#include "common/config/yaml/yamlparser.h"

#include "tests/common/config/randomdocuments.h"
#include "tests/support/testregistry.h"

#include <QDirIterator>
#include <QFile>
#include <QTest>

using namespace archivesmp;
using namespace archivesmp::config;
using namespace archivesmp::tests;
using namespace Qt::StringLiterals;

namespace {

QByteArray lineOf(const ConfigDocument &document, const ConfigDocument::Node &node)
{
    QByteArray out;
    for (const quint64 number :
         {quint64(node.type), quint64(node.style), quint64(node.fromAlias), quint64(node.parent),
          quint64(node.firstChild), quint64(node.nextSibling), quint64(node.keyBegin), quint64(node.keyEnd),
          quint64(node.begin), quint64(node.end), quint64(node.line), quint64(node.column)})
        out += QByteArray::number(number) + ' ';
    return out + '"' + node.key.toByteArray() + "\" \"" + node.text.toByteArray() + "\" of "
        + QByteArray::number(document.nodes().size()) + '\n';
}

QByteArray dump(const ConfigDocument &document)
{
    QByteArray out;
    for (const auto &node : document.nodes())
        out += lineOf(document, node);
    for (const auto &problem : document.problems())
        out += problem.message.toUtf8() + ' ' + QByteArray::number(problem.line) + '\n';
    return out;
}

} // namespace

class TestBlockScanner final : public QObject
{
    Q_OBJECT

    // 1 where the scanner read it, 0 where it left it to libyaml.
    static int compare(const QByteArray &yaml)
    {
        const auto fast = scanBlockYaml(yaml, {});
        if (!fast)
            return 0;
        const auto slow = parseYamlByEvents(yaml, {});
        if (!slow && slow.error().message.startsWith(u"control character"))
            return 0; // the scanner is given checked texts only
        if (!slow) {
            QTest::qFail(qPrintable(describe(slow.error()) + u'\n' + QString::fromUtf8(yaml)), __FILE__,
                         __LINE__);
            return 1;
        }
        const QByteArray both = yaml + "\nfast:\n" + dump(*fast) + "slow:\n" + dump(*slow);
        if (dump(*fast) != dump(*slow))
            QTest::qFail(both.constData(), __FILE__, __LINE__);
        return 1;
    }

private Q_SLOTS:
    void readsTheUsualFile_data()
    {
        QTest::addColumn<QByteArray>("yaml");

        const auto row = [](const char *name, const char *yaml) { QTest::newRow(name) << QByteArray(yaml); };
        row("maps", "a: 1\nb:\n  c: x y # z\n  d:\n    e: true\nf: 1.5\n");
        row("lists", "a:\n- 1\n- x\nb:\n  - y\n  -\n  - 'z'\nc:\n");
        row("maps in lists", "a:\n- b: 1\n  c:\n  - x\n  d: 2\n- b: 3\n");
        row("top-level list", "- a\n- b: 1\n");
        row("quotes", "'a b': \"x\\n\\\"y\\\"\"\n\"c\": 'it''s' # d\n");
        row("flow", "a: [x, 'y z', 3]\nb: []\nc: {}\nd: [ ]\n- ");
        row("flow lists", "a: [x, 'y z', 3]\nb: []\nc: {} # d\nd: [ ]\n");
        row("flow maps", "a: {b: 1, 'c': [x, {d: e:f}], \"g\": {}} # h\ni: [[], [1]]\n");
        row("flow words", "a: [minecraft:stone, it's, 50%, a b]\n");
        row("literal", "a: |\n  x\n    y \n\n  # z\nb: |-\n   c\n\n# d\ne:\n- |\n f\n- g\n");
        row("literal at the end", "a: |\n  x");
        row("literal with blank end", "a:\n  b: |\n    x\n\n\n");
        row("literal with CRLF", "a: |\r\n  x\r\n\r\n  y\r\nb: 1\r\n");
        row("marker", "# a\n---\na: 1\n");
        row("comments", "# a\n\na: 1\n      # b\nb:\n# c\n  c: 1\n  # d\n");
        row("CRLF", "a: 1\r\nb:\r\n  - x\r\n\r\n  - y\r\nc: z");
        row("beyond ASCII", "é: ü # ö\nb:\n  ß: 'ñ' # x\n  c: [é, 😀, x]\n");
        row("byte order mark",
            "\xef\xbb\xbf"
            "a: 1\nb: x\n");
        row("blanks", "a  :   x   \nb: \n  c:  \n   - d  \n");
        row("colons in words", "a: minecraft:Stone\nb: redis://h/0\nc: C:/x\nd: X:Y\ne: f:_g\n");
        row("negative", "a: -1\n-b: -c\n");
        row("duplicate", "a: 1\nb: 2\na: 3\n");
        row("indented root", "  a: 1\n  b: 2\n");
        row("empty at the end", "a:\n  b:\n");
        row("empty item at the end", "a:\n  -\n");
    }
    void readsTheUsualFile()
    {
        QFETCH(QByteArray, yaml);
        const bool isInvalid = yaml.endsWith("- ");

        QCOMPARE(compare(yaml), isInvalid ? 0 : 1);
    }

    void leavesTheRestToLibyaml_data()
    {
        QTest::addColumn<QByteArray>("yaml");

        for (const char *yaml : {"",
                                 "# a\n",
                                 "a\n",
                                 "'a'\n",
                                 "a: |+\n  x\n",
                                 "a: |2\n  x\n",
                                 "a: |\n\nb: 1\n",
                                 "a: >-\n  x\n",
                                 "a: | # c\n  x\n",
                                 "a: &x 1\nb: *x\n",
                                 "a: !!str 1\n",
                                 "<<: {}\n",
                                 "a: {<<: {}}\n",
                                 "? a\n: b\n",
                                 "--- a\n",
                                 "a: 1\n---\nb: 1\n",
                                 "---\n---\na: 1\n",
                                 "a: 1\n...\n",
                                 "%YAML 1.1\n---\na: 1\n",
                                 "a: x\n  y\n",
                                 "a:\n  x\n",
                                 "a: 'x\n  y'\n",
                                 "a: {b}\n",
                                 "a: {b: }\n",
                                 "a: {\"b\":1}\n",
                                 "a: [x: 1]\n",
                                 "a: ['x' : 1]\n",
                                 "a: [x,\n y]\n",
                                 "a:\tx\n",
                                 "a: 1\n\tb: 2\n",
                                 "a: b: c\n",
                                 "a: - b\n",
                                 "- - a\n",
                                 "a: 1\n  b: 2\n",
                                 "a:\n    b: 1\n  c: 2\n",
                                 "a: 1\n- b\n",
                                 "- a\nb: 1\n",
                                 "a: 'x' y\n",
                                 "a: \"\\q\"\n",
                                 "a: \"\\u00e9\"\n",
                                 "a: @x\n",
                                 "a: [x,]\n",
                                 "a: [,]\n",
                                 "'a':1\n",
                                 "a: x\rb: y\r",
                                 "a: \"x\n",
                                 "a: [x] y\n",
                                 "a: [x]: y\n"})
            QTest::newRow(yaml) << QByteArray(yaml);
    }
    void leavesTheRestToLibyaml()
    {
        QFETCH(QByteArray, yaml);

        QVERIFY(!scanBlockYaml(yaml, {}));
    }

    void agreesOnEveryFixture()
    {
        int read = 0;
        QDirIterator files(fixture(u"config/yaml"_s), QDir::Files);
        while (files.hasNext()) {
            QFile file(files.next());
            QVERIFY(file.open(QIODevice::ReadOnly));
            read += compare(file.readAll());
            if (QTest::currentTestFailed())
                return;
        }
        QVERIFY(read > 60);
    }

    void agreesOnRandomDocuments()
    {
        int read = 0;
        for (quint32 seed = 0; seed < 5000; ++seed) {
            RandomDocuments random(seed + 3'000'000);
            read += compare(random.written(random.map(Format::Yaml, 3), Format::Yaml));
            if (QTest::currentTestFailed())
                return;
        }
        QVERIFY2(read > 1000, qPrintable(QString::number(read)));
    }

    void agreesOnDamagedDocuments()
    {
        static constexpr QByteArrayView damage = " \n-:#'\"[]{},x&*!|>%@\\?\r";
        for (quint32 seed = 0; seed < 20'000; ++seed) {
            RandomDocuments random(seed + 4'000'000);
            QByteArray yaml = random.written(random.map(Format::Yaml, 2), Format::Yaml);
            for (int left = 1 + random.below(3); left > 0; --left) {
                const int at = random.below(static_cast<int>(yaml.size()) + 1);
                if (random.once(3) && at < yaml.size())
                    yaml.remove(at, 1 + random.below(3));
                else
                    yaml.insert(at, damage.at(random.below(static_cast<int>(damage.size()))));
            }
            if (yaml.isValidUtf8())
                compare(yaml);
            if (QTest::currentTestFailed())
                return;
        }
    }

    void keepsTheLimits()
    {
        QByteArray deep;
        for (int i = 0; i < 65; ++i)
            deep += QByteArray(i, ' ') + "a:\n";

        QVERIFY(!scanBlockYaml(deep + QByteArray(65, ' ') + "b: 1\n", {}));
        QVERIFY(!scanBlockYaml("a: 1\nb: 2\n", {.nodes = 2}));
        QVERIFY(scanBlockYaml("a: 1\nb: 2\n", {.nodes = 3}));
        QVERIFY(!scanBlockYaml(QByteArray(1100, 'k') + ": 1\n", {}));
    }
};

ARCHIVESMP_TEST(TestBlockScanner)
#include "tst_blockscanner.moc"
