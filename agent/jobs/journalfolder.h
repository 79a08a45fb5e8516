// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/jobs/journal.h"
#include "common/domain/job.h"

#include <QSet>

namespace archivesmp::agent::jobs {

// Where the journals of this agent stand: <folder>/<instance>/<job>.jnl. Each attempt at a job begins with a
// begin record in the same file. Five records have a meaning here; the rest is the transactions' own:
//   {"step":"begin","job":{…}}      the first one of an attempt
//   {"step":"abandoned"}            the attempt changed nothing, or put back what it changed
//   {"step":"needs_operator", …}    nobody but a person may go on with the instance
//   {"step":"released"}             … and somebody has
//   {"step":"closed"}               the result is on its way; nothing is left to do
// Blocks; lives in the worker's thread.
class JournalFolder final
{
public:
    explicit JournalFolder(QString folder);

    // The job's journal: the attempt that is under way or ended with an effect, or a new one with its begin
    // record. Conflict where the journal knows a later fence than the job's.
    [[nodiscard]] Result<Journal> of(const domain::Job &job) const;

    // The records of the last attempt at a job; NotFound where this agent never made one.
    [[nodiscard]] Result<QList<QJsonObject>> lastAttempt(const QString &instance, const JobId &job) const;

    // The jobs whose journals a former process left open, with the attempt and fence that they had then.
    [[nodiscard]] QList<domain::Job> unfinished() const;

    // Whether a job may change this instance now: Conflict, with the reason, where another job needs an
    // operator or wrote its journal with a newer version; Busy where another one is unfinished. `undoes` is a
    // job that may stand in the way, because this one puts it right.
    [[nodiscard]] Result<void> mayChange(const domain::Job &job, const JobId &undoes = {}) const;

    // Adds a record to a journal that is there; no error where the job has none.
    [[nodiscard]] Result<void> close(const QString &instance, const JobId &job) const;
    [[nodiscard]] Result<void> release(const QString &instance, const JobId &job) const;

    // The jobs whose backups may still be needed on this instance: those with a journal that is open or waits
    // for an operator, and what a rollback among them undoes. An error where a journal cannot be read.
    [[nodiscard]] Result<QSet<JobId>> inUse(const QString &instance) const;

    // Forgets closed journals that are older than `days`.
    void prune(int days) const;

private:
    [[nodiscard]] QString pathOf(const QString &instance, const JobId &job) const;
    [[nodiscard]] Result<void> mayPass(const QString &file, const JobId &passing) const;
    [[nodiscard]] Result<void> addTo(const QString &instance, const JobId &job, const QString &step) const;

    QString _folder;
};

// The part of a journal's records that belongs to its last attempt.
[[nodiscard]] QList<QJsonObject> lastAttemptOf(const QList<QJsonObject> &records);

} // namespace archivesmp::agent::jobs
