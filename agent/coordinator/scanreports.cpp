// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/coordinator/scanreports.h"

#include "agent/coordinator/jobclaims.h"

#include <algorithm>

namespace archivesmp::agent::coordinator {

using namespace domain;
using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype mostFindings = 100'000; // of one instance

bool isSame(Finding a, const Finding &b)
{
    a.firstSeen = b.firstSeen;
    a.lastSeen = b.lastSeen;
    return a == b;
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
        collected = Collected{part.fence, 0, false, {}};
    if (collected.stored || part.part < collected.parts)
        return {};
    if (part.part > collected.parts) {
        return Error{ErrorCode::Conflict,
                     u"part "_s + QString::number(collected.parts) + u" of the report is missing"_s};
    }
    const QList<Finding> before = collected.report.findings;
    if (before.size() + part.report.findings.size() > mostFindings) {
        return Error{ErrorCode::LimitExceeded,
                     u"more than "_s + QString::number(mostFindings) + u" findings on one instance"_s};
    }
    DriftReport report = part.part == 0 ? part.report : collected.report;
    if (part.part > 0) {
        report.findings += part.report.findings;
        report.partial = report.partial || part.report.partial;
    }
    if (part.last) {
        const auto done
            = _workspace.change<Nothing>([&](Changes &changes) { return store(changes, report); });
        if (!done)
            return done.error();
        report = {};
    }
    collected.report = report;
    collected.parts = part.part + 1;
    collected.stored = part.last;
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
    if (const auto stored = storeScan(changes, report); !stored)
        return stored.error();
    return Nothing();
}

// What a complete report does not hold is gone. That an instance is on disk or in AMP only is not for a scan
// to say.
Result<void> ScanReports::storeFindings(Changes &changes, const DriftReport &report)
{
    FindingStore &store = _workspace.stores.findings();
    const QDateTime now = _workspace.clock.now();
    const auto known = store.ofInstance(report.instance);
    if (!known)
        return known.error();
    QHash<FindingId, Finding> before;
    for (const Finding &finding : *known) {
        if (finding.kind != FindingKind::InstanceMismatch)
            before.insert(finding.id, finding);
    }
    QList<Finding> findings;
    QSet<FindingId> reported;
    protocol::FindingsChanged event{report.instance, {}, {}};
    for (Finding finding : report.findings) {
        finding.instance = report.instance;
        finding.id = findingId(finding);
        if (finding.kind == FindingKind::InstanceMismatch || reported.contains(finding.id))
            continue;
        reported.insert(finding.id);
        const auto old = before.constFind(finding.id);
        finding.firstSeen = old == before.constEnd() ? now : old->firstSeen;
        finding.lastSeen = now;
        if (old == before.constEnd() || !isSame(finding, *old))
            event.upserted.append(finding);
        findings.append(finding);
    }
    if (!report.partial) {
        for (auto it = before.constBegin(); it != before.constEnd(); ++it) {
            if (!reported.contains(it.key()))
                event.resolved.append(it.key());
        }
    }
    if (const auto saved = store.save(report.instance, findings, now); !saved)
        return saved;
    if (const auto resolved = store.resolve(event.resolved, now); !resolved)
        return resolved;
    if (!event.upserted.isEmpty() || !event.resolved.isEmpty())
        changes.tell(event);
    return {};
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
