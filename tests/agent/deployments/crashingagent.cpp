// SPDX-License-Identifier: GPL-3.0-or-later
// A worker on real files that may be killed at any time: crashingagent FOLDER good|broken RUN. The servers of
// its panel live on in a file, as real ones outlive their agent. Prints how the job ended.
#include "agent/jobs/worker.h"
#include "tests/agent/deployments/deploymentbench.h"
#include "tests/fakes/fakejobfeed.h"

#include <QCoreApplication>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTimer>

#include <cstdio>

using namespace archivesmp;
using namespace archivesmp::agent;
using namespace Qt::StringLiterals;
using tests::DeploymentBench;

namespace {

const QString panelFile = u"panel.json"_s;

void save(DeploymentBench &bench)
{
    const tests::FakeAmpPanel::Server &server = bench.server();
    bench.sandbox.write(panelFile + u".new"_s,
                        QJsonDocument(QJsonObject{{u"state"_s, int(server.state)},
                                                  {u"polls"_s, server.pollsLeft},
                                                  {u"starts"_s, server.starts},
                                                  {u"stops"_s, server.stops}})
                            .toJson());
    std::rename(qPrintable(bench.sandbox.path(panelFile + u".new"_s)),
                qPrintable(bench.sandbox.path(panelFile)));
}

void load(DeploymentBench &bench)
{
    const QJsonObject saved = QJsonDocument::fromJson(bench.sandbox.read(panelFile)).object();
    if (saved.isEmpty())
        return;
    tests::FakeAmpPanel::Server &server = bench.server();
    server.state = static_cast<domain::InstanceState>(saved["state"_L1].toInt());
    server.pollsLeft = saved["polls"_L1].toInt();
    server.starts = saved["starts"_L1].toInt();
    server.stops = saved["stops"_L1].toInt();
}

} // namespace

// NOLINTNEXTLINE(bugprone-exception-escape): it is made to end early
int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.size() != 4)
        return 2;
    DeploymentBench bench(arguments.at(1));
    bench.server().pollsToStart = 2;
    bench.server().pollsToStop = 2;
    load(bench);
    bench.panel.onChange = [&bench] { save(bench); };

    const bool good = arguments.at(2) == u"good"_s;
    domain::Job job = bench.deployJob(good ? DeploymentBench::alpha2 : DeploymentBench::broken);
    job.fence = arguments.at(3).toInt() - 1; // the host has counted the runs before
    job.attempt = static_cast<int>(job.fence);
    bench.host.add(job);

    deployments::ChangeTransaction transaction(bench.parts());
    jobs::WorkByType works;
    works[domain::JobType::PluginDeploy] = std::make_unique<deployments::DeployWork>(
        transaction, bench.host, bench.sandbox.path(u"downloads"_s));
    const jobs::ResultSpool spool(bench.sandbox.path(u"spool"_s));
    const jobs::WorkerSettings settings{u"hetzner"_s, u"boot-"_s + arguments.at(3), std::chrono::seconds(1)};
    jobs::Worker worker(bench.host, bench.clock, bench.journals, spool, std::move(works), settings);
    tests::FakeJobFeed feed;
    worker.addFeed(feed);
    QObject::connect(&worker, &jobs::Worker::resultDelivered, &worker, [&](const JobId &id) {
        const auto result = bench.host.resultOf(id);
        const QString status = result ? domain::nameOf(result->status) : u"refused"_s;
        std::printf("%s %s\n", qPrintable(status), result ? qPrintable(result->message) : "");
        QCoreApplication::quit();
    });
    QTimer::singleShot(0, &worker, [&] {
        worker.start();
        feed.offer(job.id);
    });
    QTimer::singleShot(std::chrono::seconds(30), &worker, [] { QCoreApplication::exit(3); });
    return QCoreApplication::exec();
}
