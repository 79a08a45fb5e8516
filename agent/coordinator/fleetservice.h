// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/result.h"
#include "common/core/secret.h"
#include "common/protocol/events.h"
#include "common/protocol/fleetmessages.h"
#include "common/protocol/hostmessages.h"

#include <QFuture>
#include <QObject>

#include <functional>
#include <optional>

namespace archivesmp::agent::coordinator {

// Everything that the doors (control, REST) and the host's own worker may ask of the host, whatever thread
// they are in: each call returns at once and its future is completed in the coordinator's thread. Rights are
// checked by the doors against the request's own `needs`; the user is given for the records and, for agents,
// to confine them to their own server (another server's job is NotFound).
class FleetService
{
public:
    virtual ~FleetService() = default;

    // Who is behind a key; Unauthenticated where nobody is. Takes the same time for any wrong key.
    [[nodiscard]] virtual QFuture<Result<domain::User>> authenticate(const Secret &apiKey) = 0;

    [[nodiscard]] virtual QFuture<Result<protocol::FleetState>> answer(const domain::User &by,
                                                                       const protocol::GetFleet &)
        = 0;
    [[nodiscard]] virtual QFuture<Result<protocol::FindingPage>> answer(const domain::User &by,
                                                                        const protocol::ListFindings &)
        = 0;
    [[nodiscard]] virtual QFuture<Result<protocol::FindingDetail>> answer(const domain::User &by,
                                                                          const protocol::GetFinding &)
        = 0;
    [[nodiscard]] virtual QFuture<Result<protocol::JobAccepted>> answer(const domain::User &by,
                                                                        const protocol::StartScan &)
        = 0;
    [[nodiscard]] virtual QFuture<Result<domain::Plan>> answer(const domain::User &by,
                                                               const protocol::PlanFix &)
        = 0;
    [[nodiscard]] virtual QFuture<Result<domain::Plan>> answer(const domain::User &by,
                                                               const protocol::PlanDeploy &)
        = 0;
    [[nodiscard]] virtual QFuture<Result<domain::Plan>> answer(const domain::User &by,
                                                               const protocol::PlanRollback &)
        = 0;
    [[nodiscard]] virtual QFuture<Result<protocol::JobAccepted>> answer(const domain::User &by,
                                                                        const protocol::ApplyPlan &)
        = 0;
    [[nodiscard]] virtual QFuture<Result<protocol::JobPage>> answer(const domain::User &by,
                                                                    const protocol::ListJobs &)
        = 0;
    [[nodiscard]] virtual QFuture<Result<protocol::JobDetail>> answer(const domain::User &by,
                                                                      const protocol::GetJob &)
        = 0;
    [[nodiscard]] virtual QFuture<Result<protocol::Done>> answer(const domain::User &by,
                                                                 const protocol::CancelJob &)
        = 0;
    [[nodiscard]] virtual QFuture<Result<protocol::JobAccepted>> answer(const domain::User &by,
                                                                        const protocol::PowerInstance &)
        = 0;
    [[nodiscard]] virtual QFuture<Result<protocol::ImportReply>> answer(const domain::User &by,
                                                                        const protocol::ImportExpectations &)
        = 0;

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
    [[nodiscard]] virtual QFuture<Result<QByteArray>> expectations(const QString &server,
                                                                   const QByteArray &wantedHash)
        = 0;

    // Artifacts by SHA-256 (32 bytes). put() moves the file at `path` into the store after checking its hash;
    // locate() gives a local file that stays readable until the next start.
    [[nodiscard]] virtual QFuture<Result<void>> putArtifact(const domain::User &by, const QByteArray &sha256,
                                                            const QString &path)
        = 0;
    [[nodiscard]] virtual QFuture<Result<QString>> locateArtifact(const QByteArray &sha256) = 0;

    // Calls `receive` in the thread of `context` for each event from now on, until `context` is gone. The
    // returned number is the sequence of the last event before.
    virtual qint64 subscribe(QObject *context, std::function<void(const protocol::Event &)> receive) = 0;

    // Calls `wake` in the thread of `context` when a job for `server` may wait (a doorbell for long polls).
    virtual void watchJobs(QObject *context, const QString &server, std::function<void()> wake) = 0;
};

} // namespace archivesmp::agent::coordinator
