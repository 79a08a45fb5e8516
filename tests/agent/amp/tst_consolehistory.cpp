// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/amp/consolehistory.h"

#include "tests/support/testregistry.h"

#include <QTest>

using namespace archivesmp::agent;
using namespace Qt::StringLiterals;

class TestConsoleHistory final : public QObject
{
    Q_OBJECT

    static QList<instances::ConsoleLine> lines(const QStringList &texts)
    {
        const QDateTime at(QDate(2026, 1, 2), QTime(3, 4, 5), Qt::UTC);
        QList<instances::ConsoleLine> lines;
        for (const QString &text : texts)
            lines.append({at, u"Server thread/INFO"_s, text});
        return lines;
    }

    static QStringList texts(const QList<instances::ConsoleLine> &lines)
    {
        QStringList texts;
        for (const instances::ConsoleLine &line : lines)
            texts.append(line.text);
        return texts;
    }

private Q_SLOTS:
    void theFirstQuestionOnlySetsTheMark()
    {
        amp::ConsoleHistory history;

        QVERIFY(history.newOf(lines({u"old"_s}), 1).isEmpty());
        QCOMPARE(texts(history.newOf(lines({u"new"_s}), 1)), QStringList{u"new"_s});
    }

    void leavesOutWhatANewSessionRepeats()
    {
        amp::ConsoleHistory history;
        static_cast<void>(history.newOf(lines({u"a"_s, u"b"_s}), 1));
        static_cast<void>(history.newOf(lines({u"c"_s}), 1));

        QCOMPARE(texts(history.newOf(lines({u"b"_s, u"c"_s, u"d"_s}), 2)), QStringList{u"d"_s});
        QCOMPARE(texts(history.newOf(lines({u"e"_s}), 2)), QStringList{u"e"_s});
    }

    void keepsEqualLinesThatWereWrittenTwice()
    {
        amp::ConsoleHistory history;
        static_cast<void>(history.newOf({}, 1));

        QCOMPARE(texts(history.newOf(lines({u"x"_s, u"x"_s}), 1)).size(), 2);
        QCOMPARE(texts(history.newOf(lines({u"x"_s, u"x"_s, u"x"_s}), 2)).size(), 1);
    }

    void remembersNoMoreThanAConsoleCanRepeat()
    {
        amp::ConsoleHistory history;
        static_cast<void>(history.newOf({}, 1));
        QStringList many;
        for (int i = 0; i < 1000; ++i)
            many.append(QString::number(i));
        static_cast<void>(history.newOf(lines(many), 1));

        QVERIFY(history.newOf(lines(many.mid(960)), 2).isEmpty());
        QCOMPARE(history.newOf(lines(many.mid(0, 40)), 3).size(), 40);
    }
};

ARCHIVESMP_TEST(TestConsoleHistory)
#include "tst_consolehistory.moc"
