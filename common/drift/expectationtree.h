// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/drift/resolvedfile.h"
#include "common/drift/spelledkey.h"

#include <QByteArrayView>

#include <limits>
#include <vector>

namespace archivesmp::drift {

// The expected settings of one file as a tree of the parts between dots, so that a document is walked once
// instead of once per setting. It remembers in which order documents hold the keys and looks there first, so
// one thread at a time may use it.
class ExpectationTree final
{
public:
    using Index = quint32;
    static constexpr Index none = std::numeric_limits<Index>::max();

    explicit ExpectationTree(const ResolvedFile &file);

    // The node below `from` for a key of the document, which may hold dots itself; none where nothing with
    // this beginning is expected.
    [[nodiscard]] Index follow(Index from, QByteArrayView key);

    // The node for which a document that is like the last one has its next key below `from`; none where
    // nobody knows. accept() says that it is so.
    [[nodiscard]] Index foreseen(Index from) const { return following(_nodes[from]); }
    [[nodiscard]] const SpelledKey &partOf(Index index) const { return _nodes[index].part; }
    void accept(Index from, Index child) { _nodes[from].last = child; }

    [[nodiscard]] int entryAt(Index index) const { return _nodes[index].entry; } // -1 where none ends there
    [[nodiscard]] bool hasChildren(Index index) const { return _nodes[index].firstChild != none; }

private:
    struct Node
    {
        SpelledKey part;
        int entry = -1;
        Index parent = none;
        Index firstChild = none;
        Index follower = none; // the node that the last document had behind this one; at first the next one
        Index last = none;     // the child that was found last
    };

    // The parts of the entry that was added last.
    struct Trail
    {
        struct Step
        {
            qsizetype end = 0; // of the part and its dot
            Index node = none;
        };
        QByteArrayView dotted;
        std::vector<Step> steps; // all but the last part
    };

    void add(int entry, QByteArrayView dotted, Trail &trail);
    [[nodiscard]] Index childFor(Index from, QByteArrayView part);
    [[nodiscard]] Index child(Index from, QByteArrayView part, quint32 hash) const;
    void index(Index node);
    void grow();
    [[nodiscard]] Index following(const Node &node) const
    {
        return node.last == none ? node.firstChild : _nodes[node.last].follower;
    }
    [[nodiscard]] Index step(Index from, QByteArrayView part);
    [[nodiscard]] static quint32 hashOf(Index from, QByteArrayView part);

    std::vector<char> _texts; // the parts, side by side
    std::vector<Node> _nodes;
    std::vector<Index> _slots; // open addressing over parent and part; a power of two, at most half full
};

} // namespace archivesmp::drift
