// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/drift/valuestory.h"

#include "tests/support/testregistry.h"

#include <QTest>

using namespace archivesmp;
using namespace archivesmp::app::drift;
using namespace archivesmp::protocol;
using namespace Qt::StringLiterals;
using domain::FindingKind;
using domain::Layer;

namespace {

const QDateTime now(QDate(2026, 3, 4), QTime(5, 6), Qt::UTC);

ExpectedElsewhere elsewhere(const QString &instance, bool same)
{
    return {{u"ovh"_s, instance}, Layer::Instance, Value::text("co_" + instance.toUtf8()), same};
}

} // namespace

class TestValueStory final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void nothingKnownIsNothingSaid() { QVERIFY(storyText({}, now).isEmpty()); }

    void everyCauseHasItsSentence()
    {
        QSet<QString> sentences;
        for (const DriftCause cause :
             {DriftCause::ChangedOutside, DriftCause::ExpectationChanged, DriftCause::NeverApplied})
            sentences.insert(storyText({.cause = cause}, now));
        QCOMPARE(sentences.size(), 3);
        QVERIFY(!sentences.contains(QString()));
    }

    void theLastFixIsNamedWithItsAuthor()
    {
        ValueStory story{.lastApplied = AppliedFix{JobId(u"j"_s), now.addDays(-2), u"ada"_s}};

        QCOMPARE(storyText(story, now), u"Last applied 2 d ago by ada."_s);
        story.lastApplied->reason = u"sold out"_s;
        QCOMPARE(storyText(story, now), u"Last applied 2 d ago by ada: sold out"_s);
    }

    void thoseWhoShareAndThoseWhoDoNot()
    {
        ValueStory story;
        story.elsewhere = {elsewhere(u"HUB01"_s, true), elsewhere(u"DEV01"_s, true)};
        QCOMPARE(storyText(story, now), u"Expected the same on 2 other instances."_s);
        story.elsewhere = {elsewhere(u"HUB01"_s, true), elsewhere(u"A"_s, false)};
        QCOMPARE(storyText(story, now), u"Expected the same on 1 other instance. Otherwise on: A co_A."_s);
        story.elsewhere = {elsewhere(u"A"_s, false), elsewhere(u"B"_s, false), elsewhere(u"C"_s, false),
                           elsewhere(u"D"_s, false), elsewhere(u"E"_s, false)};
        QCOMPARE(storyText(story, now), u"Otherwise on: A co_A, B co_B, C co_C, and 2 more."_s);
        story.elsewhere = {{{u"ovh"_s, u"A"_s}, std::nullopt, {}, false}};
        QVERIFY(storyText(story, now).isEmpty());
    }

    void aLayerTellsItsAuthorVersionAndReason()
    {
        LayerValue layer;
        QVERIFY(originText(layer).isEmpty());
        layer.author = u"ada"_s;
        layer.at = now;
        layer.version = 7;
        layer.reason = u"the builders' server"_s;
        QVERIFY(originText(layer).startsWith(u"by ada in version 7\nthe builders' server\n"));
        QCOMPARE(shortOriginText(layer, now),
                 u"by ada in version 7 · "_s + now.toLocalTime().toString(u"HH:mm"_s)
                     + u"\nthe builders' server"_s);
        layer.version = 0;
        layer.reason = u"a\nb"_s; // one line stays one
        QVERIFY(originText(layer).startsWith(u"by ada\na\\nb\n"));
        QVERIFY(shortOriginText(layer, now).endsWith(u"\na\\nb"));
        QVERIFY(shortOriginText({}, now).isEmpty());
    }

    void onlyWhatHoldsAValueCanBeAccepted()
    {
        domain::Finding finding;
        for (const FindingKind kind :
             {FindingKind::Changed, FindingKind::WrongType, FindingKind::MissingKey, FindingKind::ExtraKey,
              FindingKind::MissingPlugin, FindingKind::UnexpectedPlugin}) {
            finding.kind = kind;
            QVERIFY(whyNotAcceptable(finding).isEmpty());
        }
        for (const FindingKind kind :
             {FindingKind::MissingFile, FindingKind::Unparsable, FindingKind::UnsupportedFormat,
              FindingKind::InvalidStructure, FindingKind::DuplicatePlugin, FindingKind::WrongVersion,
              FindingKind::InstanceMismatch, FindingKind::Collision, FindingKind::Unreadable}) {
            finding.kind = kind;
            QVERIFY(!whyNotAcceptable(finding).isEmpty());
        }
    }
};

ARCHIVESMP_TEST(TestValueStory)
#include "tst_valuestory.moc"
