// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/protocol/events.h"
#include "common/protocol/fleetmessages.h"

#include <QHash>
#include <QSet>

#include <memory>

namespace archivesmp::app::client {

using FindingPtr = std::shared_ptr<const domain::Finding>; // one snapshot, shared by all views

// What is different after a step.
struct FleetChanges
{
    bool servers = false;
    bool engines = false;
    QSet<QString> instancesOf; // servers
    QSet<domain::InstanceRef> plugins;
    QSet<domain::InstanceRef> findings;
    QSet<JobId> jobs;
    QList<domain::JobEvent> jobEvents;

    [[nodiscard]] bool isEmpty() const;
};

// All that one agent has told, kept up to date by its events. A plain value without threads or network.
class FleetMirror final
{
public:
    // Each takes a whole answer and tells what differs from what was held.
    FleetChanges setFleet(const protocol::FleetState &fleet);
    // Takes of it what no event tells: whether anything is expected, and what of that is in no file.
    FleetChanges setFacts(const protocol::FleetState &fleet);
    FleetChanges setFindings(const QList<domain::Finding> &findings);
    FleetChanges setJobs(const QList<domain::Job> &jobs);

    FleetChanges apply(const protocol::EventBody &body);

    [[nodiscard]] const QHash<QString, domain::PhysicalServer> &servers() const { return _servers; }
    [[nodiscard]] QList<domain::Instance> instancesOf(const QString &server) const; // by name
    [[nodiscard]] QList<domain::InstalledPlugin> pluginsOf(const domain::InstanceRef &instance) const;
    [[nodiscard]] QList<FindingPtr> findingsOf(const domain::InstanceRef &instance) const;
    [[nodiscard]] QSet<domain::InstanceRef> instancesWithFindings() const;
    [[nodiscard]] FindingPtr finding(const FindingId &id) const;
    [[nodiscard]] const QHash<JobId, domain::Job> &jobs() const { return _jobs; }
    [[nodiscard]] const QList<protocol::EngineStatus> &engines() const { return _engines; }
    [[nodiscard]] bool hasExpectations() const { return _hasExpectations; }
    [[nodiscard]] const QList<domain::UnresolvedKeys> &unresolved() const { return _unresolved; }

private:
    void applyServer(const protocol::ServerChanged &event, FleetChanges &changes);
    void applyInstance(const protocol::InstanceChanged &event, FleetChanges &changes);
    void applyRemoval(const protocol::InstanceRemoved &event, FleetChanges &changes);
    void applyPlugins(const protocol::PluginsChanged &event, FleetChanges &changes);
    void applyFindings(const protocol::FindingsChanged &event, FleetChanges &changes);
    void applyJob(const protocol::JobChanged &event, FleetChanges &changes);
    void applyEngine(const protocol::EngineChanged &event, FleetChanges &changes);
    void setInstances(const QList<domain::Instance> &instances, FleetChanges &changes);
    void setPlugins(const QList<domain::InstalledPlugin> &plugins, FleetChanges &changes);

    using FindingsById = QHash<FindingId, FindingPtr>;

    QHash<QString, domain::PhysicalServer> _servers;
    QHash<domain::InstanceRef, domain::Instance> _instances;
    QHash<domain::InstanceRef, QList<domain::InstalledPlugin>> _plugins;
    QHash<domain::InstanceRef, FindingsById> _findings;
    QHash<JobId, domain::Job> _jobs;
    QList<protocol::EngineStatus> _engines;
    bool _hasExpectations = false;
    QList<domain::UnresolvedKeys> _unresolved;
};

} // namespace archivesmp::app::client
