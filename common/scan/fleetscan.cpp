// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/scan/scanrequest.h"

#include "common/core/textescape.h"
#include "common/drift/collisions.h"
#include "common/drift/findings.h"
#include "common/drift/plugincheck.h"
#include "common/scan/filefix.h"
#include "common/scan/observing.h"
#include "common/scan/pluginscan.h"
#include "common/scan/sharedtexts.h"
#include "common/scan/tasklist.h"

#include <algorithm>
#include <deque>
#include <mutex>
#include <numeric>

#include <sys/resource.h>

namespace archivesmp::scan {

using namespace Qt::StringLiterals;
using domain::DriftReport;
using domain::Finding;
using domain::FindingKind;

namespace {

bool comesBefore(const Finding &a, const Finding &b)
{
    if (a.plugin != b.plugin)
        return a.plugin < b.plugin;
    if (a.file != b.file)
        return a.file < b.file;
    return a.key != b.key ? a.key < b.key : a.kind < b.kind;
}

// Whether one of these keys is not as expected; of another type with the same text it is.
bool differs(const QList<Finding> &findings, const QString &file, const QList<KeyPath> &keys)
{
    return std::any_of(findings.begin(), findings.end(), [&](const Finding &finding) {
        const bool isSameText
            = finding.kind == FindingKind::WrongType && finding.severity == domain::Severity::Info;
        return finding.file == file && !isSameText
            && std::any_of(keys.begin(), keys.end(), [&](const KeyPath &key) {
                   return key.startsWith(finding.key) || finding.key.startsWith(key);
               });
    });
}

// Whether the plugin may be there all the same: its folder's parent could not be listed, or something that is
// called like it could not be read.
bool mayBeHidden(const QString &plugin, const InstanceInventory &inventory)
{
    return std::any_of(inventory.unreadable.begin(), inventory.unreadable.end(), [&](const Unreadable &one) {
        return !one.file.contains(u'/') || one.file.contains(plugin, Qt::CaseInsensitive);
    });
}

class FleetScan final
{
public:
    FleetScan(const QList<InstanceFolder> &wanted, const QList<InstanceFolder> &neighbours,
              const ScanOptions &options)
        : _options(options)
        , _set(*options.expectations)
        , _names(_set)
        , _observing(_set.rules(), options.fleetKey, options.startedAt)
        , _total(static_cast<int>(wanted.size() + neighbours.size() + _set.plugins().size() + wanted.size()))
    {
        for (const InstanceFolder &folder : wanted)
            _instances.push_back({folder, {}, {}, true});
        for (const InstanceFolder &folder : neighbours)
            _instances.push_back({folder, {}, {}, false});
        if (_options.cache && _options.expectationsHash.isEmpty())
            _options.expectationsHash = _set.hash();
        if (_options.cache && !_options.jars)
            _options.jars = _options.cache->jars();
    }

    // Before run(): writes down what is read, for rememberFleet().
    void writeLogs()
    {
        for (ScannedInstance &instance : _instances)
            instance.log = std::make_shared<ReadLog>(startOf(_options), _options.cache->seed());
    }

    [[nodiscard]] std::vector<std::shared_ptr<ReadLog>> logs() const
    {
        std::vector<std::shared_ptr<ReadLog>> logs;
        for (const ScannedInstance &instance : _instances)
            logs.push_back(instance.log);
        return logs;
    }

    Result<FleetReport> run()
    {
        TaskList opening;
        for (ScannedInstance &instance : _instances)
            opening.add([this, &instance] { open(instance); });
        opening.run(_options.threads);
        scanPlugins();
        FleetReport report;
        for (const PluginScan &plugin : _plugins)
            report.unresolved.append(plugin.unresolved());
        const auto count
            = std::count_if(_instances.begin(), _instances.end(), [](const auto &i) { return i.isWanted; });
        report.reports.resize(count);
        TaskList assembling;
        for (DriftReport &one : report.reports) {
            const auto index = static_cast<size_t>(&one - report.reports.data());
            assembling.add([this, &one, index] { one = assemble(index); });
        }
        assembling.run(_options.threads);
        if (isCancelled())
            return Error{ErrorCode::Cancelled, u"the scan was cancelled"_s};
        return report;
    }

private:
    bool isMeant(const QString &plugin) const
    {
        return _options.onlyPlugins.isEmpty() || _options.onlyPlugins.contains(plugin);
    }

    bool isCancelled() const { return _options.cancelled != nullptr && _options.cancelled->load(); }

    void advance()
    {
        if (!_options.progress)
            return;
        const std::lock_guard lock(_progressGuard);
        _options.progress(++_done, _total);
    }

    void open(ScannedInstance &instance)
    {
        if (isCancelled())
            return;
        auto game = SafeFolder::open(instance.place.path);
        if (!game) {
            instance.inventory.unreadable.append({{}, {}, game.error().message});
        } else {
            game->setLog(instance.log);
            instance.game = *game;
            auto inventory = takeInventory(*game, instance.place.instance, _names, _set.aliases(),
                                           instance.isWanted ? _options.jarHashing : JarHashing::NoJars,
                                           _options.jars.get());
            if (inventory)
                instance.inventory = shared(std::move(*inventory));
            if (instance.isWanted)
                instance.seen
                    = _observing.observe(*instance.game, instance.inventory, instance.place.instance);
        }
        advance();
    }

    InstanceInventory shared(InstanceInventory inventory)
    {
        for (domain::InstalledPlugin &plugin : inventory.plugins) {
            for (QString *text : {&plugin.instance.server, &plugin.instance.name, &plugin.name,
                                  &plugin.version, &plugin.jarFile, &plugin.folder})
                _texts.share(*text);
        }
        for (QString &name : inventory.present)
            _texts.share(name);
        for (PluginFolder &entry : inventory.folders) {
            _texts.share(entry.plugin);
            _texts.share(entry.folder);
        }
        inventory.plugins.squeeze(); // a fleet has very many, and they stay
        inventory.folders.squeeze();
        inventory.present.squeeze();
        return inventory;
    }

    // The largest first: one that was begun last would keep one thread busy while the others have ended.
    void scanPlugins()
    {
        for (const expectations::PluginExpectations &plugin : _set.plugins())
            _plugins.emplace_back(plugin, _options, _instances);
        std::vector<qsizetype> order(_plugins.size());
        std::iota(order.begin(), order.end(), 0);
        std::stable_sort(order.begin(), order.end(), [this](qsizetype a, qsizetype b) {
            return _set.plugins().at(a).settings.size() < _set.plugins().at(b).settings.size();
        });
        TaskList tasks;
        for (const qsizetype i : order)
            tasks.add([this, i, &tasks] { scanPlugin(i, tasks); });
        tasks.run(_options.threads);
    }

    void scanPlugin(qsizetype index, TaskList &tasks)
    {
        PluginScan &plugin = _plugins[static_cast<size_t>(index)];
        const bool isWanted = !isCancelled() && isMeant(_set.plugins().at(index).plugin);
        const size_t files = isWanted ? plugin.prepare() : 0;
        for (size_t left = files; left > 0; --left) {
            tasks.add([this, &plugin, file = left - 1] {
                if (plugin.compare(file))
                    finish(plugin);
            });
        }
        if (files == 0)
            finish(plugin);
    }

    void finish(PluginScan &plugin)
    {
        plugin.finish();
        advance();
    }

    DriftReport assemble(size_t index)
    {
        const ScannedInstance &instance = _instances[index];
        DriftReport report;
        report.instance = instance.place.instance;
        report.startedAt = _options.startedAt;
        report.finishedAt = QDateTime::currentDateTimeUtc();
        report.plugins = instance.inventory.plugins;
        report.onlyPlugins = _options.onlyPlugins;
        report.counts.instances = 1;
        report.counts.plugins = static_cast<int>(instance.inventory.plugins.size());
        for (const Unreadable &unreadable : instance.inventory.unreadable)
            report.findings.append(unreadableFinding(report.instance, unreadable));
        report.partial = !report.findings.isEmpty();
        const drift::DetectorOptions options{_options.fleetKey, _options.startedAt, _options.extraKeys};
        if (instance.game)
            report.findings.append(
                drift::checkPlugins(_set, _names, report.instance, report.plugins, options));
        report.findings.removeIf([&instance](const Finding &finding) {
            return finding.kind == FindingKind::MissingPlugin
                && mayBeHidden(finding.plugin, instance.inventory);
        });
        for (const PluginScan &plugin : _plugins) {
            const PluginFindings &part = plugin.findings()[index];
            report.findings.append(part.findings);
            report.counts += part.counts;
            report.partial = report.partial || part.partial;
        }
        addSeen(index, report);
        report.hasExpectations = hasExpectations(instance);
        report.findings.removeIf([this](const Finding &finding) { return !isMeant(finding.plugin); });
        std::stable_sort(report.findings.begin(), report.findings.end(), comesBefore);
        if (_options.previews > 0 && instance.game && !isCancelled())
            addPreviews(report.findings, *instance.game, {_set, _options.fleetKey}, _options.previews);
        advance();
        return report;
    }

    // A file that was compared too has its finding already.
    void addSeen(size_t index, DriftReport &report) const
    {
        const Observing::Outcome &seen = _instances[index].seen;
        report.observations = seen.observations;
        for (const PluginScan &plugin : _plugins) {
            for (const qsizetype i : plugin.findings()[index].expected)
                report.observations[i].asExpected
                    = !differs(report.findings, seen.observations[i].file, seen.grounds[i]);
        }
        report.partial = report.partial || seen.partial;
        for (const Finding &finding : seen.findings) {
            const auto isSame = [&](const Finding &known) { return known.id == finding.id; };
            if (std::none_of(report.findings.begin(), report.findings.end(), isSame))
                report.findings.append(finding);
        }
    }

    Finding unreadableFinding(const domain::InstanceRef &ref, const Unreadable &unreadable) const
    {
        Finding finding = drift::newFinding(ref, unreadable.plugin, unreadable.file, FindingKind::Unreadable,
                                            _options.startedAt);
        finding.message = unreadable.reason;
        return drift::identified(std::move(finding));
    }

    bool hasExpectations(const ScannedInstance &instance) const
    {
        if (_set.matrixAccepted() && _set.matrixColumn(instance.place.instance) >= 0)
            return true;
        return std::any_of(_set.plugins().begin(), _set.plugins().end(), [&](const auto &plugin) {
            return instance.inventory.present.contains(plugin.plugin);
        });
    }

    ScanOptions _options;
    const expectations::ExpectationSet &_set;
    drift::PluginNames _names;
    Observing _observing;
    SharedTexts _texts;
    std::vector<ScannedInstance> _instances;
    std::deque<PluginScan> _plugins; // which stay where they are
    std::mutex _progressGuard;       // guards _done and keeps the calls of progress apart
    int _done = 0;
    int _total = 0;
};

// The findings of all instances together, each to its own.
void addCollisions(FleetReport &report, const ScanOptions &options)
{
    QList<drift::InstanceObservations> fleet;
    QHash<domain::InstanceRef, qsizetype> places;
    for (const DriftReport &own : std::as_const(report.reports)) {
        places.insert(own.instance, fleet.size());
        fleet.append({own.instance, own.observations});
    }
    const auto collisions = drift::findCollisions(options.expectations->rules(), fleet, options.startedAt);
    for (const Finding &finding : collisions)
        report.reports[places.value(finding.instance)].findings.append(finding);
    if (collisions.isEmpty())
        return;
    for (DriftReport &own : report.reports)
        std::stable_sort(own.findings.begin(), own.findings.end(), comesBefore);
}

// Every instance's folder stays open during the scan, and shells usually allow no more than 1,024 open files.
void allowOpenFolders(qsizetype count)
{
    constexpr rlim_t others = 256;
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0)
        return;
    const rlim_t wanted = std::min(static_cast<rlim_t>(count) + others, limit.rlim_max);
    if (limit.rlim_cur >= wanted)
        return;
    limit.rlim_cur = wanted;
    (void)::setrlimit(RLIMIT_NOFILE, &limit); // else the scan says which folders it could not open
}

Error nothingExpected()
{
    return {ErrorCode::InvalidArgument, u"there are no expectations to compare with"_s, {}, 0, 0, {},
            u"import some first"_s};
}

} // namespace

domain::ScanCounts FleetReport::counts() const
{
    domain::ScanCounts counts;
    QStringList servers;
    for (const DriftReport &report : reports) {
        counts += report.counts;
        if (!servers.contains(report.instance.server))
            servers.append(report.instance.server);
    }
    counts.servers = static_cast<int>(servers.size());
    return counts;
}

bool FleetReport::isPartial() const
{
    return std::any_of(reports.begin(), reports.end(),
                       [](const DriftReport &report) { return report.partial; });
}

Result<DriftReport> scanInstance(const ScanRequest &request)
{
    if (!request.options.expectations)
        return nothingExpected();
    if (const auto folder = SafeFolder::open(request.folder.path); !folder)
        return folder.error().inFile(request.folder.path);
    auto report = FleetScan({request.folder}, request.neighbours, request.options).run();
    if (!report)
        return report.error();
    DriftReport own = std::move(report->reports.first());
    own.counts.servers = 1;
    own.expectationsHash = request.options.expectations->hash();
    own.unresolved = std::move(report->unresolved);
    return own;
}

Result<FleetReport> scanFleet(const QList<InstanceFolder> &folders, const ScanOptions &options)
{
    if (!options.expectations)
        return nothingExpected();
    allowOpenFolders(folders.size());
    FleetScan scan(folders, {}, options);
    if (options.cache)
        scan.writeLogs();
    auto report = scan.run();
    if (!report)
        return report.error();
    addCollisions(*report, options);
    if (options.cache)
        rememberFleet(folders, options, scan.logs(), *report);
    return report;
}

} // namespace archivesmp::scan
