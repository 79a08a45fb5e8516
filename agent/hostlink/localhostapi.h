// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/coordinator/jobwaiters.h"
#include "agent/jobs/hostapi.h"

namespace archivesmp::agent::hostlink {

// The host for the host's own worker: the same calls with the same meaning, without a network. Lives in one
// thread with an event loop; `fleet` must outlive it.
class LocalHostApi final : public jobs::HostApi
{
    Q_DISABLE_COPY_MOVE(LocalHostApi)

public:
    LocalHostApi(coordinator::FleetService &fleet, const QString &server);
    ~LocalHostApi() override;

    QFuture<Result<protocol::AgentWelcome>> hello(const protocol::AgentHello &hello) override;
    QFuture<Result<protocol::HeartbeatReply>> heartbeat(const protocol::Heartbeat &beat) override;
    QFuture<Result<std::optional<JobId>>> next(std::chrono::seconds wait) override;
    QFuture<Result<protocol::ClaimedJob>> claim(const protocol::ClaimRequest &request) override;
    QFuture<Result<protocol::RenewReply>> renew(const protocol::RenewRequest &request) override;
    QFuture<Result<void>> report(const protocol::ScanReportPart &part) override;
    QFuture<Result<void>> finish(const protocol::JobResult &result) override;
    QFuture<Result<void>> record(const protocol::LocalDeed &deed) override;
    QFuture<Result<QByteArray>> expectations(const QByteArray &wantedHash) override;
    QFuture<Result<void>> fetchArtifact(const QByteArray &sha256, const QString &path) override;
    QFuture<Result<void>> storeArtifact(const QByteArray &sha256, const QString &path) override;

private:
    coordinator::FleetService &_fleet;
    const domain::User _agent;
    coordinator::JobWaiters _waiters;
};

} // namespace archivesmp::agent::hostlink
