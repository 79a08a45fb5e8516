// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/widgets/difflines.h"

#include "tests/support/testregistry.h"

#include <QTest>

using namespace archivesmp::app::widgets;
using namespace Qt::StringLiterals;
using Kind = DiffLine::Kind;

class TestDiffLines final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void numbersLinesOnTheirOwnSide()
    {
        const QList<DiffLine> lines
            = parseUnifiedDiff(u"@@ -12,3 +12,4 @@\n a: 1\n-b: 2\n+b: 3\n+c: 4\n d: 5\n"_s);

        QCOMPARE(lines.size(), 5);
        QCOMPARE(lines.at(0).number, 12);
        QCOMPARE(lines.at(1).number, 13);
        QCOMPARE(lines.at(1).kind, Kind::Removed);
        QCOMPARE(lines.at(2).number, 13);
        QCOMPARE(lines.at(3).number, 14);
        QCOMPARE(lines.at(4).number, 14);
        QCOMPARE(lines.at(4).text, u"d: 5"_s);
    }

    void marksTheWholeWordThatDiffers()
    {
        const QList<DiffLine> lines
            = parseUnifiedDiff(u"@@ -1 +1 @@\n-table-prefix: co_HUB01_\n+table-prefix: co_BENT01_\n"_s);

        QCOMPARE(lines.at(0).text.mid(lines.at(0).wordStart, lines.at(0).wordLength), u"co_HUB01_"_s);
        QCOMPARE(lines.at(1).text.mid(lines.at(1).wordStart, lines.at(1).wordLength), u"co_BENT01_"_s);
    }

    void marksNothingWhereALineHasNoCounterpart()
    {
        const QList<DiffLine> lines = parseUnifiedDiff(u"@@ -1,0 +1 @@\n+new: true\n"_s);

        QCOMPARE(lines.at(0).wordLength, 0);
    }

    void skipsFileHeadersButNotLinesThatLookLikeThem()
    {
        const QList<DiffLine> lines
            = parseUnifiedDiff(u"--- a/x.yml\n+++ b/x.yml\n@@ -1 +1 @@\n--- old\n+++ new\n"_s);

        QCOMPARE(lines.size(), 2);
        QCOMPARE(lines.at(0).text, u"-- old"_s);
        QCOMPARE(lines.at(1).text, u"++ new"_s);
    }

    void keepsWhatIsNoDiffAsANote()
    {
        const QList<DiffLine> lines = parseUnifiedDiff(u"binary files differ\n"_s);

        QCOMPARE(lines.size(), 1);
        QCOMPARE(lines.at(0).kind, Kind::Note);
    }

    void ignoresTheMarkOfAMissingFinalNewline()
    {
        QCOMPARE(parseUnifiedDiff(u"@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+b\n"_s).size(), 2);
    }

    void bothSidesHaveTheSameLength()
    {
        const DiffSides sides = sideBySide(parseUnifiedDiff(u"@@ -5,3 +5,5 @@\n a\n-b\n+c\n+d\n+e\n f\n"_s));

        QCOMPARE(sides.expected.size(), sides.actual.size());
        QCOMPARE(sides.actual.at(2).kind, Kind::Filler);
        QCOMPARE(sides.expected.last().number, 9);
        QCOMPARE(sides.actual.last().number, 7);
    }

    void anEmptyDiffHasNoLines()
    {
        QVERIFY(parseUnifiedDiff({}).isEmpty());
        QVERIFY(sideBySide({}).actual.isEmpty());
    }
};

ARCHIVESMP_TEST(TestDiffLines)
#include "tst_difflines.moc"
