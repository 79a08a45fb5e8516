// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/drift/driftdetector.h"

#include "common/drift/findings.h"
#include "common/drift/joinedsettings.h"
#include "common/drift/matchsweep.h"

#include <algorithm>
#include <utility>

namespace archivesmp::drift {

using namespace Qt::StringLiterals;
using config::ConfigDocument;
using domain::Finding;
using domain::FindingKind;
using expectations::LayeredValue;

DriftDetector::DriftDetector(const expectations::ExpectationSet &set,
                             const expectations::PluginExpectations &plugin, PluginResolution resolution,
                             DetectorOptions options)
    : _set(set)
    , _joined(joinedSettings(plugin, resolution))
    , _plugin(_joined ? *_joined : plugin)
    , _resolution(std::move(resolution))
    , _options(std::move(options))
    , _rules(set.rules(), plugin.plugin, _options.seenAt)
    , _files(_resolution.files.size())
{ }

DriftDetector::Expected &DriftDetector::expectedOf(size_t file)
{
    std::unique_ptr<Expected> &expected = _files[file].expected;
    if (!expected)
        expected = std::make_unique<Expected>(prepared(_resolution.files[file]));
    return *expected;
}

DriftDetector::Expected DriftDetector::prepared(const ResolvedFile &file) const
{
    Expected prepared{ExpectationTree(file), QuickValues(file.entries.size()), {}, true, {}, {}};
    prepared.canSweep = prepared.tree.entryAt(0) < 0;
    for (size_t i = 0; i < file.entries.size(); ++i) {
        const expectations::Setting &setting = _plugin.settings.at(file.entries[i].setting);
        if (!setting.instances.isEmpty() || !setting.servers.isEmpty()) {
            prepared.byInstance.push_back(static_cast<int>(i));
        } else if (setting.universal) {
            if (const Value *value = std::get_if<Value>(&*setting.universal))
                prepared.values.set(i, QuickValue(*value));
            else
                prepared.canSweep = false; // a sealed secret
        }
    }
    prepared.values.pack();
    return prepared;
}

// The instances mostly have a file in the same place.
const FileRules *DriftDetector::rulesOf(Expected &expected, const QString &path) const
{
    if (expected.path != path) {
        expected.rules = _rules.of(path);
        expected.path = path;
        expected.clean.clear(); // rules may ask for more
    }
    return expected.rules.get();
}

const DriftDetector::Clean *DriftDetector::knownAsClean(const Expected &expected, const QByteArray &bytes)
{
    const auto known = std::find_if(expected.clean.begin(), expected.clean.end(),
                                    [&](const Clean &clean) { return clean.bytes == bytes; });
    return known == expected.clean.end() ? nullptr : &*known;
}

void DriftDetector::keepClean(Expected &expected, Clean clean)
{
    constexpr size_t mostKept = 4; // a group of servers that is behind the others, or two
    if (!expected.byInstance.empty())
        return;
    if (expected.clean.size() == mostKept)
        expected.clean.erase(expected.clean.begin());
    expected.clean.push_back(std::move(clean));
}

std::optional<DriftDetector::Swept> DriftDetector::sweep(const domain::InstanceRef &instance, size_t file,
                                                         const QString &path, const QByteArray &bytes)
{
    Expected &known = expectedOf(file);
    _files[file].traces = {};
    if (!known.canSweep)
        return std::nullopt;
    for (const int i : known.byInstance) {
        const auto entry = static_cast<size_t>(i);
        const auto expected = valueOf(instance, _resolution.files[file].entries[entry].setting);
        const Value *value = expected ? std::get_if<Value>(expected->value) : nullptr;
        if (expected && value == nullptr)
            return std::nullopt;
        known.values.set(entry, value == nullptr ? QuickValue() : QuickValue(*value));
    }
    // Rules for lists make more lists equal, never fewer, and what is equal is not shown.
    const auto wanted = wantedOf(file, path);
    if (const Clean *same = knownAsClean(known, bytes)) {
        repeat(file, same->traces);
        return Swept{{}, same->settings};
    }
    const auto extraKeys = wanted.extras ? MatchSweep::Extras::Refused : MatchSweep::Extras::Allowed;
    MatchSweep sweep(known.tree, known.values, extraKeys);
    if (!config::sweepBlockYaml(bytes, sweep, config::pluginFileLimits))
        return std::nullopt;
    Swept swept{{}, sweep.settings()};
    Traces traces;
    if (!sweep.isClean()) {
        std::optional<MatchSweep> second;
        if (!sweep.unlike().empty()) {
            second.emplace(known.tree, known.values, extraKeys, sweep.unlike());
            if (!config::sweepBlockYaml(bytes, *second, config::pluginFileLimits))
                return std::nullopt;
        }
        const MatchSweep &last = second ? *second : sweep;
        const ConfigDocument excerpt = config::excerptOf(bytes, last.excerpt());
        DocumentComparison comparison(wanted, instance, path, excerpt);
        comparison.compareExcerpt(last.asExpected());
        swept.findings = comparison.findings();
        traces = comparison.traces();
    }
    traces.learned = QList(sweep.learned().begin(), sweep.learned().end());
    if (sweep.isClean())
        keepClean(known, {bytes, swept.settings, traces});
    repeat(file, traces);
    return swept;
}

void DriftDetector::repeat(size_t file, const Traces &traces)
{
    File &known = _files[file];
    const size_t entries = _resolution.files[file].entries.size();
    const auto isEntry = [entries](int entry) { return entry >= 0 && static_cast<size_t>(entry) < entries; };
    for (const auto &[entry, path] : traces.learned) {
        known.learned.resize(entries);
        if (isEntry(entry))
            known.learned[static_cast<size_t>(entry)] = path;
    }
    for (const auto &[entry, finding] : traces.missing) {
        if (isEntry(entry))
            known.missing.append({finding, entry});
    }
    known.traces = traces;
}

std::optional<LayeredValue> DriftDetector::valueOf(const domain::InstanceRef &instance, int setting) const
{
    return expectedValueOf(_set, _plugin.settings.at(setting), instance);
}

bool DriftDetector::isExpected(const domain::InstanceRef &instance, size_t file) const
{
    const auto &entries = _resolution.files[file].entries;
    return std::any_of(entries.begin(), entries.end(), [&](const ResolvedFile::Entry &entry) {
        return valueOf(instance, entry.setting).has_value();
    });
}

bool DriftDetector::isExpected(const domain::InstanceRef &instance, size_t file, const KeyPath &key) const
{
    const QByteArray wanted = key.keys().join('.') + '.';
    const auto &entries = _resolution.files[file].entries;
    return std::any_of(entries.begin(), entries.end(), [&](const ResolvedFile::Entry &entry) {
        const bool isBelow = wanted.startsWith(entry.dotted)
            && QByteArrayView(wanted).sliced(entry.dotted.size()).startsWith('.');
        if (!entry.dotted.isEmpty() && !isBelow)
            return false;
        const auto expected = valueOf(instance, entry.setting);
        return expected && !(entry.dotted.isEmpty() && isAnyMap(*expected->value));
    });
}

QList<Finding> DriftDetector::compare(const domain::InstanceRef &instance, size_t file, const QString &path,
                                      const ConfigDocument &document)
{
    const auto wanted = wantedOf(file, path);
    DocumentComparison comparison(wanted, instance, path, document);
    comparison.compareWhole();
    repeat(file, comparison.traces());
    return comparison.findings();
}

DocumentComparison::Wanted DriftDetector::wantedOf(size_t file, const QString &path)
{
    Expected &known = expectedOf(file);
    const FileRules *rules = rulesOf(known, path);
    const bool extras = _options.extraKeys || (rules != nullptr && rules->hasExtras());
    return {_set, _plugin, _resolution.files[file], _options, known.tree, rules, extras};
}

Finding DriftDetector::finding(const domain::InstanceRef &instance, const QString &path,
                               FindingKind kind) const
{
    return newFinding(instance, _plugin.plugin, path, kind, _options.seenAt);
}

Finding DriftDetector::missingFile(const domain::InstanceRef &instance, const QString &path) const
{
    return identified(finding(instance, path, FindingKind::MissingFile));
}

Finding DriftDetector::unparsable(const domain::InstanceRef &instance, const QString &path,
                                  const Error &error) const
{
    return refused(finding(instance, path, FindingKind::Unparsable), error);
}

Finding DriftDetector::unreadable(const domain::InstanceRef &instance, const QString &path,
                                  const QString &reason) const
{
    Finding found = finding(instance, path, FindingKind::Unreadable);
    found.message = reason;
    return identified(std::move(found));
}

void DriftDetector::settle(QList<Finding> &findings)
{
    for (size_t file = 0; file < _files.size(); ++file) {
        const auto missing = std::exchange(_files[file].missing, {});
        for (const auto &[finding, entry] : missing)
            _missing.insert(finding, {file, entry});
    }
    for (Finding &found : findings) {
        if (found.kind != FindingKind::MissingKey)
            continue;
        const auto place = _missing.constFind(found.id);
        if (place == _missing.constEnd() || _files[place->first].learned.empty())
            continue;
        const KeyPath &path = _files[place->first].learned[static_cast<size_t>(place->second)];
        if (path.isEmpty() || path == found.key)
            continue;
        found.key = path;
        found = identified(std::move(found));
    }
}

} // namespace archivesmp::drift
