// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/coordinator/leasekeeper.h"
#include "agent/coordinator/workspace.h"
#include "common/core/backoff.h"
#include "common/protocol/hostmessages.h"

#include <QRandomGenerator>

namespace archivesmp::agent::coordinator {

// How jobs end: by a result, by a person, or because their agent is gone. Belongs to the coordinator's
// thread.
class JobOutcomes final
{
public:
    JobOutcomes(const Workspace &workspace, LeaseKeeper &leases)
        : _workspace(workspace)
        , _leases(leases)
    { }

    // The ended job; nullopt where this attempt's result was stored before, which is no error.
    [[nodiscard]] Result<std::optional<domain::Job>> finish(const domain::User &by,
                                                            const protocol::JobResult &result);

    [[nodiscard]] Result<void> cancel(const domain::User &by, const JobId &job);

    // Takes back what agents hold without having renewed it.
    [[nodiscard]] Result<void> expireLeases();

private:
    [[nodiscard]] Result<std::optional<domain::Job>> finishIn(Changes &changes, const domain::User &by,
                                                              const protocol::JobResult &result);
    void conclude(JobRecord &record, const protocol::JobResult &result);
    void retryOrGiveUp(JobRecord &record, const protocol::JobResult &result);
    [[nodiscard]] Result<void> recordEffects(Changes &changes, const domain::Job &job,
                                             const protocol::JobResult &result);
    [[nodiscard]] Result<void> recordState(Changes &changes, const domain::Job &job,
                                           const protocol::JobResult &result);
    [[nodiscard]] Result<void> markUndone(Changes &changes, const domain::Job &rollback);
    [[nodiscard]] Result<void> cancelOne(Changes &changes, JobRecord &record, const domain::User &by);
    [[nodiscard]] QDateTime retryAt(int attempt);

    const Workspace &_workspace;
    LeaseKeeper &_leases;
    QRandomGenerator _random = QRandomGenerator::securelySeeded();
};

} // namespace archivesmp::agent::coordinator
