// SPDX-License-Identifier: GPL-3.0-or-later
// A sweep may refuse, never tell another story than the document does.
#include "common/config/yaml/blocksweep.h"

#include "tests/common/config/randomdocuments.h"
#include "tests/common/config/sweptlines.h"
#include "tests/support/testregistry.h"

#include <QDirIterator>
#include <QFile>
#include <QTest>

using namespace archivesmp;
using namespace archivesmp::config;
using namespace archivesmp::tests;
using namespace Qt::StringLiterals;

class TestBlockSweep final : public QObject
{
    Q_OBJECT

    // 1 where the sweep read it, 0 where it refused.
    static int compare(const QByteArray &yaml)
    {
        SweptLines swept;
        if (!sweepBlockYaml(yaml, swept))
            return 0;
        const auto document = parse(yaml, Format::Yaml);
        SweptLines told;
        if (document)
            told.tell(*document);
        if (!document || !document->problems().isEmpty() || swept.lines != told.lines) {
            const QByteArray both = yaml + "\nswept:\n" + swept.lines + "document:\n" + told.lines;
            QTest::qFail(both.constData(), __FILE__, __LINE__);
        }
        return 1;
    }

private Q_SLOTS:
    void tellsTheUsualFile()
    {
        SweptLines swept;

        QVERIFY(sweepBlockYaml("a: 1 # one\n'b c':\n  - \"x\\ty\"\n  - [1, {d: no}]\ne: |\n  f\n  g\nh:\n",
                               swept));

        QCOMPARE(swept.lines,
                 QByteArray("open  6\na = 1 2\nopen b c 5\n = x\ty 4\nopen  5\n = 1 2\nopen  6\nd = no 1\n"
                            "close\nclose\nclose\ne = f\ng\n 4\nh =  0\nclose\n"));
    }

    void readsUpToTheLimit()
    {
        for (const QByteArray &yaml : {QByteArray("a: 1\n"), QByteArray("a: \"\xc3\xa9\"\n")}) {
            SweptLines swept;
            ParseLimits limits;
            limits.bytes = yaml.size();
            QVERIFY(sweepBlockYaml(yaml, swept, limits));
            limits.bytes = yaml.size() - 1;
            QVERIFY(!sweepBlockYaml(yaml, swept, limits));
        }
    }

    void leavesTheUnusualToTheParser_data()
    {
        QTest::addColumn<QByteArray>("yaml");
        for (const char *yaml : {"a: 1\na: 2\n", "a: {b: 1, b: 2}\n", "x: &a 1\ny: *a\n", "a:\n\t- 1\n",
                                 "<<: {a: 1}\n", "? a\n", "a: !!str 1\n", "a: \"x\\qy\"\n", "a: \x01\n",
                                 "a: \xff\n", "", "# nothing\n", "a: 1\n---\nb: 2\n"})
            QTest::newRow(yaml) << QByteArray(yaml);
        QByteArray many;
        for (int i = 0; i < 900; ++i)
            many += "key" + QByteArray::number(i % 899) + ": 1\n";
        QTest::newRow("two of 900") << many;
    }
    void leavesTheUnusualToTheParser()
    {
        QFETCH(QByteArray, yaml);
        SweptLines swept;

        QVERIFY(!sweepBlockYaml(yaml, swept));
    }

    void keepsTheLimits()
    {
        SweptLines swept;
        QByteArray many;
        for (int i = 0; i < 900; ++i)
            many += "key" + QByteArray::number(i) + ": \"\\n\"\n";

        QVERIFY(!sweepBlockYaml("a: 1\nb: 2\n", swept, {.nodes = 2}));
        QVERIFY(!sweepBlockYaml("a:\n  b:\n    c: 1\n", swept, {.depth = 2}));
        QVERIFY(!sweepBlockYaml(many, swept, {.bytes = 100}));
        QVERIFY(sweepBlockYaml(many, swept));
    }

    void stopsWhereTheVisitorHasEnough()
    {
        class First final : public BlockVisitor
        {
        public:
            [[nodiscard]] bool open(const ConfigDocument::Node &) override { return true; }
            bool close() override { return true; }
            [[nodiscard]] Answer scalar(const ConfigDocument::Node &) override
            {
                return ++seen < 2 ? Answer::GoOn : Answer::Stop;
            }
            int seen = 0;
        } first;

        QVERIFY(!sweepBlockYaml("a: 1\nb: 2\nc: 3\nd: 4\n", first));

        QCOMPARE(first.seen, 2);
    }

    void tellsNothingMoreToAVisitorThatHasEnough()
    {
        class Shut final : public BlockVisitor
        {
        public:
            [[nodiscard]] bool open(const ConfigDocument::Node &) override { return ++opened < 2; }
            bool close() override
            {
                ++closed;
                return true;
            }
            [[nodiscard]] Answer scalar(const ConfigDocument::Node &) override { return Answer::GoOn; }
            int opened = 0;
            int closed = 0;
        };
        for (const char *yaml : {"a: {}\n", "a: {b: []}\n", "a:\n  - b: {}\n"}) {
            Shut shut;
            QVERIFY(!sweepBlockYaml(yaml, shut));
            QCOMPARE(shut.opened, 2);
            QCOMPARE(shut.closed, 0);
        }
    }

    void leavesOutWhatAnExcerptIsNotGiven()
    {
        class Maps final : public BlockVisitor
        {
        public:
            [[nodiscard]] bool open(const ConfigDocument::Node &container) override
            {
                nodes.push_back({container, depth++});
                return true;
            }
            bool close() override
            {
                --depth;
                return true;
            }
            [[nodiscard]] Answer scalar(const ConfigDocument::Node &scalar) override
            {
                if (scalar.text == "x\ty" || scalar.text.isEmpty())
                    nodes.push_back({scalar, depth});
                return Answer::GoOn;
            }
            std::vector<SweptNode> nodes;
            qsizetype depth = 0;
        } maps;
        const QByteArray yaml = "\xef\xbb\xbf# \xc3\xa9\na: 1\nb:\n  \xc3\xa9: \"x\\ty\"\n  c: d\ne:\n";

        QVERIFY(sweepBlockYaml(yaml, maps));
        const ConfigDocument excerpt = excerptOf(yaml, maps.nodes);

        const auto whole = parse(yaml, Format::Yaml);
        QCOMPARE(excerpt.nodes().size(), size_t(4));
        for (const KeyPath &path : {KeyPath({"b", "\xc3\xa9"}), KeyPath({"e"})}) {
            const ConfigDocument::Node &part = excerpt.node(excerpt.find(path));
            const ConfigDocument::Node &node = whole->node(whole->find(path));
            QCOMPARE(excerpt.value(excerpt.find(path)), whole->value(whole->find(path)));
            QCOMPARE(part.line, node.line);
            QCOMPARE(part.column, node.column);
        }
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
        QVERIFY2(read > 50, qPrintable(QString::number(read)));
    }

    void agreesOnRandomAndDamagedDocuments()
    {
        static constexpr QByteArrayView damage = " \n-:#'\"[]{},x&*!|>%@\\?\r";
        int read = 0;
        for (quint32 seed = 0; seed < 10'000; ++seed) {
            RandomDocuments random(seed + 5'000'000);
            QByteArray yaml = random.written(random.map(Format::Yaml, 3), Format::Yaml);
            for (int left = random.below(3); left > 0; --left)
                yaml.insert(random.below(static_cast<int>(yaml.size()) + 1),
                            damage.at(random.below(static_cast<int>(damage.size()))));
            read += compare(yaml);
            if (QTest::currentTestFailed())
                return;
        }
        QVERIFY2(read > 1000, qPrintable(QString::number(read)));
    }
};

ARCHIVESMP_TEST(TestBlockSweep)
#include "tst_blocksweep.moc"
