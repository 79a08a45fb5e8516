// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/deployments/filechange.h"
#include "agent/jobs/jobrun.h"
#include "common/core/task.h"

#include <QStringList>

#include <memory>

namespace archivesmp::agent::deployments {

// What a job is about to do, checked and laid ready: every new content lies staged on the instance's own file
// system.
struct Preparation
{
    QList<FileChange> changes; // none: everything is as it should be already
    QStringList alsoKept;      // files that are backed up although the job does not touch them
    QStringList notes;         // for the story
    bool restarts = true;      // the instance is stopped and started around the swap where it runs
};

enum class Phase { BeforeStop, AfterStop };

// What one type of job brings to the transaction. One object per run.
class ChangeSource
{
public:
    virtual ~ChangeSource() = default;

    // Fetches what is not on this machine. In the worker's thread.
    [[nodiscard]] virtual Task<Result<void>> fetch(std::shared_ptr<jobs::JobRun> run) = 0;

    // Checks that the instance still is what the plan saw, and stages. On the pool, twice: what a plugin
    // wrote while it stopped is seen the second time.
    [[nodiscard]] virtual Result<Preparation> prepare(const instances::InstanceFolder &folder, Phase phase)
        = 0;

    // Reads again what was written and says so in one line. On the pool, with the instance running again.
    [[nodiscard]] virtual Result<QString> prove(const instances::InstanceFolder &folder) = 0;

    // Removes what fetch() left. On the pool, at every end.
    virtual void cleanUp() = 0;
};

} // namespace archivesmp::agent::deployments
