// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/result.h"
#include "common/domain/instance.h"
#include "common/domain/job.h"

#include <QDateTime>
#include <QList>
#include <QString>
#include <QStringList>

#include <optional>

namespace archivesmp::agent::coordinator {

// A job with what only the host keeps of it.
struct JobRecord
{
    domain::Job job;
    QString bootId;          // of the agent process that holds it, or held it last
    QString claimNonce;      // of its last claim
    int crashes = 0;         // how often its agent was lost while it had it
    int maxAttempts = 5;     // then it has failed
    int finishedAttempt = 0; // the attempt whose result is stored, 0 where none
    bool deadLetter = false; // failed because its attempts are used up
    QString idempotencyKey;  // of the request that made it; unique where there is one
    qint64 version = 0;      // of the row: rises with each save()
};

// The jobs, which are true where they stand here and nowhere else. Every call belongs to the coordinator's
// thread and is carried out at once.
class JobStore
{
public:
    struct Query
    {
        QString server; // empty for all; a parent of several servers fits every server
        std::optional<domain::JobStatus> status;
        int limit = 200; // of parents and lone jobs
    };

    virtual ~JobStore() = default;

    [[nodiscard]] virtual Result<void> insert(const QList<JobRecord> &jobs) = 0;
    [[nodiscard]] virtual Result<std::optional<JobRecord>> find(const JobId &job) = 0;
    [[nodiscard]] virtual Result<std::optional<JobRecord>> findByKey(const QString &idempotencyKey) = 0;
    [[nodiscard]] virtual Result<QList<JobRecord>> children(const JobId &parent) = 0; // by wave, server, name
    [[nodiscard]] virtual Result<QList<domain::Job>> list(const Query &query) = 0;    // newest first

    // The newest lone job or parent of this type that this user made.
    [[nodiscard]] virtual Result<std::optional<domain::Job>> latestOf(const QString &createdBy,
                                                                      domain::JobType type)
        = 0;

    // Writes everything but what a job is made with, if the row still has the record's version: Conflict
    // where it has not. The record's version rises with it.
    [[nodiscard]] virtual Result<void> save(JobRecord &record) = 0;

    // Waiting jobs of one server that could be claimed now, oldest first: due, none of their instance's jobs
    // in progress, and all of the waves before completed. `latest` is how far in the future a time to wait
    // for can lie; what lies beyond it was written by a clock that has been set back.
    [[nodiscard]] virtual Result<QList<domain::Job>> claimable(const QString &server, const QDateTime &now,
                                                               const QDateTime &latest)
        = 0;
    // Lone jobs and children that somebody holds; of all servers where `server` is empty.
    [[nodiscard]] virtual Result<QList<JobRecord>> held(const QString &server) = 0;
    // Whether another job than `except` is in progress on the instance.
    [[nodiscard]] virtual Result<bool> isBusy(const QString &server, const QString &instance,
                                              const JobId &except)
        = 0;

    // The latest completed job of the same type on the same instance and plugin that came after this one.
    [[nodiscard]] virtual Result<std::optional<JobId>> changedAfter(const domain::Job &job) = 0;

    // Fixes that were completed on the instance, latest first.
    [[nodiscard]] virtual Result<QList<domain::Job>> completedUpdates(const domain::InstanceRef &instance,
                                                                      int limit)
        = 0;
    // Jobs of this type that nobody has claimed yet, oldest first.
    [[nodiscard]] virtual Result<QList<JobRecord>> waiting(domain::JobType type, const QString &server) = 0;

    // Numbers the lines on from the job's last one and returns them so.
    [[nodiscard]] virtual Result<QList<domain::JobEvent>> addEvents(const JobId &job, const QDateTime &at,
                                                                    const QStringList &lines)
        = 0;
    [[nodiscard]] virtual Result<QList<domain::JobEvent>> events(const JobId &jobOrParent)
        = 0; // oldest first

    // Announcements that are to be made.
    [[nodiscard]] virtual Result<void> addToOutbox(const JobId &job, const QDateTime &at) = 0;
    [[nodiscard]] virtual Result<QList<JobId>> outbox() = 0; // oldest first, each once
    [[nodiscard]] virtual Result<void> markSent(const JobId &job, const QDateTime &at) = 0;
};

} // namespace archivesmp::agent::coordinator
