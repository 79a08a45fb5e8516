// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/config/configdocument.h"

#include <optional>
#include <vector>

namespace archivesmp::config {

// Puts a document together in the order in which a parser reads it: append() a node, open() it where it is a
// map or list, append what is in it, close() it. finish() drops earlier duplicates and resolves merge keys.
class ConfigDocument::Builder final
{
public:
    static constexpr bool needsPlaces = true;
    static constexpr bool foresees = false;

    Builder(const QByteArray &source, Format format, const ParseLimits &limits);

    [[nodiscard]] QByteArrayView source() const { return _document._source; }
    [[nodiscard]] const ParseLimits &limits() const { return _limits; }
    [[nodiscard]] bool isFull() const
    {
        return _document._nodes.size() >= static_cast<size_t>(_limits.nodes);
    }
    [[nodiscard]] bool isDeepest() const { return _open.size() >= static_cast<size_t>(_limits.depth); }
    [[nodiscard]] bool isOpen(NodeIndex index) const;
    [[nodiscard]] NodeIndex current() const { return _open.back().container; }
    [[nodiscard]] Node &node(NodeIndex index) { return _document._nodes[index]; }
    [[nodiscard]] size_t size() const { return _document._nodes.size(); }

    // Ask isFull() and isDeepest() before these.
    NodeIndex append(const Node &node); // into the innermost open container
    void open(NodeIndex container);
    void close(quint32 end); // of the innermost open container's text

    // A copy of a finished subtree, with the key of `entry`, for the alias that stands at an offset.
    [[nodiscard]] Result<void> appendCopy(NodeIndex original, const Node &entry, qsizetype alias);

    // A text that stays as long as the document, for what cannot be a view of the source.
    [[nodiscard]] QByteArrayView keep(QByteArrayView text);

    void report(Problem::Kind kind, const QString &message, qsizetype offset);
    void markMerge() { _untidy = true; } // a "<<" was seen that must be resolved

    [[nodiscard]] Result<ConfigDocument> finish();

private:
    struct Frame
    {
        NodeIndex container = noNode;
        NodeIndex lastChild = noNode;
    };

    void findDuplicates(NodeIndex map);
    void reportDuplicate(NodeIndex first, NodeIndex second);
    [[nodiscard]] Result<void> tidy();
    [[nodiscard]] Result<std::vector<NodeIndex>> effectiveEntries(const std::vector<Node> &from,
                                                                  NodeIndex map) const;
    [[nodiscard]] Result<void> addMerged(const std::vector<Node> &from, NodeIndex merge,
                                         std::vector<NodeIndex> &entries) const;
    [[nodiscard]] Result<void> copyTidied(const std::vector<Node> &from, NodeIndex original, bool merged);

    ParseLimits _limits;
    ConfigDocument _document;
    std::vector<Frame> _open;
    std::vector<quint64> _keys; // scratch of findDuplicates: hash and position
    bool _untidy = false;
};

} // namespace archivesmp::config
