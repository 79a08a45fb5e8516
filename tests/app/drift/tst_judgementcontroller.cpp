// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/drift/judgementcontroller.h"

#include "app/client/fleet.h"
#include "app/drift/judgementdialog.h"
#include "app/theme/theme.h"
#include "tests/app/fakes/fakehost.h"
#include "tests/app/fakes/widgetsearch.h"
#include "tests/support/testregistry.h"

#include <QComboBox>
#include <QLabel>
#include <QSignalSpy>
#include <QTest>

using namespace archivesmp;
using namespace archivesmp::tests;
using namespace archivesmp::app;
using namespace archivesmp::app::drift;
using namespace Qt::StringLiterals;
using client::FindingPtr;
using domain::Layer;

namespace {

// A window with nothing in it but the verbs.
class Desk final
{
public:
    Desk()
    {
        fillWithSample(host);
        fleet.addSession(host.makeSession(u"wss://host"_s));
        window.show();
    }

    [[nodiscard]] FindingPtr finding(const QString &instance, const QString &key) const
    {
        for (const FindingPtr &held : fleet.findings()) {
            if (held->instance.name == instance && held->key.toString() == key)
                return held;
        }
        return nullptr;
    }

    [[nodiscard]] JudgementDialog *dialog() { return visibleChild<JudgementDialog>(&window); }

    // Says why and presses the button that names the deed.
    void confirm(const QString &name)
    {
        JudgementDialog *open = dialog();
        QVERIFY(open != nullptr);
        QVERIFY2(button(open, name) != nullptr, qPrintable(name));
        QVERIFY(!button(open, name)->isEnabled());
        edit(open, u"Reason"_s)->setText(u"the builders' server"_s);
        QTest::mouseClick(button(open, name), Qt::LeftButton);
    }

    FakeHost host;
    client::Fleet fleet;
    theme::Theme theme;
    QWidget window;
    JudgementController controller{theme, fleet, &window};
    QSignalSpy judged{&controller, &JudgementController::judged};
    QSignalSpy failed{&controller, &JudgementController::failed};
};

const QString prefix = u"table-prefix"_s;

} // namespace

class TestJudgementController final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void acceptAsksWhyAndCanBeTakenBack()
    {
        Desk desk;
        QTRY_VERIFY(desk.fleet.hasLoaded());
        const FindingPtr finding = desk.finding(u"BENT01"_s, prefix);

        desk.controller.accept({finding});
        desk.confirm(u"Accept 1 finding on BENT01"_s);

        QTRY_COMPARE(desk.judged.size(), 1);
        QCOMPARE(desk.judged.first().first().toString(), u"Accepted 1 finding on BENT01."_s);
        const auto request = std::get<protocol::AcceptFindings>(desk.host.asked.last());
        QCOMPARE(request.findings, QList{finding->id});
        QCOMPARE(request.scope, Layer::Instance);
        QCOMPARE(request.reason, u"the builders' server"_s);
        QVERIFY(desk.finding(u"BENT01"_s, prefix) == nullptr);
        QVERIFY(desk.dialog() == nullptr);
        QVERIFY(!desk.controller.nextUndo().isEmpty());

        desk.controller.undo();

        QTRY_COMPARE(desk.judged.size(), 2);
        QVERIFY(desk.finding(u"BENT01"_s, prefix) != nullptr);
        QCOMPARE(desk.host.versions.first().undoes, 1);
        QVERIFY(desk.controller.nextUndo().isEmpty());
    }

    void aRuleThatWasAddedOtherwiseCanBeTakenBackToo()
    {
        Desk desk;
        QTRY_VERIFY(desk.fleet.hasLoaded());
        desk.host.rules = {{.rule = {.id = RuleId(u"r"_s)}}};

        desk.controller.followAdded({.rules = {RuleId(u"r"_s)}, .findings = 2});

        QCOMPARE(desk.judged.last().first().toString(), u"A rule was added; it changes 2 findings."_s);
        desk.controller.undo();
        QTRY_VERIFY(desk.host.rules.isEmpty());
    }

    void theButtonNamesWhereItHolds()
    {
        Desk desk;
        QTRY_VERIFY(desk.fleet.hasLoaded());
        desk.controller.accept({desk.finding(u"BENT01"_s, prefix)});

        desk.dialog()->setScope(Layer::Server);
        QVERIFY(button(desk.dialog(), u"Accept 1 finding on ovh"_s) != nullptr);
        desk.dialog()->setScope(Layer::Universal);
        desk.confirm(u"Accept 1 finding everywhere"_s);

        QTRY_COMPARE(desk.judged.size(), 1);
        QCOMPARE(std::get<protocol::AcceptFindings>(desk.host.asked.last()).scope, Layer::Universal);
    }

    void ignoreSaysWhatItWouldHideAndForHowLong()
    {
        Desk desk;
        QTRY_VERIFY(desk.fleet.hasLoaded());
        const FindingPtr finding = desk.finding(u"DEV01"_s, u"features.sync-0"_s);
        desk.host.findings.append(
            makeFinding({u"ovh"_s, u"HUB01"_s}, u"HuskSync"_s, u"features.sync-0"_s, "true", "false"));

        desk.controller.ignore({finding});

        const auto preview = [&] {
            for (const QLabel *label : desk.dialog()->findChildren<QLabel *>()) {
                if (label->accessibleName() == u"What it would do")
                    return label->text();
            }
            return QString();
        };
        QTRY_COMPARE(preview(), u"Hides 1 finding that is open now."_s);
        desk.dialog()->setScope(Layer::Universal);
        QTRY_COMPARE(preview(), u"Hides 2 findings that are open now."_s);
        desk.dialog()->setScope(Layer::Instance);
        auto *until = desk.dialog()->findChild<QComboBox *>();
        until->setCurrentIndex(until->findText(u"for 30 days"_s));
        desk.confirm(u"Ignore 1 finding on DEV01"_s);

        QTRY_COMPARE(desk.judged.size(), 1);
        QCOMPARE(desk.judged.first().first().toString(), u"1 finding is ignored now."_s);
        QVERIFY(desk.finding(u"DEV01"_s, u"features.sync-0"_s) == nullptr);
        const domain::Rule rule = desk.host.rules.first().rule;
        const QDateTime soon = QDateTime::currentDateTimeUtc().addDays(30);
        QVERIFY(rule.expiresAt && std::abs(rule.expiresAt->secsTo(soon)) < 60);

        desk.controller.undo();

        QTRY_VERIFY(desk.finding(u"DEV01"_s, u"features.sync-0"_s) != nullptr);
        QVERIFY(desk.host.rules.isEmpty());
    }

    void severalFindingsAreOneDeed()
    {
        Desk desk;
        QTRY_VERIFY(desk.fleet.hasLoaded());
        desk.controller.ignore({desk.finding(u"DEV01"_s, u"features.sync-0"_s),
                                desk.finding(u"DEV01"_s, u"features.sync-1"_s),
                                desk.finding(u"BENT01"_s, prefix)});

        desk.confirm(u"Ignore 3 findings on 2 instances"_s);
        QTRY_COMPARE(desk.judged.size(), 1);
        QCOMPARE(desk.host.rules.size(), 3);
        desk.controller.undo();

        QTRY_COMPARE(desk.judged.size(), 2);
        QCOMPARE(desk.host.rules.size(), 0);
        QCOMPARE(desk.fleet.findings().size(), 14);
    }

    void anUndoThatFailsCanBeTriedAgain()
    {
        Desk desk;
        QTRY_VERIFY(desk.fleet.hasLoaded());
        desk.controller.ignore(
            {desk.finding(u"DEV01"_s, u"features.sync-0"_s), desk.finding(u"DEV01"_s, u"features.sync-1"_s)});
        desk.confirm(u"Ignore 2 findings on DEV01"_s);
        QTRY_COMPARE(desk.judged.size(), 1);
        const QString deed = desk.controller.nextUndo();
        desk.host.nextError = Error{ErrorCode::Timeout, u"too slow"_s};

        desk.controller.undo();

        QTRY_COMPARE(desk.failed.size(), 1);
        QCOMPARE(desk.judged.size(), 1);
        QCOMPARE(desk.host.rules.size(), 1);
        QCOMPARE(desk.controller.nextUndo(), deed);
        desk.controller.undo();
        QTRY_COMPARE(desk.judged.size(), 2);
        QVERIFY(desk.host.rules.isEmpty());
        QVERIFY(desk.controller.nextUndo().isEmpty());
    }

    void anUndoWaitsForTheHost()
    {
        Desk desk;
        QTRY_VERIFY(desk.fleet.hasLoaded());
        desk.controller.accept({desk.finding(u"BENT01"_s, prefix)});
        desk.confirm(u"Accept 1 finding on BENT01"_s);
        QTRY_COMPARE(desk.judged.size(), 1);
        desk.host.setOnline(false);

        desk.controller.undo();

        QTRY_COMPARE(desk.failed.size(), 1);
        QVERIFY(!desk.controller.nextUndo().isEmpty());
    }

    // Else it would stand before everything that was done earlier.
    void whatNeverCanBeTakenBackIsNotTriedAgain()
    {
        Desk desk;
        QTRY_VERIFY(desk.fleet.hasLoaded());
        desk.controller.accept({desk.finding(u"BENT01"_s, prefix)});
        desk.confirm(u"Accept 1 finding on BENT01"_s);
        QTRY_COMPARE(desk.judged.size(), 1);
        desk.host.nextError = Error{ErrorCode::Conflict, u"a newer version is there"_s};

        desk.controller.undo();

        QTRY_COMPARE(desk.failed.size(), 1);
        QVERIFY(desk.controller.nextUndo().isEmpty());
    }

    void aRuleThatSomebodyElseRemovedIsTakenBackToo()
    {
        Desk desk;
        QTRY_VERIFY(desk.fleet.hasLoaded());
        desk.controller.ignore({desk.finding(u"BENT01"_s, prefix)});
        desk.confirm(u"Ignore 1 finding on BENT01"_s);
        QTRY_COMPARE(desk.judged.size(), 1);
        desk.host.nextError = Error{ErrorCode::NotFound, u"no such rule"_s};

        desk.controller.undo();

        QTRY_COMPARE(desk.judged.size(), 2);
        QVERIFY(desk.failed.isEmpty());
    }

    void whatWasLeftIsSaidWithItsReason()
    {
        Desk desk;
        QTRY_VERIFY(desk.fleet.hasLoaded());
        const QList findings{desk.finding(u"BENT01"_s, prefix),
                             desk.finding(u"DEV01"_s, u"features.sync-0"_s)};
        desk.controller.accept(findings);
        desk.host.resolve(findings.first()->id);

        desk.confirm(u"Accept 2 findings on 2 instances"_s);

        QTRY_COMPARE(desk.judged.size(), 1);
        QVERIFY(desk.judged.first().first().toString().endsWith(u"1 was left as it is: it is not open"_s));
    }

    void anErrorStaysInTheDialogAndCanBeTriedAgain()
    {
        Desk desk;
        QTRY_VERIFY(desk.fleet.hasLoaded());
        desk.controller.accept({desk.finding(u"BENT01"_s, prefix)});
        desk.host.nextError = Error{ErrorCode::Timeout, u"too slow"_s};
        desk.confirm(u"Accept 1 finding on BENT01"_s);

        QTRY_VERIFY(button(desk.dialog(), u"Accept 1 finding on BENT01"_s)->isEnabled());
        const auto labels = desk.dialog()->findChildren<QLabel *>();
        QVERIFY(std::any_of(labels.begin(), labels.end(),
                            [](const QLabel *label) { return label->text() == u"too slow"; }));
        QTest::mouseClick(button(desk.dialog(), u"Accept 1 finding on BENT01"_s), Qt::LeftButton);

        QTRY_COMPARE(desk.judged.size(), 1);
    }

    void aRemovedRuleComesBack()
    {
        Desk desk;
        QTRY_VERIFY(desk.fleet.hasLoaded());
        desk.controller.ignore({desk.finding(u"BENT01"_s, prefix)});
        desk.confirm(u"Ignore 1 finding on BENT01"_s);
        QTRY_COMPARE(desk.judged.size(), 1);
        const domain::Rule rule = desk.host.rules.first().rule;

        desk.controller.removeRule(rule);
        QTRY_COMPARE(desk.judged.size(), 2);
        QVERIFY(desk.host.rules.isEmpty());
        desk.controller.undo();

        QTRY_COMPARE(desk.host.rules.size(), 1);
        QCOMPARE(desk.host.rules.first().rule.reason, rule.reason);
        QCOMPARE(desk.host.rules.first().rule.scope, rule.scope);
    }

    void anOldVersionIsNotTakenBack()
    {
        Desk desk;
        QTRY_VERIFY(desk.fleet.hasLoaded());

        desk.controller.undoVersion(7, u"by mistake"_s);

        QTRY_COMPARE(desk.failed.size(), 1);
        QVERIFY(desk.controller.nextUndo().isEmpty());
    }

    void withoutAHostNothingIsJudged()
    {
        Desk desk;
        QTRY_VERIFY(desk.fleet.hasLoaded());
        desk.controller.accept({desk.finding(u"BENT01"_s, prefix)});
        desk.host.setOnline(false);

        desk.confirm(u"Accept 1 finding on BENT01"_s);

        QVERIFY(desk.dialog() != nullptr);
        QCOMPARE(desk.judged.size(), 0);
        desk.controller.removeRule({});
        QTRY_COMPARE(desk.failed.size(), 1);
    }
};

ARCHIVESMP_TEST(TestJudgementController)
#include "tst_judgementcontroller.moc"
