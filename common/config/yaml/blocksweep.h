// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/config/configdocument.h"

#include <vector>

namespace archivesmp::config {

// What a sweep tells, in the order of the file: nodes as parse() makes them, but without lines, columns and
// links. Their keys and texts stay until this thread sweeps again. False stops the sweep.
class BlockVisitor
{
public:
    enum class Answer {
        Stop,
        GoOn,
        GoOnUnlessTwice // the visitor itself stops where the map holds this key again
    };

    [[nodiscard]] virtual bool open(const ConfigDocument::Node &container) = 0; // a map or a list
    virtual bool close() = 0;
    [[nodiscard]] virtual Answer scalar(const ConfigDocument::Node &scalar) = 0;

    // Asked first about a line from the key on: true where the visitor knows without reading it that scalar()
    // would be told of one value, would go on, and would stop where the map holds this key again.
    [[nodiscard]] virtual bool foreseen(QByteArrayView line)
    {
        Q_UNUSED(line)
        return false;
    }

protected:
    ~BlockVisitor() = default;
};

// Reads YAML once and keeps nothing of it. True where the visitor has seen the whole document, and the same
// one that parse() gives, without any problem; false where the visitor stopped it and for all that is not
// plain block YAML without duplicate keys: then parse() decides.
[[nodiscard]] bool sweepBlockYaml(const QByteArray &source, BlockVisitor &visitor,
                                  const ParseLimits &limits = {});

// A node that a sweep told, and how many containers are around it.
struct SweptNode
{
    ConfigDocument::Node node;
    qsizetype depth = 0;
};

// The document of the same file with nothing in it but these nodes, which are given in the file's order and
// with all containers around them, the root first. Scalars have the line and column that parse() gives them.
[[nodiscard]] ConfigDocument excerptOf(const QByteArray &source, const std::vector<SweptNode> &nodes);

} // namespace archivesmp::config
