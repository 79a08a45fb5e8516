// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/deployments/changebackup.h"
#include "agent/jobs/journalfolder.h"
#include "common/core/clock.h"
#include "common/core/taskgroup.h"

#include <QThreadPool>

namespace archivesmp::agent::deployments {

// Removes the backups that nobody will need any more, of all instances. What an open journal refers to stays,
// whatever its age: its own backup, and the one that a rollback under way is made of. Lives in the worker's
// thread; what is passed by reference outlives it.
class BackupRetention final
{
public:
    BackupRetention(const jobs::JournalFolder &journals, const Clock &clock, QThreadPool &pool, QString root,
                    Retention retention);

    // At the start and after each job. A call while one is under way makes another one after it.
    void prune();

    [[nodiscard]] bool isIdle() const { return !_pruning; }

private:
    struct Nothing
    { };

    [[nodiscard]] Task<Nothing> pruneAll();

    const jobs::JournalFolder &_journals;
    const Clock &_clock;
    QThreadPool &_pool;
    QString _root;
    Retention _retention;
    bool _pruning = false;
    bool _again = false;
    TaskGroup _tasks;
};

} // namespace archivesmp::agent::deployments
