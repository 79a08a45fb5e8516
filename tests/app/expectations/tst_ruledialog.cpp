// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/expectations/ruledialog.h"

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
using namespace archivesmp::app::expectations;
using namespace Qt::StringLiterals;
using domain::ListMode;
using domain::Rule;
using domain::RuleKind;
using domain::Severity;

namespace {

struct Desk
{
    Desk()
    {
        fillWithSample(host);
        fleet.addSession(host.makeSession(u"wss://host"_s));
        dialog = new RuleDialog(theme, fleet, &window);
        dialog->open();
    }

    [[nodiscard]] QComboBox *box(const QString &name) const
    {
        const auto boxes = dialog->findChildren<QComboBox *>();
        const auto found = std::find_if(boxes.begin(), boxes.end(),
                                        [&](const QComboBox *b) { return b->accessibleName() == name; });
        return found == boxes.end() ? nullptr : *found;
    }
    [[nodiscard]] QPushButton *deed() const { return button(dialog, u"Add the rule"_s); }
    void fill(const QString &name, const QString &text) const { edit(dialog, name)->setText(text); }

    [[nodiscard]] QString preview() const
    {
        for (const QLabel *label : dialog->findChildren<QLabel *>()) {
            if (label->accessibleName() == u"What it would do")
                return label->text();
        }
        return {};
    }

    // What can be filled in beside what every rule has.
    [[nodiscard]] QStringList special() const
    {
        QStringList names;
        for (const char *name : {"Severity", "How lists compare", "Key of the elements", "Extra keys",
                                 "Among which instances", "Keys with the same values"}) {
            const auto all = dialog->findChildren<QWidget *>();
            for (const QWidget *field : all) {
                if (field->accessibleName() == QLatin1StringView(name) && field->isVisible())
                    names.append(field->accessibleName());
            }
        }
        return names;
    }

    FakeHost host;
    client::Fleet fleet;
    theme::Theme theme;
    QWidget window;
    QPointer<RuleDialog> dialog;
};

} // namespace

class TestRuleDialog final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void asksForWhatItsKindNeeds()
    {
        const Desk desk;
        QCOMPARE(desk.special(), QStringList());
        desk.dialog->setKind(RuleKind::Severity);
        QCOMPARE(desk.special(), QStringList{u"Severity"_s});
        desk.dialog->setKind(RuleKind::List);
        QCOMPARE(desk.special(), QStringList{u"How lists compare"_s});
        desk.box(u"How lists compare"_s)->setCurrentIndex(1);
        QCOMPARE(desk.special(), (QStringList{u"How lists compare"_s, u"Key of the elements"_s}));
        desk.dialog->setKind(RuleKind::ExtraKeys);
        QCOMPARE(desk.special(), QStringList{u"Extra keys"_s});
        desk.dialog->setKind(RuleKind::Secret);
        QCOMPARE(desk.special(), QStringList());
        for (const RuleKind kind : {RuleKind::Unique, RuleKind::Agree}) {
            desk.dialog->setKind(kind);
            QCOMPARE(desk.special(),
                     (QStringList{u"Among which instances"_s, u"Keys with the same values"_s}));
        }
    }

    void theRuleIsWhatWasFilledIn()
    {
        const Desk desk;
        desk.fill(u"Plugin"_s, u" Husk* "_s);
        desk.fill(u"File"_s, u"config.yml"_s);
        desk.fill(u"Key"_s, u"mysql.port"_s);
        desk.fill(u"Instance"_s, u"ovh/*"_s);
        desk.fill(u"Reason"_s, u" it moves "_s);
        desk.fill(u"Key of the elements"_s, u"name"_s);
        desk.fill(u"Keys with the same values"_s, u"mysql.host, ,mysql.database"_s);
        Rule wanted;
        wanted.scope = {u"Husk*"_s, u"config.yml"_s, u"mysql.port"_s, u"ovh/*"_s};
        wanted.reason = u"it moves"_s;
        QCOMPARE(desk.dialog->rule(), wanted);

        wanted.kind = RuleKind::Severity;
        desk.dialog->setKind(wanted.kind);
        desk.box(u"Severity"_s)->setCurrentText(u"critical"_s);
        wanted.severity = Severity::Critical;
        QCOMPARE(desk.dialog->rule(), wanted);

        wanted.severity = Rule().severity;
        wanted.kind = RuleKind::List;
        desk.dialog->setKind(wanted.kind);
        wanted.listMode = ListMode::Set;
        QCOMPARE(desk.dialog->rule(), wanted);
        desk.box(u"How lists compare"_s)->setCurrentIndex(1);
        wanted.listMode = ListMode::Keyed;
        wanted.listKey = u"name"_s;
        QCOMPARE(desk.dialog->rule(), wanted);

        wanted.listMode = Rule().listMode;
        wanted.listKey.clear();
        wanted.kind = RuleKind::ExtraKeys;
        desk.dialog->setKind(wanted.kind);
        wanted.on = false;
        QCOMPARE(desk.dialog->rule(), wanted);

        wanted.on = true;
        wanted.kind = RuleKind::Unique;
        desk.dialog->setKind(wanted.kind);
        desk.box(u"Among which instances"_s)->setCurrentIndex(1);
        wanted.group = {true, {u"mysql.host"_s, u"mysql.database"_s}};
        QCOMPARE(desk.dialog->rule(), wanted);
    }

    void itHoldsAsLongAsWasSaid()
    {
        const Desk desk;
        QVERIFY(!desk.dialog->rule().expiresAt);

        desk.box(u"How long"_s)->setCurrentText(u"for 7 days"_s);

        const auto end = desk.dialog->rule().expiresAt;
        QVERIFY(end);
        QVERIFY(std::abs(QDateTime::currentDateTimeUtc().addDays(7).secsTo(*end)) < 60);
    }

    void whatIsMissingIsSaidBeforeTheHostIsAsked()
    {
        const Desk desk;
        QVERIFY(!desk.deed()->isEnabled());
        QVERIFY2(desk.preview().contains(u"name a plugin"_s), qPrintable(desk.preview()));

        desk.fill(u"Plugin"_s, u"CMI"_s);
        QCOMPARE(desk.deed()->toolTip(), u"Say why first."_s);
        desk.fill(u"Reason"_s, u"it moves"_s);
        QVERIFY(desk.deed()->isEnabled());
        desk.dialog->setKind(RuleKind::List);
        desk.box(u"How lists compare"_s)->setCurrentIndex(1);
        QVERIFY(!desk.deed()->isEnabled());
        QVERIFY2(desk.deed()->toolTip().contains(u"key"_s), qPrintable(desk.deed()->toolTip()));
    }

    void saysWhatItWouldDo()
    {
        const Desk desk;
        QTRY_VERIFY(desk.fleet.hasLoaded());
        desk.fill(u"Plugin"_s, u"HuskSync"_s);
        desk.fill(u"Key"_s, u"features.*"_s);
        QTRY_COMPARE(desk.preview().section(u'\n', 0, 0), u"Hides 3 findings that are open now."_s);
        QVERIFY2(desk.preview().contains(u"\nhetzner/DEV01 › HuskSync › "_s), qPrintable(desk.preview()));

        desk.dialog->setKind(RuleKind::Severity);
        QTRY_COMPARE(desk.preview().section(u'\n', 0, 0), u"Changes 3 findings that are open now."_s);
        desk.dialog->setKind(RuleKind::List);
        QTRY_VERIFY(desk.preview().startsWith(u"About 3 open findings; "_s));
        desk.dialog->setKind(RuleKind::Unique);
        QTRY_VERIFY(desk.preview().startsWith(u"What collides is known "_s));
        desk.dialog->setKind(RuleKind::Ignore);
        desk.fill(u"Key"_s, {});
        desk.fill(u"Plugin"_s, u"*"_s);
        QTRY_VERIFY2(desk.preview().endsWith(u"\nand %1 more"_s.arg(desk.host.findings.size() - 5)),
                     qPrintable(desk.preview()));
    }

    void addsItOrSaysInPlaceWhyNot()
    {
        Desk desk;
        QTRY_VERIFY(desk.fleet.hasLoaded());
        QSignalSpy added(desk.dialog, &RuleDialog::added);
        desk.fill(u"Plugin"_s, u"CMI"_s);
        QTRY_VERIFY(desk.preview().startsWith(u"Hides "_s));
        desk.fill(u"Reason"_s, u"it moves"_s);
        QTRY_VERIFY(std::holds_alternative<protocol::PreviewRule>(desk.host.asked.last()));
        desk.host.nextError = Error{ErrorCode::LimitExceeded, u"there are too many rules"_s};

        QTest::mouseClick(desk.deed(), Qt::LeftButton);
        QVERIFY(!desk.deed()->isEnabled());

        const auto says = [&](const QString &text) {
            const auto labels = desk.dialog->findChildren<QLabel *>();
            return std::any_of(labels.begin(), labels.end(), [&](const QLabel *label) {
                return label->isVisible() && label->text().contains(text);
            });
        };
        QTRY_VERIFY(says(u"there are too many rules"_s));
        QVERIFY(desk.host.rules.isEmpty());
        QTest::mouseClick(desk.deed(), Qt::LeftButton);

        QTRY_COMPARE(added.size(), 1);
        QCOMPARE(desk.host.rules.first().rule.scope.plugin, u"CMI"_s);
        QTRY_VERIFY(desk.dialog == nullptr);
    }
};

ARCHIVESMP_TEST(TestRuleDialog)
#include "tst_ruledialog.moc"
