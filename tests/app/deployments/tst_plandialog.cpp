// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/deployments/plandialog.h"

#include "app/client/fleet.h"
#include "app/deployments/deploydialog.h"
#include "app/deployments/deploymentcontroller.h"
#include "app/deployments/plandiff.h"
#include "app/theme/theme.h"
#include "tests/app/fakes/loadedfleet.h"
#include "tests/support/testregistry.h"

#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryFile>
#include <QTest>

using namespace archivesmp;
using namespace archivesmp::tests;
using namespace archivesmp::app::deployments;
using namespace Qt::StringLiterals;
using domain::InstanceRef;
using domain::Plan;
using domain::PlanTarget;

namespace {

struct Loaded : LoadedFleet
{
    app::theme::Theme theme;
    QWidget window;
};

Plan makePlan()
{
    Plan plan;
    plan.type = domain::JobType::ConfigUpdate;
    plan.title = u"Fix 2 settings"_s;
    plan.preconditions = {u"both files are unchanged"_s};
    const QString diff = u"@@ -1 +1 @@\n-a: 1\n+a: 2\n"_s;
    plan.targets = {PlanTarget{.instance = {u"hetzner"_s, u"DEV01"_s},
                               .wave = 1,
                               .file = u"plugins/P/c.yml"_s,
                               .diff = diff,
                               .restarts = true},
                    PlanTarget{.instance = {u"ovh"_s, u"HUB01"_s},
                               .wave = 2,
                               .file = u"plugins/P/c.yml"_s,
                               .diff = diff,
                               .restarts = true,
                               .players = 31},
                    PlanTarget{.instance = {u"ovh"_s, u"BENT01"_s},
                               .wave = 2,
                               .file = u"plugins/P/c.yml"_s,
                               .diff = u"@@ -1 +1 @@\n-a: 3\n+a: 2\n"_s}};
    plan.id = planId(plan);
    return plan;
}

template <typename Widget>
Widget *visible(QWidget &in)
{
    for (Widget *found : in.findChildren<Widget *>()) {
        if (found->isVisible())
            return found;
    }
    return nullptr;
}

QString allTexts(const QWidget &widget)
{
    QString texts;
    for (const QLabel *label : widget.findChildren<QLabel *>()) {
        if (label->isVisibleTo(&widget))
            texts += label->text() + u'\n';
    }
    return texts;
}

QPushButton *button(QWidget &in, const QString &name)
{
    for (QPushButton *found : in.findChildren<QPushButton *>()) {
        if (found->accessibleName() == name)
            return found;
    }
    return nullptr;
}

} // namespace

class TestPlanDialog final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void sameChangesAreShownOnce()
    {
        const QList<PlanSection> sections = sectionsOf(makePlan());

        QCOMPARE(sections.size(), 2);
        QCOMPARE(sections.at(0).title, u"plugins/P/c.yml · same on 2 instances"_s);
        QCOMPARE(sections.at(1).title, u"plugins/P/c.yml · only on BENT01"_s);
        QCOMPARE(sections.at(0).lines.size(), 2);
    }

    void aJarIsNamedByWhatItReplaces()
    {
        Plan plan;
        domain::DeployPayload payload{QByteArray(32, '\x5a'), 2048, u"P-2.jar"_s, u"P-1.jar"_s, {}};
        plan.targets = {PlanTarget{.instance = {u"ovh"_s, u"HUB01"_s}, .payload = payload}};
        QCOMPARE(sectionsOf(plan).constFirst().title, u"plugins/P-1.jar → P-2.jar · HUB01"_s);
        QVERIFY(sectionsOf(plan).constFirst().lines.constFirst().text.contains(u"5a5a5a5a5a5a"));

        payload.replaces.clear();
        plan.targets.first().payload = payload;
        QCOMPARE(sectionsOf(plan).constFirst().title, u"P-2.jar is added · HUB01"_s);
        plan.targets.first().payload = domain::DeployPayload{.replaces = u"P-1.jar"_s, .remove = true};
        QCOMPARE(sectionsOf(plan).constFirst().title, u"P-1.jar is removed · HUB01"_s);
    }

    void aRollbackSaysWhatComesBackAndFromWhere()
    {
        const JobId job(u"d7a2b96b-5beb-46f7-b124-51909e0aad65"_s);
        domain::Job undone{.id = job};
        undone.payload = domain::DeployPayload{QByteArray(32, '\x5a'), 2048, u"P-2.jar"_s, u"P-1.jar"_s,
                                               QByteArray(32, '\x3b')};
        Plan plan;
        plan.type = domain::JobType::Rollback;
        plan.preconditions = {u"P-2.jar is as job "_s + job.toString() + u" left it"_s};
        for (const QString &name : {u"HUB01"_s, u"BENT01"_s})
            plan.targets.append({.instance = {u"ovh"_s, name},
                                 .oldVersion = u"2"_s,
                                 .newVersion = u"1"_s,
                                 .file = u"plugins/P-2.jar"_s,
                                 .payload = domain::RollbackPayload{job, QString(64, u'c')}});
        const auto jobOf = [&](const JobId &id) { return id == job ? std::optional(undone) : std::nullopt; };

        const QList<PlanSection> sections = sectionsOf(plan, jobOf);

        QCOMPARE(sections.size(), 1);
        QCOMPARE(sections.first().title, u"plugins/P-2.jar → P-1.jar · same on 2 instances"_s);
        QStringList lines;
        for (const auto &line : sections.first().lines)
            lines.append(line.text);
        QCOMPARE(lines.first(), u"P-1.jar · sha256 3b3b3b3b3b3b… comes back"_s);
        QVERIFY(lines.contains(u"HUB01: backup of job d7a2b96b, sha256 cccccccccccc…"_s));
        QVERIFY(lines.contains(u"BENT01: backup of job d7a2b96b, sha256 cccccccccccc…"_s));
        // Of a job that is not known any more the version is.
        const auto unknown = sectionsOf(plan);
        QVERIFY(unknown.first().lines.first().text.contains(u"version 1"));
        Loaded loaded;
        const PlanDialog dialog(loaded.theme, plan, jobOf);
        QVERIFY(allTexts(dialog).contains(u"P-2.jar is as job d7a2b96b left it"));
    }

    void wavesAreNamedByWhatTheyWaitFor()
    {
        const Plan plan = makePlan();
        QCOMPARE(waveTitle(1, plan), u"Wave 1 · proof"_s);
        QCOMPARE(waveTitle(2, plan), u"Wave 2 · after wave 1 is verified"_s);
        Plan one = plan;
        one.targets = {plan.targets.first()};
        QCOMPARE(waveTitle(1, one), u"One instance"_s);
    }

    void targetsSayWhatHappensToThem()
    {
        PlanTarget target{.oldVersion = u"1"_s, .newVersion = u"2"_s, .restarts = true};
        QCOMPARE(targetNote(target), u"1 → 2"_s);
        target.oldVersion.clear();
        QCOMPARE(targetNote(target), u"new 2"_s);
        target.players = 12;
        QCOMPARE(targetNote(target), u"12 players"_s);
        target.blocker = u"wrong platform"_s;
        QCOMPARE(targetNote(target), u"wrong platform"_s);
        QCOMPARE(targetNote(PlanTarget{.restarts = true}), u"restarts"_s);
        QCOMPARE(targetNote(PlanTarget{}), u"no restart"_s);
    }

    void theButtonNamesTheDeed()
    {
        const app::theme::Theme theme;
        PlanDialog dialog(theme, makePlan());
        dialog.setAttribute(Qt::WA_DeleteOnClose, false);
        dialog.show();
        QSignalSpy asked(&dialog, &PlanDialog::applyRequested);

        QVERIFY(allTexts(dialog).contains(u"both files are unchanged"));
        QVERIFY(allTexts(dialog).contains(u"31 players"));
        QTest::mouseClick(button(dialog, u"Fix 2 settings"_s), Qt::LeftButton);

        QCOMPARE(asked.size(), 1);
        dialog.showApplying();
        QVERIFY(!button(dialog, u"Fix 2 settings"_s)->isEnabled());
    }

    void aBlockedPlanCannotBeApplied()
    {
        const app::theme::Theme theme;
        Plan plan = makePlan();
        plan.targets[1].blocker = u"the file changed since the scan"_s;
        PlanDialog dialog(theme, plan);
        dialog.setAttribute(Qt::WA_DeleteOnClose, false);
        dialog.show();

        QVERIFY(!button(dialog, u"Fix 2 settings"_s)->isEnabled());
        QVERIFY(allTexts(dialog).contains(u"Cannot be done: ovh/HUB01: the file changed since the scan"));
    }

    void aPlanThatChangedMeanwhileHasToBeMadeAnew()
    {
        const app::theme::Theme theme;
        PlanDialog dialog(theme, makePlan());
        dialog.setAttribute(Qt::WA_DeleteOnClose, false);
        dialog.show();

        dialog.showError({ErrorCode::Conflict, u"the file has another content"_s});
        QVERIFY(allTexts(dialog).contains(u"plan again"));
        QVERIFY(!button(dialog, u"Fix 2 settings"_s)->isEnabled());

        dialog.showError({ErrorCode::Unavailable, u"the host is away"_s});
        QVERIFY(button(dialog, u"Fix 2 settings"_s)->isEnabled());
    }

    void aPlanShownIsAppliedUnderOneKey()
    {
        Loaded loaded;
        loaded.window.show();
        DeploymentController controller(loaded.theme, loaded.fleet, &loaded.window);
        QTRY_VERIFY(loaded.fleet.hasLoaded());
        QSignalSpy started(&controller, &DeploymentController::jobStarted);
        controller.planFix({loaded.host.findings.first().id});
        QTRY_VERIFY(visible<PlanDialog>(loaded.window) != nullptr);
        auto *dialog = visible<PlanDialog>(loaded.window);
        loaded.host.nextError = Error{ErrorCode::Timeout, u"no answer in time"_s};
        dialog->findChild<QLineEdit *>()->setText(u" the table was wrong "_s);

        Q_EMIT dialog->applyRequested();
        QTRY_VERIFY(allTexts(*dialog).contains(u"no answer in time"));
        Q_EMIT dialog->applyRequested();

        QTRY_COMPARE(started.size(), 1);
        QStringList keys;
        for (const protocol::Request &request : std::as_const(loaded.host.asked)) {
            if (const auto *apply = std::get_if<protocol::ApplyPlan>(&request); apply != nullptr) {
                keys.append(apply->idempotencyKey);
                QCOMPARE(apply->reason, u"the table was wrong"_s);
            }
        }
        QCOMPARE(keys.size(), 2);
        QCOMPARE(keys.at(0), keys.at(1));
        QVERIFY(!keys.first().isEmpty());
    }

    void withoutAHostNoPlanIsAskedFor()
    {
        Loaded loaded;
        DeploymentController controller(loaded.theme, loaded.fleet, &loaded.window);
        QTRY_VERIFY(loaded.fleet.hasLoaded());
        loaded.host.setOnline(false);
        QSignalSpy failed(&controller, &DeploymentController::failed);

        controller.planFix({FindingId(u"x"_s)});
        controller.planFixOf({u"ovh"_s, u"HUB01"_s}, u"Plan"_s);
        controller.planRollback(JobId(u"x"_s));

        QTRY_COMPARE(failed.size(), 3);
    }

    void anErrorOfTheHostIsPassedOn()
    {
        Loaded loaded;
        DeploymentController controller(loaded.theme, loaded.fleet, &loaded.window);
        QTRY_VERIFY(loaded.fleet.hasLoaded());
        QSignalSpy failed(&controller, &DeploymentController::failed);

        controller.planFix({FindingId(u"unknown"_s)});

        QTRY_COMPARE(failed.size(), 1);
        QCOMPARE(failed.first().at(1).value<Error>().code, ErrorCode::NotFound);
    }

    void guessesThePluginFromTheFile_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QString>("plugin");
        QTest::newRow("version") << u"/x/CoreProtect-22.4.jar"_s << u"CoreProtect"_s;
        QTest::newRow("v") << u"Plan_v5.7.jar"_s << u"Plan"_s;
        QTest::newRow("none") << u"Vault.jar"_s << u"Vault"_s;
        QTest::newRow("snapshot") << u"WorldEdit-7.3.0-SNAPSHOT+abc.jar"_s << u"WorldEdit"_s;
        QTest::newRow("digit in the name") << u"CraftBook5-5.0.jar"_s << u"CraftBook5"_s;
    }

    void guessesThePluginFromTheFile()
    {
        QFETCH(QString, file);
        QFETCH(QString, plugin);

        QCOMPARE(pluginNameFromFile(file), plugin);
    }

    void choosingAJarTicksWhereThePluginIs()
    {
        Loaded loaded;
        QTRY_VERIFY(loaded.fleet.hasLoaded());
        DeployDialog dialog(loaded.theme, loaded.fleet);
        dialog.setAttribute(Qt::WA_DeleteOnClose, false);
        QVERIFY(dialog.targets().ticked().isEmpty());

        dialog.setFile(u"/x/CoreProtect-22.4.jar"_s);

        QCOMPARE(dialog.targets().ticked().size(), 10);
        dialog.setTargets({{u"ovh"_s, u"HUB01"_s}});
        QCOMPARE(dialog.targets().ticked(), (QList<InstanceRef>{{u"ovh"_s, u"HUB01"_s}}));
        QVERIFY(button(dialog, u"Show the plan for 1 instance…"_s)->isEnabled());
        dialog.setTargets({});
        QVERIFY(!button(dialog, u"Show the plan…"_s)->isEnabled());
    }

    void aFileThatCannotBeReadIsSaidBeforeAnythingIsSent()
    {
        Loaded loaded;
        loaded.window.show();
        QTRY_VERIFY(loaded.fleet.hasLoaded());
        DeploymentController controller(loaded.theme, loaded.fleet, &loaded.window);
        controller.startDeploy({{u"ovh"_s, u"HUB01"_s}});
        auto *dialog = visible<DeployDialog>(loaded.window);
        QVERIFY(dialog != nullptr);
        dialog->setFile(u"/nowhere/P-1.jar"_s);
        const qsizetype asked = loaded.host.asked.size();

        Q_EMIT dialog->planRequested();

        QVERIFY(allTexts(*dialog).contains(u"this file cannot be read"));
        QCOMPARE(loaded.host.asked.size(), asked);
    }

    void uploadsTheJarAndShowsThePlan()
    {
        Loaded loaded;
        loaded.window.show();
        QTRY_VERIFY(loaded.fleet.hasLoaded());
        QTemporaryFile jar(QDir::tempPath() + u"/Plan-XXXXXX.jar"_s);
        QVERIFY(jar.open());
        jar.write("PK");
        jar.flush();
        DeploymentController controller(loaded.theme, loaded.fleet, &loaded.window);
        controller.startDeploy({{u"ovh"_s, u"HUB01"_s}});
        auto *dialog = visible<DeployDialog>(loaded.window);
        dialog->setFile(jar.fileName());
        loaded.host.nextError = Error{ErrorCode::InvalidInput, u"the JAR holds no plugin"_s};

        Q_EMIT dialog->planRequested();
        QTRY_VERIFY(allTexts(*dialog).contains(u"the JAR holds no plugin"));
        Q_EMIT dialog->planRequested();

        QTRY_VERIFY(visible<PlanDialog>(loaded.window) != nullptr);
        QCOMPARE(loaded.host.uploaded, jar.fileName());
        const auto &request = std::get<protocol::PlanDeploy>(loaded.host.asked.last());
        QCOMPARE(request.instances, QStringList{u"ovh/HUB01"_s});
        QCOMPARE(request.artifact.size(), 32);
    }
};

ARCHIVESMP_TEST(TestPlanDialog)
#include "tst_plandialog.moc"
