// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/coordinator/fleetstore.h"
#include "agent/storage/database.h"

namespace archivesmp::agent::storage {

// The keys of an instance's row.
struct InstanceRow
{
    int id = 0;
    int serverId = 0;
};

// NotFound where no such instance was ever reported.
[[nodiscard]] Result<InstanceRow> instanceRow(Database &database, const domain::InstanceRef &instance);

class SqlFleetStore final : public coordinator::FleetStore
{
public:
    explicit SqlFleetStore(Database &database)
        : _database(database)
    { }

    [[nodiscard]] Result<QList<coordinator::ServerRecord>> servers() override;
    [[nodiscard]] Result<std::optional<coordinator::ServerRecord>> server(const QString &name) override;
    [[nodiscard]] Result<void> saveServer(const coordinator::ServerRecord &record) override;
    [[nodiscard]] Result<void> saveState(const QString &server, domain::ServerState state) override;
    [[nodiscard]] Result<void> saveContact(const QString &server, const QDateTime &at) override;
    [[nodiscard]] Result<QList<domain::Instance>> instances(const QString &server) override;
    [[nodiscard]] Result<void> saveInstance(const domain::Instance &instance) override;
    [[nodiscard]] Result<void> markGone(const domain::InstanceRef &instance) override;
    [[nodiscard]] Result<void> markScanned(const domain::InstanceRef &instance, const QDateTime &at,
                                           bool partial) override;
    [[nodiscard]] Result<QList<domain::InstalledPlugin>> plugins(const QString &server) override;
    [[nodiscard]] Result<void> replacePlugins(const domain::InstanceRef &instance,
                                              const QList<domain::InstalledPlugin> &plugins) override;

private:
    [[nodiscard]] Result<std::optional<InstanceRow>> rowFor(const domain::Instance &instance);
    [[nodiscard]] Result<QList<coordinator::ServerRecord>> readServers(const QString &name);

    Database &_database;
};

} // namespace archivesmp::agent::storage
