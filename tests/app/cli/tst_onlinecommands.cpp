// SPDX-License-Identifier: GPL-3.0-or-later
// The real archivesmpctl against a real control door with a fake host behind it.
#include "tests/common/protocol/messagesamples.h"
#include "tests/common/protocol/samples.h"
#include "tests/fakes/dooronloopback.h"
#include "tests/support/testregistry.h"

#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

using namespace archivesmp;
using namespace archivesmp::protocol;
using namespace archivesmp::tests;
using namespace Qt::StringLiterals;

namespace {

constexpr auto canary = "canary-7f3a-key";

struct Ended
{
    int status = -1;
    QByteArray out;
    QByteArray err;

    [[nodiscard]] QJsonObject json() const { return QJsonDocument::fromJson(out).object(); }
};

domain::Finding findingNamed(const QString &id)
{
    domain::Finding finding = sampleFinding();
    finding.id = FindingId(id);
    return finding;
}

} // namespace

class TestOnlineCommands final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY(_folder.isValid());
        _keyFile = write(u"key"_s, QByteArray(canary) + '\n');
    }

    void init()
    {
        _host = std::make_unique<DoorOnLoopback>();
        _host->fleet.addUser(canary, {u"anna"_s, domain::UserRole::Admin, {}});
        _host->fleet.when<GetFleet>(
            [](const domain::User &, const GetFleet &) { return sampleFleetState(); });
    }
    void cleanup() { _host.reset(); }

    void serversAreATable()
    {
        const Ended ended = ctl({u"servers"_s});

        QCOMPARE(ended.status, 0);
        QVERIFY2(ended.out.startsWith("SERVER  ROLE    STATE"), ended.out.constData());
        QVERIFY(ended.out.contains("ovh     client  degraded"));
        QVERIFY(ended.out.contains("AMP does not answer"));
        QVERIFY(ended.out.contains("MariaDB"));
        QCOMPARE(ended.err, QByteArray());
    }

    void serversAreOneDocument()
    {
        const Ended ended = ctl({u"servers"_s, u"--json"_s});

        QCOMPARE(ended.status, 0);
        QCOMPARE(ended.json().value(u"servers"_s)[0][u"name"].toString(), u"ovh"_s);
        QCOMPARE(ended.json().value(u"servers"_s)[0][u"state"].toString(), u"degraded"_s);
    }

    void theServerIsPassedOn()
    {
        (void)ctl({u"instances"_s, u"--server"_s, u"ovh"_s});

        QCOMPARE(_host->fleet.asked<GetFleet>().value(0).server, u"ovh"_s);
    }

    void instancesAndPluginsAreListed()
    {
        const Ended instances = ctl({u"instances"_s});
        const Ended plugins = ctl({u"plugins"_s, u"--instance"_s, u"BENT01"_s});
        const Ended none = ctl({u"plugins"_s, u"--instance"_s, u"OTHER"_s, u"--json"_s});

        QVERIFY(instances.out.contains("BENT01"));
        QVERIFY(instances.out.contains("running"));
        QVERIFY(plugins.out.contains("CoreProtect"));
        QCOMPARE(none.json().value(u"plugins"_s).toArray().size(), 0);
    }

    void driftEndsWith2AndShowsNoSecret()
    {
        _host->fleet.when<ListFindings>([](const domain::User &, const ListFindings &) {
            return FindingPage{{sampleFinding(), sampleSecretFinding()}, 2, 1};
        });

        const Ended ended = ctl({u"drift"_s, u"--kind"_s, u"changed"_s, u"--plugin"_s, u"CoreProtect"_s});

        QCOMPARE(ended.status, 2);
        QVERIFY(ended.out.contains("01234567"));
        QVERIFY(ended.out.contains("worlds.nether\\.old.rate"));
        QVERIFY(ended.out.contains("••••••"));
        QVERIFY(ended.out.contains("•••••• differs"));
        QVERIFY(!ended.out.contains("3333"));
        QCOMPARE(_host->fleet.asked<ListFindings>().value(0).kind, domain::FindingKind::Changed);
        QCOMPARE(_host->fleet.asked<ListFindings>().value(0).plugin, u"CoreProtect"_s);
    }

    void noDriftEndsWith0()
    {
        _host->fleet.when<ListFindings>(
            [](const domain::User &, const ListFindings &) { return FindingPage{}; });

        const Ended ended = ctl({u"drift"_s});

        QCOMPARE(ended.status, 0);
        QCOMPARE(ended.out, QByteArray("no drift\n"));
    }

    void allPagesOfDriftAreFetched()
    {
        _host->fleet.when<ListFindings>([](const domain::User &, const ListFindings &request) {
            FindingPage page{.total = 5};
            for (qint64 i = request.offset; i < std::min<qint64>(request.offset + 2, 5); ++i)
                page.findings.append(findingNamed(u"%1"_s.arg(i, 32, 16, QChar(u'0'))));
            return page;
        });

        const Ended ended = ctl({u"drift"_s, u"--json"_s});

        QCOMPARE(ended.status, 2);
        QCOMPARE(ended.json().value(u"findings"_s).toArray().size(), 5);
        QCOMPARE(_host->fleet.asked<ListFindings>().size(), 3);
    }

    void aWordThatIsNoKindIsRefusedHere()
    {
        const Ended ended = ctl({u"drift"_s, u"--kind"_s, u"odd"_s});

        QCOMPARE(ended.status, 1);
        QVERIFY(ended.err.contains("unknown kind odd"));
        QCOMPARE(ended.err.count('\n'), 1);
    }

    void scanWaitsForTheEndAndTellsTheStory()
    {
        finishAfterTwoLooks(domain::JobStatus::Completed);
        _host->fleet.when<StartScan>(
            [](const domain::User &, const StartScan &) { return JobAccepted{sampleJob().id}; });

        const Ended ended = ctl({u"scan"_s, u"--instance"_s, u"BENT01"_s, u"--instance"_s, u"DEV01"_s});

        QCOMPARE(ended.status, 0);
        QCOMPARE(_host->fleet.asked<StartScan>().value(0).instances, (QStringList{u"BENT01"_s, u"DEV01"_s}));
        QVERIFY(ended.out.contains("ovh/BENT01: stopped BENT01"));
        QCOMPARE(ended.out.count("stopped BENT01"), 1);
        QVERIFY(ended.out.contains("completed"));
    }

    void scanNeedNotWait()
    {
        _host->fleet.when<StartScan>(
            [](const domain::User &, const StartScan &) { return JobAccepted{sampleJob().id}; });

        const Ended ended = ctl({u"scan"_s, u"--no-wait"_s});

        QCOMPARE(ended.status, 0);
        QCOMPARE(ended.out, sampleJob().id.toString().toUtf8() + '\n');
        QVERIFY(_host->fleet.asked<GetJob>().isEmpty());
    }

    void aFailedJobEndsWith2()
    {
        finishAfterTwoLooks(domain::JobStatus::Failed);

        const Ended ended = ctl({u"job"_s, sampleJob().id.toString(), u"--follow"_s, u"--json"_s});

        QCOMPARE(ended.status, 2);
        QCOMPARE(ended.json().value(u"job"_s)[u"status"].toString(), u"failed"_s);
        QCOMPARE(ended.json().value(u"events"_s).toArray().size(), 1);
    }

    void followingOutlivesALostConnection()
    {
        int looks = 0;
        const quint16 port = _host->door.port();
        const QUrl url = _host->url();
        _host->fleet.when<GetJob>([&looks](const domain::User &, const GetJob &) {
            ++looks;
            return JobDetail{.job = sampleJob()};
        });
        QProcess process;
        start(process, url, {u"job"_s, sampleJob().id.toString(), u"--follow"_s});
        QTRY_COMPARE(looks, 1);

        _host.reset();
        _host = std::make_unique<DoorOnLoopback>(DoorOnLoopback::defaultSettings(), port);
        _host->fleet.addUser(canary, {u"anna"_s, domain::UserRole::Admin, {}});
        finishAfterTwoLooks(domain::JobStatus::Completed);

        QTRY_COMPARE_WITH_TIMEOUT(process.state(), QProcess::NotRunning, 20000);
        QCOMPARE(process.exitCode(), 0);
    }

    void jobsAreListedByStatus()
    {
        _host->fleet.when<ListJobs>([](const domain::User &, const ListJobs &) { return sampleJobPage(); });

        const Ended ended = ctl({u"jobs"_s, u"--status"_s, u"failed"_s});

        QCOMPARE(ended.status, 0);
        QVERIFY(ended.out.contains("plugin_deploy"));
        QCOMPARE(_host->fleet.asked<ListJobs>().value(0).status, domain::JobStatus::Failed);
        QCOMPARE(ctl({u"jobs"_s, u"--status"_s, u"odd"_s}).status, 1);
    }

    void cancelAndPowerReachTheHost()
    {
        _host->fleet.when<CancelJob>([](const domain::User &, const CancelJob &) { return Done{}; });
        _host->fleet.when<PowerInstance>(
            [](const domain::User &, const PowerInstance &) { return JobAccepted{sampleJob().id}; });

        QCOMPARE(ctl({u"cancel"_s, u"job-1"_s}).status, 0);
        QCOMPARE(ctl({u"restart"_s, u"ovh/BENT01"_s, u"--no-wait"_s}).status, 0);

        QCOMPARE(_host->fleet.asked<CancelJob>().value(0).id, JobId(u"job-1"_s));
        QCOMPARE(_host->fleet.asked<PowerInstance>().value(0).instance, u"ovh/BENT01"_s);
        QCOMPARE(_host->fleet.asked<PowerInstance>().value(0).action, domain::PowerAction::Restart);
    }

    void aFixIsPlannedByTheBeginningsOfIds()
    {
        _host->fleet.when<ListFindings>([](const domain::User &, const ListFindings &) {
            return FindingPage{{sampleFinding(), sampleSecretFinding()}, 2, 1};
        });
        _host->fleet.when<PlanFix>([](const domain::User &, const PlanFix &) {
            domain::Plan plan = samplePlan();
            plan.targets[0].blocker.clear();
            return plan;
        });

        const Ended ended = ctl({u"plan"_s, u"fix"_s, u"01234567"_s});

        QCOMPARE(ended.status, 0);
        QCOMPARE(_host->fleet.asked<PlanFix>().value(0).findings, QList<FindingId>{sampleFinding().id});
        QVERIFY(ended.out.contains("-rate: 30\n+rate: 25\n"));
        QVERIFY(ended.out.endsWith(QByteArray("plan " + samplePlan().id.toString().toUtf8() + '\n')));
        QCOMPARE(ctl({u"plan"_s, u"fix"_s, u"9999"_s}).status, 1);
    }

    void aBlockedPlanIsShownAndEndsWith1()
    {
        _host->fleet.when<PlanRollback>(
            [](const domain::User &, const PlanRollback &) { return samplePlan(); });

        const Ended ended = ctl({u"plan"_s, u"rollback"_s, u"job-1"_s, u"--json"_s});

        QCOMPARE(ended.status, 1);
        QCOMPARE(ended.json().value(u"id"_s).toString(), samplePlan().id.toString());
        QVERIFY(ended.err.contains("suspended"));
    }

    void applyDoesNothingUnasked()
    {
        const Ended ended = ctl({u"apply"_s, u"plan-1"_s});

        QCOMPARE(ended.status, 1);
        QVERIFY(ended.err.contains("--yes"));
        QVERIFY(_host->fleet.asked<ApplyPlan>().isEmpty());
    }

    void applyFollowsItsJob()
    {
        finishAfterTwoLooks(domain::JobStatus::Completed);
        _host->fleet.when<ApplyPlan>(
            [](const domain::User &, const ApplyPlan &) { return JobAccepted{sampleJob().id}; });

        const Ended ended = ctl({u"apply"_s, u"plan-1"_s, u"--yes"_s});

        QCOMPARE(ended.status, 0);
        QCOMPARE(_host->fleet.asked<ApplyPlan>().value(0).plan, PlanId(u"plan-1"_s));
        QVERIFY(!_host->fleet.asked<ApplyPlan>().value(0).idempotencyKey.isEmpty());
    }

    void theAgentsRefusalIsOneLine()
    {
        _host->fleet.when<ApplyPlan>([](const domain::User &, const ApplyPlan &) {
            return Error{
                .code = ErrorCode::Conflict, .message = u"the file changed"_s, .remedy = u"plan again"_s};
        });

        const Ended ended = ctl({u"apply"_s, u"plan-1"_s, u"--yes"_s});

        QCOMPARE(ended.status, 1);
        QCOMPARE(ended.err, QByteArray("the file changed; plan again\n"));
        QCOMPARE(ended.out, QByteArray());
    }

    void anAgentThatIsAwayEndsWith1()
    {
        const QUrl url = _host->url();
        _host.reset();
        QProcess process;

        start(process, url, {u"servers"_s});

        QTRY_COMPARE_WITH_TIMEOUT(process.state(), QProcess::NotRunning, 20000);
        QCOMPARE(process.exitCode(), 1);
        QVERIFY(process.readAllStandardError().contains("127.0.0.1"));
    }

    void aWrongKeyEndsWith1()
    {
        _host->fleet.removeUsers();

        const Ended ended = ctl({u"servers"_s});

        QCOMPARE(ended.status, 1);
        QVERIFY(ended.err.contains("unknown key"));
    }

    void aKeyThatOthersMayReadIsRefused()
    {
        const QString open = write(u"open"_s, "key");
        QVERIFY(QFile::setPermissions(open, QFile::ReadOwner | QFile::ReadGroup));

        const Ended ended
            = run({u"--url"_s, _host->url().toString(), u"--api-key-file"_s, open, u"servers"_s});

        QCOMPARE(ended.status, 1);
        QVERIFY(ended.err.contains("chmod 600"));
        QCOMPARE(_host->fleet.authentications(), 0);
    }

    void aProfileNamesTheAgent()
    {
        QVERIFY(QDir(_folder.path()).mkpath(u"config/archivesmp"_s));
        write(u"config/archivesmp/profiles.ini"_s,
              "[home]\nurl=" + _host->url().toString().toUtf8() + "\napi_key_file=" + _keyFile.toUtf8()
                  + '\n');

        QCOMPARE(run({u"--profile"_s, u"home"_s, u"servers"_s}).status, 0);
        const Ended unknown = run({u"--profile"_s, u"away"_s, u"servers"_s});
        QCOMPARE(unknown.status, 1);
        QVERIFY(unknown.err.contains("away"));
    }

    void withoutAnAgentTheRemedyIsSaid()
    {
        const Ended ended = run({u"servers"_s});

        QCOMPARE(ended.status, 1);
        QVERIFY(ended.err.contains("--profile"));
    }

    void helpAndVersionNeedNoAgent()
    {
        QCOMPARE(run({u"--version"_s}).out, QByteArray("archivesmpctl " ARCHIVESMP_VERSION "\n"));
        const Ended help = run({u"--help"_s});
        QCOMPARE(help.status, 0);
        for (const char *command : {"servers", "instances", "plugins", "scan", "drift", "plan", "apply",
                                    "jobs", "job", "cancel", "start", "stop", "restart"}) {
            QVERIFY2(help.out.contains(QByteArray(QByteArray("\n  ") + command)), command);
            QCOMPARE(run({QString::fromLatin1(command), u"--help"_s}).status, 0);
        }
        QCOMPARE(run({u"odd"_s}).status, 1);
        QCOMPARE(run({u"drift"_s, u"--odd"_s}).status, 1);
    }

    // T17: the key is in none of the places where others could see it.
    void theKeyIsSeenNowhere()
    {
        const auto held = _host->fleet.hold<GetFleet>();
        QProcess process;
        start(process, _host->url(), {u"servers"_s});
        QTRY_COMPARE(_host->fleet.asked<GetFleet>().size(), 1);

        for (const char *place : {"cmdline", "environ"}) {
            QFile file(u"/proc/%1/%2"_s.arg(process.processId()).arg(QLatin1StringView(place)));
            QVERIFY(file.open(QIODevice::ReadOnly));
            QVERIFY(!file.readAll().contains(canary));
        }
        held->addResult(sampleFleetState());
        held->finish();
        QTRY_COMPARE_WITH_TIMEOUT(process.state(), QProcess::NotRunning, 20000);
        QVERIFY(!process.readAllStandardOutput().contains(canary));
        QVERIFY(!process.readAllStandardError().contains(canary));
    }

private:
    QString write(const QString &name, const QByteArray &bytes)
    {
        const QString path = _folder.filePath(name);
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
            qFatal("cannot write");
        file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
        return path;
    }

    void start(QProcess &process, const QUrl &url, const QStringList &arguments)
    {
        startWith(process,
                  QStringList{u"--url"_s, url.toString(), u"--api-key-file"_s, _keyFile} + arguments);
    }

    void startWith(QProcess &process, const QStringList &arguments)
    {
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(u"XDG_CONFIG_HOME"_s, _folder.filePath(u"config"_s));
        process.setProcessEnvironment(environment);
        process.setStandardInputFile(QProcess::nullDevice());
        process.start(QStringLiteral(ARCHIVESMP_BIN "/archivesmpctl"), arguments);
    }

    Ended run(const QStringList &arguments)
    {
        QProcess process;
        startWith(process, arguments);
        if (!QTest::qWaitFor([&] { return process.state() == QProcess::NotRunning; }, 20000))
            process.kill();
        return {process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1,
                process.readAllStandardOutput(), process.readAllStandardError()};
    }

    Ended ctl(const QStringList &arguments)
    {
        return run(QStringList{u"--url"_s, _host->url().toString(), u"--api-key-file"_s, _keyFile}
                   + arguments);
    }

    // In progress at the first look, ended at the second, which an event brings about.
    void finishAfterTwoLooks(domain::JobStatus end)
    {
        _looks = 0;
        _host->fleet.when<GetJob>([this, end](const domain::User &, const GetJob &request) {
            JobDetail detail{.job = sampleJob(), .events = {sampleJobEvent()}};
            detail.job.id = request.id;
            detail.job.parent = {};
            if (++_looks > 1)
                detail.job.status = end;
            else
                _host->fleet.publish(JobChanged{detail.job});
            return detail;
        });
    }

    QTemporaryDir _folder;
    QString _keyFile;
    std::unique_ptr<DoorOnLoopback> _host;
    int _looks = 0;
};

ARCHIVESMP_TEST(TestOnlineCommands)
#include "tst_onlinecommands.moc"
