// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/coordinator/inventory.h"

#include "common/core/textescape.h"

#include <QLoggingCategory>

#include <algorithm>

Q_LOGGING_CATEGORY(lcInventory, "archivesmp.inventory", QtInfoMsg)

namespace archivesmp::agent::coordinator {

using namespace domain;
using namespace Qt::StringLiterals;

namespace {

Error notItsAgent(const QString &server)
{
    return {ErrorCode::PermissionDenied, u"this key does not speak for the server "_s + excerpt(server)};
}

// The same but for the times, which change with every report.
bool isSame(Instance a, const Instance &b)
{
    a.lastSeen = b.lastSeen;
    a.lastScan = b.lastScan;
    a.scanPartial = b.scanPartial;
    return a == b;
}

const Instance *findBefore(const QList<Instance> &known, const Instance &instance)
{
    const auto it = std::find_if(known.begin(), known.end(),
                                 [&](const Instance &one) { return one.ref == instance.ref; });
    return it == known.end() ? nullptr : &*it;
}

// What an agent may report: its own instances, with names that can stand in a path, each once.
QList<Instance> acceptable(const User &by, const protocol::Heartbeat &beat, const QDateTime &now)
{
    QList<Instance> all;
    QSet<QString> names;
    for (Instance instance : beat.instances) {
        if (!isValidInstanceName(instance.ref.name) || names.contains(instance.ref.name)) {
            qCWarning(lcInventory).noquote() << "instance left out: bad or repeated name"
                                             << excerpt(instance.ref.name) << u"server="_s + by.server;
            continue;
        }
        names.insert(instance.ref.name);
        instance.ref.server = by.server;
        instance.lastSeen = now;
        if (instance.ampId.isEmpty())
            instance.ampId = u"disk:"_s + instance.ref.name;
        all.append(instance);
    }
    return all;
}

} // namespace

Result<void> Inventory::hello(const User &by, const protocol::AgentHello &hello)
{
    if (hello.server != by.server || by.server.isEmpty())
        return notItsAgent(hello.server);
    if (hello.protocol != protocol::protocolVersion && hello.protocol != protocol::protocolVersion - 1) {
        return Error{ErrorCode::Unsupported,
                     u"the agent speaks version "_s + QString::number(hello.protocol)
                         + u" of the protocol, this host "_s + QString::number(protocol::protocolVersion)};
    }
    const auto known = _workspace.stores.fleet().server(hello.server);
    if (!known)
        return known.error();
    if (!*known) {
        return Error{ErrorCode::NotFound,
                     u"the host's configuration knows no server "_s + hello.server,
                     {},
                     0,
                     0,
                     {},
                     u"add it under servers"_s};
    }
    ServerRecord record = **known;
    record.bootId = hello.bootId;
    record.jobTypes = hello.jobTypes;
    record.server.agentVersion = hello.version;
    record.server.lastSeen = _workspace.clock.now();
    if (const auto saved = _workspace.stores.fleet().saveServer(record); !saved)
        return saved;
    _watch.heard(hello.server);
    return _watch.look();
}

Result<void> Inventory::heartbeat(const User &by, const protocol::Heartbeat &beat)
{
    if (beat.server != by.server || by.server.isEmpty())
        return notItsAgent(beat.server);
    const auto known = _workspace.stores.fleet().server(beat.server);
    if (!known)
        return known.error();
    if (!*known)
        return Error{ErrorCode::NotFound, u"the host's configuration knows no server "_s + beat.server};
    if ((*known)->bootId != beat.bootId) {
        return Error{ErrorCode::Conflict,
                     u"another agent of "_s + beat.server + u" said hello since"_s,
                     {},
                     0,
                     0,
                     {},
                     u"see whether two agents run with one key"_s};
    }
    const QList<Instance> instances = acceptable(by, beat, _workspace.clock.now());
    const auto done
        = _workspace.change<Nothing>([&](Changes &changes) { return record(changes, beat, instances); });
    if (!done)
        return done.error();
    QList<protocol::EngineStatus> engines = beat.engines;
    for (protocol::EngineStatus &engine : engines)
        engine.server = beat.server;
    _watch.heard(beat.server, engines);
    return _watch.look();
}

Result<Nothing> Inventory::record(Changes &changes, const protocol::Heartbeat &beat,
                                  const QList<Instance> &instances)
{
    FleetStore &fleet = _workspace.stores.fleet();
    if (const auto saved = fleet.saveContact(beat.server, _workspace.clock.now()); !saved)
        return saved.error();
    const auto before = fleet.instances(beat.server);
    if (!before)
        return before.error();
    for (const Instance &instance : instances) {
        if (const auto done = recordOne(changes, instance, findBefore(*before, instance)); !done)
            return done.error();
    }
    for (const Instance &old : *before) {
        if (findBefore(instances, old) != nullptr)
            continue;
        const bool renamed = std::any_of(instances.begin(), instances.end(),
                                         [&](const Instance &one) { return one.ampId == old.ampId; });
        if (!renamed) {
            if (const auto gone = fleet.markGone(old.ref); !gone)
                return gone.error();
        }
        changes.tell(protocol::InstanceRemoved{old.ref});
    }
    return Nothing();
}

Result<void> Inventory::recordOne(Changes &changes, const Instance &instance, const Instance *before)
{
    if (before != nullptr && isSame(instance, *before))
        return {};
    if (const auto saved = _workspace.stores.fleet().saveInstance(instance); !saved)
        return saved;
    Instance told = instance;
    if (before != nullptr) {
        told.lastScan = before->lastScan;
        told.scanPartial = before->scanPartial;
    }
    changes.tell(protocol::InstanceChanged{told});
    const bool same
        = before != nullptr && before->onDisk == instance.onDisk && before->inAmp == instance.inAmp;
    return same ? Result<void>() : recordMismatch(changes, instance);
}

Result<void> Inventory::recordMismatch(Changes &changes, const Instance &instance)
{
    FindingStore &findings = _workspace.stores.findings();
    const QDateTime now = _workspace.clock.now();
    Finding finding = mismatchOf(instance);
    const auto open = findings.find(finding.id);
    if (!open)
        return open.error();
    if (instance.onDisk == instance.inAmp) {
        if (!*open)
            return {};
        changes.tell(protocol::FindingsChanged{instance.ref, {}, {finding.id}});
        return findings.resolve({finding.id}, now);
    }
    finding.firstSeen = *open ? (*open)->firstSeen : now;
    finding.lastSeen = now;
    changes.tell(protocol::FindingsChanged{instance.ref, {finding}, {}});
    return findings.save(instance.ref, {finding}, now);
}

Result<Instance> Inventory::resolve(const QString &text)
{
    const auto all = _workspace.stores.fleet().instances({});
    if (!all)
        return all.error();
    QList<Instance> found;
    for (const Instance &instance : *all) {
        if (instance.ref.name == text || instance.ref.toString() == text)
            found.append(instance);
    }
    if (found.isEmpty())
        return Error{ErrorCode::InvalidArgument, u"no instance "_s + excerpt(text)};
    if (found.size() > 1) {
        return Error{ErrorCode::InvalidArgument,
                     u"two servers have an instance "_s + excerpt(text),
                     {},
                     0,
                     0,
                     {},
                     u"write "_s + found.first().ref.toString() + u" or "_s + found.last().ref.toString()};
    }
    return found.first();
}

} // namespace archivesmp::agent::coordinator
