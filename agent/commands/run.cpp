// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/agent.h"
#include "agent/commands/command.h"
#include "agent/service/servicenotifier.h"
#include "agent/service/statelock.h"
#include "agent/service/terminationsignals.h"
#include "agent/service/watchdog.h"

#include <QCoreApplication>

namespace archivesmp::agent::commands {

using namespace Qt::StringLiterals;

int runAgent(const QStringList &arguments)
{
    CommandLine line(u"run"_s, u"works as the agent of this server until it is told to stop."_s);
    line.process(arguments);
    std::optional<settings::AgentSettings> settings = line.loadSettingsAloud();
    if (!settings)
        return exitConfiguration;
    const Result<service::StateLock> lock = service::StateLock::take(settings->stateFolder);
    if (!lock)
        return fail(describe(lock.error()));

    service::ServiceNotifier notifier;
    service::TerminationSignals termination;
    Agent agent(*std::move(settings));
    service::Watchdog watchdog([&notifier] { notifier.alive(); }, [&agent] { return agent.loops(); });
    QObject::connect(&agent, &Agent::started, &agent, [&](int controlPort, int webApiPort) {
        // For scripts that let the agent choose its ports.
        print(u"listening control=%1 webapi=%2"_s.arg(controlPort).arg(webApiPort));
        notifier.ready();
        if (const auto interval = notifier.watchdogInterval())
            watchdog.start(*interval);
    });
    QObject::connect(
        &agent, &Agent::failed, &agent, [](const QString &reason) { QCoreApplication::exit(fail(reason)); },
        Qt::QueuedConnection);
    QObject::connect(
        &agent, &Agent::stopped, &agent, [] { QCoreApplication::exit(exitOk); }, Qt::QueuedConnection);
    QObject::connect(&termination, &service::TerminationSignals::received, &agent, [&] {
        notifier.stopping();
        agent.stop();
    });
    agent.start();
    return QCoreApplication::exec();
}

} // namespace archivesmp::agent::commands
