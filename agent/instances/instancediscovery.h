// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/instances/amppanel.h"
#include "common/core/clock.h"
#include "common/core/task.h"

#include <QSet>
#include <QStringList>

#include <optional>

namespace archivesmp::agent::instances {

// All instances of one server, as the disk and AMP together see them.
struct Inventory
{
    QList<domain::Instance> instances; // by name
    std::optional<Error> ampError;     // why AMP could not be asked; the instances are the disk's then
    QStringList disagreements;         // "DEV02 is on disk, but AMP does not list it"
};

// Finds the instances below the root folder and in AMP's list and joins them by name. Lives in the worker's
// thread; panel, clock and pool outlive it.
class InstanceDiscovery final
{
public:
    InstanceDiscovery(AmpPanel &panel, const Clock &clock, QThreadPool &pool, QString server, QString root);

    [[nodiscard]] Task<Inventory> look();

private:
    void logSkippedOnce(const QStringList &skipped);

    AmpPanel &_panel;
    const Clock &_clock;
    QThreadPool &_pool;
    QString _server;
    QString _root;
    QSet<QString> _logged;
};

// What the disk alone says; blocks. Skipped folders are sentences with the reason: no Minecraft root, the
// controller (ADSModule.kvp), a name that no instance can have.
struct FoundOnDisk
{
    QList<domain::Instance> instances;
    QStringList skipped;
};
[[nodiscard]] Result<FoundOnDisk> findOnDisk(const QString &server, const QString &root);

} // namespace archivesmp::agent::instances
