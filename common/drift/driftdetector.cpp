// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/drift/driftdetector.h"

#include "common/drift/dottedpath.h"
#include "common/drift/findings.h"
#include "common/drift/matchsweep.h"
#include "common/drift/valuecomparison.h"
#include "common/expectations/secretclassifier.h"

#include <algorithm>
#include <utility>

namespace archivesmp::drift {

using namespace Qt::StringLiterals;
using config::ConfigDocument;
using domain::Finding;
using domain::FindingKind;
using domain::Severity;
using expectations::ExpectedValue;
using expectations::LayeredValue;
using expectations::SealedSecret;

namespace {

// An export of a file without settings: only that the file is there is expected.
bool isAnyMap(const ExpectedValue &expected)
{
    const Value *value = std::get_if<Value>(&expected);
    return value != nullptr && value->type() == Value::Type::Map && value->entries().isEmpty();
}

} // namespace

struct DriftDetector::Comparison
{
    const domain::InstanceRef &instance;
    size_t file;
    ExpectationTree &tree;
    const QString &path;
    const ConfigDocument &document;
    const FileRules *rules; // nullptr where none concerns the file
    bool extras;            // whether extra keys can be reported
    std::vector<bool> seen; // per entry: found, or below something that was reported
    QList<Finding> findings = {};
    Traces traces = {};
};

DriftDetector::DriftDetector(const expectations::ExpectationSet &set,
                             const expectations::PluginExpectations &plugin, PluginResolution resolution,
                             DetectorOptions options)
    : _set(set)
    , _plugin(plugin)
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
    const FileRules *rules = rulesOf(known, path);
    const bool extras = _options.extraKeys || (rules != nullptr && rules->hasExtras());
    if (const Clean *same = knownAsClean(known, bytes)) {
        repeat(file, same->traces);
        return Swept{{}, same->settings};
    }
    const auto extraKeys = extras ? MatchSweep::Extras::Refused : MatchSweep::Extras::Allowed;
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
        Comparison at{instance, file, known.tree, path, excerpt, rules, extras, last.asExpected()};
        walk(at, 0, 0);
        reportMissing(at);
        swept.findings = std::move(at.findings);
        traces = std::move(at.traces);
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
    const expectations::Setting &wanted = _plugin.settings.at(setting);
    if (wanted.instances.isEmpty() && wanted.servers.isEmpty()) {
        if (wanted.universal && !std::holds_alternative<expectations::NotExpected>(*wanted.universal))
            return LayeredValue{&*wanted.universal, domain::Layer::Universal};
        return std::nullopt;
    }
    return expectations::effectiveValue(wanted, instance, _set.aliases());
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
        if (!entry.dotted.isEmpty() && !wanted.startsWith(QByteArray(entry.dotted + '.')))
            return false;
        const auto expected = valueOf(instance, entry.setting);
        return expected && !(entry.dotted.isEmpty() && isAnyMap(*expected->value));
    });
}

QList<Finding> DriftDetector::compare(const domain::InstanceRef &instance, size_t file, const QString &path,
                                      const ConfigDocument &document)
{
    const auto &entries = _resolution.files[file].entries;
    Expected &known = expectedOf(file);
    const ExpectationTree &tree = known.tree;
    const FileRules *rules = rulesOf(known, path);
    const bool extras = _options.extraKeys || (rules != nullptr && rules->hasExtras());
    Comparison at{instance, file,  known.tree, path,
                  document, rules, extras,     std::vector<bool>(entries.size())};
    reportProblems(at);
    if (tree.entryAt(0) >= 0)
        judge(at, 0, tree.entryAt(0));
    if (document.node(0).type == Value::Type::Map)
        walk(at, 0, 0);
    else if (tree.hasChildren(0) && document.node(0).type != Value::Type::Null)
        visit(at, 0, 0);
    reportMissing(at);
    repeat(file, at.traces);
    return std::move(at.findings);
}

void DriftDetector::walk(Comparison &at, NodeIndex map, ExpectationTree::Index tree)
{
    ExpectationTree &expected = at.tree;
    for (NodeIndex i = at.document.node(map).firstChild; i != ConfigDocument::noNode;
         i = at.document.node(i).nextSibling) {
        const ExpectationTree::Index next = expected.follow(tree, at.document.node(i).key);
        if (next != ExpectationTree::none)
            visit(at, i, next);
        else if (at.extras && expected.hasChildren(tree) && reportsExtra(at, i))
            reportExtra(at, i);
    }
}

// The value goes with it, so that it can be accepted; what holds maps stays, for it may hold secrets.
void DriftDetector::reportExtra(Comparison &at, NodeIndex node) const
{
    Finding found = extraKey(finding(at.instance, at.path, FindingKind::ExtraKey), at.document, node);
    Value value = at.document.value(node);
    const auto isFlat = [](const Value &item) { return item.isScalar(); };
    if (value.isScalar()
        || (value.type() == Value::Type::List
            && std::all_of(value.items().begin(), value.items().end(), isFlat))) {
        found.actual = std::move(value);
        conceal(at, found, Value());
        found.expected = {};
    }
    at.findings.append(std::move(found));
}

bool DriftDetector::reportsExtra(const Comparison &at, NodeIndex node) const
{
    return at.rules == nullptr
        ? _options.extraKeys
        : at.rules->reportsExtra(at.instance, at.document.pathOf(node), _options.extraKeys);
}

void DriftDetector::visit(Comparison &at, NodeIndex node, ExpectationTree::Index tree)
{
    const ExpectationTree &expected = at.tree;
    const int entry = expected.entryAt(tree);
    if (entry >= 0 && node != 0)
        judge(at, node, entry);
    if (!expected.hasChildren(tree))
        return;
    switch (at.document.node(node).type) {
    case Value::Type::Map:
        walk(at, node, tree);
        return;
    case Value::Type::Null:
        return; // what is below it is missing, and said so
    default:
        if (entry < 0)
            reportStructure(at, node);
    }
}

void DriftDetector::judge(Comparison &at, NodeIndex node, int entry)
{
    if (at.seen[static_cast<size_t>(entry)])
        return;
    at.seen[static_cast<size_t>(entry)] = true;
    const auto expected
        = valueOf(at.instance, _resolution.files[at.file].entries[static_cast<size_t>(entry)].setting);
    if (at.document.node(node).key.indexOf('.') >= 0)
        at.traces.learned.append({entry, at.document.pathOf(node)});
    if (!expected)
        return;
    Match match = Match::Different;
    if (const Value *value = std::get_if<Value>(expected->value)) {
        if (node == 0 && isAnyMap(*expected->value))
            return;
        match = matchOf(at, node, *value);
    } else {
        const auto &secret = std::get<SealedSecret>(*expected->value);
        const auto actual = expectations::fingerprintOf(_options.fleetKey, at.document.value(node));
        match = actual == secret.fingerprint ? Match::Same : Match::Different;
    }
    if (match == Match::Same)
        return;
    Finding found = differing(finding(at.instance, at.path, FindingKind::Changed), match, at.document, node);
    found.layer = expected->layer;
    conceal(at, found, *expected->value);
    at.findings.append(std::move(found));
}

Match DriftDetector::matchOf(const Comparison &at, NodeIndex node, const Value &expected) const
{
    if (at.rules == nullptr || !at.rules->hasLists())
        return drift::compare(at.document, node, expected);
    const ListRules lists
        = [&](NodeIndex list) { return at.rules->listAt(at.instance, at.document.pathOf(list)); };
    return drift::compare(at.document, node, expected, &lists);
}

// Everything that is expected below is impossible there; one finding says so instead of one per setting.
void DriftDetector::reportStructure(Comparison &at, NodeIndex node) const
{
    Finding found
        = structureConflict(finding(at.instance, at.path, FindingKind::InvalidStructure), at.document, node);
    const auto &entries = _resolution.files[at.file].entries;
    const QByteArray below = at.document.pathOf(node).keys().join('.');
    bool isWanted = false;
    for (size_t i = 0; i < entries.size(); ++i) {
        const QByteArray &dotted = entries[i].dotted;
        if (!below.isEmpty()
            && !(dotted.startsWith(below) && dotted.size() > below.size() && dotted[below.size()] == '.'))
            continue;
        isWanted = isWanted || valueOf(at.instance, entries[i].setting).has_value();
        at.seen[i] = true;
    }
    if (!isWanted)
        return;
    found.actual = at.document.value(node);
    conceal(at, found, Value());
    found.expected = {};
    at.findings.append(std::move(found));
}

void DriftDetector::reportMissing(Comparison &at)
{
    const auto &entries = _resolution.files[at.file].entries;
    for (size_t i = 0; i < entries.size(); ++i) {
        if (at.seen[i])
            continue;
        const auto expected = valueOf(at.instance, entries[i].setting);
        if (!expected)
            continue;
        Finding missing = finding(at.instance, at.path, FindingKind::MissingKey);
        missing.key = placeForMissing(at.document, entries[i].dotted);
        missing.layer = expected->layer;
        conceal(at, missing, *expected->value);
        missing = identified(std::move(missing));
        if (entries[i].dotted.contains('.'))
            at.traces.missing.append({static_cast<int>(i), missing.id});
        at.findings.append(std::move(missing));
    }
}

void DriftDetector::reportProblems(Comparison &at) const
{
    if (auto problems
        = problemFinding(finding(at.instance, at.path, FindingKind::InvalidStructure), at.document))
        at.findings.append(std::move(*problems));
}

// A secret is shown as its fingerprint, on both sides.
void DriftDetector::conceal(const Comparison &at, Finding &found, const ExpectedValue &expected) const
{
    const QByteArray key = found.key.last();
    const Value *wanted = std::get_if<Value>(&expected);
    const Value *actual = std::get_if<Value>(&found.actual);
    const bool named = at.rules != nullptr && at.rules->callsSecret(at.instance, found.key);
    const auto isSecret = [&](const Value &value) {
        return named ? expectations::holdsText(value) : expectations::isSecretSetting(key, value);
    };
    const bool secret = wanted == nullptr || isSecret(*wanted) || (actual != nullptr && isSecret(*actual));
    if (!secret) {
        found.expected = *wanted;
        return;
    }
    found.expected = wanted == nullptr ? std::get<SealedSecret>(expected).fingerprint
                                       : expectations::fingerprintOf(_options.fleetKey, *wanted);
    if (actual != nullptr)
        found.actual = expectations::fingerprintOf(_options.fleetKey, *actual);
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
        for (const auto &[finding, entry] : std::exchange(_files[file].missing, {}))
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
