// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/scan/pluginscan.h"

#include "common/config/configdocument.h"
#include "common/core/textescape.h"

#include <QCryptographicHash>

#include <algorithm>
#include <utility>

namespace archivesmp::scan {

using namespace Qt::StringLiterals;
using config::ConfigDocument;
using domain::Platform;
using Round = drift::KeyResolver::Round;

namespace {

config::Format formatOf(const QByteArray &path)
{
    return config::formatOfFile(QString::fromUtf8(path));
}

// Single values and lists; maps only hold them.
qint64 settingsIn(const ConfigDocument &document)
{
    qint64 count = 0;
    for (const ConfigDocument::Node &node : document.nodes()) {
        const bool isInMap
            = node.parent != ConfigDocument::noNode && document.node(node.parent).type == Value::Type::Map;
        count += isInMap && node.type != Value::Type::Map;
    }
    return count;
}

// A whole one would be kept for every file.
QByteArray shortContext(const QByteArray &context)
{
    return QCryptographicHash::hash(context, QCryptographicHash::Sha256).first(16);
}

QString shown(const QByteArray &path)
{
    return escapedForDisplay(QByteArrayView(path));
}

} // namespace

PluginScan::PluginScan(const expectations::PluginExpectations &plugin, const ScanOptions &options,
                       const std::vector<ScannedInstance> &instances)
    : _plugin(plugin)
    , _options(options)
    , _instances(instances)
    , _findings(instances.size())
{ }

bool PluginScan::applies(const ScannedInstance &instance) const
{
    const Platform platform = instance.inventory.platform;
    const bool fits = _plugin.platform == Platform::Unknown || platform == Platform::Unknown
        || _plugin.platform == platform;
    return fits && instance.game && instance.inventory.present.contains(_plugin.plugin);
}

bool PluginScan::isCancelled() const
{
    return _options.cancelled != nullptr && _options.cancelled->load();
}

size_t PluginScan::prepare()
{
    const QSet<QByteArray> wanted = wantedFolders(_plugin);
    _files.resize(_instances.size());
    for (size_t i = 0; i < _instances.size(); ++i) {
        if (!applies(_instances[i]))
            continue;
        _concerned.push_back(i);
        _files[i]
            = findConfigFiles(*_instances[i].game, _instances[i].inventory.foldersOf(_plugin.plugin), wanted);
    }
    if (_concerned.empty())
        return 0;
    if (_options.cache)
        _context = resultContext(_options) + _plugin.plugin.toUtf8() + '\0'
            + QByteArray::number(static_cast<int>(_plugin.platform)) + '\0';
    auto resolution = resolve();
    if (!resolution)
        return 0;
    for (const drift::ResolvedFile &file : resolution->files)
        _contexts.push_back(_options.cache ? contextOf(file) : QByteArray());
    const drift::DetectorOptions options{_options.fleetKey, _options.startedAt, _options.extraKeys};
    _detector = std::make_unique<drift::DriftDetector>(*_options.expectations, _plugin,
                                                       std::move(*resolution), options);
    _unresolved = _detector->unresolved();
    for (const size_t i : _concerned)
        reportUnreadable(i);
    _left = _detector->files().size();
    return _left;
}

// One file on all instances: what is expected of it is at hand then.
bool PluginScan::compare(size_t file)
{
    std::vector<PluginFindings> found(_concerned.size());
    for (size_t n = 0; n < _concerned.size(); ++n) {
        const ScannedInstance &instance = _instances[_concerned[n]];
        if (instance.isWanted && !isCancelled() && _detector->isExpected(instance.place.instance, file))
            found[n] = compareOn(_concerned[n], file);
    }
    _detector->finish(file);
    const std::lock_guard lock(_guard);
    for (size_t n = 0; n < _concerned.size(); ++n) {
        PluginFindings &all = _findings[_concerned[n]];
        all.findings.append(std::move(found[n].findings));
        all.counts += found[n].counts;
        all.partial = all.partial || found[n].partial;
    }
    return --_left == 0;
}

void PluginScan::finish()
{
    for (size_t n = 0; n < _concerned.size() && _detector; ++n) {
        const size_t i = _concerned[n];
        _detector->settle(_findings[i].findings);
        _findings[i].expected = expectedAmong(i);
    }
    _files = {}; // a fleet has very many
    _detector.reset();
}

std::optional<drift::PluginResolution> PluginScan::resolve()
{
    QList<drift::FilesByStem> fleet;
    for (const size_t i : _concerned)
        fleet.append(_files[i].names);
    drift::KeyResolver resolver(_plugin, fleet);
    for (const Round round : {Round::Whole, Round::Rest}) {
        for (const QByteArray &stem : resolver.wantedStems(round)) {
            for (const size_t i : _concerned) {
                if (isCancelled())
                    return std::nullopt;
                vote(resolver, round, i, stem);
            }
        }
    }
    return resolver.resolve();
}

// What cannot be read has no vote; the comparison reports it.
void PluginScan::vote(drift::KeyResolver &resolver, Round round, size_t instance,
                      const QByteArray &stem) const
{
    const QByteArray path = _files[instance].pathOf(stem);
    if (path.isEmpty())
        return;
    RememberedFile file = remembered(instance, round == Round::Whole ? 'w' : 'r', path,
                                     _options.cache ? _context + stem + '\0' + resolver.basis() : _context);
    if (const auto &known = file.result()) {
        resolver.add(round, stem, votesFrom(*known));
        return;
    }
    if (!file.bytes())
        return;
    const auto votes = resolver.votesOf(round, stem, *file.bytes(), formatOf(path));
    resolver.add(round, stem, votes);
    if (_options.cache)
        file.keep(toBytes(votes));
}

RememberedFile PluginScan::remembered(size_t instance, char purpose, const QByteArray &path,
                                      const QByteArray &context) const
{
    const ScannedInstance &scanned = _instances[instance];
    return RememberedFile(_options, scanned.place, *scanned.game, purpose, path,
                          _options.cache ? shortContext(context) : QByteArray());
}

QByteArray PluginScan::contextOf(const drift::ResolvedFile &file) const
{
    QByteArray context = _context + file.stem + '\0';
    for (const auto &entry : file.entries)
        context += QByteArray::number(entry.setting) + ' ' + entry.dotted + '\0';
    return shortContext(context);
}

void PluginScan::reportUnreadable(size_t instance)
{
    if (!_instances[instance].isWanted)
        return;
    PluginFindings &out = _findings[instance];
    const domain::InstanceRef &ref = _instances[instance].place.instance;
    for (const Unreadable &unreadable : std::as_const(_files[instance].unreadable)) {
        out.findings.append(_detector->unreadable(ref, unreadable.file, unreadable.reason));
        out.partial = true;
    }
}

PluginFindings PluginScan::compareOn(size_t instance, size_t file)
{
    const QByteArray &stem = _detector->files()[file].stem;
    const QByteArray path = _files[instance].pathOf(stem);
    if (!path.isEmpty())
        return readFile(instance, file, path);
    if (!_files[instance].mayHold(stem))
        return {missingFile(instance, file), {}, false, {}};
    return {};
}

PluginFindings PluginScan::readFile(size_t instance, size_t file, const QByteArray &path)
{
    const domain::InstanceRef &ref = _instances[instance].place.instance;
    RememberedFile known = remembered(instance, 'c', path,
                                      _options.cache ? _contexts[file] + ref.toString().toUtf8() : _context);
    std::optional<FileOutcome> outcome;
    if (known.result()) {
        outcome = fileOutcomeFrom(*known.result(), _options.startedAt);
        if (outcome)
            _detector->repeat(file, outcome->traces);
    } else if (known.bytes()) {
        outcome = outcomeOf(instance, file, path, *known.bytes());
        if (_options.cache)
            known.keep(toBytes(*outcome));
    }
    if (outcome)
        return {std::move(outcome->findings), outcome->counts, false, {}};
    const QString reason
        = known.bytes() ? u"its result in the scan cache is damaged"_s : known.bytes().error().message;
    return {{_detector->unreadable(ref, shown(path), reason)}, {}, true, {}};
}

FileOutcome PluginScan::outcomeOf(size_t instance, size_t file, const QByteArray &path,
                                  const QByteArray &bytes)
{
    const domain::InstanceRef &ref = _instances[instance].place.instance;
    FileOutcome outcome;
    outcome.counts.files = 1;
    outcome.counts.bytes = bytes.size();
    const config::Format format = formatOf(path);
    if (format == config::Format::Yaml) {
        if (auto swept = _detector->sweep(ref, file, shown(path), bytes)) {
            outcome.findings = std::move(swept->findings);
            outcome.counts.settings = swept->settings;
            outcome.traces = _detector->traces(file);
            return outcome;
        }
    }
    const auto document = config::parse(bytes, format, config::pluginFileLimits);
    if (!document) {
        outcome.findings.append(_detector->unparsable(ref, shown(path), document.error()));
        return outcome;
    }
    outcome.counts.settings = settingsIn(*document);
    outcome.findings = _detector->compare(ref, file, shown(path), *document);
    outcome.traces = _detector->traces(file);
    return outcome;
}

QList<qsizetype> PluginScan::expectedAmong(size_t instance) const
{
    const Observing::Outcome &seen = _instances[instance].seen;
    const domain::InstanceRef &ref = _instances[instance].place.instance;
    QList<qsizetype> expected;
    for (size_t file = 0; file < _detector->files().size() && !seen.observations.isEmpty(); ++file) {
        const QString path = shown(_files[instance].pathOf(_detector->files()[file].stem));
        for (qsizetype i = 0; i < seen.observations.size(); ++i) {
            const QList<KeyPath> &grounds = seen.grounds[i];
            if (seen.observations[i].file == path
                && std::all_of(grounds.begin(), grounds.end(),
                               [&](const KeyPath &key) { return _detector->isExpected(ref, file, key); }))
                expected.append(i);
        }
    }
    return expected;
}

// Where the other instances have it, or below the plugin's usual folder where this one has none.
QList<domain::Finding> PluginScan::missingFile(size_t instance, size_t file) const
{
    const ScannedInstance &scanned = _instances[instance];
    const QByteArrayList folders = scanned.inventory.foldersOf(_plugin.plugin);
    const QByteArray parent = scanned.inventory.platform == Platform::Geyser ? "extensions/" : "plugins/";
    const QByteArray folder = folders.isEmpty() ? parent + _plugin.plugin.toUtf8() : folders.first();
    const QList<Unreadable> &unreadable = scanned.inventory.unreadable;
    const bool isHidden = std::any_of(unreadable.begin(), unreadable.end(),
                                      [&](const Unreadable &one) { return one.file == shown(folder); });
    if (isHidden)
        return {};
    return {
        _detector->missingFile(scanned.place.instance, shown(folder + '/' + _detector->files()[file].name))};
}

} // namespace archivesmp::scan
