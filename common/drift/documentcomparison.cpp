// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/drift/documentcomparison.h"

#include "common/drift/dottedpath.h"
#include "common/drift/findings.h"
#include "common/expectations/secretclassifier.h"

#include <algorithm>
#include <utility>

namespace archivesmp::drift {

using namespace Qt::StringLiterals;

using config::ConfigDocument;
using domain::Finding;
using domain::FindingKind;
using expectations::ExpectedValue;
using expectations::LayeredValue;
using expectations::SealedSecret;

bool isAnyMap(const ExpectedValue &expected)
{
    const Value *value = std::get_if<Value>(&expected);
    return value != nullptr && value->type() == Value::Type::Map && value->entries().isEmpty();
}

std::optional<LayeredValue> expectedValueOf(const expectations::ExpectationSet &set,
                                            const expectations::Setting &setting,
                                            const domain::InstanceRef &instance)
{
    if (setting.instances.isEmpty() && setting.servers.isEmpty()) {
        if (setting.universal && !std::holds_alternative<expectations::NotExpected>(*setting.universal))
            return LayeredValue{&*setting.universal, domain::Layer::Universal};
        return std::nullopt;
    }
    return expectations::effectiveValue(setting, instance, set.aliases());
}

DocumentComparison::DocumentComparison(const Wanted &wanted, const domain::InstanceRef &instance,
                                       const QString &path, const ConfigDocument &document)
    : _wanted(wanted)
    , _instance(instance)
    , _path(path)
    , _document(document)
    , _seen(wanted.file.entries.size())
{ }

void DocumentComparison::compareWhole()
{
    reportProblems();
    const ExpectationTree &tree = _wanted.tree;
    if (tree.entryAt(0) >= 0)
        judge(0, tree.entryAt(0));
    if (_document.node(0).type == Value::Type::Map)
        walk(0, 0);
    else if (tree.hasChildren(0) && _document.node(0).type != Value::Type::Null)
        visit(0, 0);
    reportMissing();
}

void DocumentComparison::compareExcerpt(std::vector<bool> asExpected)
{
    _seen = std::move(asExpected);
    walk(0, 0);
    reportMissing();
}

void DocumentComparison::walk(NodeIndex map, ExpectationTree::Index tree)
{
    ExpectationTree &expected = _wanted.tree;
    for (NodeIndex i = _document.node(map).firstChild; i != ConfigDocument::noNode;
         i = _document.node(i).nextSibling) {
        const ExpectationTree::Index next = expected.follow(tree, _document.node(i).key);
        if (next != ExpectationTree::none)
            visit(i, next);
        else if (_wanted.extras && expected.hasChildren(tree) && reportsExtra(i))
            reportExtra(i);
    }
}

// The value goes with it, so that it can be accepted; what holds maps stays, for it may hold secrets.
void DocumentComparison::reportExtra(NodeIndex node)
{
    Finding found = extraKey(finding(FindingKind::ExtraKey), _document, node);
    Value value = _document.value(node);
    const auto isFlat = [](const Value &item) { return item.isScalar(); };
    if (value.isScalar()
        || (value.type() == Value::Type::List
            && std::all_of(value.items().begin(), value.items().end(), isFlat))) {
        found.actual = std::move(value);
        conceal(found, Value());
        found.expected = {};
    }
    _findings.append(std::move(found));
}

bool DocumentComparison::reportsExtra(NodeIndex node) const
{
    return _wanted.rules == nullptr
        ? _wanted.options.extraKeys
        : _wanted.rules->reportsExtra(_instance, _document.pathOf(node), _wanted.options.extraKeys);
}

void DocumentComparison::visit(NodeIndex node, ExpectationTree::Index tree)
{
    const ExpectationTree &expected = _wanted.tree;
    const int entry = expected.entryAt(tree);
    if (entry >= 0 && node != 0)
        judge(node, entry);
    if (!expected.hasChildren(tree))
        return;
    switch (_document.node(node).type) {
    case Value::Type::Map:
        walk(node, tree);
        return;
    case Value::Type::Null:
        return; // what is below it is missing, and said so
    default:
        if (entry < 0)
            reportStructure(node);
    }
}

void DocumentComparison::judge(NodeIndex node, int entry)
{
    if (_seen[static_cast<size_t>(entry)])
        return;
    _seen[static_cast<size_t>(entry)] = true;
    const auto expected = valueOf(_wanted.file.entries[static_cast<size_t>(entry)].setting);
    if (_document.node(node).key.indexOf('.') >= 0)
        _traces.learned.append({entry, _document.pathOf(node)});
    if (!expected)
        return;
    Match match = Match::Different;
    if (const Value *value = std::get_if<Value>(expected->value)) {
        if (node == 0 && isAnyMap(*expected->value))
            return;
        match = matchOf(node, *value);
    } else {
        const auto &secret = std::get<SealedSecret>(*expected->value);
        const auto actual = expectations::fingerprintOf(_wanted.options.fleetKey, _document.value(node));
        match = actual == secret.fingerprint ? Match::Same : Match::Different;
    }
    if (match == Match::Same)
        return;
    Finding found = differing(finding(FindingKind::Changed), match, _document, node);
    found.layer = expected->layer;
    conceal(found, *expected->value);
    _findings.append(std::move(found));
}

Match DocumentComparison::matchOf(NodeIndex node, const Value &expected) const
{
    if (_wanted.rules == nullptr || !_wanted.rules->hasLists())
        return drift::compare(_document, node, expected);
    const ListRules lists
        = [&](NodeIndex list) { return _wanted.rules->listAt(_instance, _document.pathOf(list)); };
    return drift::compare(_document, node, expected, &lists);
}

// Everything that is expected below is impossible there; one finding says so instead of one per setting.
void DocumentComparison::reportStructure(NodeIndex node)
{
    Finding found = structureConflict(finding(FindingKind::InvalidStructure), _document, node);
    const auto &entries = _wanted.file.entries;
    const QByteArray below = _document.pathOf(node).keys().join('.');
    bool isWanted = false;
    for (size_t i = 0; i < entries.size(); ++i) {
        const QByteArrayView dotted = entries[i].dotted;
        if (!below.isEmpty()
            && !(dotted.startsWith(below) && dotted.size() > below.size() && dotted[below.size()] == '.'))
            continue;
        isWanted = isWanted || valueOf(entries[i].setting).has_value();
        _seen[i] = true;
    }
    if (!isWanted)
        return;
    found.actual = _document.value(node);
    conceal(found, Value());
    found.expected = {};
    // A problem of the whole file has the same identity: they are one finding, or one would hide the other.
    const auto same = std::find_if(_findings.begin(), _findings.end(),
                                   [&](const Finding &known) { return known.id == found.id; });
    if (same == _findings.end()) {
        _findings.append(std::move(found));
        return;
    }
    found.message += u"; "_s + same->message;
    found.severity = std::max(found.severity, same->severity);
    *same = std::move(found);
}

void DocumentComparison::reportMissing()
{
    const auto &entries = _wanted.file.entries;
    for (size_t i = 0; i < entries.size(); ++i) {
        if (_seen[i])
            continue;
        const auto expected = valueOf(entries[i].setting);
        if (!expected)
            continue;
        Finding missing = finding(FindingKind::MissingKey);
        missing.key = placeForMissing(_document, entries[i].dotted);
        missing.layer = expected->layer;
        conceal(missing, *expected->value);
        missing = identified(std::move(missing));
        if (entries[i].dotted.contains('.'))
            _traces.missing.append({static_cast<int>(i), missing.id});
        _findings.append(std::move(missing));
    }
}

void DocumentComparison::reportProblems()
{
    if (auto problems = problemFinding(finding(FindingKind::InvalidStructure), _document))
        _findings.append(std::move(*problems));
}

// A secret is shown as its fingerprint, on both sides.
void DocumentComparison::conceal(Finding &found, const ExpectedValue &expected) const
{
    const QByteArray key = found.key.last();
    const Value *wanted = std::get_if<Value>(&expected);
    const Value *actual = std::get_if<Value>(&found.actual);
    const bool named = _wanted.rules != nullptr && _wanted.rules->callsSecret(_instance, found.key);
    const auto isSecret = [&](const Value &value) {
        return named ? expectations::holdsText(value) : expectations::isSecretSetting(key, value);
    };
    const bool secret = wanted == nullptr || isSecret(*wanted) || (actual != nullptr && isSecret(*actual));
    if (!secret) {
        found.expected = *wanted;
        return;
    }
    found.expected = wanted == nullptr ? std::get<SealedSecret>(expected).fingerprint
                                       : expectations::fingerprintOf(_wanted.options.fleetKey, *wanted);
    if (actual != nullptr)
        found.actual = expectations::fingerprintOf(_wanted.options.fleetKey, *actual);
}

std::optional<LayeredValue> DocumentComparison::valueOf(int setting) const
{
    return expectedValueOf(_wanted.set, _wanted.plugin.settings.at(setting), _instance);
}

Finding DocumentComparison::finding(FindingKind kind) const
{
    return newFinding(_instance, _wanted.plugin.plugin, _path, kind, _wanted.options.seenAt);
}

} // namespace archivesmp::drift
