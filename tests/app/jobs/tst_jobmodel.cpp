// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/jobs/jobmodel.h"

#include "app/client/fleet.h"
#include "app/jobs/joblist.h"
#include "app/jobs/jobsview.h"
#include "app/jobs/jobtext.h"
#include "app/theme/theme.h"
#include "tests/app/fakes/loadedfleet.h"
#include "tests/support/testregistry.h"

#include <QAbstractItemModelTester>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QTreeView>

using namespace archivesmp;
using namespace archivesmp::tests;
using namespace archivesmp::app::jobs;
using namespace Qt::StringLiterals;
using domain::Job;
using domain::JobStatus;
using domain::JobType;

namespace {

QPushButton *button(QWidget &in, const QString &name)
{
    for (QPushButton *found : in.findChildren<QPushButton *>()) {
        if (found->accessibleName() == name)
            return found;
    }
    return nullptr;
}

} // namespace

class TestJobModel final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void putsChildrenBelowTheirParents()
    {
        LoadedFleet loaded;
        JobModel model(loaded.fleet);
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        QTRY_VERIFY(loaded.fleet.hasLoaded());

        QCOMPARE(model.rowCount(), 4);
        QCOMPARE(model.index(0, 0).data().toString(), u"Deploy CoreProtect 22.2 to 6 instances"_s);
        QCOMPARE(model.rowCount(model.index(0, 0)), 6);
        QCOMPARE(model.index(0, 0, model.index(0, 0)).data().toString(), u"hetzner/DEV01"_s);
        QCOMPARE(model.running(), 2);
    }

    void adoptsAChildThatWasToldOfFirst()
    {
        LoadedFleet loaded;
        JobModel model(loaded.fleet);
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        QTRY_VERIFY(loaded.fleet.hasLoaded());
        Job child;
        child.id = JobId(u"child"_s);
        child.parent = JobId(u"parent"_s);
        child.server = u"ovh"_s;
        child.instance = u"HUB01"_s;
        child.createdAt = QDateTime::currentDateTimeUtc();
        Job parent;
        parent.id = child.parent;
        parent.server = u"all"_s;
        parent.createdAt = child.createdAt;

        loaded.host.send(protocol::JobChanged{child});
        QCOMPARE(model.rowCount(), 5);
        loaded.host.send(protocol::JobChanged{parent});

        QCOMPARE(model.rowCount(), 5);
        QCOMPARE(model.indexOf(child.id).parent(), model.indexOf(parent.id));
    }

    // Feeds tell of jobs in any order.
    void standsNewestFirstWhoeverIsToldOfFirst()
    {
        const QDateTime start = QDateTime::currentDateTimeUtc().addSecs(60);
        const auto made = [&](const QString &id, const QString &parent, int second) {
            Job job;
            job.id = JobId(id);
            job.parent = JobId(parent);
            job.server = parent.isEmpty() ? u"ovh"_s : u"hetzner"_s;
            job.createdAt = start.addSecs(second);
            return job;
        };
        QList<Job> jobs{made(u"a"_s, {}, 4), made(u"b"_s, {}, 3), made(u"b1"_s, u"b"_s, 1),
                        made(u"c"_s, {}, 2)};
        const auto byId = [](const Job &a, const Job &b) { return a.id < b.id; };
        std::sort(jobs.begin(), jobs.end(), byId);
        do {
            LoadedFleet loaded;
            JobModel model(loaded.fleet);
            QTRY_VERIFY(loaded.fleet.hasLoaded());
            for (const Job &told : jobs)
                loaded.host.send(protocol::JobChanged{told});

            QStringList rows;
            for (int row = 0; row < 3; ++row)
                rows.append(model.node(model.index(row, 0)).job.id.toString());
            QCOMPARE(rows, (QStringList{u"a"_s, u"b"_s, u"c"_s}));
            QCOMPARE(model.rowCount(model.index(1, 0)), 1);
        } while (std::next_permutation(jobs.begin(), jobs.end(), byId));
    }

    void aChildsProgressIsItsParentsToo()
    {
        LoadedFleet loaded;
        JobModel model(loaded.fleet);
        QTRY_VERIFY(loaded.fleet.hasLoaded());
        QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);

        loaded.host.finishJob(JobId(u"job-deploy-3"_s), JobStatus::Completed, u"verified"_s);

        QCOMPARE(changed.size(), 2);
        const QList<Job> children = model.node(model.index(0, 0)).childJobs();
        QCOMPARE(progressText(loaded.host.jobs.first(), children), u"4 of 6"_s);
    }

    void newJobsComeFirst()
    {
        LoadedFleet loaded;
        JobModel model(loaded.fleet);
        QTRY_VERIFY(loaded.fleet.hasLoaded());
        Job scan;
        scan.id = JobId(u"new"_s);
        scan.server = u"all"_s;
        scan.createdAt = QDateTime::currentDateTimeUtc().addSecs(5);

        loaded.host.send(protocol::JobChanged{scan});

        QCOMPARE(model.index(0, 0).data().toString(), u"Scan all servers"_s);
    }

    void aJobTellsWhoWantedItAndWhy()
    {
        LoadedFleet loaded;
        JobModel model(loaded.fleet);
        QTRY_VERIFY(loaded.fleet.hasLoaded());
        Job fix;
        fix.id = JobId(u"new"_s);
        fix.server = u"ovh"_s;
        fix.createdBy = u"jane"_s;
        fix.reason = u"sold \u202eout"_s;
        fix.createdAt = QDateTime::currentDateTimeUtc().addSecs(5);

        loaded.host.send(protocol::JobChanged{fix});

        const QString tip = model.index(0, 0).data(Qt::ToolTipRole).toString();
        QVERIFY2(tip.contains(u"Created by jane\n"_s), qPrintable(tip));
        QVERIFY2(tip.endsWith(u"\nReason: sold \\u202eout"_s), qPrintable(tip));
    }

    void titlesSayTheDeed_data()
    {
        QTest::addColumn<Job>("job");
        QTest::addColumn<QString>("title");
        Job job;
        job.server = u"ovh"_s;
        job.type = JobType::DriftScan;
        QTest::newRow("scan a server") << job << u"Scan ovh"_s;
        job.server = u"all"_s;
        QTest::newRow("scan everything") << job << u"Scan all servers"_s;
        job.server = u"ovh"_s;
        job.instance = u"HUB01"_s;
        QTest::newRow("scan an instance") << job << u"Scan HUB01"_s;
        job.type = JobType::ConfigUpdate;
        QTest::newRow("fix, unknown number") << job << u"Fix settings on HUB01"_s;
        job.payload = domain::ConfigUpdatePayload{{}, {}, {{}, {}}, true};
        QTest::newRow("fix two") << job << u"Fix 2 settings on HUB01"_s;
        job.type = JobType::InstancePower;
        job.payload = domain::PowerPayload{domain::PowerAction::Stop};
        QTest::newRow("stop") << job << u"Stop HUB01"_s;
        job.type = JobType::PluginDeploy;
        job.plugin = u"Plan"_s;
        job.payload = domain::DeployPayload{.remove = true};
        QTest::newRow("remove") << job << u"Remove Plan from HUB01"_s;
        job.type = JobType::Rollback;
        job.payload = domain::RollbackPayload{};
        QTest::newRow("roll back") << job << u"Roll back Plan on HUB01"_s;
        job.type = JobType::HealthCheck;
        QTest::newRow("health") << job << u"Check the health of HUB01"_s;
    }

    void titlesSayTheDeed()
    {
        QFETCH(Job, job);
        QFETCH(QString, title);

        QCOMPARE(jobTitle(job, {}), title);
    }

    void theStoryEndsWithTheProofOrTheReason()
    {
        Job job;
        job.type = JobType::ConfigUpdate;
        job.status = JobStatus::InProgress;
        job.progress = {u"stop"_s, 1, 4};
        QCOMPARE(storyText(job, {}), u"stop"_s);
        QCOMPARE(progressOf(job, {}), 0.25);
        QVERIFY(outcomeText(job).isEmpty());
        job.cancelRequested = true;
        QCOMPARE(storyText(job, {}), u"stops at the next safe point"_s);
        QVERIFY(!canCancel(job));
        job.status = JobStatus::Completed;
        job.resultMessage = u"1 value written, 0 other bytes"_s;
        QCOMPARE(outcomeText(job), u"verified"_s);
        QCOMPARE(storyText(job, {}), u"1 value written, 0 other bytes"_s);
        QVERIFY(canRollBack(job));
        job.status = JobStatus::RolledBack;
        QCOMPARE(outcomeText(job), u"rolled back"_s);
        QVERIFY(!canRollBack(job));
    }

    void aRollbackThatWasAskedForIsNoFailure()
    {
        Job job;
        job.type = JobType::PluginDeploy;
        job.status = JobStatus::RolledBack;
        job.resultMessage = u"verified · Plan 2 in place, SHA-256 5a5a; undone by admin"_s;
        QCOMPARE(outcomeText(job), u"rolled back"_s);
        QCOMPARE(storyText(job, {}), u"by admin"_s);
        QVERIFY(statusMark(job).tone != app::widgets::Tone::Critical);
        Job other = job;
        other.status = JobStatus::Completed;
        QCOMPARE(storyText(job, {job, other}), u"on 1 of 2"_s);

        // Its gate failed, and it undid itself.
        job.errorCode = ErrorCode::Unavailable;
        job.resultMessage = u"the plugin did not enable; rolled back, the old files are in place again"_s;
        QCOMPARE(storyText(job, {}), job.resultMessage);
        QCOMPARE(statusMark(job).tone, app::widgets::Tone::Critical);
    }

    void onlyWhatWritesCanBeRolledBack()
    {
        Job job;
        job.status = JobStatus::Completed;
        job.type = JobType::DriftScan;
        QVERIFY(!canRollBack(job));
        QCOMPARE(outcomeText(job), u"completed"_s);
        job.type = JobType::PluginDeploy;
        QVERIFY(canRollBack(job));
    }

    void everyStatusHasAWordAndAShape()
    {
        QSet<QString> words;
        for (int i = 0; i <= static_cast<int>(JobStatus::RolledBack); ++i) {
            words.insert(statusText(static_cast<JobStatus>(i)));
            Job job;
            job.status = static_cast<JobStatus>(i);
            QVERIFY(statusMark(job).glyph != app::widgets::Glyph::None);
        }
        QCOMPARE(words.size(), static_cast<int>(JobStatus::RolledBack) + 1);
    }

    void cancelInARowAsksForIt()
    {
        LoadedFleet loaded;
        const app::theme::Theme theme;
        JobModel model(loaded.fleet);
        JobList list(theme, model);
        list.resize(900, 300);
        list.show();
        QTRY_COMPARE(model.rowCount(), 4);
        QVERIFY(QTest::qWaitForWindowExposed(&list));
        QSignalSpy asked(&list, &JobList::cancelRequested);
        const QRect row = list.tree().visualRect(model.indexOf(JobId(u"job-scan"_s)));
        QCOMPARE(row.right(), list.tree().viewport()->rect().right());
        const QPoint at(row.right() - 30, row.center().y());

        QTest::mouseClick(list.tree().viewport(), Qt::LeftButton, {}, at);

        QCOMPARE(asked.size(), 1);
        QCOMPARE(asked.first().first().value<JobId>(), JobId(u"job-scan"_s));
        const QRect ended = list.tree().visualRect(model.indexOf(JobId(u"job-fix"_s)));
        QTest::mouseClick(list.tree().viewport(), Qt::LeftButton, {},
                          QPoint(ended.right() - 30, ended.center().y()));
        QCOMPARE(asked.size(), 1);
    }

    void theLogGrowsWhileTheJobRuns()
    {
        LoadedFleet loaded;
        const app::theme::Theme theme;
        JobModel model(loaded.fleet);
        JobsView view(theme, loaded.fleet, model);
        view.resize(900, 500);
        view.show();
        QTRY_COMPARE(model.rowCount(), 4);
        loaded.host.startJob(JobId(u"job-deploy-3"_s), u"stopped HUB01"_s, 1, 5);

        view.showJob(JobId(u"job-deploy"_s));
        QTRY_VERIFY(view.log().toPlainText().contains(u"stopped HUB01"));
        loaded.host.startJob(JobId(u"job-deploy-3"_s), u"replaced the JAR"_s, 2, 5);
        loaded.host.startJob(JobId(u"job-scan"_s), u"another job's line"_s, 2, 5);

        QCOMPARE(view.log().toPlainText().count(u'\n'), 1);
        QVERIFY(view.log().toPlainText().contains(u"HUB01     replaced the JAR"));
        QVERIFY(button(view, u"Cancel this job"_s)->isVisible());
        QVERIFY(!button(view, u"Roll this job back"_s)->isVisible());
        view.showJob(JobId(u"job-fix"_s));
        QVERIFY(!button(view, u"Cancel this job"_s)->isVisible());
        QVERIFY(button(view, u"Roll this job back"_s)->isVisible());
    }

    void aLogThatCannotBeReadSaysWhy()
    {
        LoadedFleet loaded;
        const app::theme::Theme theme;
        JobModel model(loaded.fleet);
        JobsView view(theme, loaded.fleet, model);
        QTRY_COMPARE(model.rowCount(), 4);
        loaded.host.nextError = Error{ErrorCode::Timeout, u"too slow"_s};

        view.showJob(JobId(u"job-fix"_s));

        QTRY_VERIFY(view.log().toPlainText().contains(u"The log cannot be read: too slow"));
        loaded.host.setOnline(false);
        view.showJob(JobId(u"job-scan"_s));
        QVERIFY(view.log().toPlainText().contains(u"no agent answers"));
    }
};

ARCHIVESMP_TEST(TestJobModel)
#include "tst_jobmodel.moc"
