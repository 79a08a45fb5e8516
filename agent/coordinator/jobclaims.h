// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/coordinator/leasekeeper.h"
#include "agent/coordinator/workspace.h"
#include "common/protocol/hostmessages.h"

namespace archivesmp::agent::coordinator {

// Who works on what: which job waits for an agent, its claim, and the lease that it renews. Another server's
// job is NotFound. Belongs to the coordinator's thread.
class JobClaims final
{
public:
    // Whether a server's agent has been told of the present expectations. Scans wait until then: one with
    // older ones would report what nobody expects any more.
    using IsUpToDate = std::function<bool(const QString &server)>;

    JobClaims(const Workspace &workspace, LeaseKeeper &leases, IsUpToDate isUpToDate = nullptr)
        : _workspace(workspace)
        , _leases(leases)
        , _isUpToDate(std::move(isUpToDate))
    { }

    [[nodiscard]] Result<std::optional<JobId>> next(const domain::User &by);

    // The job with a new attempt and fence, or the same as before for the same nonce; without its secrets.
    [[nodiscard]] Result<domain::Job> claim(const domain::User &by, const protocol::ClaimRequest &request);

    [[nodiscard]] Result<protocol::RenewReply> renew(const domain::User &by,
                                                     const protocol::RenewRequest &request);

    // Jobs that the server could claim now and can carry out, oldest first.
    [[nodiscard]] Result<QList<domain::Job>> claimable(const QString &server);

private:
    // What a claim ends with: nothing where it was the last straw for the job.
    using Claimed = std::optional<domain::Job>;

    [[nodiscard]] Result<Claimed> claimIn(Changes &changes, const domain::User &by,
                                          const protocol::ClaimRequest &request);
    [[nodiscard]] Result<void> checkFree(const JobRecord &record);
    void raiseAlarm(const domain::User &by, const protocol::ClaimRequest &request);
    [[nodiscard]] Result<void> checkProcess(const protocol::ClaimRequest &request);
    [[nodiscard]] Result<domain::Job> hand(Changes &changes, JobRecord &record,
                                           const protocol::ClaimRequest &request);
    [[nodiscard]] Result<Nothing> renewIn(Changes &changes, JobRecord &record,
                                          const protocol::RenewRequest &request);

    const Workspace &_workspace;
    LeaseKeeper &_leases;
    IsUpToDate _isUpToDate;
};

// The job, if it belongs to the agent's server: NotFound otherwise.
[[nodiscard]] Result<JobRecord> ownJob(JobStore &jobs, const domain::User &by, const JobId &job);

// Counts a lost agent: the job waits again at once, or has failed where it was lost too often.
[[nodiscard]] Result<void> countCrash(const Workspace &workspace, Changes &changes, JobRecord &record,
                                      const QString &how);

} // namespace archivesmp::agent::coordinator
