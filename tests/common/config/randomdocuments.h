// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/config/format.h"
#include "common/core/value.h"

#include <QList>
#include <QRandomGenerator>

namespace archivesmp::tests {

// Makes values up and writes them down in every manner that a format allows: with and without quotes, in
// blocks and in braces, with anchors and merge keys, with comments, blank lines, CRLF, a byte order mark,
// numbers in several spellings. The same seed gives the same documents.
class RandomDocuments final
{
public:
    explicit RandomDocuments(quint32 seed)
        : _random(seed)
    { }

    [[nodiscard]] Value map(config::Format format, int depth = 3); // a value that the format can hold
    [[nodiscard]] Value anyValue(config::Format format, int depth);
    [[nodiscard]] QByteArray key();
    [[nodiscard]] QByteArray text();
    [[nodiscard]] int below(int bound) { return static_cast<int>(_random.bounded(bound)); }
    [[nodiscard]] bool once(int in) { return below(in) == 0; }

    [[nodiscard]] QByteArray written(const Value &map, config::Format format);

private:
    [[nodiscard]] Value scalar(config::Format format);
    [[nodiscard]] Value again(config::Format format, const ValueMap &neighbours, const Value &otherwise);
    [[nodiscard]] QByteArray number(const Value &value, config::Format format);

    void yamlMap(QByteArray &out, const Value &map, int indent);
    void yamlList(QByteArray &out, const Value &list, int indent);
    void yamlAfterKey(QByteArray &out, const Value &value, int indent);
    void yamlValue(QByteArray &out, const Value &value, int indent);
    struct Anchor
    {
        QByteArray name;
        Value value;
    };
    [[nodiscard]] const Anchor *anchorOf(const Value &value);   // to stand for the whole value
    [[nodiscard]] const Anchor *anchorWithin(const Value &map); // to be merged into it
    [[nodiscard]] QByteArray yamlScalar(const Value &value, bool inFlow);
    [[nodiscard]] QByteArray yamlFlow(const Value &value);
    [[nodiscard]] QByteArray yamlText(const QByteArray &text, bool inFlow);
    void comments(QByteArray &out, int indent);
    [[nodiscard]] QByteArray lineEnd();

    [[nodiscard]] QByteArray json(const Value &value, int indent, bool inLines);
    void tomlTable(QByteArray &out, const Value &map, const QByteArray &section);
    [[nodiscard]] QByteArray tomlInline(const Value &value);
    [[nodiscard]] QByteArray properties(const Value &map);
    void hoconFields(QByteArray &out, const Value &map, const QByteArray &prefix, int indent);
    [[nodiscard]] QByteArray hoconValue(const Value &value, int indent);

    QRandomGenerator _random;
    int _step = 2;
    bool _indentedLists = false;
    QList<Anchor> _anchors; // of what has been written
    int _anchorCount = 0;
};

} // namespace archivesmp::tests
