// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/shell/fleetcommands.h"

#include "app/client/answer.h"
#include "app/client/fleet.h"

namespace archivesmp::app::shell {

FleetCommands::FleetCommands(client::Fleet &fleet, QObject *parent)
    : QObject(parent)
    , _fleet(fleet)
{ }

template <typename Request>
void FleetCommands::ask(const QString &what, client::Session &session, const Request &request)
{
    client::whenAnswered(
        session.ask(request), this, [this, what](const Result<typename Request::Reply> &reply) {
            if (!reply)
                Q_EMIT failed(what, reply.error());
            else if constexpr (std::is_same_v<typename Request::Reply, protocol::JobAccepted>)
                Q_EMIT jobStarted(reply->job);
        });
}

template <typename Request>
void FleetCommands::askFor(const QString &what, const QString &server, const Request &request)
{
    client::Session *session = _fleet.sessionFor(server);
    if (session == nullptr) {
        Q_EMIT failed(what, {ErrorCode::Unavailable, tr("no agent answers")});
        return;
    }
    ask(what, *session, request);
}

void FleetCommands::scan(const QString &server, const QStringList &instances)
{
    if (server.isEmpty() && _fleet.host() == nullptr) {
        scanWithoutHost();
        return;
    }
    askFor(tr("Starting the scan"), server, protocol::StartScan{server, instances});
}

// Each agent scans its own server.
void FleetCommands::scanWithoutHost()
{
    QStringList servers;
    for (const client::AgentStatus &agent : _fleet.agents()) {
        if (agent.state == client::Session::State::Online && !agent.server.isEmpty())
            servers.append(agent.server);
    }
    if (servers.isEmpty())
        Q_EMIT failed(tr("Starting the scan"), {ErrorCode::Unavailable, tr("no agent answers")});
    for (const QString &server : std::as_const(servers))
        askFor(tr("Starting the scan"), server, protocol::StartScan{server, {}});
}

void FleetCommands::power(const domain::InstanceRef &instance, domain::PowerAction action)
{
    askFor(tr("Asking %1").arg(instance.name), instance.server,
           protocol::PowerInstance{instance.toString(), action});
}

void FleetCommands::cancel(const JobId &job)
{
    const QString what = tr("Cancelling the job");
    client::Session *session = _fleet.sessionOf(job);
    if (session == nullptr)
        Q_EMIT failed(what, {ErrorCode::Unavailable, tr("no agent answers")});
    else
        ask(what, *session, protocol::CancelJob{job});
}

} // namespace archivesmp::app::shell
