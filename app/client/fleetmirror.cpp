// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/client/fleetmirror.h"

#include "common/core/overloaded.h"

#include <algorithm>

namespace archivesmp::app::client {

using namespace archivesmp::domain;
using namespace archivesmp::protocol;

namespace {

template <typename Key, typename Value>
QSet<Key> keysThatDiffer(const QHash<Key, Value> &before, const QHash<Key, Value> &after)
{
    QSet<Key> keys;
    for (auto it = before.keyBegin(); it != before.keyEnd(); ++it) {
        if (!after.contains(*it))
            keys.insert(*it);
    }
    for (auto it = after.constBegin(); it != after.constEnd(); ++it) {
        const auto old = before.constFind(it.key());
        if (old == before.constEnd() || *old != it.value())
            keys.insert(it.key());
    }
    return keys;
}

} // namespace

bool FleetChanges::isEmpty() const
{
    return !servers && !engines && instancesOf.isEmpty() && plugins.isEmpty() && findings.isEmpty()
        && jobs.isEmpty() && jobEvents.isEmpty();
}

FleetChanges FleetMirror::setFleet(const FleetState &fleet)
{
    FleetChanges changes = setFacts(fleet);
    QHash<QString, PhysicalServer> servers;
    for (const PhysicalServer &server : fleet.servers)
        servers.insert(server.name, server);
    changes.servers = changes.servers || servers != _servers;
    _servers = std::move(servers);
    changes.engines = fleet.engines != _engines;
    _engines = fleet.engines;
    setInstances(fleet.instances, changes);
    setPlugins(fleet.plugins, changes);
    return changes;
}

FleetChanges FleetMirror::setFacts(const FleetState &fleet)
{
    FleetChanges changes;
    changes.servers = fleet.hasExpectations != _hasExpectations || fleet.unresolved != _unresolved;
    _hasExpectations = fleet.hasExpectations;
    _unresolved = fleet.unresolved;
    return changes;
}

void FleetMirror::setInstances(const QList<Instance> &list, FleetChanges &changes)
{
    QHash<InstanceRef, Instance> instances;
    for (const Instance &instance : list)
        instances.insert(instance.ref, instance);
    const auto different = keysThatDiffer(_instances, instances);
    for (const InstanceRef &ref : different)
        changes.instancesOf.insert(ref.server);
    _instances = std::move(instances);
}

void FleetMirror::setPlugins(const QList<InstalledPlugin> &list, FleetChanges &changes)
{
    QHash<InstanceRef, QList<InstalledPlugin>> plugins;
    for (const InstalledPlugin &plugin : list)
        plugins[plugin.instance].append(plugin);
    changes.plugins = keysThatDiffer(_plugins, plugins);
    _plugins = std::move(plugins);
}

FleetChanges FleetMirror::setFindings(const QList<Finding> &list)
{
    QHash<InstanceRef, FindingsById> findings;
    FleetChanges changes;
    for (const Finding &finding : list) {
        const FindingPtr before = _findings.value(finding.instance).value(finding.id);
        const bool same = before != nullptr && *before == finding;
        if (!same)
            changes.findings.insert(finding.instance);
        findings[finding.instance].insert(finding.id,
                                          same ? before : std::make_shared<const Finding>(finding));
    }
    for (auto it = _findings.constBegin(); it != _findings.constEnd(); ++it) {
        if (findings.value(it.key()).size() != it->size())
            changes.findings.insert(it.key());
    }
    _findings = std::move(findings);
    return changes;
}

FleetChanges FleetMirror::setJobs(const QList<Job> &list)
{
    QHash<JobId, Job> jobs;
    for (const Job &job : list)
        jobs.insert(job.id, job);
    FleetChanges changes;
    changes.jobs = keysThatDiffer(_jobs, jobs);
    _jobs = std::move(jobs);
    return changes;
}

FleetChanges FleetMirror::apply(const EventBody &body)
{
    FleetChanges changes;
    std::visit(Overloaded{[&](const ServerChanged &event) { applyServer(event, changes); },
                          [&](const InstanceChanged &event) { applyInstance(event, changes); },
                          [&](const InstanceRemoved &event) { applyRemoval(event, changes); },
                          [&](const PluginsChanged &event) { applyPlugins(event, changes); },
                          [&](const FindingsChanged &event) { applyFindings(event, changes); },
                          [&](const JobChanged &event) { applyJob(event, changes); },
                          [&](const JobEventAdded &event) { changes.jobEvents.append(event.event); },
                          [&](const EngineChanged &event) { applyEngine(event, changes); },
                          [](const ResyncNeeded &) {}},
               body);
    return changes;
}

void FleetMirror::applyServer(const ServerChanged &event, FleetChanges &changes)
{
    PhysicalServer &server = _servers[event.server.name];
    changes.servers = server != event.server;
    server = event.server;
}

void FleetMirror::applyInstance(const InstanceChanged &event, FleetChanges &changes)
{
    Instance &instance = _instances[event.instance.ref];
    if (instance == event.instance)
        return;
    instance = event.instance;
    changes.instancesOf.insert(event.instance.ref.server);
}

void FleetMirror::applyRemoval(const InstanceRemoved &event, FleetChanges &changes)
{
    if (_instances.remove(event.instance) > 0)
        changes.instancesOf.insert(event.instance.server);
    if (_plugins.remove(event.instance) > 0)
        changes.plugins.insert(event.instance);
    if (_findings.remove(event.instance) > 0)
        changes.findings.insert(event.instance);
}

void FleetMirror::applyPlugins(const PluginsChanged &event, FleetChanges &changes)
{
    QList<InstalledPlugin> &plugins = _plugins[event.instance];
    if (plugins == event.plugins)
        return;
    plugins = event.plugins;
    changes.plugins.insert(event.instance);
}

void FleetMirror::applyFindings(const FindingsChanged &event, FleetChanges &changes)
{
    FindingsById &findings = _findings[event.instance];
    bool changed = false;
    for (const FindingId &id : event.resolved)
        changed = findings.remove(id) > 0 || changed;
    for (const Finding &finding : event.upserted) {
        if (!finding.ignoredBy.isEmpty()) { // as the list that was asked for: without what a rule hides
            changed = findings.remove(finding.id) > 0 || changed;
            continue;
        }
        FindingPtr &held = findings[finding.id];
        if (held != nullptr && *held == finding)
            continue;
        held = std::make_shared<const Finding>(finding);
        changed = true;
    }
    if (findings.isEmpty())
        _findings.remove(event.instance);
    if (changed)
        changes.findings.insert(event.instance);
}

void FleetMirror::applyJob(const JobChanged &event, FleetChanges &changes)
{
    Job &job = _jobs[event.job.id];
    if (job == event.job)
        return;
    job = event.job;
    changes.jobs.insert(event.job.id);
}

void FleetMirror::applyEngine(const EngineChanged &event, FleetChanges &changes)
{
    const auto same = std::find_if(_engines.begin(), _engines.end(), [&event](const EngineStatus &status) {
        return status.server == event.engine.server && status.engine == event.engine.engine;
    });
    changes.engines = true;
    if (same == _engines.end())
        _engines.append(event.engine);
    else if (*same == event.engine)
        changes.engines = false;
    else
        *same = event.engine;
}

QList<Instance> FleetMirror::instancesOf(const QString &server) const
{
    QList<Instance> list;
    for (const Instance &instance : _instances) {
        if (instance.ref.server == server)
            list.append(instance);
    }
    std::sort(list.begin(), list.end(), [](const Instance &a, const Instance &b) { return a.ref < b.ref; });
    return list;
}

QList<InstalledPlugin> FleetMirror::pluginsOf(const InstanceRef &instance) const
{
    return _plugins.value(instance);
}

QList<FindingPtr> FleetMirror::findingsOf(const InstanceRef &instance) const
{
    return _findings.value(instance).values();
}

QSet<InstanceRef> FleetMirror::instancesWithFindings() const
{
    return {_findings.keyBegin(), _findings.keyEnd()};
}

FindingPtr FleetMirror::finding(const FindingId &id) const
{
    for (const FindingsById &findings : _findings) {
        const auto found = findings.constFind(id);
        if (found != findings.constEnd())
            return *found;
    }
    return nullptr;
}

} // namespace archivesmp::app::client
