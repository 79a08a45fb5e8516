// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/config/toml/tomlediting.h"

#include "common/config/edit/flowediting.h"
#include "common/config/edit/layout.h"
#include "common/config/sourcetext.h"
#include "common/config/toml/tomlsections.h"
#include "common/config/toml/tomlspelling.h"

namespace archivesmp::config {

using namespace Qt::StringLiterals;
using Node = ConfigDocument::Node;
using NodeIndex = ConfigDocument::NodeIndex;
using Style = ConfigDocument::Style;

namespace {

class TomlSpelling final : public FlowSpelling
{
public:
    [[nodiscard]] Result<QByteArray> value(const Value &value) const override { return tomlText(value); }
    [[nodiscard]] QByteArray key(QByteArrayView key) const override { return tomlKey(key); }
    [[nodiscard]] QByteArray separator() const override { return " = "; }
};

const TomlSpelling spelling;

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
    return {end, end, lineBreakOf(source) + lead + dottedTomlKey(keys) + separator + text};
}

Patch asSection(const ConfigDocument &document, QList<QByteArray> section, const QByteArray &key,
                const QByteArray &text)
{
    const QByteArrayView source = document.source();
    const QByteArray lineBreak = lineBreakOf(source);
    const bool open
        = source.size() > byteOrderMark(source) && lineEnd(source, source.size() - 1) == source.size();
    return {source.size(), source.size(),
            (open ? lineBreak : QByteArray()) + '[' + dottedTomlKey(section) + ']' + lineBreak + tomlKey(key)
                + " = " + text + lineBreak};
}

} // namespace

Patches TomlEditing::replace(const ConfigDocument &document, NodeIndex index, const Value &value) const
{
    const Node &node = document.node(index);
    if (node.style == Style::Block)
        return replaceSection(document, index, value);
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
    QList<QByteArray> section = sectionName(document, map) + keys;
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
        patches.append({end, end, lineBreakOf(source) + dottedTomlKey(keys) + " = " + *text});
    } else {
        const qsizetype top = byteOrderMark(source);
        patches.append({top, top, dottedTomlKey(keys) + " = " + *text + lineBreakOf(source)});
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
        return removalOfSection(document, index);
    const QByteArrayView source = document.source();
    const Span span = wholeLines(source, node.keyBegin, node.end);
    QList<Patch> patches{{span.begin, span.end, {}}};
    // The last of "a.b = 1" leaves an empty table, which has to be written.
    const qsizetype begin = lineBegin(source, node.keyBegin);
    const QByteArray lead = source.sliced(begin, node.keyBegin - begin).toByteArray();
    if (const qsizetype dot = lead.lastIndexOf('.'); dot != -1)
        patches.append({begin, node.end, lead.first(dot) + " = {}"});
    return patches;
}

Patches TomlEditing::insertItem(const ConfigDocument &document, NodeIndex list, int position,
                                const Value &value) const
{
    if (document.node(list).style == Style::Block)
        return insertSection(document, list, position, value);
    return FlowEditing(spelling).insertItem(document, list, position, value);
}

Patches TomlEditing::removeItem(const ConfigDocument &document, NodeIndex node) const
{
    const NodeIndex list = document.node(node).parent;
    if (document.node(list).style != Style::Block)
        return FlowEditing(spelling).remove(document, node);
    QList<Patch> patches{withoutSection(document, node)};
    if (const auto empty = replaceSection(document, list, Value::list({})))
        patches += *empty; // the last one leaves an empty array, which has to be written
    return patches;
}

// In its place, or as a line among those of the table that it is in.
Patches TomlEditing::replaceSection(const ConfigDocument &document, NodeIndex index, const Value &value) const
{
    if (index == 0)
        return refusal(document, index, u"a whole document does not give way to a value"_s);
    const QByteArrayView source = document.source();
    const Node &node = document.node(index);
    const Span lines = linesOfSection(document, index);
    if (hasComment(source.sliced(lines.begin, lines.end - lines.begin)))
        return refusal(document, index, u"a comment inside the section would be lost"_s);
    QList<Patch> patches;
    if (value.type() == Value::Type::Map && source.sliced(node.begin).startsWith('[')) {
        const auto entries = sectionEntries(value, lineBreakOf(source));
        if (!entries)
            return entries.error();
        patches.append({lineEnd(source, node.begin), lines.end, *entries});
    }
    if (document.node(node.parent).type == Value::Type::List) {
        if (patches.isEmpty())
            return refusal(document, index, u"an array of sections holds nothing but sections"_s);
        return patches;
    }
    const auto text = tomlText(value);
    if (!text)
        return text.error();
    patches.append({lines.begin, lines.end, tomlKey(node.key) + " = " + *text});
    const auto added = insertKey(document, node.parent, {node.key.toByteArray()}, value);
    if (!added)
        return added.error();
    for (const Patch &insertion : *added)
        patches += joined(source, withoutSection(document, index), insertion);
    return patches;
}

Patches TomlEditing::removalOfSection(const ConfigDocument &document, NodeIndex index) const
{
    QList<Patch> patches{withoutSection(document, index)};
    // The only section within one that has no header of its own leaves that one empty.
    const NodeIndex parent = document.node(index).parent;
    if (parent != 0) {
        const Span lines = linesOfSection(document, index);
        patches.append({lines.begin, lines.end, sectionHeader(document, parent)});
    }
    return patches;
}

Patches TomlEditing::insertSection(const ConfigDocument &document, NodeIndex list, int position,
                                   const Value &value) const
{
    if (value.type() != Value::Type::Map)
        return refusal(document, list, u"an array of sections holds nothing but sections"_s);
    const QByteArrayView source = document.source();
    const QByteArray lineBreak = lineBreakOf(source);
    const auto entries = sectionEntries(value, lineBreak);
    if (!entries)
        return entries.error();
    const QByteArray section = '[' + sectionHeader(document, list) + ']' + *entries;
    const auto items = childrenOf(document, list);
    if (position == 0) {
        const qsizetype at = linesOfSection(document, items.front()).begin;
        return QList<Patch>{{at, at, section + lineBreak}};
    }
    // What comments stand before the next section belong to that.
    const qsizetype at = linesOfSection(document, items.at(static_cast<size_t>(position) - 1)).end;
    return QList<Patch>{{at, at, lineBreak + section}};
}

} // namespace archivesmp::config
