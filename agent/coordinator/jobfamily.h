// SPDX-License-Identifier: GPL-3.0-or-later
// What a parent is, from what its children are.
#pragma once

#include "agent/coordinator/workspace.h"
#include "common/domain/job.h"

namespace archivesmp::agent::coordinator {

// The parent with its status, progress, times and message computed anew.
[[nodiscard]] domain::Job withChildren(domain::Job parent, const QList<JobRecord> &children,
                                       const QDateTime &now);

// To be called in the transaction in which a child changed: where one ended badly the waves behind it are
// cancelled with the reason, and the parent is brought up to date. Does nothing for a job without a parent.
[[nodiscard]] Result<void> settleFamily(const Workspace &workspace, Changes &changes, const JobId &parent);

// Saves the record and tells of it.
[[nodiscard]] Result<void> saveJob(const Workspace &workspace, Changes &changes, JobRecord &record);

// Adds lines to the job's story and tells of them.
[[nodiscard]] Result<void> addLines(const Workspace &workspace, Changes &changes, const JobId &job,
                                    const QStringList &lines);

} // namespace archivesmp::agent::coordinator
