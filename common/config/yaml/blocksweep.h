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

    // What a visitor knows of an entry of a map or an item of a list by its line, without its being read.
    struct Foreseen
    {
        // scalar() would be told of one value, would go on, and would stop where a map has the key again.
        bool isWhole = false;
        qsizetype colon = -1; // behind an entry's key; -1 where it does not know even that
        QByteArrayView key;   // without its quotes; the next node has it
    };

    // Lines that stand one below the other and are whole in this way.
    struct ForeseenLines
    {
        qsizetype count = 0;
        qsizetype end = 0; // where the last of them ends, its line break not included
    };

    // Asked first of all about a text that begins with a line: how many it knows, each with so many blanks
    // before its key or its dash, and nothing behind its value. At most `most`.
    [[nodiscard]] virtual ForeseenLines foreseenLines(QByteArrayView text, qsizetype indent, qsizetype most)
    {
        Q_UNUSED(text)
        Q_UNUSED(indent)
        Q_UNUSED(most)
        return {};
    }

    // Asked then about a line from an entry's key on, or from an item on.
    [[nodiscard]] virtual Foreseen foreseen(QByteArrayView line)
    {
        Q_UNUSED(line)
        return {};
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
    bool isShown = true; // somebody will ask where it stands
};

// The document of the same file with nothing in it but these nodes, which are given in the file's order and
// with all containers around them, the root first. What is shown has the line and column that parse() gives.
[[nodiscard]] ConfigDocument excerptOf(const QByteArray &source, const std::vector<SweptNode> &nodes);

} // namespace archivesmp::config
