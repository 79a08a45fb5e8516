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
void FleetCommands::askFor(const QString &what, const QString &server, const Request &request)
{
    client::Session *session = _fleet.sessionFor(server);
    if (session == nullptr) {
        Q_EMIT failed(what, {ErrorCode::Unavailable, tr("no agent answers")});
        return;
    }
    client::whenAnswered(
        session->ask(request), this, [this, what](const Result<typename Request::Reply> &reply) {
            if (!reply)
                Q_EMIT failed(what, reply.error());
            else if constexpr (std::is_same_v<typename Request::Reply, protocol::JobAccepted>)
                Q_EMIT jobStarted(reply->job);
        });
}

void FleetCommands::scan(const QString &server, const QStringList &instances)
{
    askFor(tr("Starting the scan"), server, protocol::StartScan{server, instances});
}

void FleetCommands::power(const domain::InstanceRef &instance, domain::PowerAction action)
{
    askFor(tr("Asking %1").arg(instance.name), instance.server,
           protocol::PowerInstance{instance.toString(), action});
}

void FleetCommands::cancel(const JobId &job)
{
    const std::optional<domain::Job> held = _fleet.job(job);
    askFor(tr("Cancelling the job"), held ? held->server : QString(), protocol::CancelJob{job});
}

} // namespace archivesmp::app::shell
