// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/coordinator/findingstore.h"
#include "agent/storage/database.h"

namespace archivesmp::agent::storage {

class SqlFindingStore final : public coordinator::FindingStore
{
public:
    explicit SqlFindingStore(Database &database)
        : _database(database)
    { }

    [[nodiscard]] Result<protocol::FindingPage> list(const protocol::ListFindings &query) override;
    [[nodiscard]] Result<std::optional<domain::Finding>> find(const FindingId &id) override;
    [[nodiscard]] Result<QList<domain::Finding>> ofInstance(const domain::InstanceRef &instance) override;
    [[nodiscard]] Result<QList<domain::Finding>> all(const QString &plugin) override;
    [[nodiscard]] Result<void> judge(const QList<domain::Finding> &findings) override;
    [[nodiscard]] Result<void> save(const domain::InstanceRef &instance,
                                    const QList<domain::Finding> &findings, const QDateTime &now) override;
    [[nodiscard]] Result<void> resolve(const QList<FindingId> &findings, const QDateTime &now) override;

private:
    Database &_database;
};

} // namespace archivesmp::agent::storage
