// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/coordinator/workspace.h"
#include "common/domain/job.h"
#include "common/domain/user.h"

namespace archivesmp::agent::coordinator {

// Makes job rows of what was asked for. Belongs to the coordinator's thread.
class JobIntake final
{
public:
    explicit JobIntake(const Workspace &workspace)
        : _workspace(workspace)
    { }

    // What the jobs have in common.
    struct Order
    {
        domain::JobType type = domain::JobType::DriftScan;
        QString title;  // for the records
        QString reason; // why, in the words of who orders it; empty for none
        PlanId plan;
        QString plugin;
        QString pluginVersion;
        QString idempotencyKey;  // empty for none
        QList<domain::Job> jobs; // server, instance, wave and payload of each; at least one
    };

    // One job, or a parent with a child per job, stored with their announcements. A key that was used for the
    // same plan gives the job that it made then; for another one it is Conflict.
    [[nodiscard]] Result<JobId> submit(const domain::User &by, const Order &order);

    // The same within a transaction that does more.
    [[nodiscard]] Result<JobId> submitIn(Changes &changes, const domain::User &by, const Order &order);

    // The job that the order's key made before, if any.
    [[nodiscard]] Result<std::optional<JobId>> madeBefore(const Order &order);

private:
    [[nodiscard]] QList<JobRecord> recordsFor(const domain::User &by, const Order &order) const;
    [[nodiscard]] Result<void> store(Changes &changes, const QList<JobRecord> &records);

    const Workspace &_workspace;
};

} // namespace archivesmp::agent::coordinator
