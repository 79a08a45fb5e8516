// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/instances/amppanel.h"

#include <QStringList>

#include <functional>
#include <map>

namespace archivesmp::tests {

// A panel whose instances stop and start after a number of questions, and fail when they are told to.
class FakeAmpPanel final : public agent::instances::AmpPanel
{
public:
    struct Server
    {
        agent::instances::AmpInstance entry;
        domain::InstanceState state = domain::InstanceState::Running;
        std::optional<int> players = 0;
        QList<agent::instances::ConsoleLine> console; // not read yet
        int pollsToStop = 1;                          // questions until a stop is done; negative for never
        int pollsToStart = 1;
        int pollsLeft = 0;
        int starts = 0;
        int stops = 0;
    };

    // What its console writes and becomes of it when it comes up. Default: "Done (" and running.
    std::function<domain::InstanceState(Server &)> boot = [](Server &server) {
        say(server, QStringLiteral("Done (2.117s)! For help, type \"help\""));
        return domain::InstanceState::Running;
    };
    std::function<void()> onQuestion;     // before each status: a test moves its clock here
    std::function<void(Server &)> onStop; // when a server has stopped: plugins write their files here
    std::function<void()> onChange; // after each change of a server, to keep it over the end of a process
    std::optional<Error> away;      // every call fails with it
    std::optional<Error> refuses;   // every change is refused with it
    QStringList calls;              // "stop DEV01", in order

    Server &add(const QString &name, domain::InstanceState state = domain::InstanceState::Running)
    {
        Server server;
        server.entry
            = {QStringLiteral("id-") + name.toLower(), name, name, QStringLiteral("Minecraft"), true, false};
        server.state = state;
        return _servers[name] = server;
    }
    [[nodiscard]] Server &server(const QString &name) { return _servers.at(name); }
    [[nodiscard]] bool has(const QString &name) const { return _servers.count(name) > 0; }

    static void say(Server &server, const QString &text)
    {
        server.console.append({QDateTime::currentDateTimeUtc(), QStringLiteral("Server thread/INFO"), text});
    }

    QFuture<Result<QList<agent::instances::AmpInstance>>> listInstances() override
    {
        using List = QList<agent::instances::AmpInstance>;
        if (away)
            return ready<List>(*away);
        List entries;
        for (const auto &[name, server] : _servers)
            entries.append(server.entry);
        return ready<List>(entries);
    }

    QFuture<Result<agent::instances::AmpStatus>> status(const QString &instanceId) override
    {
        using Status = agent::instances::AmpStatus;
        if (onQuestion)
            onQuestion();
        Server *server = find(instanceId);
        if (away || !server)
            return ready<Status>(away.value_or(unknown(instanceId)));
        if (!server->entry.daemonRunning)
            return ready<Status>(Error{ErrorCode::Unavailable, QStringLiteral("the daemon is down")});
        goOn(*server);
        if (onChange)
            onChange();
        return ready<Status>(Status{server->state, -1, std::chrono::seconds(1), server->players});
    }

    QFuture<Result<void>> startDaemon(const QString &instanceName) override
    {
        calls.append(QStringLiteral("daemon ") + instanceName);
        if (away || !has(instanceName))
            return ready<void>(away.value_or(unknown(instanceName)));
        server(instanceName).entry.daemonRunning = true;
        server(instanceName).state = domain::InstanceState::Stopped;
        return ready<void>({});
    }

    QFuture<Result<void>> startApplication(const QString &instanceId) override
    {
        return change(instanceId, QStringLiteral("start"), [](Server &server) {
            server.starts += 1;
            server.state = domain::InstanceState::Starting;
            server.pollsLeft = server.pollsToStart;
        });
    }
    QFuture<Result<void>> stopApplication(const QString &instanceId) override
    {
        return change(instanceId, QStringLiteral("stop"), [](Server &server) {
            server.stops += 1;
            server.state = domain::InstanceState::Stopping;
            server.pollsLeft = server.pollsToStop;
        });
    }
    QFuture<Result<void>> restartApplication(const QString &instanceId) override
    {
        return change(instanceId, QStringLiteral("restart"), [](Server &) {});
    }
    QFuture<Result<void>> killApplication(const QString &instanceId) override
    {
        return change(instanceId, QStringLiteral("kill"),
                      [](Server &server) { server.state = domain::InstanceState::Stopped; });
    }
    QFuture<Result<void>> sendConsole(const QString &instanceId, const QString &command) override
    {
        return change(instanceId, QStringLiteral("console ") + command, [](Server &) {});
    }

    QFuture<Result<QList<agent::instances::ConsoleLine>>> newConsoleLines(const QString &instanceId) override
    {
        using Lines = QList<agent::instances::ConsoleLine>;
        Server *server = find(instanceId);
        if (away || !server)
            return ready<Lines>(away.value_or(unknown(instanceId)));
        return ready<Lines>(std::exchange(server->console, {}));
    }

private:
    template <typename T>
    static QFuture<Result<T>> ready(Result<T> result)
    {
        return QtFuture::makeReadyFuture(std::move(result));
    }
    static Error unknown(const QString &id)
    {
        return {ErrorCode::NotFound, QStringLiteral("no instance ") + id};
    }

    Server *find(const QString &id)
    {
        for (auto &[name, server] : _servers) {
            if (server.entry.id == id)
                return &server;
        }
        return nullptr;
    }

    template <typename Change>
    QFuture<Result<void>> change(const QString &id, const QString &what, Change apply)
    {
        Server *server = find(id);
        if (away || !server)
            return ready<void>(away.value_or(unknown(id)));
        calls.append(what + QLatin1Char(' ') + server->entry.name);
        if (refuses)
            return ready<void>(*refuses);
        apply(*server);
        if (onChange)
            onChange();
        return ready<void>({});
    }

    void goOn(Server &server)
    {
        const bool moving = server.state == domain::InstanceState::Starting
            || server.state == domain::InstanceState::Stopping;
        if (!moving || server.pollsLeft < 0 || --server.pollsLeft > 0)
            return;
        if (server.state == domain::InstanceState::Starting) {
            server.state = boot(server);
            return;
        }
        server.state = domain::InstanceState::Stopped;
        if (onStop)
            onStop(server);
    }

    std::map<QString, Server> _servers;
};

} // namespace archivesmp::tests
