// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/drift/expectationtree.h"

#include "common/config/keyhash.h"
#include "common/config/yaml/onelinescalar.h"

#include <cstring>

namespace archivesmp::drift {

namespace {

bool isEqual(QByteArrayView a, QByteArrayView b)
{
    return a.size() == b.size()
        && (a.isEmpty() || std::memcmp(a.data(), b.data(), static_cast<size_t>(a.size())) == 0);
}

qsizetype dotIn(QByteArrayView text)
{
    const void *dot
        = text.isEmpty() ? nullptr : std::memchr(text.data(), '.', static_cast<size_t>(text.size()));
    return dot == nullptr ? -1 : static_cast<const char *>(dot) - text.data();
}

} // namespace

ExpectationTree::ExpectationTree(const ResolvedFile &file)
    : _nodes(1)
    , _slots(16, none)
{
    // Every part is copied once at most, so what is reserved is enough and views into it stay.
    qsizetype total = 0;
    for (const ResolvedFile::Entry &entry : file.entries)
        total += entry.dotted.size();
    _texts.reserve(static_cast<size_t>(total));
    for (size_t i = 0; i < file.entries.size(); ++i) {
        const QByteArray &dotted = file.entries[i].dotted;
        if (dotted.isEmpty())
            _nodes[0].entry = static_cast<int>(i);
        else
            add(static_cast<int>(i), dotted);
    }
    for (Node &node : _nodes)
        node.last = none; // which add() used for the child that came last
}

quint32 ExpectationTree::hashOf(Index from, QByteArrayView part)
{
    return config::keyHash(part) ^ static_cast<quint32>((from * 0x9e3779b97f4a7c15U) >> 32);
}

ExpectationTree::Index ExpectationTree::child(Index from, QByteArrayView part, quint32 hash) const
{
    const size_t mask = _slots.size() - 1;
    for (size_t slot = hash & mask; _slots[slot] != none; slot = (slot + 1) & mask) {
        const Node &node = _nodes[_slots[slot]];
        if (node.parent == from && isEqual(node.part, part))
            return _slots[slot];
    }
    return none;
}

void ExpectationTree::index(Index node)
{
    const size_t mask = _slots.size() - 1;
    size_t slot = hashOf(_nodes[node].parent, _nodes[node].part) & mask;
    while (_slots[slot] != none)
        slot = (slot + 1) & mask;
    _slots[slot] = node;
}

void ExpectationTree::grow()
{
    _slots.assign(_slots.size() * 2, none);
    for (Index node = 1; node < _nodes.size(); ++node)
        index(node);
}

void ExpectationTree::add(int entry, QByteArrayView dotted)
{
    Index at = 0;
    while (true) {
        const qsizetype dot = dotIn(dotted);
        const QByteArrayView part = dot < 0 ? dotted : dotted.first(dot);
        Index next = child(at, part, hashOf(at, part));
        if (next == none) {
            if (_nodes.size() * 2 >= _slots.size())
                grow();
            next = static_cast<Index>(_nodes.size());
            const QByteArrayView kept(_texts.data() + _texts.size(), part.size());
            _texts.insert(_texts.end(), part.begin(), part.end());
            _nodes.push_back(
                {kept, config::isPlainKey(kept), config::isSameInQuotes(kept), -1, at, none, none, none});
            Node &parent = _nodes[at];
            if (parent.firstChild == none)
                parent.firstChild = next;
            else
                _nodes[parent.last].follower = next;
            parent.last = next;
            index(next);
        }
        at = next;
        if (dot < 0)
            break;
        dotted = dotted.sliced(dot + 1);
    }
    _nodes[at].entry = entry;
}

ExpectationTree::Index ExpectationTree::following(const Node &node) const
{
    return node.last == none ? node.firstChild : _nodes[node.last].follower;
}

ExpectationTree::Index ExpectationTree::foreseen(Index from) const
{
    return following(_nodes[from]);
}

qsizetype ExpectationTree::colonBehind(Index index, QByteArrayView line) const
{
    const Node &node = _nodes[index];
    const bool inQuotes = line.front() == '\'' || line.front() == '"';
    const qsizetype begin = inQuotes ? 1 : 0;
    const qsizetype colon = node.part.size() + 2 * begin;
    const bool mayBe = inQuotes ? node.isQuoted : node.isPlain;
    return mayBe && line.size() > colon && line[colon] == ':'
            && (line.size() == colon + 1 || line[colon + 1] == ' ')
            && (!inQuotes || line[colon - 1] == line.front())
            && isEqual(line.sliced(begin, node.part.size()), node.part)
        ? colon
        : -1;
}

ExpectationTree::Index ExpectationTree::step(Index from, QByteArrayView part)
{
    Node &node = _nodes[from];
    if (node.firstChild == none)
        return none;
    const Index guess = following(node);
    if (guess != none && isEqual(_nodes[guess].part, part)) {
        node.last = guess;
        return guess;
    }
    const Index found = child(from, part, hashOf(from, part));
    if (found == none)
        return none;
    if (node.last != none)
        _nodes[node.last].follower = found;
    node.last = found;
    return found;
}

ExpectationTree::Index ExpectationTree::follow(Index from, QByteArrayView key)
{
    const qsizetype dot = dotIn(key);
    if (dot < 0)
        return step(from, key);
    const Index next = step(from, key.first(dot));
    return next == none ? none : follow(next, key.sliced(dot + 1));
}

} // namespace archivesmp::drift
