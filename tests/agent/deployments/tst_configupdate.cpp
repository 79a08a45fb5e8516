// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/agent/deployments/deploymentbench.h"
#include "tests/support/testregistry.h"

#include <QTest>

#include <sys/stat.h>
#include <unistd.h>

using namespace archivesmp;
using namespace archivesmp::agent::jobs;
using namespace Qt::StringLiterals;
using domain::ConfigUpdatePayload;
using domain::InstanceState;
using domain::JobStatus;
using domain::SettingChange;
using tests::DeploymentBench;

class TestConfigUpdate final : public QObject
{
    Q_OBJECT

    std::unique_ptr<DeploymentBench> _bench;

    [[nodiscard]] domain::Job fixJob(const QString &key, const Value &value, int number = 1) const
    {
        domain::Job job = tests::jobFor(domain::JobType::ConfigUpdate, number);
        job.plugin = u"Alpha"_s;
        job.fence = 1;
        job.payload = ConfigUpdatePayload{
            .file = u"plugins/Alpha/config.yml"_s,
            .fileSha256 = tests::FakeHostApi::hashOf(_bench->sandbox.read(DeploymentBench::config)),
            .changes = {{KeyPath::fromString(key), SettingChange::Action::Set, value, {}}}};
        return job;
    }
    [[nodiscard]] QByteArray file() const { return _bench->sandbox.read(DeploymentBench::config); }

private Q_SLOTS:
    void init() { _bench = std::make_unique<DeploymentBench>(); }

    void writesTheValueAndNothingElse()
    {
        const JobOutcome outcome = _bench->carryOut(fixJob(u"limit"_s, Value::integer(25)));

        QCOMPARE(outcome.status, JobStatus::Completed);
        QCOMPARE(outcome.message, u"verified · 1 value written, 0 other bytes"_s);
        QCOMPARE(file(), QByteArray("# Alpha\nlimit: 25\nname: \"old\"\n"));
        QCOMPARE(_bench->panel.calls, (QStringList{u"stop DEV01"_s, u"start DEV01"_s}));
        QCOMPARE(_bench->leftovers(), QStringList());
    }

    void keepsTheMode()
    {
        const QByteArray path = QFile::encodeName(_bench->sandbox.path(DeploymentBench::config));
        ::chmod(path.constData(), 0640);

        (void)_bench->carryOut(fixJob(u"limit"_s, Value::integer(25)));

        struct stat status
        { };
        ::stat(path.constData(), &status);
        QCOMPARE(status.st_mode & 0777, mode_t(0640));
    }

    void refusesAFileThatIsNotTheOneThatThePlanSaw()
    {
        const domain::Job job = fixJob(u"limit"_s, Value::integer(25));
        _bench->sandbox.write(DeploymentBench::config, "limit: 11\n");

        const JobOutcome outcome = _bench->carryOut(job);

        QCOMPARE(outcome.errorCode, ErrorCode::Conflict);
        const QString seen
            = QString::fromLatin1(std::get<ConfigUpdatePayload>(job.payload).fileSha256.toHex().left(12));
        const QString now = QString::fromLatin1(tests::FakeHostApi::hashOf("limit: 11\n").toHex().left(12));
        QVERIFY2(outcome.message.contains(seen) && outcome.message.contains(now),
                 qPrintable(outcome.message));
        QVERIFY(_bench->panel.calls.isEmpty());
        QCOMPARE(file(), QByteArray("limit: 11\n"));
    }

    void keepsWhatThePluginWroteElsewhereWhileItStopped()
    {
        _bench->panel.onStop = [this](tests::FakeAmpPanel::Server &) {
            _bench->sandbox.write(DeploymentBench::config, "# Alpha\nlimit: 10\nname: \"old\"\nseen: 1\n");
        };

        const JobOutcome outcome = _bench->carryOut(fixJob(u"limit"_s, Value::integer(25)));

        QCOMPARE(outcome.status, JobStatus::Completed);
        QCOMPARE(file(), QByteArray("# Alpha\nlimit: 25\nname: \"old\"\nseen: 1\n"));
    }

    void refusesWhenThePluginWroteTheSettingItselfWhileItStopped()
    {
        _bench->panel.onStop = [this](tests::FakeAmpPanel::Server &) {
            _bench->sandbox.write(DeploymentBench::config, "limit: 12\n");
        };

        const JobOutcome outcome = _bench->carryOut(fixJob(u"limit"_s, Value::integer(25)));

        QCOMPARE(outcome.errorCode, ErrorCode::Conflict);
        QCOMPARE(file(), QByteArray("limit: 12\n"));
        QCOMPARE(_bench->server().starts, 1);
    }

    void saysThatThePluginPutItBack()
    {
        const auto boot = _bench->panel.boot;
        _bench->panel.boot = [&, boot](tests::FakeAmpPanel::Server &server) {
            _bench->sandbox.write(DeploymentBench::config, "limit: 10\n");
            return boot(server);
        };

        const JobOutcome outcome = _bench->carryOut(fixJob(u"limit"_s, Value::integer(25)));

        QCOMPARE(outcome.status, JobStatus::Failed);
        QVERIFY(outcome.message.contains(u"another value in its place"_s));
    }

    void saysThatThePluginWroteItsFileAgain()
    {
        const auto boot = _bench->panel.boot;
        _bench->panel.boot = [&, boot](tests::FakeAmpPanel::Server &server) {
            _bench->sandbox.write(DeploymentBench::config, "limit: 25\nname: old\n");
            return boot(server);
        };

        const JobOutcome outcome = _bench->carryOut(fixJob(u"limit"_s, Value::integer(25)));

        QCOMPARE(outcome.status, JobStatus::Completed);
        QVERIFY(outcome.message.contains(u"written its file again"_s));
    }

    void withoutARestartItSaysThatOneIsNeeded()
    {
        domain::Job job = fixJob(u"limit"_s, Value::integer(25));
        auto payload = std::get<ConfigUpdatePayload>(job.payload);
        payload.restart = false;
        job.payload = payload;

        const JobOutcome outcome = _bench->carryOut(job);

        QVERIFY(outcome.message.endsWith(u"applied, restart needed"_s));
        QVERIFY(_bench->panel.calls.isEmpty());
        QVERIFY(file().contains("limit: 25"));
    }

    void aValueThatIsThereAlreadyChangesNothing()
    {
        const JobOutcome outcome = _bench->carryOut(fixJob(u"limit"_s, Value::integer(10)));

        QCOMPARE(outcome.status, JobStatus::Completed);
        QVERIFY(_bench->panel.calls.isEmpty());
    }

    void refusesWhatCannotBeEditedBeforeItStopsAnything()
    {
        _bench->sandbox.write(DeploymentBench::config, "base: &a {x: 1}\nlimit: *a\n");

        const JobOutcome outcome = _bench->carryOut(fixJob(u"limit.x"_s, Value::integer(2)));

        QCOMPARE(outcome.status, JobStatus::Failed);
        QVERIFY(_bench->panel.calls.isEmpty());
        QCOMPARE(file(), QByteArray("base: &a {x: 1}\nlimit: *a\n"));
    }

    void rollsBackWhenTheServerDoesNotComeUpWithIt()
    {
        const QByteArray before = file();
        const auto boot = _bench->panel.boot;
        _bench->panel.boot = [&, boot](tests::FakeAmpPanel::Server &server) {
            return file().contains("limit: 25") ? InstanceState::Failed : boot(server);
        };

        const JobOutcome outcome = _bench->carryOut(fixJob(u"limit"_s, Value::integer(25)));

        QCOMPARE(outcome.status, JobStatus::RolledBack);
        QCOMPARE(file(), before);
        QCOMPARE(_bench->server().state, InstanceState::Running);
    }

    void writesASecretThatItNeverTells()
    {
        const QByteArray canary = "s3cr3t-canary-7781";
        domain::Job job = fixJob(u"name"_s, {});
        auto payload = std::get<ConfigUpdatePayload>(job.payload);
        payload.changes.first().secretReference = u"ref-1"_s;
        job.payload = payload;
        _bench->host.secrets.insert(u"ref-1"_s, Secret('"' + canary + '"'));

        const JobOutcome outcome = _bench->carryOut(job);

        QCOMPARE(outcome.status, JobStatus::Completed);
        QVERIFY(file().contains(canary));
        QVERIFY(!outcome.message.contains(QString::fromLatin1(canary)));
        QVERIFY(!outcome.backup.contains(canary));
        QVERIFY(!_bench->lastEvents.join(u'\n').contains(QString::fromLatin1(canary)));
        for (const QString &name : _bench->sandbox.files(u"journal"_s))
            QVERIFY(!_bench->sandbox.read(name).contains(canary));
    }

    void refusesASecretThatDidNotCome()
    {
        domain::Job job = fixJob(u"name"_s, {});
        auto payload = std::get<ConfigUpdatePayload>(job.payload);
        payload.changes.first().secretReference = u"ref-1"_s;
        job.payload = payload;

        QCOMPARE(_bench->carryOut(job).errorCode, ErrorCode::NotFound);
        QVERIFY(_bench->panel.calls.isEmpty());
    }

    void b43RefusesFilesThatLeaveTheInstance()
    {
        domain::Job job = fixJob(u"limit"_s, Value::integer(25));
        auto payload = std::get<ConfigUpdatePayload>(job.payload);
        payload.file = u"../../DEV02/Minecraft/x.yml"_s;
        job.payload = payload;

        QCOMPARE(_bench->carryOut(job).errorCode, ErrorCode::InvalidArgument);
    }

    void refusesAFileWithASecondHardLink()
    {
        const QString other = _bench->sandbox.path(u"other.yml"_s);
        QCOMPARE(::link(QFile::encodeName(_bench->sandbox.path(DeploymentBench::config)).constData(),
                        QFile::encodeName(other).constData()),
                 0);

        QCOMPARE(_bench->carryOut(fixJob(u"limit"_s, Value::integer(25))).errorCode,
                 ErrorCode::PermissionDenied);
        QVERIFY(_bench->panel.calls.isEmpty());
    }
};

ARCHIVESMP_TEST(TestConfigUpdate)
#include "tst_configupdate.moc"
