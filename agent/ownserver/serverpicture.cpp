// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/ownserver/serverpicture.h"

#include "agent/ownserver/findingquery.h"
#include "common/core/textescape.h"

#include <QLoggingCategory>

#include <algorithm>

namespace archivesmp::agent::ownserver {

using namespace Qt::StringLiterals;
using domain::DriftReport;
using domain::Finding;
using domain::InstalledPlugin;
using domain::Instance;

namespace {

Q_LOGGING_CATEGORY(lcPicture, "archivesmp.picture", QtInfoMsg)

// The same but for the time, which changes with every look.
bool isSame(Instance a, const Instance &b)
{
    a.lastSeen = b.lastSeen;
    return a == b;
}

bool isSame(Finding a, const Finding &b)
{
    a.firstSeen = b.firstSeen;
    a.lastSeen = b.lastSeen;
    return a == b;
}

// Whether what the report does not name is gone.
bool speaksOf(const DriftReport &report, const QString &plugin)
{
    return !report.partial && (report.onlyPlugins.isEmpty() || report.onlyPlugins.contains(plugin));
}

void mergeFindings(DriftReport &report, const DriftReport &before, const QDateTime &now,
                   protocol::FindingsChanged &event)
{
    QHash<FindingId, Finding> old;
    for (const Finding &finding : before.findings)
        old.insert(finding.id, finding);
    for (Finding &finding : report.findings) {
        finding.instance = report.instance;
        finding.id = domain::findingId(finding);
        finding.lastSeen = now;
        const auto known = old.constFind(finding.id);
        finding.firstSeen = known == old.constEnd() ? now : known->firstSeen;
        if (known == old.constEnd() || !isSame(finding, *known))
            event.upserted.append(finding);
        old.remove(finding.id);
    }
    for (const Finding &finding : std::as_const(old)) {
        if (speaksOf(report, finding.plugin))
            event.resolved.append(finding.id);
        else
            report.findings.append(finding);
    }
}

void mergePlugins(DriftReport &report, const DriftReport &before)
{
    for (InstalledPlugin &plugin : report.plugins)
        plugin.instance = report.instance;
    for (const InstalledPlugin &old : before.plugins) {
        const bool seen = std::any_of(report.plugins.begin(), report.plugins.end(), [&](const auto &plugin) {
            return plugin.name == old.name && plugin.jarFile == old.jarFile;
        });
        if (!seen && !speaksOf(report, old.name))
            report.plugins.append(old);
    }
    std::stable_sort(report.plugins.begin(), report.plugins.end(),
                     [](const InstalledPlugin &a, const InstalledPlugin &b) { return a.name < b.name; });
}

} // namespace

ServerPicture::ServerPicture(PictureSettings settings, const Clock &clock, coordinator::EventLog &log,
                             const ScanCache &cache)
    : _settings(std::move(settings))
    , _clock(clock)
    , _log(log)
    , _cache(cache)
    , _amp{_settings.server.name, u"amp"_s, u"AMP"_s, true, {}}
    , _delivery{_settings.server.name, u"delivery"_s, _settings.deliveryKind, true, {}}
{
    for (const DriftReport &report : _cache.load(_settings.server.name))
        _scans.insert(report.instance.name, report);
}

void ServerPicture::seeInstances(const QList<Instance> &instances, const QString &ampError)
{
    const QMap<QString, Instance> before = std::exchange(_instances, {});
    for (Instance instance : instances) {
        instance = withScan(std::move(instance));
        _instances.insert(instance.ref.name, instance);
        const auto old = before.constFind(instance.ref.name);
        tellInstance(instance, old == before.constEnd() ? nullptr : &*old);
    }
    for (const Instance &old : before) {
        if (!_instances.contains(old.ref.name))
            dropInstance(old);
    }
    if (!_instances.isEmpty())
        forgetScansOfNobody();
    tellEngine(_amp, ampError.isEmpty(), ampError);
}

void ServerPicture::tellInstance(const Instance &instance, const Instance *before)
{
    if (before == nullptr || !isSame(instance, *before))
        _log.publish(protocol::InstanceChanged{instance});
    const QString &name = instance.ref.name;
    if (instance.onDisk == instance.inAmp) {
        if (const auto gone = _mismatches.constFind(name); gone != _mismatches.constEnd()) {
            _log.publish(protocol::FindingsChanged{instance.ref, {}, {gone->id}});
            _mismatches.erase(gone);
        }
        return;
    }
    Finding finding = domain::mismatchOf(instance);
    const auto open = _mismatches.constFind(name);
    finding.firstSeen = open == _mismatches.constEnd() ? _clock.now() : open->firstSeen;
    finding.lastSeen = _clock.now();
    if (open == _mismatches.constEnd() || !isSame(finding, *open))
        _log.publish(protocol::FindingsChanged{instance.ref, {finding}, {}});
    _mismatches.insert(name, finding);
}

// Cached ones of instances that went while the agent was down.
void ServerPicture::forgetScansOfNobody()
{
    const auto scanned = _scans.keys();
    for (const QString &name : scanned) {
        if (_instances.contains(name))
            continue;
        _scans.remove(name);
        _cache.forget(name);
    }
}

void ServerPicture::dropInstance(const Instance &instance)
{
    _scans.remove(instance.ref.name);
    _mismatches.remove(instance.ref.name);
    _cache.forget(instance.ref.name);
    _log.publish(protocol::InstanceRemoved{instance.ref});
}

void ServerPicture::seeHost(bool reachable, const QString &reason)
{
    tellEngine(_delivery, reachable, reason);
}

void ServerPicture::tellEngine(protocol::EngineStatus &engine, bool up, const QString &reason)
{
    if (engine.up == up && engine.reason == reason)
        return;
    engine.up = up;
    engine.reason = reason;
    _log.publish(protocol::EngineChanged{engine});
    _log.publish(protocol::ServerChanged{serverNow()});
}

void ServerPicture::takeReport(DriftReport report)
{
    const QString name = report.instance.name;
    const DriftReport before = _scans.value(name);
    report.instance.server = _settings.server.name;
    report.observations.clear(); // for comparisons between instances, which are the host's
    protocol::FindingsChanged findings{report.instance, {}, {}};
    mergeFindings(report, before, _clock.now(), findings);
    mergePlugins(report, before);
    _scans.insert(name, report);
    if (const auto stored = _cache.store(report); !stored)
        qCWarning(lcPicture).noquote() << describe(stored.error().because(u"a scan is not cached"_s));

    if (!findings.upserted.isEmpty() || !findings.resolved.isEmpty())
        _log.publish(findings);
    if (report.plugins != before.plugins)
        _log.publish(protocol::PluginsChanged{report.instance, report.plugins});
    if (const auto instance = _instances.find(name); instance != _instances.end()) {
        *instance = withScan(*instance);
        _log.publish(protocol::InstanceChanged{*instance});
    }
}

void ServerPicture::takePlugins(const domain::InstanceRef &instance, const QList<InstalledPlugin> &plugins)
{
    const auto scan = _scans.find(instance.name);
    if (scan == _scans.end() || scan->plugins == plugins)
        return;
    scan->plugins = plugins;
    _log.publish(protocol::PluginsChanged{instance, plugins});
    if (const auto stored = _cache.store(*scan); !stored)
        qCWarning(lcPicture).noquote() << describe(stored.error().because(u"a scan is not cached"_s));
}

void ServerPicture::takeInstance(const Instance &instance)
{
    const auto known = _instances.find(instance.ref.name);
    if (known == _instances.end())
        return;
    known->state = instance.state;
    known->players = instance.players;
    known->lastSeen = instance.lastSeen;
    _log.publish(protocol::InstanceChanged{*known});
}

Instance ServerPicture::withScan(Instance instance) const
{
    const auto scan = _scans.constFind(instance.ref.name);
    if (scan == _scans.constEnd())
        return instance;
    instance.lastScan = scan->finishedAt;
    instance.scanPartial = scan->partial;
    return instance;
}

Result<void> ServerPicture::checkServer(const QString &name) const
{
    if (name.isEmpty() || name == _settings.server.name)
        return {};
    return Error{ErrorCode::InvalidArgument,
                 u"no server "_s + excerpt(name) + u": this agent answers for "_s + _settings.server.name
                     + u" only"_s,
                 {},
                 0,
                 0,
                 u"server"_s,
                 u"ask the host"_s};
}

Result<Instance> ServerPicture::resolve(const QString &text) const
{
    for (const Instance &instance : _instances) {
        if (instance.ref.name == text || instance.ref.toString() == text)
            return instance;
    }
    return Error{ErrorCode::InvalidArgument,
                 u"no instance "_s + excerpt(text) + u" on "_s + _settings.server.name};
}

// Online is what it is for whoever gets this answer; whether the host hears of it is said by the engines.
domain::PhysicalServer ServerPicture::serverNow() const
{
    domain::PhysicalServer server = _settings.server;
    server.state = _amp.up ? domain::ServerState::Online : domain::ServerState::Degraded;
    if (!_amp.up)
        server.stateReason = u"AMP: "_s + _amp.reason;
    server.lastSeen = _clock.now();
    return server;
}

QList<Finding> ServerPicture::allFindings() const
{
    QList<Finding> all = _mismatches.values();
    for (const DriftReport &report : _scans)
        all += report.findings;
    return all;
}

Result<protocol::FleetState> ServerPicture::fleet(const protocol::GetFleet &ask) const
{
    if (const auto known = checkServer(ask.server); !known)
        return known.error();
    QList<InstalledPlugin> plugins;
    for (const DriftReport &report : _scans)
        plugins += report.plugins;
    return protocol::FleetState{{serverNow()},     _instances.values(), plugins,
                                {_amp, _delivery}, _hasExpectations,    _log.sequence()};
}

Result<protocol::FindingPage> ServerPicture::findings(const protocol::ListFindings &ask) const
{
    if (const auto known = checkServer(ask.server); !known)
        return known.error();
    protocol::ListFindings query = ask;
    if (!ask.instance.isEmpty()) {
        const auto instance = resolve(ask.instance);
        if (!instance)
            return instance.error().atField(u"instance"_s);
        query.instance = instance->ref.name;
    }
    auto page = pageOf(allFindings(), query);
    if (page)
        page->sequence = _log.sequence();
    return page;
}

// Who expects what since when is the host's to tell; what was compared with is known here.
Result<protocol::FindingDetail> ServerPicture::finding(const protocol::GetFinding &ask) const
{
    for (const Finding &finding : allFindings()) {
        if (finding.id != ask.id)
            continue;
        protocol::FindingDetail detail{.finding = finding, .layers = {}, .readAt = finding.lastSeen};
        if (finding.layer)
            detail.layers.append({*finding.layer, finding.expected, {}, {}, true});
        return detail;
    }
    return Error{ErrorCode::NotFound, u"no open finding "_s + excerpt(ask.id.toString())};
}

} // namespace archivesmp::agent::ownserver
