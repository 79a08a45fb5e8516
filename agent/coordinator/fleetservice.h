// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/coordinator/consoleservice.h"
#include "common/protocol/hostmessages.h"

#include <optional>

namespace archivesmp::agent::coordinator {

// Everything that the doors (control, REST) and the host's own worker may ask of the host, whatever thread
// they are in: each call returns at once and its future is completed in the coordinator's thread. Agents are
// confined to their own server by the user (another server's job is NotFound).
class FleetService : public ConsoleService
{
public:
    // For agents.
    [[nodiscard]] virtual QFuture<Result<protocol::AgentWelcome>> hello(const domain::User &by,
                                                                        const protocol::AgentHello &)
        = 0;
    [[nodiscard]] virtual QFuture<Result<protocol::HeartbeatReply>> heartbeat(const domain::User &by,
                                                                              const protocol::Heartbeat &)
        = 0;
    [[nodiscard]] virtual QFuture<Result<std::optional<JobId>>> next(const domain::User &by)
        = 0; // does not wait
    [[nodiscard]] virtual QFuture<Result<protocol::ClaimedJob>> claim(const domain::User &by,
                                                                      const protocol::ClaimRequest &)
        = 0;
    [[nodiscard]] virtual QFuture<Result<protocol::RenewReply>> renew(const domain::User &by,
                                                                      const protocol::RenewRequest &)
        = 0;
    [[nodiscard]] virtual QFuture<Result<void>> report(const domain::User &by,
                                                       const protocol::ScanReportPart &)
        = 0;
    [[nodiscard]] virtual QFuture<Result<void>> finish(const domain::User &by, const protocol::JobResult &)
        = 0;
    // What a person did at the agent's own door goes into the records, once per action and job.
    [[nodiscard]] virtual QFuture<Result<void>> record(const domain::User &by, const protocol::LocalDeed &)
        = 0;
    [[nodiscard]] virtual QFuture<Result<QByteArray>> expectations(const QString &server,
                                                                   const QByteArray &wantedHash)
        = 0;

    // Artifacts by SHA-256 (32 bytes). put() moves the file at `path` into the store after checking its hash;
    // locate() gives a local file that stays readable until the next start.
    [[nodiscard]] virtual QFuture<Result<void>> putArtifact(const domain::User &by, const QByteArray &sha256,
                                                            const QString &path)
        = 0;
    [[nodiscard]] virtual QFuture<Result<QString>> locateArtifact(const QByteArray &sha256) = 0;

    // Calls `wake` in the thread of `context` when a job for `server` may wait (a doorbell for long polls).
    virtual void watchJobs(QObject *context, const QString &server, std::function<void()> wake) = 0;
};

} // namespace archivesmp::agent::coordinator
