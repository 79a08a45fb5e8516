// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/drift/expectationtree.h"

#include "common/config/keyhash.h"

#include <bit>
#include <cstring>

namespace archivesmp::drift {

namespace {

qsizetype dotIn(QByteArrayView text)
{
    const void *dot
        = text.isEmpty() ? nullptr : std::memchr(text.data(), '.', static_cast<size_t>(text.size()));
    return dot == nullptr ? -1 : static_cast<const char *>(dot) - text.data();
}

} // namespace

ExpectationTree::ExpectationTree(const ResolvedFile &file)
    : _nodes(1)
    , _slots(std::bit_ceil(file.entries.size() * 3 + 16), none)
{
    _nodes.reserve(file.entries.size() * 5 / 4 + 16); // mostly there are few maps to many single settings
    // Every part is copied once at most, so what is reserved is enough and views into it stay.
    qsizetype total = 0;
    for (const ResolvedFile::Entry &entry : file.entries)
        total += entry.dotted.size();
    _texts.reserve(static_cast<size_t>(total));
    Trail trail;
    for (size_t i = 0; i < file.entries.size(); ++i) {
        const QByteArrayView dotted = file.entries[i].dotted;
        if (dotted.isEmpty())
            _nodes[0].entry = static_cast<int>(i);
        else
            add(static_cast<int>(i), dotted, trail);
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
        if (node.parent == from && isSameText(node.part.text(), part))
            return _slots[slot];
    }
    return none;
}

void ExpectationTree::index(Index node)
{
    const size_t mask = _slots.size() - 1;
    size_t slot = hashOf(_nodes[node].parent, _nodes[node].part.text()) & mask;
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

// Most entries begin as the one before, so only what is behind that is looked for.
void ExpectationTree::add(int entry, QByteArrayView dotted, Trail &trail)
{
    const auto isShared = [&](const Trail::Step &step) {
        return step.end <= dotted.size() && isSameText(dotted.data(), trail.dotted.data(), step.end);
    };
    while (!trail.steps.empty() && !isShared(trail.steps.back()))
        trail.steps.pop_back();
    trail.dotted = dotted;
    Index at = trail.steps.empty() ? 0 : trail.steps.back().node;
    for (qsizetype begin = trail.steps.empty() ? 0 : trail.steps.back().end;;) {
        const QByteArrayView rest = dotted.sliced(begin);
        const qsizetype dot = dotIn(rest);
        at = childFor(at, dot < 0 ? rest : rest.first(dot));
        if (dot < 0)
            break;
        begin += dot + 1;
        trail.steps.push_back({begin, at});
    }
    _nodes[at].entry = entry;
}

// Which is made where it is not there.
ExpectationTree::Index ExpectationTree::childFor(Index from, QByteArrayView part)
{
    if (const Index known = child(from, part, hashOf(from, part)); known != none)
        return known;
    if (_nodes.size() * 2 >= _slots.size())
        grow();
    const auto made = static_cast<Index>(_nodes.size());
    const QByteArrayView kept(_texts.data() + _texts.size(), part.size());
    _texts.insert(_texts.end(), part.begin(), part.end());
    _nodes.push_back({SpelledKey(kept), -1, from, none, none, none});
    Node &parent = _nodes[from];
    if (parent.firstChild == none)
        parent.firstChild = made;
    else
        _nodes[parent.last].follower = made;
    parent.last = made;
    index(made);
    return made;
}

ExpectationTree::Index ExpectationTree::step(Index from, QByteArrayView part)
{
    Node &node = _nodes[from];
    if (node.firstChild == none)
        return none;
    const Index guess = following(node);
    if (guess != none && isSameText(_nodes[guess].part.text(), part)) {
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
