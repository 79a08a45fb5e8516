// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/expectations/glob.h"

#include "tests/support/testregistry.h"

#include <QElapsedTimer>
#include <QRandomGenerator>
#include <QRegularExpression>
#include <QTest>

using namespace archivesmp::expectations;
using namespace Qt::StringLiterals;

namespace {

bool fits(const QString &pattern, const QString &text)
{
    return Glob(pattern, u'/', u'/').fits(text);
}

// The same meaning, by the regular expressions that Qt has.
bool fitsByExpression(QString pattern, const QString &text)
{
    QString expression;
    for (qsizetype i = 0; i < pattern.size(); ++i) {
        const bool isDouble = pattern.at(i) == u'*' && i + 1 < pattern.size() && pattern.at(i + 1) == u'*';
        const bool beginsPart = i == 0 || pattern.at(i - 1) == u'/';
        if (isDouble && beginsPart && i + 2 < pattern.size() && pattern.at(i + 2) == u'/') {
            expression += u"(?:.*/)?"_s;
            i += 2;
        } else if (isDouble) {
            expression += u".*"_s;
            ++i;
        } else if (pattern.at(i) == u'*') {
            expression += u"[^/]*"_s;
        } else if (pattern.at(i) == u'?') {
            expression += u"[^/]"_s;
        } else {
            expression += pattern.at(i);
        }
    }
    return !text.isEmpty()
        && QRegularExpression(QRegularExpression::anchoredPattern(expression)).match(text).hasMatch();
}

} // namespace

class TestGlob final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aPatternFitsWhatItDescribes_data()
    {
        QTest::addColumn<QString>("pattern");
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("fitting");

        const auto row = [](const char *pattern, const char *text, bool fitting) {
            QTest::addRow("%s on %s", pattern, text)
                << QString::fromLatin1(pattern) << QString::fromLatin1(text) << fitting;
        };
        row("", "anything", true);
        row("", "", true);
        row("*", "", false);
        row("a/b", "a/b", true);
        row("a/b", "a/B", false);
        row("a/b", "a/bc", false);
        row("*", "abc", true);
        row("*", "a/c", false);
        row("a*c", "abbc", true);
        row("a*c", "ac", true);
        row("a*c", "a/c", false);
        row("a/*/c", "a/b/c", true);
        row("a/*/c", "a/b/b/c", false);
        row("a/**/c", "a/b/b/c", true);
        row("a/**/c", "a/c", true);
        row("a/**", "a/b/c", true);
        row("a/**", "a", false);
        row("**/uuid", "uuid", true);
        row("**/uuid", "a/b/uuid", true);
        row("**/uuid", "a/myuuid", false);
        row("**uuid", "a/myuuid", true);
        row("?", "a", true);
        row("?", "/", false);
        row("a?c", "abc", true);
        row("*.yml", "config.yml", true);
        row("*/*.yml", "x/config.yml", true);
        row("**/a*/b", "ax/c/ay/b", true);
        row("**/a/*/c/**", "a/x/a/y/c/z", true);
        row("a\\*b", "a*b", true);
        row("a\\*b", "axb", false);
        row("a\\\\b", "a\\b", true);
        row("a\\xb", "a\\xb", true);
    }

    void aPatternFitsWhatItDescribes()
    {
        QFETCH(const QString, pattern);
        QFETCH(const QString, text);
        QFETCH(const bool, fitting);

        QCOMPARE(fits(pattern, text), fitting);
    }

    void randomPatternsMeanWhatTheirExpressionsMean()
    {
        QRandomGenerator random(7);
        const auto pick = [&](const QStringList &pieces) {
            QString out;
            for (int n = random.bounded(1, 9); n > 0; --n)
                out += pieces.at(random.bounded(pieces.size()));
            return out;
        };
        for (int i = 0; i < 20000; ++i) {
            const QString pattern
                = pick({u"a"_s, u"b"_s, u"/"_s, u"*"_s, u"**"_s, u"?"_s, u"/**/"_s, u"**/"_s});
            const QString text = pick({u"a"_s, u"b"_s, u"/"_s, u"ab"_s});
            // Three stars in a row are one '**' here and have no meaning of their own there.
            if (pattern.contains(u"***"_s))
                continue;
            const bool expected = fitsByExpression(pattern, text);
            if (fits(pattern, text) != expected)
                QFAIL(qPrintable(pattern + u" on "_s + text + (expected ? u" fits"_s : u" does not fit"_s)));
        }
    }

    void aTextMadeALiteralFitsItselfOnly()
    {
        const QString text = u"a*b?c\\d.e"_s;

        QVERIFY(fits(literalGlob(text), text));
        QVERIFY(!fits(literalGlob(text), u"axb?c\\d.e"_s));
    }

    void manyStarsDoNotTakeForever()
    {
        const QString text(20000, u'a');
        QElapsedTimer timer;
        timer.start();

        QVERIFY(!fits(u"**a**a**a**a**a**a**a**a**b"_s, text));
        QVERIFY(!fits(u"*a*a*a*a*a*a*a*a*b"_s, text));

        QVERIFY(timer.elapsed() < 2000);
    }
};

ARCHIVESMP_TEST(TestGlob)
#include "tst_glob.moc"
