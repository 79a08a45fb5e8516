// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/widgets/filterquery.h"

#include "tests/support/testregistry.h"

#include <QHash>
#include <QTest>

using archivesmp::app::widgets::FilterQuery;
using namespace Qt::StringLiterals;

class TestFilterQuery final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void letsThroughWhatHoldsAllWords_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("passes");
        QTest::newRow("nothing typed") << QString() << true;
        QTest::newRow("blanks only") << u"   "_s << true;
        QTest::newRow("one word, other case") << u"COREprotect"_s << true;
        QTest::newRow("two words, both there") << u"bent core"_s << true;
        QTest::newRow("two words, one missing") << u"bent luckperms"_s << false;
        QTest::newRow("a field") << u"plugin:core"_s << true;
        QTest::newRow("a field that holds something else") << u"instance:core"_s << false;
        QTest::newRow("a field, other case") << u"Plugin:Core"_s << true;
        QTest::newRow("excluded") << u"-core"_s << false;
        QTest::newRow("excluded and absent") << u"-luckperms"_s << true;
        QTest::newRow("an excluded field") << u"-plugin:core"_s << false;
        QTest::newRow("excluded in another field") << u"-instance:core"_s << true;
        QTest::newRow("quoted") << u"\"bent01 core\""_s << true;
        QTest::newRow("quoted in another order") << u"\"core bent01\""_s << false;
        QTest::newRow("a field with a quoted value") << u"plugin:\"core\""_s << true;
        QTest::newRow("an unknown field is plain text") << u"colour:core"_s << false;
        QTest::newRow("a field without a value") << u"plugin:"_s << true;
        QTest::newRow("a dash alone is a word") << u"-"_s << false;
        QTest::newRow("an open quote") << u"\"bent01"_s << true;
    }

    void letsThroughWhatHoldsAllWords()
    {
        QFETCH(QString, text);
        QFETCH(bool, passes);
        const QHash<QString, QByteArray> row{
            {QString(), "bent01 coreprotect"}, {u"instance"_s, "bent01"}, {u"plugin"_s, "coreprotect"}};

        const FilterQuery query = FilterQuery::parse(text, {u"instance"_s, u"plugin"_s});

        QCOMPARE(query.matches([&row](const QString &field) { return row.value(field); }), passes);
    }

    void knowsWhenPreviousHitsSuffice_data()
    {
        QTest::addColumn<QString>("before");
        QTest::addColumn<QString>("after");
        QTest::addColumn<bool>("narrows");
        QTest::newRow("a letter more") << u"cor"_s << u"core"_s << true;
        QTest::newRow("a letter less") << u"core"_s << u"cor"_s << false;
        QTest::newRow("a word more") << u"core"_s << u"core bent"_s << true;
        QTest::newRow("a word less") << u"core bent"_s << u"core"_s << false;
        QTest::newRow("from nothing") << QString() << u"x"_s << true;
        QTest::newRow("to nothing") << u"x"_s << QString() << false;
        QTest::newRow("an exclusion made longer lets more through") << u"-co"_s << u"-core"_s << false;
        QTest::newRow("an exclusion made shorter") << u"-core"_s << u"-co"_s << true;
        QTest::newRow("another field") << u"plugin:co"_s << u"instance:core"_s << false;
    }

    void knowsWhenPreviousHitsSuffice()
    {
        QFETCH(QString, before);
        QFETCH(QString, after);
        QFETCH(bool, narrows);
        const QStringList fields{u"instance"_s, u"plugin"_s};

        QCOMPARE(FilterQuery::parse(after, fields).narrows(FilterQuery::parse(before, fields)), narrows);
    }
};

ARCHIVESMP_TEST(TestFilterQuery)
#include "tst_filterquery.moc"
