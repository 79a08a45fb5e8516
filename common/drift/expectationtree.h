// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/drift/keyresolver.h"

#include <QByteArrayView>

#include <limits>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace archivesmp::drift {

// The expected settings of one file as a tree of the parts between dots, so that a document is walked once
// instead of once per setting.
class ExpectationTree final
{
public:
    using Index = quint32;
    static constexpr Index none = std::numeric_limits<Index>::max();

    // Keeps views of the entries' texts: `file` must outlive the tree.
    explicit ExpectationTree(const ResolvedFile &file);

    // The node below `from` for a key of the document, which may hold dots itself; none where nothing with
    // this beginning is expected.
    [[nodiscard]] Index follow(Index from, QByteArrayView key) const;

    [[nodiscard]] int entryAt(Index index) const { return _nodes[index].entry; } // -1 where none ends there
    [[nodiscard]] bool hasChildren(Index index) const { return _nodes[index].hasChildren; }

private:
    struct Node
    {
        int entry = -1;
        bool hasChildren = false;
    };
    struct Edge
    {
        Index from;
        std::string_view part;
        friend bool operator==(const Edge &, const Edge &) = default;
    };
    struct EdgeHash
    {
        size_t operator()(const Edge &edge) const noexcept
        {
            return std::hash<std::string_view>()(edge.part) ^ (edge.from * size_t(0x9e3779b97f4a7c15));
        }
    };

    void add(int entry, std::string_view dotted);
    [[nodiscard]] Index step(Index from, std::string_view part) const;

    std::vector<Node> _nodes;
    std::unordered_map<Edge, Index, EdgeHash> _edges;
};

} // namespace archivesmp::drift
