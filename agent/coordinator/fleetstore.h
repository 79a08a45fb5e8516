// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/result.h"
#include "common/domain/instance.h"
#include "common/domain/physicalserver.h"
#include "common/domain/plugin.h"

#include <QList>
#include <QStringList>

#include <optional>

namespace archivesmp::agent::coordinator {

// A physical server with what its agent said of itself.
struct ServerRecord
{
    domain::PhysicalServer server; // state and its reason are not stored
    QString bootId;                // of the agent process that said hello last
    QStringList jobTypes;          // wire names; empty where it never said
};

// Servers, instances and their plugins. Every call belongs to the coordinator's thread.
class FleetStore
{
public:
    virtual ~FleetStore() = default;

    [[nodiscard]] virtual Result<QList<ServerRecord>> servers() = 0; // by name
    [[nodiscard]] virtual Result<std::optional<ServerRecord>> server(const QString &name) = 0;
    [[nodiscard]] virtual Result<void> saveServer(const ServerRecord &record) = 0; // by its name
    [[nodiscard]] virtual Result<void> saveState(const QString &server, domain::ServerState state) = 0;
    // The server and its instances were heard of.
    [[nodiscard]] virtual Result<void> saveContact(const QString &server, const QDateTime &at) = 0;

    // By server and name, without those that are gone.
    [[nodiscard]] virtual Result<QList<domain::Instance>> instances(const QString &server = {}) = 0;
    // An instance that AMP has named since, or names no more, keeps its row; one that was gone is back; of
    // two with one name the one that AMP has now stays.
    [[nodiscard]] virtual Result<void> saveInstance(const domain::Instance &instance) = 0;
    [[nodiscard]] virtual Result<void> markGone(const domain::InstanceRef &instance) = 0;
    [[nodiscard]] virtual Result<void> markScanned(const domain::InstanceRef &instance, const QDateTime &at,
                                                   bool partial)
        = 0;

    [[nodiscard]] virtual Result<QList<domain::InstalledPlugin>> plugins(const QString &server = {}) = 0;
    [[nodiscard]] virtual Result<void> replacePlugins(const domain::InstanceRef &instance,
                                                      const QList<domain::InstalledPlugin> &plugins)
        = 0;
};

} // namespace archivesmp::agent::coordinator
