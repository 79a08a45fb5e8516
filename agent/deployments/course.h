// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/deployments/changetransaction.h"

namespace archivesmp::agent::deployments {

// Where one run of a transaction stands.
struct ChangeTransaction::Course
{
    std::shared_ptr<jobs::JobRun> run;
    std::shared_ptr<ChangeSource> source;
    std::shared_ptr<const instances::InstanceFolder> folder;
    jobs::Journal journal;
    TransactionState state;
    Preparation preparation;
    instances::AmpInstance instance; // empty id until AMP was asked
    std::optional<ChangeBackup> backup;

    [[nodiscard]] const domain::Job &job() const { return run->job(); }
    [[nodiscard]] bool stopsAndStarts() const { return state.wasRunning && state.restarts; }

    // On the disk when it returns; the state follows.
    [[nodiscard]] Result<void> record(Step step, QJsonObject more = {})
    {
        more.insert(QStringLiteral("step"), nameOf(step));
        const auto appended = journal.append(more);
        if (appended)
            state = stateOf(jobs::lastAttemptOf(journal.records()));
        return appended;
    }
};

} // namespace archivesmp::agent::deployments
