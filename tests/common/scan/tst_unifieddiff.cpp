// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/scan/unifieddiff.h"

#include "tests/support/testregistry.h"

#include <QTest>

#include <random>

using namespace archivesmp::scan;
using namespace Qt::StringLiterals;

namespace {

QString diff(const QByteArray &before, const QByteArray &after)
{
    return unifiedDiff(before, after, before, after);
}

// What `patch` would make of it.
QByteArray applied(const QByteArray &before, const QString &hunks)
{
    QByteArrayList lines = before.split('\n');
    QByteArrayList out;
    qsizetype at = 0;
    for (const QString &text : hunks.split(u'\n')) {
        const QByteArray line = text.toUtf8();
        if (line.startsWith("@@")) {
            const QByteArray place = line.mid(4).split(' ').first();
            const auto parts = place.split(',');
            const bool isEmpty = parts.size() > 1 && parts.at(1) == "0";
            const qsizetype first = parts.first().toInt() - (isEmpty ? 0 : 1);
            while (at < first)
                out.append(lines.at(at++));
        } else if (line.startsWith('+')) {
            out.append(line.mid(1));
        } else if (line.startsWith(' ')) {
            out.append(lines.at(at++));
        } else if (line.startsWith('-')) {
            ++at;
        }
    }
    while (at < lines.size())
        out.append(lines.at(at++));
    return out.join('\n');
}

} // namespace

class TestUnifiedDiff final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void equalTextsHaveNone() { QCOMPARE(diff("a\nb\n", "a\nb\n"), QString()); }

    void showsThreeLinesOfContext()
    {
        QCOMPARE(diff("1\n2\n3\n4\n5\n6\n7\n8\n9\n", "1\n2\n3\n4\nfive\n6\n7\n8\n9\n"),
                 u"@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8\n"_s);
    }

    void farChangesAreHunksOfTheirOwn()
    {
        QByteArray before;
        for (int i = 0; i < 30; ++i)
            before += QByteArray::number(i) + '\n';
        QByteArray after = before;
        after.replace("\n5\n", "\nfive\n").replace("\n25\n", "\n");

        const QString hunks = diff(before, after);

        QCOMPARE(hunks.count(u"@@ -"_s), 2);
        QVERIFY(hunks.contains(u"@@ -23,7 +23,6 @@"_s));
    }

    void whatIsShownIsNotWhatIsCompared()
    {
        QCOMPARE(unifiedDiff("word: one\n", "word: two\n", "word: ***\n", "word: ***\n"),
                 u"@@ -1 +1 @@\n-word: ***\n+word: ***\n"_s);
    }

    void controlCharactersAreEscaped()
    {
        QCOMPARE(diff("a\n", "\x1b[2J\tb\r\n"), u"@@ -1 +1 @@\n-a\n+\\x1b[2J\tb\n"_s);
    }

    void insertsIntoNothing() { QVERIFY(diff("", "a\n").contains(u"+a\n"_s)); }

    void leadsFromOneTextToTheOther()
    {
        std::mt19937 dice(1);
        for (int round = 0; round < 500; ++round) {
            QByteArrayList lines;
            for (unsigned i = dice() % 40; i > 0; --i)
                lines.append(QByteArray::number(dice() % 8));
            QByteArrayList other = lines;
            for (unsigned i = dice() % 6; i > 0; --i) {
                const auto place = static_cast<qsizetype>(dice() % static_cast<unsigned>(other.size() + 1));
                if (dice() % 2 == 0 || place == other.size())
                    other.insert(place, QByteArray::number(dice() % 8));
                else
                    other.removeAt(place);
            }
            const QByteArray before = lines.join('\n') + '\n';
            const QByteArray after = other.join('\n') + '\n';

            QCOMPARE(applied(before, diff(before, after)), after);
        }
    }
};

ARCHIVESMP_TEST(TestUnifiedDiff)
#include "tst_unifieddiff.moc"
