// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/coordinator/stores.h"
#include "agent/storage/database.h"
#include "agent/storage/sqlfindingstore.h"
#include "agent/storage/sqlfleetstore.h"
#include "agent/storage/sqljobstore.h"
#include "agent/storage/sqljudgementstores.h"
#include "agent/storage/sqlrecordstores.h"

namespace archivesmp::agent::storage {

// The host's storage on SQLite or MariaDB.
class SqlStores final : public coordinator::Stores
{
public:
    // Opens the database in the calling thread, to which it then belongs, and brings its schema up to date.
    [[nodiscard]] static Result<std::unique_ptr<coordinator::Stores>> open(const DatabaseOptions &options);

    explicit SqlStores(std::unique_ptr<Database> database);

    [[nodiscard]] Result<void> transaction(const std::function<Result<void>()> &work) override;
    [[nodiscard]] coordinator::JobStore &jobs() override { return _jobs; }
    [[nodiscard]] coordinator::FleetStore &fleet() override { return _fleet; }
    [[nodiscard]] coordinator::FindingStore &findings() override { return _findings; }
    [[nodiscard]] coordinator::KeyStore &keys() override { return _keys; }
    [[nodiscard]] coordinator::ExpectationStore &expectations() override { return _expectations; }
    [[nodiscard]] coordinator::RuleStore &rules() override { return _rules; }
    [[nodiscard]] coordinator::ScanStore &scans() override { return _scans; }
    [[nodiscard]] coordinator::BackupStore &backups() override { return _backups; }
    [[nodiscard]] coordinator::AuditStore &audit() override { return _audit; }
    [[nodiscard]] coordinator::ArtifactIndex &artifacts() override { return _artifacts; }
    [[nodiscard]] coordinator::OrderStore &orders() override { return _orders; }
    [[nodiscard]] QString kind() const override;

private:
    std::unique_ptr<Database> _database;
    SqlJobStore _jobs;
    SqlFleetStore _fleet;
    SqlFindingStore _findings;
    SqlKeyStore _keys;
    SqlExpectationStore _expectations;
    SqlRuleStore _rules;
    SqlScanStore _scans;
    SqlBackupStore _backups;
    SqlAuditStore _audit;
    SqlArtifactIndex _artifacts;
    SqlOrderStore _orders;
};

} // namespace archivesmp::agent::storage
