// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/jobs/journal.h"
#include "common/domain/job.h"

namespace archivesmp::agent::jobs {

// Where the journals of this agent stand: <folder>/<instance>/<job>.jnl. Three records have a meaning here;
// the rest is the transactions' own:
//   {"step":"begin","job":{…}}      the first one
//   {"step":"needs_operator", …}    nobody but a person may go on with the instance
//   {"step":"closed"}               the result is on its way; nothing is left to do
// Blocks; lives in the worker's thread.
class JournalFolder final
{
public:
    explicit JournalFolder(QString folder);

    // The job's journal with its begin record: the one that is there, or a new one.
    [[nodiscard]] Result<Journal> of(const domain::Job &job) const;

    // The records of a job that this agent once worked on; NotFound where there are none.
    [[nodiscard]] Result<QList<QJsonObject>> recordsOf(const QString &instance, const JobId &job) const;

    // The jobs whose journals a former process left open, with the attempt and fence that they had then.
    [[nodiscard]] QList<domain::Job> unfinished() const;

    // Whether a job may change this instance now: Conflict, with the reason, where another job needs an
    // operator, is unfinished, or wrote its journal with a newer version. `undoes` is a job that may stand in
    // the way, because this one puts it right.
    [[nodiscard]] Result<void> mayChange(const domain::Job &job, const JobId &undoes = {}) const;

    // Writes the last record; no error where the job has no journal.
    [[nodiscard]] Result<void> close(const QString &instance, const JobId &job) const;

    // Forgets closed journals that are older than `days`.
    void prune(int days) const;

private:
    [[nodiscard]] QString pathOf(const QString &instance, const JobId &job) const;
    [[nodiscard]] Result<void> mayPass(const QString &file, const JobId &passing) const;

    QString _folder;
};

} // namespace archivesmp::agent::jobs
