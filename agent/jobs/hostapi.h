// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/result.h"
#include "common/protocol/hostmessages.h"

#include <QByteArray>
#include <QFuture>
#include <QString>

#include <chrono>
#include <optional>

namespace archivesmp::agent::jobs {

// The host as a worker needs it: over HTTPS on a client, in process on the host itself. Lives in the thread
// of its user; no call blocks. Errors: Conflict (somebody else has it, it is done, or the fence is old) and
// NotFound are final answers of an authenticated host; Cancelled says that the job was cancelled;
// Unavailable, Timeout and Busy mean that nothing is known and the call may be repeated.
class HostApi
{
public:
    virtual ~HostApi() = default;

    [[nodiscard]] virtual QFuture<Result<protocol::AgentWelcome>> hello(const protocol::AgentHello &hello)
        = 0;
    [[nodiscard]] virtual QFuture<Result<protocol::HeartbeatReply>> heartbeat(const protocol::Heartbeat &beat)
        = 0;

    // The next job for this server, waiting up to `wait` (at most 30 s) for one; nullopt where none came.
    [[nodiscard]] virtual QFuture<Result<std::optional<JobId>>> next(std::chrono::seconds wait) = 0;

    [[nodiscard]] virtual QFuture<Result<protocol::ClaimedJob>> claim(const protocol::ClaimRequest &request)
        = 0;
    [[nodiscard]] virtual QFuture<Result<protocol::RenewReply>> renew(const protocol::RenewRequest &request)
        = 0;
    [[nodiscard]] virtual QFuture<Result<void>> report(const protocol::ScanReportPart &part) = 0;
    [[nodiscard]] virtual QFuture<Result<void>> finish(const protocol::JobResult &result) = 0;

    // What a person did at this agent's own door, for the host's records; it may be told again.
    [[nodiscard]] virtual QFuture<Result<void>> record(const protocol::LocalDeed &deed) = 0;

    // The canonical JSON of the expectations for this server with expected secrets as references; NotFound
    // where there are none. The caller caches it by its hash (SHA-256 of the bytes).
    [[nodiscard]] virtual QFuture<Result<QByteArray>> expectations(const QByteArray &wantedHash) = 0;

    // Writes the artifact into a new file at `path` (mode 0600) and checks its SHA-256; no file is left after
    // an error.
    [[nodiscard]] virtual QFuture<Result<void>> fetchArtifact(const QByteArray &sha256, const QString &path)
        = 0;
    [[nodiscard]] virtual QFuture<Result<void>> storeArtifact(const QByteArray &sha256, const QString &path)
        = 0;
};

} // namespace archivesmp::agent::jobs
