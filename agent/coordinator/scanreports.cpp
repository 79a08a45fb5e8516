// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/coordinator/scanreports.h"

#include "agent/coordinator/jobclaims.h"

#include <algorithm>

namespace archivesmp::agent::coordinator {

using namespace domain;
using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype mostFindings = 100'000; // of one instance

// What a report says in pieces may be spread over its parts; all else is that of the first one.
DriftReport joined(const QList<DriftReport> &parts)
{
    DriftReport whole = parts.first();
    for (auto part = std::next(parts.begin()); part != parts.end(); ++part) {
        whole.findings += part->findings;
        whole.observations += part->observations;
        whole.unresolved += part->unresolved;
        whole.partial = whole.partial || part->partial;
    }
    return whole;
}

bool isSame(Finding a, const Finding &b)
{
    a.firstSeen = b.firstSeen;
    a.lastSeen = b.lastSeen;
    return a == b;
}

bool isFoundByScan(FindingKind kind)
{
    return kind != FindingKind::InstanceMismatch && kind != FindingKind::Collision;
}

bool isSamePlugin(const InstalledPlugin &a, const InstalledPlugin &b)
{
    return a.name == b.name && a.jarFile == b.jarFile;
}

} // namespace

Result<void> ScanReports::take(const User &by, const protocol::ScanReportPart &part)
{
    if (const auto fits = check(by, part); !fits)
        return fits;
    const auto key = std::pair(part.job, part.report.instance);
    Collected &collected = _collected[key];
    if (collected.fence != part.fence)
        collected = Collected{.fence = part.fence};
    if (collected.stored || part.part < collected.parts.size())
        return {};
    if (part.part > collected.parts.size()) {
        return Error{ErrorCode::Conflict,
                     u"part "_s + QString::number(collected.parts.size()) + u" of the report is missing"_s};
    }
    if (collected.findings + part.report.findings.size() > mostFindings) {
        return Error{ErrorCode::LimitExceeded,
                     u"more than "_s + QString::number(mostFindings) + u" findings on one instance"_s};
    }
    if (!part.last) {
        collected.parts.append(part.report);
        collected.findings += part.report.findings.size();
        return {};
    }
    const DriftReport report = joined(QList(collected.parts) << part.report);
    const auto done = _workspace.change<Nothing>([&](Changes &changes) { return store(changes, report); });
    if (!done)
        return done.error();
    collected = Collected{.fence = part.fence, .stored = true};
    return {};
}

void ScanReports::forget(const JobId &job)
{
    _collected.removeIf([&](const auto &entry) { return entry.key().first == job; });
}

Result<void> ScanReports::check(const User &by, const protocol::ScanReportPart &part)
{
    const auto record = ownJob(_workspace.stores.jobs(), by, part.job);
    if (!record)
        return record.error();
    const Job &job = record->job;
    if (job.fence != part.fence || job.status != JobStatus::InProgress)
        return Error{ErrorCode::Conflict, u"job "_s + job.id.toString() + u" is not this agent's any more"_s};
    const InstanceRef &instance = part.report.instance;
    if (instance.server != by.server || (!job.instance.isEmpty() && job.instance != instance.name)) {
        return Error{
            ErrorCode::InvalidArgument, u"a report about another instance than the job's"_s, {}, 0, 0,
            u"report.instance"_s};
    }
    return {};
}

Result<Nothing> ScanReports::store(Changes &changes, const DriftReport &report)
{
    if (const auto stored = storeFindings(changes, report); !stored)
        return stored.error();
    if (const auto stored = storePlugins(changes, report); !stored)
        return stored.error();
    if (const auto stored = storeObserved(changes, report); !stored)
        return stored.error();
    if (!report.onlyPlugins.isEmpty())
        return Nothing();
    if (const auto stored = storeScan(changes, report); !stored)
        return stored.error();
    return Nothing();
}

bool ScanReports::isStale(const DriftReport &report) const
{
    return _judges.isPresent && !report.expectationsHash.isEmpty()
        && !_judges.isPresent(report.expectationsHash);
}

// That an instance is on disk or in AMP only is not for a scan to say, and neither is what instances have in
// common. Of a report about some plugins only theirs are held against it.
Result<QHash<FindingId, Finding>> ScanReports::heldOf(const DriftReport &report)
{
    const auto known = _workspace.stores.findings().ofInstance(report.instance);
    if (!known)
        return known.error();
    QHash<FindingId, Finding> held;
    for (const Finding &finding : *known) {
        const bool isMeant = report.onlyPlugins.isEmpty() || report.onlyPlugins.contains(finding.plugin);
        if (isMeant && isFoundByScan(finding.kind))
            held.insert(finding.id, finding);
    }
    return held;
}

QList<Finding> ScanReports::judged(const DriftReport &report) const
{
    QList<Finding> findings;
    QSet<FindingId> seen;
    for (Finding finding : report.findings) {
        finding.instance = report.instance;
        finding.id = findingId(finding);
        finding.ignoredBy = {};
        finding.detectedSeverity.reset();
        finding.provisional = false;
        if (!isFoundByScan(finding.kind) || seen.contains(finding.id))
            continue;
        seen.insert(finding.id);
        findings.append(finding);
    }
    if (_judges.judge)
        _judges.judge(findings);
    return findings;
}

// What a complete report does not hold is gone. One that was compared with expectations of before resolves
// nothing, and what it says anew is provisional until it has been compared again.
Result<void> ScanReports::storeFindings(Changes &changes, const DriftReport &report)
{
    FindingStore &store = _workspace.stores.findings();
    const QDateTime now = _workspace.clock.now();
    const auto before = heldOf(report);
    if (!before)
        return before.error();
    const bool stale = isStale(report);
    QList<Finding> findings = judged(report);
    QSet<FindingId> reported;
    QSet<QString> doubtful;
    protocol::FindingsChanged event{report.instance, {}, {}};
    for (Finding &finding : findings) {
        reported.insert(finding.id);
        const auto old = before->constFind(finding.id);
        const bool isNew = old == before->constEnd();
        finding.firstSeen = isNew ? now : old->firstSeen;
        finding.lastSeen = now;
        finding.provisional = stale && (isNew || old->provisional);
        if (finding.provisional)
            doubtful.insert(finding.plugin);
        if (isNew || !isSame(finding, *old))
            event.upserted.append(finding);
    }
    for (auto it = before->constBegin(); it != before->constEnd() && !report.partial; ++it) {
        if (reported.contains(it.key()))
            continue;
        if (stale)
            doubtful.insert(it->plugin);
        else
            event.resolved.append(it.key());
    }
    if (const auto saved = store.save(report.instance, findings, now); !saved)
        return saved;
    if (const auto resolved = store.resolve(event.resolved, now); !resolved)
        return resolved;
    if (!event.upserted.isEmpty() || !event.resolved.isEmpty())
        changes.tell(event);
    doubtful.remove(QString());
    if (doubtful.isEmpty() || !_judges.compareAgain)
        return {};
    return _judges.compareAgain(changes, report.instance, QStringList(doubtful.begin(), doubtful.end()));
}

Result<void> ScanReports::storeObserved(Changes &changes, const DriftReport &report)
{
    ScanStore &scans = _workspace.stores.scans();
    if (isStale(report) || report.partial)
        return {};
    if (const auto stored = scans.replaceObservations(report.instance, {}, report.observations); !stored)
        return stored;
    if (const auto stored = scans.replaceUnresolved(report.instance, report.onlyPlugins, report.unresolved);
        !stored)
        return stored;
    const qint64 version = _judges.version ? _judges.version() : 0;
    if (version > 0) {
        // A part counts as the whole where the whole was looked at before.
        const auto whole = scans.firstComplete(report.instance, 0);
        if (!whole)
            return whole.error();
        if (report.onlyPlugins.isEmpty() || whole->isValid()) {
            const auto added = scans.addComplete(report.instance, version, _workspace.clock.now());
            if (!added)
                return added;
        }
    }
    return _judges.compareInstances ? _judges.compareInstances(changes) : Result<void>();
}

// A partial scan may have missed plugins: those that it did not see stay.
Result<void> ScanReports::storePlugins(Changes &changes, const DriftReport &report)
{
    const auto all = _workspace.stores.fleet().plugins(report.instance.server);
    if (!all)
        return all.error();
    QList<InstalledPlugin> before;
    std::copy_if(all->begin(), all->end(), std::back_inserter(before),
                 [&](const InstalledPlugin &plugin) { return plugin.instance == report.instance; });
    QList<InstalledPlugin> plugins = report.plugins;
    for (InstalledPlugin &plugin : plugins)
        plugin.instance = report.instance;
    if (report.partial) {
        for (const InstalledPlugin &old : before) {
            const bool seen = std::any_of(plugins.begin(), plugins.end(), [&](const InstalledPlugin &plugin) {
                return isSamePlugin(plugin, old);
            });
            if (!seen)
                plugins.append(old);
        }
    }
    std::stable_sort(plugins.begin(), plugins.end(),
                     [](const InstalledPlugin &a, const InstalledPlugin &b) { return a.name < b.name; });
    if (plugins == before)
        return {};
    changes.tell(protocol::PluginsChanged{report.instance, plugins});
    return _workspace.stores.fleet().replacePlugins(report.instance, plugins);
}

Result<void> ScanReports::storeScan(Changes &changes, const DriftReport &report)
{
    FleetStore &fleet = _workspace.stores.fleet();
    const QDateTime at = _workspace.clock.now();
    if (const auto marked = fleet.markScanned(report.instance, at, report.partial); !marked)
        return marked;
    const auto instances = fleet.instances(report.instance.server);
    if (!instances)
        return instances.error();
    for (const Instance &instance : *instances) {
        if (instance.ref == report.instance)
            changes.tell(protocol::InstanceChanged{instance});
    }
    return {};
}

} // namespace archivesmp::agent::coordinator
