// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/config/format.h"
#include "common/core/keypath.h"
#include "common/core/result.h"
#include "common/core/value.h"

#include <QByteArray>
#include <QByteArrayView>
#include <QList>

#include <limits>
#include <vector>

namespace archivesmp::config {

// One parsed configuration file: a flat tree of nodes in document order over the file's bytes, each with its
// place. It is made for reading a quarter of a million settings a second, so nodes are small and texts are
// views.
//
// Values are what the plugins' own reader would see: YAML scalars follow the YAML 1.1 rules of SnakeYAML
// (yes/no/on/off are truth values, 0123 is octal, 12:30 is sexagesimal, a plain date stays a text), keys are
// always texts, merge keys and aliases are resolved, and .properties hold texts only. Immutable once parsed;
// may be shared between threads.
class ConfigDocument final
{
public:
    using NodeIndex = quint32;
    static constexpr NodeIndex noNode = std::numeric_limits<NodeIndex>::max();

    enum class Style : quint8 { None, Plain, SingleQuoted, DoubleQuoted, Literal, Folded, Flow, Block };

    struct Node
    {
        Value::Type type = Value::Type::Null;
        Style style = Style::None;
        bool fromAlias = false; // stands here by an alias or a merge key; its place is that of the anchor
        NodeIndex parent = noNode;
        NodeIndex firstChild = noNode;
        NodeIndex nextSibling = noNode;
        QByteArrayView key;   // decoded, in UTF-8; empty for the root and for list items
        QByteArrayView text;  // a scalar decoded; for numbers and truth values as they are written
        quint32 keyBegin = 0; // byte offsets into source(): of the key with its quotes …
        quint32 keyEnd = 0;
        quint32 begin
            = 0; // … and of the value with its quotes, tag and anchor left out; begin == end for a value
        quint32 end = 0;    // that is not written at all ("key:")
        quint32 line = 0;   // 1-based, of the value's first byte (of the key where there is no value)
        quint32 column = 0; // 1-based, in characters
    };

    // What a parser saw and could live with: a duplicate key (the last one counts, as in SnakeYAML), an
    // escape that is none. Each becomes a finding.
    struct Problem
    {
        enum class Kind { DuplicateKey, InvalidEscape, CyclicAlias };
        Kind kind = Kind::DuplicateKey;
        QString message;
        int line = 0;
        int column = 0;
    };

    [[nodiscard]] Format format() const { return _format; }
    [[nodiscard]] const QByteArray &source() const { return _source; } // the file's bytes, a BOM included
    [[nodiscard]] const std::vector<Node> &nodes() const { return _nodes; } // the root is 0; never empty
    [[nodiscard]] const Node &node(NodeIndex index) const { return _nodes[index]; }
    [[nodiscard]] const QList<Problem> &problems() const { return _problems; }

    [[nodiscard]] NodeIndex child(NodeIndex map, QByteArrayView key) const; // noNode where there is none
    [[nodiscard]] NodeIndex find(const KeyPath &path) const; // from the root; noNode where there is none
    [[nodiscard]] KeyPath pathOf(NodeIndex index) const;     // list items are numbered from 0
    [[nodiscard]] Value value(NodeIndex index) const;        // the whole subtree

    // For the parsers of this room.
    class Builder;

private:
    Format _format = Format::Unknown;
    QByteArray _source;
    QList<QByteArray>
        _decoded; // texts that differ from their spelling; nodes point into these or into _source
    std::vector<Node> _nodes;
    QList<Problem> _problems;
};

// Strict is RFC 8259, for what we write ourselves. Lenient lets through what plugins' readers do (Gson,
// JSON5): comments, a comma after the last member, texts in single quotes or with tabs, names without quotes.
enum class JsonDialect { Strict, Lenient };

// The limits that hold for every parser; more is LimitExceeded with the line where it was reached.
struct ParseLimits
{
    qsizetype bytes = qsizetype(4) * 1024 * 1024;
    int depth = 64;
    int nodes = 200'000;
    int anchors = 100;
    int aliases = 1000;
    JsonDialect json = JsonDialect::Strict;
};

// For the files that plugins read.
constexpr ParseLimits pluginFileLimits{.json = JsonDialect::Lenient};

// Reads a whole file's content. Errors name line and column: InvalidInput for what is not the format (a tab,
// an unterminated quote, bytes that are not UTF-8, a second YAML document), LimitExceeded, or
// UnsupportedFormat for a substitution or an include of HOCON. An empty YAML document is a null root; an
// empty .properties file is an empty map.
[[nodiscard]] Result<ConfigDocument> parse(const QByteArray &source, Format format,
                                           const ParseLimits &limits = {});

} // namespace archivesmp::config
