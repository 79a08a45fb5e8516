// SPDX-License-Identifier: GPL-3.0-or-later
// The stores that are little more than a table each.
#pragma once

#include "agent/coordinator/artifactindex.h"
#include "agent/coordinator/auditstore.h"
#include "agent/coordinator/backupstore.h"
#include "agent/coordinator/expectationstore.h"
#include "agent/coordinator/keystore.h"
#include "agent/coordinator/orderstore.h"
#include "agent/storage/database.h"

namespace archivesmp::agent::storage {

class SqlKeyStore final : public coordinator::KeyStore
{
public:
    explicit SqlKeyStore(Database &database)
        : _database(database)
    { }
    [[nodiscard]] Result<QList<coordinator::ApiKey>> keys() override;
    [[nodiscard]] Result<void> add(const coordinator::ApiKey &key) override;
    [[nodiscard]] Result<void> revoke(const QString &name, const QDateTime &at) override;

private:
    Database &_database;
};

class SqlExpectationStore final : public coordinator::ExpectationStore
{
public:
    explicit SqlExpectationStore(Database &database)
        : _database(database)
    { }
    [[nodiscard]] Result<std::optional<coordinator::ExpectationVersion>> newest() override;
    [[nodiscard]] Result<std::optional<coordinator::ExpectationVersion>> version(qint64 version) override;
    [[nodiscard]] Result<QList<protocol::VersionEntry>> history(qint64 before, int limit) override;
    [[nodiscard]] Result<void> add(const coordinator::ExpectationVersion &version) override;
    [[nodiscard]] Result<std::optional<coordinator::FleetIdentity>> identity() override;
    [[nodiscard]] Result<void> saveIdentity(const coordinator::FleetIdentity &identity) override;

private:
    [[nodiscard]] Result<std::optional<coordinator::ExpectationVersion>> read(const QString &statement,
                                                                              const QVariantList &values);

    Database &_database;
};

class SqlBackupStore final : public coordinator::BackupStore
{
public:
    explicit SqlBackupStore(Database &database)
        : _database(database)
    { }
    [[nodiscard]] Result<void> add(const domain::Backup &backup) override;
    [[nodiscard]] Result<std::optional<domain::Backup>> ofJob(const JobId &job) override;

private:
    Database &_database;
};

class SqlAuditStore final : public coordinator::AuditStore
{
public:
    explicit SqlAuditStore(Database &database)
        : _database(database)
    { }
    [[nodiscard]] Result<void> add(const coordinator::AuditEntry &entry) override;
    [[nodiscard]] Result<bool> contains(const QString &action, const QString &subject) override;
    [[nodiscard]] Result<QList<coordinator::AuditEntry>> recent(int limit) override;

private:
    Database &_database;
};

class SqlArtifactIndex final : public coordinator::ArtifactIndex
{
public:
    explicit SqlArtifactIndex(Database &database)
        : _database(database)
    { }
    [[nodiscard]] Result<void> add(const QByteArray &sha256, qint64 size, const QString &by,
                                   const QDateTime &at) override;
    [[nodiscard]] Result<bool> contains(const QByteArray &sha256) override;
    [[nodiscard]] Result<void> remove(const QByteArray &sha256) override;

private:
    Database &_database;
};

class SqlOrderStore final : public coordinator::OrderStore
{
public:
    explicit SqlOrderStore(Database &database)
        : _database(database)
    { }
    [[nodiscard]] Result<std::optional<coordinator::MadeOrder>> find(const QByteArray &keySha256) override;
    [[nodiscard]] Result<void> add(const coordinator::MadeOrder &order, const QDateTime &at) override;
    [[nodiscard]] Result<void> forgetBefore(const QDateTime &time) override;

private:
    Database &_database;
};

} // namespace archivesmp::agent::storage
