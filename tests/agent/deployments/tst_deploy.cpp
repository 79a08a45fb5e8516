// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/agent/deployments/deploymentbench.h"
#include "tests/support/testregistry.h"

#include <QJsonDocument>
#include <QTest>

#include <csignal>
#include <sys/resource.h>
#include <sys/stat.h>

using namespace archivesmp;
using namespace archivesmp::agent::jobs;
using namespace Qt::StringLiterals;
using domain::DeployPayload;
using domain::InstanceState;
using domain::JobStatus;
using tests::DeploymentBench;

class TestDeploy final : public QObject
{
    Q_OBJECT

    std::unique_ptr<DeploymentBench> _bench;

    // The old JAR is in place and was never stopped for.
    void verifyUntouched()
    {
        QCOMPARE(_bench->sandbox.read(DeploymentBench::oldJar), DeploymentBench::alpha1);
        QCOMPARE(_bench->jars(), QStringList{u"Alpha-1.jar"_s});
        QCOMPARE(_bench->leftovers(), QStringList());
        QCOMPARE(_bench->server().state, InstanceState::Running);
    }

private Q_SLOTS:
    void init() { _bench = std::make_unique<DeploymentBench>(); }

    void replacesTheJarAndStartsTheInstanceAgain()
    {
        const JobOutcome outcome = _bench->carryOut(_bench->deployJob(DeploymentBench::alpha2));

        QCOMPARE(outcome.status, JobStatus::Completed);
        QVERIFY2(outcome.message.startsWith(u"verified · Alpha 2 in place"_s), qPrintable(outcome.message));
        QCOMPARE(_bench->sandbox.read(DeploymentBench::newJar), DeploymentBench::alpha2);
        QCOMPARE(_bench->jars(), QStringList{u"Alpha-2.jar"_s});
        QCOMPARE(_bench->panel.calls, (QStringList{u"stop DEV01"_s, u"start DEV01"_s}));
        QCOMPARE(_bench->leftovers(), QStringList());
    }

    void reportsThePluginsAndTheStateAsReadAgain()
    {
        const JobOutcome outcome = _bench->carryOut(_bench->deployJob(DeploymentBench::alpha2));

        QCOMPARE(outcome.plugins.size(), 1);
        QCOMPARE(outcome.plugins.first().version, u"2"_s);
        QCOMPARE(outcome.instance->state, InstanceState::Running);
    }

    void backsUpTheJarAndTheConfigurationBefore()
    {
        const domain::Job job = _bench->deployJob(DeploymentBench::alpha2);

        const JobOutcome outcome = _bench->carryOut(job);

        const QJsonObject backup = QJsonDocument::fromJson(outcome.backup).object();
        QCOMPARE(backup["id"_L1].toString(), job.id.toString());
        QStringList paths;
        const QJsonArray files = backup["files"_L1].toArray();
        for (const QJsonValue &file : files)
            paths.append(file["path"_L1].toString());
        QCOMPARE(
            paths,
            (QStringList{u"plugins/Alpha-2.jar"_s, u"plugins/Alpha-1.jar"_s, u"plugins/Alpha/config.yml"_s}));
        const QString copy = u"instances/DEV01/.archivesmp-backup/"_s + job.id.toString() + u"/1"_s;
        QCOMPARE(_bench->sandbox.read(copy), DeploymentBench::alpha1);
    }

    void keepsOwnerAndModeOfTheSameFile()
    {
        const QByteArray path = QFile::encodeName(_bench->sandbox.path(DeploymentBench::oldJar));
        ::chmod(path.constData(), 0604);

        (void)_bench->carryOut(_bench->deployJob(DeploymentBench::alpha2, 1, u"Alpha-1.jar"_s));

        struct stat status
        { };
        ::stat(path.constData(), &status);
        QCOMPARE(status.st_mode & 0777, mode_t(0604));
        QCOMPARE(_bench->sandbox.read(DeploymentBench::oldJar), DeploymentBench::alpha2);
    }

    void leavesAStoppedInstanceStopped()
    {
        _bench->server().state = InstanceState::Stopped;

        const JobOutcome outcome = _bench->carryOut(_bench->deployJob(DeploymentBench::alpha2));

        QCOMPARE(outcome.status, JobStatus::Completed);
        QVERIFY(outcome.message.endsWith(u"the instance is not running"_s));
        QVERIFY(_bench->panel.calls.isEmpty());
    }

    void doingItAgainChangesNothing()
    {
        (void)_bench->carryOut(_bench->deployJob(DeploymentBench::alpha2));
        _bench->panel.calls.clear();

        const JobOutcome again = _bench->carryOut(_bench->deployJob(DeploymentBench::alpha2, 2));

        QCOMPARE(again.status, JobStatus::Completed);
        QVERIFY(_bench->panel.calls.isEmpty());
    }

    void theSameJobAgainReportsWhatItDid()
    {
        const domain::Job job = _bench->deployJob(DeploymentBench::alpha2);
        const JobOutcome first = _bench->carryOut(job);
        domain::Job second = job;
        second.attempt = 2;
        second.fence = 2;

        const JobOutcome again = _bench->carryOut(second);

        QCOMPARE(again.status, JobStatus::Completed);
        QCOMPARE(again.message, first.message);
        QCOMPARE(_bench->server().stops, 1);
    }

    void removesAPlugin()
    {
        domain::Job job = _bench->deployJob(DeploymentBench::alpha2);
        auto payload = std::get<DeployPayload>(job.payload);
        payload.remove = true;
        payload.sha256.clear();
        payload.fileName.clear();
        job.payload = payload;

        const JobOutcome outcome = _bench->carryOut(job);

        QCOMPARE(outcome.message, u"Alpha is removed"_s);
        QVERIFY(_bench->jars().isEmpty());
        QVERIFY(_bench->sandbox.has(DeploymentBench::config));
    }

    void rollsBackByItselfWhenThePluginDoesNotComeUp()
    {
        const JobOutcome outcome = _bench->carryOut(_bench->deployJob(DeploymentBench::broken));

        QCOMPARE(outcome.status, JobStatus::RolledBack);
        QVERIFY2(outcome.message.contains(u"Could not load 'plugins/Alpha-2.jar'"_s),
                 qPrintable(outcome.message));
        QVERIFY(outcome.message.contains(u"the instance is running"_s));
        verifyUntouched();
        QCOMPARE(_bench->server().starts, 2);
    }

    void rollsBackWhatThePluginWroteToo()
    {
        const QByteArray before = _bench->sandbox.read(DeploymentBench::config);
        const auto boot = _bench->panel.boot;
        _bench->panel.boot = [&, boot](tests::FakeAmpPanel::Server &server) {
            if (_bench->sandbox.has(DeploymentBench::newJar))
                _bench->sandbox.write(DeploymentBench::config, "migrated: true\n");
            return boot(server);
        };

        (void)_bench->carryOut(_bench->deployJob(DeploymentBench::broken));

        QCOMPARE(_bench->sandbox.read(DeploymentBench::config), before);
    }

    void rollsBackWhenTheServerNeverSaysDone()
    {
        _bench->panel.boot = [this](tests::FakeAmpPanel::Server &server) {
            if (!_bench->sandbox.has(DeploymentBench::newJar))
                tests::FakeAmpPanel::say(server, u"Done (1s)!"_s);
            return InstanceState::Running;
        };

        const JobOutcome outcome = _bench->carryOut(_bench->deployJob(DeploymentBench::alpha2));

        QCOMPARE(outcome.status, JobStatus::RolledBack);
        QVERIFY(outcome.message.contains(u"did not say \"Done (\""_s));
        verifyUntouched();
    }

    void callsAnOperatorWhenTheOldOneDoesNotComeUpEither()
    {
        _bench->panel.boot = [](tests::FakeAmpPanel::Server &) { return InstanceState::Failed; };

        const JobOutcome outcome = _bench->carryOut(_bench->deployJob(DeploymentBench::broken));

        QCOMPARE(outcome.status, JobStatus::Failed);
        QVERIFY2(outcome.message.startsWith(u"needs an operator"_s), qPrintable(outcome.message));
        QVERIFY(outcome.message.contains(u".archivesmp-backup"_s));
        QCOMPARE(_bench->sandbox.read(DeploymentBench::oldJar), DeploymentBench::alpha1);
        const JobOutcome next = _bench->carryOut(_bench->deployJob(DeploymentBench::alpha2, 2));
        QCOMPARE(next.errorCode, ErrorCode::Conflict);
        QVERIFY(next.message.contains(u"needs an operator"_s));
    }

    void doesNotSwapWhenTheInstanceDoesNotStop()
    {
        _bench->server().pollsToStop = -1;

        const JobOutcome outcome = _bench->carryOut(_bench->deployJob(DeploymentBench::alpha2));

        QCOMPARE(outcome.status, JobStatus::Failed);
        QCOMPARE(outcome.errorCode, ErrorCode::Timeout);
        QCOMPARE(_bench->sandbox.read(DeploymentBench::oldJar), DeploymentBench::alpha1);
        QVERIFY(!_bench->panel.calls.contains(u"kill DEV01"_s));
    }

    void cancelBeforeTheStopChangesNothing()
    {
        const auto run
            = std::make_shared<JobRun>(protocol::ClaimedJob{_bench->deployJob(DeploymentBench::alpha2)},
                                       _bench->clock, _bench->clock.uptime());
        run->requestCancel();

        QCOMPARE(_bench->carryOut(run).status, JobStatus::Cancelled);
        verifyUntouched();
    }

    void aLeaseThatIsLostWhileStoppingStartsTheInstanceAgain()
    {
        const auto run
            = std::make_shared<JobRun>(protocol::ClaimedJob{_bench->deployJob(DeploymentBench::alpha2)},
                                       _bench->clock, _bench->clock.uptime());
        _bench->panel.onStop = [&](tests::FakeAmpPanel::Server &) { run->loseLease(u"an old fence"_s); };

        const JobOutcome outcome = _bench->carryOut(run);

        QCOMPARE(outcome.status, JobStatus::Retrying);
        QTRY_VERIFY(_bench->server().starts == 1);
        QCOMPARE(_bench->sandbox.read(DeploymentBench::oldJar), DeploymentBench::alpha1);
    }

    // B47
    void b47RefusesWhatIsNoPluginOfThisName_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<bool>("lying");
        QTest::addColumn<QString>("says");
        QTest::newRow("HTML error page") << QByteArray("<html>404</html>") << false << u"not_a_jar"_s;
        QTest::newRow("0 bytes") << QByteArray() << false << u"not_a_jar"_s;
        QTest::newRow("another plugin")
            << tests::FakeInstanceReader::jar("Beta", "2") << false << u"holds the plugin Beta, not Alpha"_s;
        QTest::newRow("swapped in the store") << DeploymentBench::broken << true << u"sha_mismatch"_s;
    }
    void b47RefusesWhatIsNoPluginOfThisName()
    {
        QFETCH(const QByteArray, bytes);
        QFETCH(const bool, lying);
        QFETCH(const QString, says);
        domain::Job job = _bench->deployJob(bytes);
        if (lying)
            _bench->host.artifacts[std::get<DeployPayload>(job.payload).sha256]
                = QByteArray(bytes).replace("broken", "BROKEN");

        const JobOutcome outcome = _bench->carryOut(job);

        QCOMPARE(outcome.status, JobStatus::Failed);
        QVERIFY2(outcome.message.contains(says), qPrintable(outcome.message));
        verifyUntouched();
        QVERIFY(_bench->panel.calls.isEmpty());
    }

    void b47RefusesATruncatedJar()
    {
        domain::Job job = _bench->deployJob(DeploymentBench::alpha2.left(1000));
        auto payload = std::get<DeployPayload>(job.payload);
        payload.size = DeploymentBench::alpha2.size();
        job.payload = payload;

        QVERIFY(_bench->carryOut(job).message.contains(u"1000 bytes instead of"_s));
        verifyUntouched();
    }

    // B49
    void b49RetiresEveryOtherJarOfThePlugin()
    {
        _bench->sandbox.write(u"instances/DEV01/Minecraft/plugins/alpha-0.9.JAR"_s, "not a plugin");
        _bench->sandbox.write(u"instances/DEV01/Minecraft/plugins/ALPHA-1.jar"_s,
                              tests::FakeInstanceReader::jar("Alpha", "1-SNAPSHOT"));

        const domain::Job job = _bench->deployJob(DeploymentBench::alpha2);
        const JobOutcome outcome = _bench->carryOut(job);

        QCOMPARE(outcome.status, JobStatus::Completed);
        QCOMPARE(_bench->jars().filter(u"lpha-2"_s), QStringList{u"Alpha-2.jar"_s});
        QVERIFY(!_bench->jars().contains(u"ALPHA-1.jar"_s) && !_bench->jars().contains(u"Alpha-1.jar"_s));
        QVERIFY(_bench->lastEvents.contains(u"plugins/ALPHA-1.jar (1-SNAPSHOT) goes"_s));

        QCOMPARE(_bench->carryOut(_bench->rollbackJob(job)).status, JobStatus::Completed);
        QVERIFY(_bench->jars().contains(u"ALPHA-1.jar"_s) && _bench->jars().contains(u"Alpha-1.jar"_s));
    }

    void refusesWhenTheJarIsNotTheOneThatThePlanSaw()
    {
        const domain::Job job = _bench->deployJob(DeploymentBench::alpha2);
        const QByteArray other = tests::FakeInstanceReader::jar("Alpha", "1.1");
        _bench->sandbox.write(DeploymentBench::oldJar, other);

        const JobOutcome outcome = _bench->carryOut(job);

        QCOMPARE(outcome.errorCode, ErrorCode::Conflict);
        QVERIFY2(outcome.message.contains(u"stale: the plan saw Alpha-1.jar"_s), qPrintable(outcome.message));
        QCOMPARE(_bench->sandbox.read(DeploymentBench::oldJar), other);
    }

    void refusesAFileOfAnotherPluginInItsPlace()
    {
        _bench->sandbox.write(DeploymentBench::newJar, tests::FakeInstanceReader::jar("Beta", "2"));

        QCOMPARE(_bench->carryOut(_bench->deployJob(DeploymentBench::alpha2)).errorCode,
                 ErrorCode::AlreadyExists);
    }

    void b43RefusesFileNamesThatLeaveTheFolder_data()
    {
        QTest::addColumn<QString>("name");
        QTest::newRow("up") << u"../../x.jar"_s;
        QTest::newRow("absolute") << u"/tmp/x.jar"_s;
        QTest::newRow("backslash") << u"a\\b.jar"_s;
        QTest::newRow("hidden") << u".x.jar"_s;
        QTest::newRow("no jar") << u"x.sh"_s;
        QTest::newRow("too long") << QString(u"x"_s.repeated(252) + u".jar"_s);
    }
    void b43RefusesFileNamesThatLeaveTheFolder()
    {
        QFETCH(const QString, name);

        const JobOutcome outcome = _bench->carryOut(_bench->deployJob(DeploymentBench::alpha2, 1, name));

        QCOMPARE(outcome.errorCode, ErrorCode::InvalidArgument);
        verifyUntouched();
    }

    void refusesAJarThatIsALink()
    {
        _bench->sandbox.write(u"outside.jar"_s, DeploymentBench::alpha1);
        QFile::remove(_bench->sandbox.path(DeploymentBench::oldJar));
        QFile::link(_bench->sandbox.path(u"outside.jar"_s), _bench->sandbox.path(DeploymentBench::oldJar));

        const JobOutcome outcome
            = _bench->carryOut(_bench->deployJob(DeploymentBench::alpha2, 1, u"Alpha-1.jar"_s));

        QCOMPARE(outcome.errorCode, ErrorCode::PermissionDenied);
        QVERIFY2(outcome.message.contains(u"outside.jar"_s), qPrintable(outcome.message));
        QCOMPARE(_bench->sandbox.read(u"outside.jar"_s), DeploymentBench::alpha1);
    }

    // B51: a limit on the size of files stands in for a full disk.
    void b51StopsBeforeTheSwapWhenTheDiskIsFull_data()
    {
        QTest::addColumn<QByteArray>("old");
        QTest::addColumn<QByteArray>("jar");
        const QByteArray large(100'000, 'x');
        QTest::newRow("downloading") << DeploymentBench::alpha1
                                     << QByteArray(DeploymentBench::alpha2 + large);
        QTest::newRow("backing up") << QByteArray(DeploymentBench::alpha1 + large) << DeploymentBench::alpha2;
    }
    void b51StopsBeforeTheSwapWhenTheDiskIsFull()
    {
        QFETCH(const QByteArray, old);
        QFETCH(const QByteArray, jar);
        _bench->sandbox.write(DeploymentBench::oldJar, old);
        domain::Job job = _bench->deployJob(jar);
        auto payload = std::get<DeployPayload>(job.payload);
        payload.replacesSha256 = tests::FakeHostApi::hashOf(old);
        job.payload = payload;
        rlimit before{};
        ::getrlimit(RLIMIT_FSIZE, &before);
        rlimit small = before;
        small.rlim_cur = 50'000;
        const auto handler = std::signal(SIGXFSZ, SIG_IGN);
        ::setrlimit(RLIMIT_FSIZE, &small);

        const JobOutcome outcome = _bench->carryOut(job);

        ::setrlimit(RLIMIT_FSIZE, &before);
        (void)std::signal(SIGXFSZ, handler);
        QCOMPARE(outcome.status, JobStatus::Failed);
        QVERIFY(_bench->panel.calls.isEmpty());
        QCOMPARE(_bench->sandbox.read(DeploymentBench::oldJar), old);
        QCOMPARE(_bench->leftovers(), QStringList());
    }

    // B68
    void b68ChangesNothingWithoutAJournal()
    {
        _bench->sandbox.write(u"journal"_s, "a file where the folder should be");

        const JobOutcome outcome = _bench->carryOut(_bench->deployJob(DeploymentBench::alpha2));

        QCOMPARE(outcome.errorCode, ErrorCode::PermissionDenied);
        verifyUntouched();
        QVERIFY(_bench->panel.calls.isEmpty());
    }

    // B65
    void b65IsTriedAgainLaterWhenAmpIsAway()
    {
        _bench->panel.away = Error{ErrorCode::Unavailable, u"AMP does not answer"_s};

        const JobOutcome outcome = _bench->carryOut(_bench->deployJob(DeploymentBench::alpha2));

        QCOMPARE(outcome.status, JobStatus::Retrying);
        _bench->panel.away.reset();
        verifyUntouched();
        domain::Job second = _bench->deployJob(DeploymentBench::alpha2);
        second.attempt = 2;
        second.fence = 2;
        QCOMPARE(_bench->carryOut(second).status, JobStatus::Completed);
    }

    void failsWhereAmpDoesNotKnowTheInstance()
    {
        domain::Job job = _bench->deployJob(DeploymentBench::alpha2);
        _bench->sandbox.write(u"instances/DEV02/Minecraft/plugins/Alpha-1.jar"_s, DeploymentBench::alpha1);
        job.instance = u"DEV02"_s;

        QCOMPARE(_bench->carryOut(job).errorCode, ErrorCode::NotFound);
    }
};

ARCHIVESMP_TEST(TestDeploy)
#include "tst_deploy.moc"
