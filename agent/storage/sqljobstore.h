// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/coordinator/jobstore.h"
#include "agent/storage/database.h"

namespace archivesmp::agent::storage {

class SqlJobStore final : public coordinator::JobStore
{
public:
    explicit SqlJobStore(Database &database)
        : _database(database)
    { }

    [[nodiscard]] Result<void> insert(const QList<coordinator::JobRecord> &jobs) override;
    [[nodiscard]] Result<std::optional<coordinator::JobRecord>> find(const JobId &job) override;
    [[nodiscard]] Result<std::optional<coordinator::JobRecord>> findByKey(const QString &key) override;
    [[nodiscard]] Result<QList<coordinator::JobRecord>> children(const JobId &parent) override;
    [[nodiscard]] Result<QList<domain::Job>> list(const Query &query) override;
    [[nodiscard]] Result<std::optional<domain::Job>> latestOf(const QString &createdBy,
                                                              domain::JobType type) override;
    [[nodiscard]] Result<void> save(coordinator::JobRecord &record) override;
    [[nodiscard]] Result<QList<domain::Job>> claimable(const QString &server, const QDateTime &now,
                                                       const QDateTime &latest) override;
    [[nodiscard]] Result<QList<coordinator::JobRecord>> held(const QString &server) override;
    [[nodiscard]] Result<bool> isBusy(const QString &server, const QString &instance,
                                      const JobId &except) override;
    [[nodiscard]] Result<std::optional<JobId>> changedAfter(const domain::Job &job) override;
    [[nodiscard]] Result<QList<domain::Job>> completedUpdates(const domain::InstanceRef &instance,
                                                              int limit) override;
    [[nodiscard]] Result<QList<coordinator::JobRecord>> waiting(domain::JobType type,
                                                                const QString &server) override;
    [[nodiscard]] Result<QList<domain::JobEvent>> addEvents(const JobId &job, const QDateTime &at,
                                                            const QStringList &lines) override;
    [[nodiscard]] Result<QList<domain::JobEvent>> events(const JobId &jobOrParent) override;
    [[nodiscard]] Result<void> addToOutbox(const JobId &job, const QDateTime &at) override;
    [[nodiscard]] Result<QList<JobId>> outbox() override;
    [[nodiscard]] Result<void> markSent(const JobId &job, const QDateTime &at) override;

private:
    Database &_database;
};

} // namespace archivesmp::agent::storage
