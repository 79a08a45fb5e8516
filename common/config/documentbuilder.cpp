// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/config/documentbuilder.h"

#include "common/config/keyhash.h"
#include "common/config/sourcetext.h"

#include "common/core/textescape.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <unordered_set>
#include <utility>

namespace archivesmp::config {

using namespace Qt::StringLiterals;
using NodeIndex = ConfigDocument::NodeIndex;
using Node = ConfigDocument::Node;

namespace {

constexpr qsizetype chunkSize = 4096;
constexpr qsizetype mostProblems = 100; // a file with more is as broken as with these

std::string_view textOf(QByteArrayView view)
{
    return {view.data(), static_cast<size_t>(view.size())};
}

// A plain "<<"; a quoted one is an ordinary key and is longer in the source.
bool isMerge(const Node &node)
{
    return node.key == "<<" && node.keyEnd - node.keyBegin == 2;
}

} // namespace

ConfigDocument::Builder::Builder(const QByteArray &source, Format format, const ParseLimits &limits)
    : _limits(limits)
{
    _document._source = source;
    _document._format = format;
    _document._nodes.reserve(static_cast<size_t>(source.size() / 24 + 4));
}

bool ConfigDocument::Builder::isOpen(NodeIndex index) const
{
    return std::any_of(_open.begin(), _open.end(), [index](const Frame &f) { return f.container == index; });
}

NodeIndex ConfigDocument::Builder::append(const Node &node)
{
    const auto index = static_cast<NodeIndex>(_document._nodes.size());
    _document._nodes.push_back(node);
    Node &added = _document._nodes.back();
    added.firstChild = noNode;
    added.nextSibling = noNode;
    if (_open.empty()) {
        added.parent = noNode;
        return index;
    }
    Frame &frame = _open.back();
    added.parent = frame.container;
    if (frame.lastChild == noNode)
        _document._nodes[frame.container].firstChild = index;
    else
        _document._nodes[frame.lastChild].nextSibling = index;
    frame.lastChild = index;
    return index;
}

void ConfigDocument::Builder::open(NodeIndex container)
{
    _open.push_back({container, noNode});
}

void ConfigDocument::Builder::close(quint32 end)
{
    const NodeIndex container = _open.back().container;
    _open.pop_back();
    Node &node = _document._nodes[container];
    node.end = std::max(node.begin, end);
    if (_document._nodes[container].type == Value::Type::Map)
        findDuplicates(container);
}

QByteArrayView ConfigDocument::Builder::keep(QByteArrayView text)
{
    if (text.isEmpty())
        return QByteArrayView("", qsizetype(0));
    // Chunks never grow beyond what they reserved, so views into them stay.
    QList<QByteArray> &chunks = _document._decoded;
    if (chunks.isEmpty() || chunks.last().capacity() - chunks.last().size() < text.size()) {
        QByteArray chunk;
        chunk.reserve(std::max(chunkSize, text.size()));
        chunks.append(std::move(chunk));
    }
    QByteArray &chunk = chunks.last();
    const qsizetype begin = chunk.size();
    chunk.append(text);
    return QByteArrayView(chunk.constData() + begin, text.size());
}

void ConfigDocument::Builder::report(Problem::Kind kind, const QString &message, qsizetype offset)
{
    if (_document._problems.size() >= mostProblems)
        return;
    const Place place = placeAt(source(), offset);
    _document._problems.append({kind, message, place.line, place.column});
}

void ConfigDocument::Builder::findDuplicates(NodeIndex map)
{
    const std::vector<Node> &nodes = _document._nodes;
    _keys.clear();
    std::array<quint64, 16> seen{};
    bool mayMeet = false; // two hashes share their lowest ten bits
    for (NodeIndex i = nodes[map].firstChild; i != noNode; i = nodes[i].nextSibling) {
        const quint32 hash = keyHash(nodes[i].key);
        quint64 &word = seen[hash / 64 % seen.size()];
        mayMeet = mayMeet || (word >> hash % 64 & 1) != 0;
        word |= quint64(1) << hash % 64;
        _keys.push_back(quint64(hash) << 32 | i);
    }
    if (!mayMeet)
        return;
    // By hash, and by the keys themselves where hashes meet, so that no choice of keys makes this slow.
    std::sort(_keys.begin(), _keys.end(), [&nodes](quint64 a, quint64 b) {
        if (a >> 32 != b >> 32)
            return a < b;
        const int order = nodes[static_cast<NodeIndex>(a)].key.compare(nodes[static_cast<NodeIndex>(b)].key);
        return order != 0 ? order < 0 : a < b;
    });
    for (size_t i = 0; i + 1 < _keys.size(); ++i) {
        const auto first = static_cast<NodeIndex>(_keys[i]);
        const auto second = static_cast<NodeIndex>(_keys[i + 1]);
        if (_keys[i] >> 32 != _keys[i + 1] >> 32 || nodes[first].key != nodes[second].key)
            continue;
        _untidy = true;
        if (!isMerge(nodes[first]) || !isMerge(nodes[second]))
            reportDuplicate(first, second);
    }
}

void ConfigDocument::Builder::reportDuplicate(NodeIndex first, NodeIndex second)
{
    if (_document._problems.size() >= mostProblems)
        return;
    const Node &node = _document._nodes[second];
    const Place before = placeAt(source(), _document._nodes[first].keyBegin);
    const Place after = placeAt(source(), node.keyBegin);
    report(Problem::Kind::DuplicateKey,
           u"the key \""_s + escapedForDisplay(node.key) + u"\" stands in line "_s
               + QString::number(before.line) + u" and again in line "_s + QString::number(after.line)
               + u"; the last one counts"_s,
           node.keyBegin);
}

Result<void> ConfigDocument::Builder::appendCopy(NodeIndex original, const Node &entry, qsizetype alias)
{
    const size_t depth = _open.size();
    NodeIndex next = original;
    do {
        if (isFull())
            return tooManyNodes(source(), alias, _limits);
        Node copy = _document._nodes[next];
        copy.fromAlias = true;
        if (next == original) {
            copy.key = entry.key;
            copy.keyBegin = entry.keyBegin;
            copy.keyEnd = entry.keyEnd;
        }
        const NodeIndex added = append(copy);
        const NodeIndex child = _document._nodes[next].firstChild;
        if (child != noNode) {
            if (isDeepest())
                return tooDeep(source(), alias, _limits);
            open(added);
            next = child;
            continue;
        }
        // Climb until there is a sibling, or until the subtree is done.
        while (_open.size() > depth && _document._nodes[next].nextSibling == noNode) {
            next = _document._nodes[next].parent;
            _open.pop_back();
        }
        next = _open.size() > depth ? _document._nodes[next].nextSibling : noNode;
    } while (next != noNode);
    return {};
}

Result<ConfigDocument> ConfigDocument::Builder::finish()
{
    if (_document._nodes.empty())
        append(Node{});
    if (_untidy) {
        if (auto done = tidy(); !done)
            return done.error();
    }
    std::sort(_document._problems.begin(), _document._problems.end(), [](const Problem &a, const Problem &b) {
        return std::pair(a.line, a.column) < std::pair(b.line, b.column);
    });
    return std::move(_document);
}

Result<void> ConfigDocument::Builder::tidy()
{
    std::vector<Node> from;
    from.swap(_document._nodes);
    return copyTidied(from, 0, false);
}

// What counts in a map, as indices into `from`: the last of equal keys, then merged keys that are not there.
Result<std::vector<NodeIndex>> ConfigDocument::Builder::effectiveEntries(const std::vector<Node> &from,
                                                                         NodeIndex map) const
{
    std::vector<NodeIndex> all;
    std::vector<NodeIndex> merges;
    for (NodeIndex i = from[map].firstChild; i != noNode; i = from[i].nextSibling)
        (isMerge(from[i]) ? merges : all).push_back(i);
    std::vector<NodeIndex> byKey = all;
    std::sort(byKey.begin(), byKey.end(), [&from](NodeIndex a, NodeIndex b) {
        const int order = from[a].key.compare(from[b].key);
        return order != 0 ? order < 0 : a < b;
    });
    std::vector<NodeIndex> entries;
    for (size_t i = 0; i < byKey.size(); ++i) {
        if (i + 1 == byKey.size() || from[byKey[i]].key != from[byKey[i + 1]].key)
            entries.push_back(byKey[i]);
    }
    std::sort(entries.begin(), entries.end());
    for (const NodeIndex merge : merges) {
        if (auto merged = addMerged(from, merge, entries); !merged)
            return merged.error();
    }
    return entries;
}

Result<void> ConfigDocument::Builder::addMerged(const std::vector<Node> &from, NodeIndex merge,
                                                std::vector<NodeIndex> &entries) const
{
    std::vector<NodeIndex> sources;
    if (from[merge].type == Value::Type::Map) {
        sources.push_back(merge);
    } else if (from[merge].type == Value::Type::List) {
        for (NodeIndex i = from[merge].firstChild; i != noNode; i = from[i].nextSibling)
            sources.push_back(i);
    }
    const bool areMaps = !sources.empty()
        && std::all_of(sources.begin(), sources.end(),
                       [&from](NodeIndex i) { return from[i].type == Value::Type::Map; });
    if (!areMaps && !(from[merge].type == Value::Type::List && sources.empty()))
        return errorAt(source(), from[merge].keyBegin, u"a merge key needs a map or a list of maps"_s);
    std::unordered_set<std::string_view> known;
    for (const NodeIndex i : entries)
        known.insert(textOf(from[i].key));
    for (const NodeIndex map : sources) {
        auto merged = effectiveEntries(from, map);
        if (!merged)
            return merged.error();
        for (const NodeIndex candidate : *merged) {
            if (known.insert(textOf(from[candidate].key)).second)
                entries.push_back(candidate);
        }
    }
    return {};
}

Result<void> ConfigDocument::Builder::copyTidied(const std::vector<Node> &from, NodeIndex original,
                                                 bool merged)
{
    if (isFull())
        return tooManyNodes(source(), from[original].begin, _limits);
    Node copy = from[original];
    copy.fromAlias = copy.fromAlias || merged;
    const NodeIndex added = append(copy);
    if (copy.firstChild == noNode)
        return {};
    std::vector<NodeIndex> children;
    if (copy.type == Value::Type::Map) {
        auto entries = effectiveEntries(from, original);
        if (!entries)
            return entries.error();
        children = std::move(*entries);
    } else {
        for (NodeIndex i = copy.firstChild; i != noNode; i = from[i].nextSibling)
            children.push_back(i);
    }
    open(added);
    for (const NodeIndex child : children) {
        const bool fromMerge = merged || from[child].parent != original;
        if (auto done = copyTidied(from, child, fromMerge); !done)
            return done;
    }
    _open.pop_back();
    return {};
}

} // namespace archivesmp::config
