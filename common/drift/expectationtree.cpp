// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/drift/expectationtree.h"

namespace archivesmp::drift {

namespace {

std::string_view viewOf(QByteArrayView bytes)
{
    return {bytes.data(), static_cast<size_t>(bytes.size())};
}

} // namespace

ExpectationTree::ExpectationTree(const ResolvedFile &file)
    : _nodes(1)
{
    _edges.reserve(file.entries.size() * 2);
    for (size_t i = 0; i < file.entries.size(); ++i) {
        const QByteArray &dotted = file.entries[i].dotted;
        if (dotted.isEmpty())
            _nodes[0].entry = static_cast<int>(i);
        else
            add(static_cast<int>(i), viewOf(dotted));
    }
}

void ExpectationTree::add(int entry, std::string_view dotted)
{
    Index at = 0;
    while (true) {
        const size_t dot = dotted.find('.');
        const auto next = static_cast<Index>(_nodes.size());
        const auto [edge, isNew] = _edges.try_emplace(Edge{at, dotted.substr(0, dot)}, next);
        if (isNew)
            _nodes.emplace_back();
        _nodes[at].hasChildren = true;
        at = edge->second;
        if (dot == std::string_view::npos)
            break;
        dotted.remove_prefix(dot + 1);
    }
    _nodes[at].entry = entry;
}

ExpectationTree::Index ExpectationTree::step(Index from, std::string_view part) const
{
    if (!_nodes[from].hasChildren)
        return none;
    const auto found = _edges.find(Edge{from, part});
    return found == _edges.end() ? none : found->second;
}

ExpectationTree::Index ExpectationTree::follow(Index from, QByteArrayView key) const
{
    std::string_view rest = viewOf(key);
    while (true) {
        const size_t dot = rest.find('.');
        from = step(from, rest.substr(0, dot));
        if (from == none || dot == std::string_view::npos)
            return from;
        rest.remove_prefix(dot + 1);
    }
}

} // namespace archivesmp::drift
