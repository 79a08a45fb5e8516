// SPDX-License-Identifier: GPL-3.0-or-later
// The agent is killed with -9 at every step of a deploy, and at random moments.
#include "agent/deployments/failpoint.h"
#include "tests/agent/deployments/deploymentbench.h"
#include "tests/support/testregistry.h"

#include <QProcess>
#include <QRandomGenerator>
#include <QTest>

using namespace archivesmp;
using namespace archivesmp::agent::deployments;
using namespace Qt::StringLiterals;
using tests::DeploymentBench;

class TestCrashes final : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> _folder;
    int _run = 0;

    struct Ending
    {
        bool killed = false;
        QString status;
        QString message;
    };

    [[nodiscard]] QString temporary() const { return _folder->filePath(u"tmp"_s); }
    [[nodiscard]] std::unique_ptr<QProcess> start(const QString &jar, const QString &failpoint)
    {
        auto agent = std::make_unique<QProcess>();
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        if (!failpoint.isEmpty())
            environment.insert(u"ARCHIVESMP_FAILPOINT"_s, failpoint + u":kill"_s);
        environment.insert(u"TMPDIR"_s, temporary());
        agent->setProcessEnvironment(environment);
        _run += 1;
        agent->start(QStringLiteral(ARCHIVESMP_CRASHING_AGENT),
                     {_folder->path(), jar, QString::number(_run)});
        return agent;
    }
    [[nodiscard]] static Ending endOf(QProcess &agent)
    {
        if (agent.state() != QProcess::NotRunning && !agent.waitForFinished(60'000))
            qFatal("the agent does not end");
        const QString line = QString::fromUtf8(agent.readAllStandardOutput()).trimmed();
        if (agent.exitStatus() == QProcess::NormalExit && agent.exitCode() != 0)
            qFatal("the agent failed: %s", agent.readAllStandardError().constData());
        return {agent.exitStatus() == QProcess::CrashExit, line.section(u' ', 0, 0), line.section(u' ', 1)};
    }
    [[nodiscard]] Ending run(const QString &jar, const QString &failpoint = {})
    {
        const auto agent = start(jar, failpoint);
        return endOf(*agent);
    }

    // One JAR of the plugin, whole, and the server running; nothing of ours among the plugins.
    void verifyWholeAndRunning(const QByteArray &wanted)
    {
        const DeploymentBench bench(_folder->path());
        QCOMPARE(bench.jars().size(), 1);
        QCOMPARE(bench.sandbox.read(u"instances/DEV01/Minecraft/plugins/"_s + bench.jars().constFirst()),
                 wanted);
        QCOMPARE(bench.leftovers(), QStringList());
        QCOMPARE(QDir(temporary()).entryList(QDir::AllEntries | QDir::NoDotAndDotDot), QStringList());
        const QJsonObject panel = QJsonDocument::fromJson(bench.sandbox.read(u"panel.json"_s)).object();
        const auto state = static_cast<domain::InstanceState>(panel["state"_L1].toInt());
        QVERIFY2(panel.isEmpty() || state == domain::InstanceState::Running
                     || state == domain::InstanceState::Starting,
                 qPrintable(domain::nameOf(state)));
    }
    [[nodiscard]] int swaps() const
    {
        const DeploymentBench bench(_folder->path());
        int swaps = 0;
        for (const QString &file : bench.sandbox.files(u"journal"_s))
            swaps += int(bench.sandbox.read(file).count("\"step\":\"swapped\""));
        return swaps;
    }
    // The host lets a job that changed nothing be tried again.
    void finish(const QString &jar, Ending ending)
    {
        if (ending.status == u"retrying"_s) {
            verifyWholeAndRunning(DeploymentBench::alpha1);
            ending = run(jar);
        }
        const QString wanted = jar == u"good"_s ? u"completed"_s : u"rolled_back"_s;
        QVERIFY2(ending.status == wanted, qPrintable(ending.status + u": "_s + ending.message));
        verifyWholeAndRunning(jar == u"good"_s ? DeploymentBench::alpha2 : DeploymentBench::alpha1);
        QVERIFY(swaps() <= 1);
    }

private Q_SLOTS:
    void init()
    {
        _folder = std::make_unique<QTemporaryDir>();
        _run = 0;
        QVERIFY(QDir(_folder->path()).mkdir(u"tmp"_s));
        const DeploymentBench laidOut(_folder->path()); // whole before anything can be killed
    }

    void withoutACrash()
    {
        QCOMPARE(run(u"good"_s).status, u"completed"_s);
        verifyWholeAndRunning(DeploymentBench::alpha2);
        QCOMPARE(swaps(), 1);
    }

    void oldOrNewAndRunningAfterAKillAtEveryStep_data()
    {
        QTest::addColumn<QString>("jar");
        QTest::addColumn<QString>("failpoint");
        for (const QLatin1StringView name : failpoints) {
            const QString failpoint(name);
            const bool undoes = failpoint.contains(u"undo"_s) || failpoint.contains(u"unhealthy"_s)
                || failpoint.contains(u"rolled_back"_s);
            const QString jar = undoes ? u"broken"_s : u"good"_s;
            QTest::newRow(qPrintable(failpoint)) << jar << failpoint;
            // What the log said to the process that was killed is not forgotten.
            if (name == "deploy.after_start"_L1 || name == "deploy.after_started"_L1)
                QTest::newRow(qPrintable(failpoint + u", broken"_s)) << u"broken"_s << failpoint;
        }
    }
    void oldOrNewAndRunningAfterAKillAtEveryStep()
    {
        QFETCH(const QString, jar);
        QFETCH(const QString, failpoint);

        QVERIFY2(run(jar, failpoint).killed, "the failpoint was not reached");

        finish(jar, run(jar));
    }

    void aSecondKillAtTheSameStepChangesNothing_data() { oldOrNewAndRunningAfterAKillAtEveryStep_data(); }
    void aSecondKillAtTheSameStepChangesNothing()
    {
        QFETCH(const QString, jar);
        QFETCH(const QString, failpoint);

        QVERIFY(run(jar, failpoint).killed);
        const Ending second = run(jar, failpoint);

        finish(jar, second.killed ? run(jar) : second);
    }

    void oldOrNewAndRunningAfterAKillAtAnyMoment()
    {
        const int wanted = qEnvironmentVariableIntValue("ARCHIVESMP_KILL_ROUNDS");
        const int rounds = wanted > 0 ? wanted : 40;
        bool isGiven = false;
        const quint32 given = qEnvironmentVariable("ARCHIVESMP_KILL_SEED").toUInt(&isGiven);
        const quint32 seed = isGiven ? given : QRandomGenerator::global()->generate();
        QRandomGenerator random(seed);
        for (int round = 0; round < rounds; ++round) {
            init();
            const QString jar = round % 2 == 0 ? u"good"_s : u"broken"_s;
            const auto agent = start(jar, {});
            QVERIFY(agent->waitForStarted());
            (void)agent->waitForFinished(10 + int(random.bounded(160)));
            agent->kill();
            const Ending first = endOf(*agent);

            finish(jar, first.killed ? run(jar) : first);
            if (QTest::currentTestFailed()) {
                qWarning("in round %d of ARCHIVESMP_KILL_SEED=%u", round, seed);
                return;
            }
        }
    }
};

ARCHIVESMP_TEST(TestCrashes)
#include "tst_crashes.moc"
