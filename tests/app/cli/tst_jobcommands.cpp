// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/cli/ctlrunner.h"
#include "tests/common/protocol/messagesamples.h"
#include "tests/common/protocol/samples.h"
#include "tests/support/testregistry.h"

#include <QTest>

using namespace archivesmp;
using namespace archivesmp::protocol;
using namespace archivesmp::tests;
using namespace Qt::StringLiterals;

class TestJobCommands final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { _ctl = std::make_unique<CtlRunner>(); }
    void cleanup() { _ctl.reset(); }

    void scanWaitsForTheEndAndTellsTheStory()
    {
        _ctl->finishAfterTwoLooks(domain::JobStatus::Completed);
        _ctl->host->fleet.when<StartScan>(
            [](const domain::User &, const StartScan &) { return JobAccepted{sampleJob().id}; });

        const Ended ended
            = _ctl->talk({u"scan"_s, u"--instance"_s, u"BENT01"_s, u"--instance"_s, u"DEV01"_s});

        QCOMPARE(ended.status, 0);
        QCOMPARE(_ctl->host->fleet.asked<StartScan>().value(0).instances,
                 (QStringList{u"BENT01"_s, u"DEV01"_s}));
        QVERIFY(ended.out.contains("ovh/BENT01: stopped BENT01"));
        QCOMPARE(ended.out.count("stopped BENT01"), 1);
        QVERIFY(ended.out.contains("completed"));
    }

    void scanNeedNotWait()
    {
        _ctl->host->fleet.when<StartScan>(
            [](const domain::User &, const StartScan &) { return JobAccepted{sampleJob().id}; });

        const Ended ended = _ctl->talk({u"scan"_s, u"--no-wait"_s});

        QCOMPARE(ended.status, 0);
        QCOMPARE(ended.out, sampleJob().id.toString().toUtf8() + '\n');
        QVERIFY(_ctl->host->fleet.asked<GetJob>().isEmpty());
    }

    void aJobSaysWhoOrderedItAndWhy()
    {
        _ctl->host->fleet.when<GetJob>(
            [](const domain::User &, const GetJob &) { return JobDetail{.job = sampleJob()}; });

        const Ended ended = _ctl->talk({u"job"_s, sampleJob().id.toString()});

        QVERIFY2(ended.out.endsWith("\nordered by anna: 22.2 lost blocks\n"), ended.out.constData());
    }

    void aFailedJobEndsWith2()
    {
        _ctl->finishAfterTwoLooks(domain::JobStatus::Failed);

        const Ended ended = _ctl->talk({u"job"_s, sampleJob().id.toString(), u"--follow"_s, u"--json"_s});

        QCOMPARE(ended.status, 2);
        QCOMPARE(ended.json().value(u"job"_s)[u"status"].toString(), u"failed"_s);
        QCOMPARE(ended.json().value(u"events"_s).toArray().size(), 1);
    }

    void anEndThatIsSeenTwiceIsToldOnce()
    {
        using Answer = QPromise<Result<JobDetail>>;
        const std::shared_ptr<Answer> slow = _ctl->host->fleet.hold<GetJob>();
        QProcess process;
        _ctl->start(process, _ctl->host->url(),
                    {u"job"_s, sampleJob().id.toString(), u"--follow"_s, u"--json"_s});
        // The first answer does not come in time, so the job is looked at again.
        QTRY_VERIFY_WITH_TIMEOUT(_ctl->host->fleet.asked<GetJob>().size() >= 2, 10000);
        JobDetail ended{.job = sampleJob()};
        ended.job.status = domain::JobStatus::Completed;

        slow->addResult(ended);
        slow->finish();

        QTRY_COMPARE_WITH_TIMEOUT(process.state(), QProcess::NotRunning, 20000);
        QCOMPARE(process.exitCode(), 0);
        QVERIFY(QJsonDocument::fromJson(process.readAllStandardOutput()).isObject());
    }

    void followingOutlivesALostConnection()
    {
        int looks = 0;
        const quint16 port = _ctl->host->door.port();
        const QUrl url = _ctl->host->url();
        _ctl->host->fleet.when<GetJob>([&looks](const domain::User &, const GetJob &) {
            ++looks;
            return JobDetail{.job = sampleJob()};
        });
        QProcess process;
        _ctl->start(process, url, {u"job"_s, sampleJob().id.toString(), u"--follow"_s});
        QTRY_COMPARE(looks, 1);

        _ctl->host.reset();
        _ctl->host = std::make_unique<DoorOnLoopback>(DoorOnLoopback::defaultSettings(), port);
        _ctl->host->fleet.addUser(ctlKey, {u"anna"_s, domain::UserRole::Admin, {}});
        _ctl->finishAfterTwoLooks(domain::JobStatus::Completed);

        QTRY_COMPARE_WITH_TIMEOUT(process.state(), QProcess::NotRunning, 20000);
        QCOMPARE(process.exitCode(), 0);
    }

    void jobsAreListedByStatus()
    {
        _ctl->host->fleet.when<ListJobs>(
            [](const domain::User &, const ListJobs &) { return sampleJobPage(); });

        const Ended ended = _ctl->talk({u"jobs"_s, u"--status"_s, u"failed"_s});

        QCOMPARE(ended.status, 0);
        QVERIFY(ended.out.contains("plugin_deploy"));
        QCOMPARE(_ctl->host->fleet.asked<ListJobs>().value(0).status, domain::JobStatus::Failed);
        QCOMPARE(_ctl->talk({u"jobs"_s, u"--status"_s, u"odd"_s}).status, 1);
    }

    void cancelAndPowerReachTheHost()
    {
        _ctl->host->fleet.when<CancelJob>([](const domain::User &, const CancelJob &) { return Done{}; });
        _ctl->host->fleet.when<PowerInstance>(
            [](const domain::User &, const PowerInstance &) { return JobAccepted{sampleJob().id}; });

        QCOMPARE(_ctl->talk({u"cancel"_s, u"job-1"_s}).status, 0);
        QCOMPARE(_ctl->talk({u"restart"_s, u"ovh/BENT01"_s, u"--no-wait"_s}).status, 0);

        QCOMPARE(_ctl->host->fleet.asked<CancelJob>().value(0).id, JobId(u"job-1"_s));
        QCOMPARE(_ctl->host->fleet.asked<PowerInstance>().value(0).instance, u"ovh/BENT01"_s);
        QCOMPARE(_ctl->host->fleet.asked<PowerInstance>().value(0).action, domain::PowerAction::Restart);
    }

private:
    std::unique_ptr<CtlRunner> _ctl;
};

ARCHIVESMP_TEST(TestJobCommands)
#include "tst_jobcommands.moc"
