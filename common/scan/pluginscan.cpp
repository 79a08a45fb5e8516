// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/scan/pluginscan.h"

#include "common/config/configdocument.h"
#include "common/core/textescape.h"

#include <utility>

namespace archivesmp::scan {

using namespace Qt::StringLiterals;
using config::ConfigDocument;
using domain::Platform;

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
    , _files(instances.size())
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

bool PluginScan::run()
{
    const QSet<QByteArray> wanted = wantedFolders(_plugin);
    for (size_t i = 0; i < _instances.size(); ++i) {
        if (!applies(_instances[i]))
            continue;
        _concerned.push_back(i);
        _files[i] = findConfigFiles(*_instances[i].game,
                                    _instances[i].inventory.folders.values(_plugin.plugin), wanted);
    }
    if (_concerned.empty())
        return true;
    auto resolution = resolve();
    if (!resolution)
        return false;
    _unresolved = resolution->unresolved;
    drift::DriftDetector detector(*_options.expectations, _plugin, std::move(*resolution),
                                  {_options.fleetKey, _options.startedAt, _options.extraKeys});
    for (const size_t i : _concerned) {
        if (isCancelled())
            return false;
        if (_instances[i].isWanted)
            compare(detector, i);
    }
    for (const size_t i : _concerned)
        detector.settle(_findings[i].findings);
    return true;
}

std::optional<drift::PluginResolution> PluginScan::resolve()
{
    QList<drift::FilesByStem> fleet;
    for (const size_t i : _concerned)
        fleet.append(_files[i].names);
    drift::KeyResolver resolver(_plugin, fleet);
    for (const QByteArray &stem : resolver.wantedStems()) {
        for (const size_t i : _concerned) {
            if (isCancelled())
                return std::nullopt;
            const QByteArray path = _files[i].paths.value(stem);
            if (path.isEmpty())
                continue;
            // What cannot be read has no vote; the comparison reports it.
            const auto bytes = _instances[i].game->read(path, config::ParseLimits().bytes);
            if (!bytes)
                continue;
            if (const auto document = config::parse(*bytes, formatOf(path), config::pluginFileLimits))
                resolver.vote(stem, *document);
        }
    }
    return resolver.resolve();
}

void PluginScan::compare(drift::DriftDetector &detector, size_t instance)
{
    PluginFindings &out = _findings[instance];
    const domain::InstanceRef &ref = _instances[instance].place.instance;
    for (const Unreadable &unreadable : std::as_const(_files[instance].unreadable)) {
        out.findings.append(detector.unreadable(ref, unreadable.file, unreadable.reason));
        out.partial = true;
    }
    for (size_t file = 0; file < detector.files().size() && !isCancelled(); ++file) {
        if (detector.isExpected(ref, file))
            compareFile(detector, instance, file);
    }
}

void PluginScan::compareFile(drift::DriftDetector &detector, size_t instance, size_t file)
{
    const QByteArray &stem = detector.files()[file].stem;
    const QByteArray path = _files[instance].paths.value(stem);
    if (!path.isEmpty())
        readFile(detector, instance, file, path);
    else if (!_files[instance].odd.contains(stem))
        reportMissing(detector, instance, file);
}

void PluginScan::readFile(drift::DriftDetector &detector, size_t instance, size_t file,
                          const QByteArray &path)
{
    PluginFindings &out = _findings[instance];
    const domain::InstanceRef &ref = _instances[instance].place.instance;
    const auto bytes = _instances[instance].game->read(path, config::ParseLimits().bytes);
    if (!bytes) {
        out.findings.append(detector.unreadable(ref, shown(path), bytes.error().message));
        out.partial = true;
        return;
    }
    ++out.counts.files;
    out.counts.bytes += bytes->size();
    const auto document = config::parse(*bytes, formatOf(path), config::pluginFileLimits);
    if (!document) {
        out.findings.append(detector.unparsable(ref, shown(path), document.error()));
        return;
    }
    out.counts.settings += settingsIn(*document);
    out.findings.append(detector.compare(ref, file, shown(path), *document));
}

// Where the other instances have it, or below the plugin's usual folder where this one has none.
void PluginScan::reportMissing(const drift::DriftDetector &detector, size_t instance, size_t file)
{
    const ScannedInstance &scanned = _instances[instance];
    const QByteArrayList folders = scanned.inventory.folders.values(_plugin.plugin);
    const QByteArray parent = scanned.inventory.platform == Platform::Geyser ? "extensions/" : "plugins/";
    const QByteArray folder = folders.isEmpty() ? parent + _plugin.plugin.toUtf8() : folders.first();
    _findings[instance].findings.append(
        detector.missingFile(scanned.place.instance, shown(folder + '/' + detector.files()[file].name)));
}

} // namespace archivesmp::scan
