// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/config/toml/tomlediting.h"

#include "common/config/edit/flowediting.h"
#include "common/config/edit/layout.h"
#include "common/config/json/jsontext.h"
#include "common/config/sourcetext.h"

#include <algorithm>
#include <cmath>

namespace archivesmp::config {

using namespace Qt::StringLiterals;
using Node = ConfigDocument::Node;
using NodeIndex = ConfigDocument::NodeIndex;
using Style = ConfigDocument::Style;

namespace {

QByteArray tomlKey(QByteArrayView key)
{
    const bool bare = !key.isEmpty() && std::all_of(key.begin(), key.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-'
            || c == '_';
    });
    return bare ? key.toByteArray() : jsonString(key);
}

QByteArray tomlNumber(const Value &value)
{
    if (value.type() == Value::Type::Integer)
        return QByteArray::number(value.toInteger());
    if (std::isnan(value.toReal()))
        return "nan";
    if (std::isinf(value.toReal()))
        return value.toReal() < 0 ? "-inf" : "inf";
    const QByteArray text = Value::real(value.toReal()).numberSource();
    return text.contains('.') || text.contains('e') ? text : QByteArray(text + ".0");
}

Result<QByteArray> tomlText(const Value &value)
{
    QByteArray out;
    switch (value.type()) {
    case Value::Type::Null:
        return Error{ErrorCode::Unsupported, u"TOML has no null"_s};
    case Value::Type::Boolean:
        return QByteArray(value.toBoolean() ? "true" : "false");
    case Value::Type::Integer:
    case Value::Type::Real:
        return tomlNumber(value);
    case Value::Type::Text:
        return jsonString(value.toText()); // JSON's escapes are TOML's too
    case Value::Type::List:
        for (const Value &item : value.items()) {
            const auto text = tomlText(item);
            if (!text)
                return text;
            out += (out.isEmpty() ? "" : ", ") + *text;
        }
        return '[' + out + ']';
    case Value::Type::Map:
        for (const auto &[key, entry] : value.entries()) {
            const auto text = tomlText(entry);
            if (!text)
                return text;
            out += (out.isEmpty() ? "" : ", ") + tomlKey(key) + " = " + *text;
        }
        return '{' + out + '}';
    }
    return out;
}

class TomlSpelling final : public FlowSpelling
{
public:
    [[nodiscard]] Result<QByteArray> value(const Value &value) const override { return tomlText(value); }
    [[nodiscard]] QByteArray key(QByteArrayView key) const override { return tomlKey(key); }
    [[nodiscard]] QByteArray separator() const override { return " = "; }
};

const TomlSpelling spelling;

QByteArray dotted(const QList<QByteArray> &keys)
{
    QByteArray out;
    for (const QByteArray &key : keys)
        out += (out.isEmpty() ? "" : ".") + tomlKey(key);
    return out;
}

// The last entry of a table that is a line of its own, not a section.
NodeIndex lastLineOf(const ConfigDocument &document, NodeIndex table)
{
    NodeIndex last = ConfigDocument::noNode;
    for (const NodeIndex child : childrenOf(document, table)) {
        if (document.node(child).style != Style::Block)
            last = child;
    }
    return last;
}

Patch besideLine(const ConfigDocument &document, const Node &sibling, const QList<QByteArray> &keys,
                 const QByteArray &text)
{
    const QByteArrayView source = document.source();
    const qsizetype begin = lineBegin(source, sibling.keyBegin);
    // The indent, or "section." where the neighbour is written with a dotted key.
    const QByteArray lead = source.sliced(begin, sibling.keyBegin - begin).toByteArray();
    const QByteArray between = source.sliced(sibling.keyEnd, sibling.begin - sibling.keyEnd).toByteArray();
    const QByteArray separator = isBlank(QByteArray(between).replace("=", "")) ? between : QByteArray(" = ");
    const qsizetype end = lineEnd(source, sibling.end);
    return {end, end, lineBreakOf(source) + lead + dotted(keys) + separator + text};
}

Patch asSection(const ConfigDocument &document, QList<QByteArray> section, const QByteArray &key,
                const QByteArray &text)
{
    const QByteArrayView source = document.source();
    const QByteArray lineBreak = lineBreakOf(source);
    const bool open
        = source.size() > byteOrderMark(source) && lineEnd(source, source.size() - 1) == source.size();
    return {source.size(), source.size(),
            (open ? lineBreak : QByteArray()) + '[' + dotted(section) + ']' + lineBreak + tomlKey(key) + " = "
                + text + lineBreak};
}

} // namespace

Patches TomlEditing::replace(const ConfigDocument &document, NodeIndex index, const Value &value) const
{
    const Node &node = document.node(index);
    if (node.style == Style::Block)
        return refusal(document, index, u"a section cannot give way to a value"_s);
    const QByteArrayView written
        = QByteArrayView(document.source()).sliced(node.begin, node.end - node.begin);
    if (node.style == Style::Flow && hasComment(written))
        return refusal(document, index, u"a comment inside the value would be lost"_s);
    const auto text = tomlText(value);
    if (!text)
        return text.error();
    QList<Patch> patches;
    if (value.type() == Value::Type::Text && node.style == Style::Plain)
        patches.append({node.begin, node.end, value.toText()}); // a date for a date
    const bool literal = value.type() == Value::Type::Text && node.style == Style::SingleQuoted
        && !value.toText().contains('\'') && !value.toText().contains('\n');
    if (literal)
        patches.append({node.begin, node.end, '\'' + value.toText() + '\''});
    patches.append({node.begin, node.end, *text});
    return patches;
}

Patches TomlEditing::insertKey(const ConfigDocument &document, NodeIndex map, const QList<QByteArray> &keys,
                               const Value &value) const
{
    const Node &node = document.node(map);
    if (node.style == Style::Flow)
        return FlowEditing(spelling).insertKey(document, map, keys, value);
    const auto text = tomlText(value);
    if (!text)
        return text.error();
    QList<QByteArray> section = document.pathOf(map).keys() + keys;
    const QByteArray key = section.takeLast();
    QList<Patch> patches;
    if (keys.size() > 1)
        patches.append(asSection(document, section, key, *text));
    const NodeIndex sibling = lastLineOf(document, map);
    const QByteArrayView source = document.source();
    if (sibling != ConfigDocument::noNode) {
        patches.append(besideLine(document, document.node(sibling), keys, *text));
    } else if (map != 0) {
        const qsizetype end = lineEnd(source, node.end);
        patches.append({end, end, lineBreakOf(source) + dotted(keys) + " = " + *text});
    } else {
        const qsizetype top = byteOrderMark(source);
        patches.append({top, top, dotted(keys) + " = " + *text + lineBreakOf(source)});
    }
    if (keys.size() == 1 && map != 0)
        patches.append(asSection(document, section, key, *text));
    return patches;
}

Patches TomlEditing::removeKey(const ConfigDocument &document, NodeIndex index) const
{
    const Node &node = document.node(index);
    if (document.node(node.parent).style == Style::Flow)
        return FlowEditing(spelling).remove(document, index);
    if (node.style == Style::Block)
        return refusal(document, index, u"a section is not removed"_s);
    const Span span = wholeLines(document.source(), node.keyBegin, node.end);
    return QList<Patch>{{span.begin, span.end, {}}};
}

Patches TomlEditing::insertItem(const ConfigDocument &document, NodeIndex list, int position,
                                const Value &value) const
{
    if (document.node(list).style == Style::Block)
        return refusal(document, list, u"an array of sections is not lengthened"_s);
    return FlowEditing(spelling).insertItem(document, list, position, value);
}

Patches TomlEditing::removeItem(const ConfigDocument &document, NodeIndex node) const
{
    if (document.node(document.node(node).parent).style == Style::Block)
        return refusal(document, node, u"an array of sections is not shortened"_s);
    return FlowEditing(spelling).remove(document, node);
}

} // namespace archivesmp::config
