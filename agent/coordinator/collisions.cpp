// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/coordinator/collisions.h"

#include "common/drift/collisions.h"

#include <limits>

namespace archivesmp::agent::coordinator {

using namespace domain;

namespace {

bool isSame(Finding a, const Finding &b)
{
    a.firstSeen = b.firstSeen;
    a.lastSeen = b.lastSeen;
    return a == b;
}

} // namespace

Result<QHash<FindingId, Finding>> Collisions::held()
{
    QHash<FindingId, Finding> all;
    for (const bool ignored : {false, true}) {
        const auto page = _workspace.stores.findings().list(
            {.kind = FindingKind::Collision, .limit = std::numeric_limits<int>::max(), .ignored = ignored});
        if (!page)
            return page.error();
        for (const Finding &finding : page->findings)
            all.insert(finding.id, finding);
    }
    return all;
}

Result<void> Collisions::update(Changes &changes)
{
    const auto observed = _workspace.stores.scans().observations();
    if (!observed)
        return observed.error();
    const auto before = held();
    if (!before)
        return before.error();
    if (observed->isEmpty() && before->isEmpty())
        return {};
    QList<drift::InstanceObservations> fleet;
    for (const ObservedValue &value : *observed) {
        if (fleet.isEmpty() || fleet.last().instance != value.instance)
            fleet.append({value.instance, {}});
        fleet.last().observations.append(value.observation);
    }
    const QDateTime now = _workspace.clock.now();
    QList<Finding> found = drift::findCollisions(_rules(), fleet, now);
    _judge(found);
    QMap<InstanceRef, protocol::FindingsChanged> events;
    QHash<InstanceRef, QList<Finding>> toSave;
    QSet<FindingId> reported;
    for (Finding &finding : found) {
        finding.id = findingId(finding);
        const auto old = before->constFind(finding.id);
        finding.firstSeen = old == before->constEnd() ? now : old->firstSeen;
        finding.lastSeen = now;
        reported.insert(finding.id);
        toSave[finding.instance].append(finding);
        if (old == before->constEnd() || !isSame(finding, *old))
            events[finding.instance].upserted.append(finding);
    }
    for (const Finding &old : *before) {
        if (!reported.contains(old.id))
            events[old.instance].resolved.append(old.id);
    }
    for (auto it = toSave.begin(); it != toSave.end(); ++it) {
        if (const auto saved = _workspace.stores.findings().save(it.key(), *it, now); !saved)
            return saved;
    }
    for (auto it = events.begin(); it != events.end(); ++it) {
        if (const auto resolved = _workspace.stores.findings().resolve(it->resolved, now); !resolved)
            return resolved;
        it->instance = it.key();
        changes.tell(*it);
    }
    return {};
}

} // namespace archivesmp::agent::coordinator
