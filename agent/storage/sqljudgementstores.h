// SPDX-License-Identifier: GPL-3.0-or-later
// The stores of the rules and of what scans saw beside findings.
#pragma once

#include "agent/coordinator/rulestore.h"
#include "agent/coordinator/scanstore.h"
#include "agent/storage/database.h"

namespace archivesmp::agent::storage {

class SqlRuleStore final : public coordinator::RuleStore
{
public:
    explicit SqlRuleStore(Database &database)
        : _database(database)
    { }
    [[nodiscard]] Result<QList<coordinator::RuleRecord>> rules() override;
    [[nodiscard]] Result<void> add(const domain::Rule &rule) override;
    [[nodiscard]] Result<void> setRemoved(const RuleId &rule, const QDateTime &at) override;
    [[nodiscard]] Result<void> tellExpiry(const RuleId &rule) override;
    [[nodiscard]] Result<QStringList> packsOff() override;
    [[nodiscard]] Result<void> setPacksOff(const QStringList &names) override;

private:
    Database &_database;
};

class SqlScanStore final : public coordinator::ScanStore
{
public:
    explicit SqlScanStore(Database &database)
        : _database(database)
    { }
    [[nodiscard]] Result<void> addComplete(const domain::InstanceRef &instance, qint64 version,
                                           const QDateTime &at) override;
    [[nodiscard]] Result<QDateTime> firstComplete(const domain::InstanceRef &instance,
                                                  qint64 version) override;
    [[nodiscard]] Result<void> replaceObservations(const domain::InstanceRef &instance,
                                                   const QStringList &plugins,
                                                   const QList<domain::Observation> &observations) override;
    [[nodiscard]] Result<QList<coordinator::ObservedValue>> observations() override;
    [[nodiscard]] Result<void> replaceUnresolved(const domain::InstanceRef &instance,
                                                 const QStringList &plugins,
                                                 const QList<domain::UnresolvedKeys> &unresolved) override;
    [[nodiscard]] Result<QList<domain::UnresolvedKeys>> unresolved() override;

private:
    [[nodiscard]] Result<void> deleteOf(const QString &statement, int instance, const QStringList &plugins);

    Database &_database;
};

} // namespace archivesmp::agent::storage
