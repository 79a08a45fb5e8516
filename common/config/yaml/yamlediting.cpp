// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/config/yaml/yamlediting.h"

#include "common/config/edit/layout.h"

#include <algorithm>

namespace archivesmp::config {

using namespace Qt::StringLiterals;
using Node = ConfigDocument::Node;
using NodeIndex = ConfigDocument::NodeIndex;
using Style = ConfigDocument::Style;

namespace {

class YamlFlowSpelling final : public FlowSpelling
{
public:
    [[nodiscard]] Result<QByteArray> value(const Value &value) const override { return yamlFlow(value); }
    [[nodiscard]] QByteArray key(QByteArrayView key) const override
    {
        return yamlKey(key, YamlContext::Flow);
    }
    [[nodiscard]] QByteArray separator() const override { return ": "; }
};

const YamlFlowSpelling flowSpelling;

bool isCollection(const Node &node)
{
    return node.type == Value::Type::Map || node.type == Value::Type::List;
}

bool isFull(const Value &value)
{
    return !value.items().isEmpty() || !value.entries().isEmpty();
}

bool isInMap(const ConfigDocument &document, const Node &node)
{
    return node.parent != ConfigDocument::noNode && document.node(node.parent).type == Value::Type::Map;
}

// As the file does it already; two blanks where it does nothing of the kind.
YamlLayout layoutOf(const ConfigDocument &document)
{
    YamlLayout layout;
    const QByteArrayView source = document.source();
    layout.lineBreak = lineBreakOf(source);
    bool knowsStep = false;
    bool knowsOffset = false;
    for (const Node &node : document.nodes()) {
        if (node.style != Style::Block || node.fromAlias || !isInMap(document, node)
            || node.begin >= source.size())
            continue;
        const qsizetype offset = columnOf(source, node.begin) - columnOf(source, node.keyBegin);
        const bool onLineOfItsOwn = lineBegin(source, node.begin) > node.keyEnd;
        if (!onLineOfItsOwn || offset < 0 || offset > 8)
            continue;
        bool &known = node.type == Value::Type::Map ? knowsStep : knowsOffset;
        if (!known)
            (node.type == Value::Type::Map ? layout.step : layout.listOffset) = offset;
        known = true;
        if (knowsStep && knowsOffset)
            break;
    }
    return layout;
}

// Behind the ":" of an entry, or -1 where more than blanks stand between key, ":" and value.
qsizetype afterColon(const ConfigDocument &document, const Node &node)
{
    const QByteArrayView source = document.source();
    const qsizetype colon = source.indexOf(':', node.keyEnd);
    if (colon < 0 || colon >= node.begin + (node.begin == node.end ? 1 : 0))
        return -1;
    const QByteArrayView between = source.sliced(colon + 1, node.begin - colon - 1);
    return isBlank(between) && isBlank(source.sliced(node.keyEnd, colon - node.keyEnd)) ? colon + 1 : -1;
}

// Where a value is not written at all it needs a blank before it, in {a} even the colon.
QByteArray withLead(const ConfigDocument &document, const Node &node, const QByteArray &text)
{
    const QByteArrayView source = document.source();
    if (node.begin != node.end || node.begin == 0)
        return text;
    if (isInMap(document, node) && !source.sliced(node.keyEnd, node.begin - node.keyEnd).contains(':'))
        return ": " + text;
    return isBlank(source.sliced(node.begin - 1, 1)) ? text : ' ' + text;
}

Patches replaceByBlock(const ConfigDocument &document, const Node &node, const Value &value)
{
    const QByteArrayView source = document.source();
    const YamlLayout layout = layoutOf(document);
    QList<Patch> patches;
    const qsizetype colon = isInMap(document, node) ? afterColon(document, node) : -1;
    if (colon >= 0 && isBlank(source.sliced(node.end, lineEnd(source, node.end) - node.end))) {
        const qsizetype offset = value.type() == Value::Type::List ? layout.listOffset : layout.step;
        const qsizetype indent = columnOf(source, node.keyBegin) + offset;
        patches.append(
            {colon, node.end, layout.lineBreak + QByteArray(indent, ' ') + yamlBlock(value, indent, layout)});
    }
    patches.append({node.begin, node.end, withLead(document, node, yamlFlow(value))});
    return patches;
}

// A block map or list gives way to what stands in one line.
Patches replaceBlock(const ConfigDocument &document, NodeIndex index, const QList<QByteArray> &spellings)
{
    const Node &node = document.node(index);
    const QByteArrayView source = document.source();
    qsizetype begin = node.begin;
    QByteArray lead;
    if (isInMap(document, node)) {
        begin = afterColon(document, node);
        lead = " ";
    }
    if (begin < 0 || hasComment(source.sliced(begin, node.end - begin)))
        return refusal(document, index, u"a comment, tag or anchor inside the value would be lost"_s);
    QList<Patch> patches;
    for (const QByteArray &spelling : spellings)
        patches.append({begin, node.end, lead + spelling});
    return patches;
}

// The dash of a block list's item.
qsizetype dashOf(const ConfigDocument &document, const std::vector<NodeIndex> &items, size_t position)
{
    const QByteArrayView source = document.source();
    if (position == 0)
        return document.node(document.node(items[0]).parent).begin;
    qsizetype at = document.node(items[position - 1]).end;
    while (at < source.size() && source[at] != '-')
        at = source[at] == '#' ? lineEnd(source, at) : at + 1;
    return at;
}

bool beginsItsLine(QByteArrayView source, qsizetype at)
{
    const qsizetype begin = lineBegin(source, at);
    return isBlank(source.sliced(begin, at - begin));
}

// Behind the line in which a value ends; then also behind the blank lines, which a "|+" may own.
QList<Patch> behind(QByteArrayView source, qsizetype end, const QByteArray &lineBreak, const QByteArray &text)
{
    const qsizetype first = lineEnd(source, end);
    qsizetype last = first;
    for (qsizetype at = nextLine(source, first); at < source.size(); at = nextLine(source, at)) {
        if (!isBlank(source.sliced(at, lineEnd(source, at) - at)))
            break;
        last = lineEnd(source, at);
    }
    QList<Patch> patches{{first, first, lineBreak + text}};
    if (last != first)
        patches.append({last, last, lineBreak + text});
    return patches;
}

} // namespace

Patches YamlEditing::replace(const ConfigDocument &document, NodeIndex index, const Value &value) const
{
    const Node &node = document.node(index);
    const QByteArrayView source = document.source();
    const bool inFlow = isInsideFlow(document, index);
    const QByteArrayView written = source.sliced(node.begin, node.end - node.begin);
    if (node.style == Style::Flow && (hasComment(written) || (written.contains('\n') && isFull(value))))
        return refusal(document, index, u"the value spans lines and would have to be reflowed"_s);
    const QList<QByteArray> spellings
        = yamlSpellings(value, node.style, written, inFlow ? YamlContext::Flow : YamlContext::Block);
    if (isCollection(node) && node.style == Style::Block)
        return replaceBlock(document, index, spellings);
    if (!inFlow && isFull(value) && node.style != Style::Flow)
        return replaceByBlock(document, node, value);
    QList<Patch> patches;
    if (node.style == Style::Literal && value.type() == Value::Type::Text) {
        const YamlLayout layout = layoutOf(document);
        const qsizetype indent
            = columnOf(source, isInMap(document, node) ? node.keyBegin : node.begin) + layout.step;
        const QByteArray literal = yamlLiteral(value.toText(), indent, layout.lineBreak);
        if (!literal.isEmpty())
            patches.append({node.begin, node.end, literal});
    }
    for (const QByteArray &spelling : spellings)
        patches.append({node.begin, node.end, withLead(document, node, spelling)});
    return patches;
}

Patches YamlEditing::insertKey(const ConfigDocument &document, NodeIndex map, const QList<QByteArray> &keys,
                               const Value &value) const
{
    const Node &node = document.node(map);
    if (node.type == Value::Type::Map && node.style == Style::Flow
        && node.firstChild != ConfigDocument::noNode)
        return FlowEditing(flowSpelling).insertKey(document, map, keys, value);
    const YamlLayout layout = layoutOf(document);
    const QByteArrayView source = document.source();
    const Value inner = nested(keys, 1, value);
    if (node.firstChild == ConfigDocument::noNode) {
        if (map != 0 || node.begin != node.end)
            return replace(document, map, nested(keys, 0, value));
        const bool open = !source.isEmpty() && lineEnd(source, source.size() - 1) == source.size();
        return QList<Patch>{{source.size(), source.size(),
                             (open ? layout.lineBreak : QByteArray())
                                 + yamlEntry(yamlKey(keys.first(), YamlContext::Block), inner, 0, layout)
                                 + layout.lineBreak}};
    }
    const std::vector<NodeIndex> children = childrenOf(document, map);
    const Node &last = document.node(children.back());
    if (last.fromAlias)
        return refusal(document, map, u"there is an alias or a merge key beside it"_s);
    const qsizetype indent = columnOf(source, document.node(children.front()).keyBegin);
    const QByteArray entry = yamlEntry(yamlKey(keys.first(), YamlContext::Block), inner, indent, layout);
    return behind(source, std::max(last.end, last.keyEnd), layout.lineBreak, QByteArray(indent, ' ') + entry);
}

Patches YamlEditing::removeKey(const ConfigDocument &document, NodeIndex index) const
{
    const Node &node = document.node(index);
    const QByteArrayView source = document.source();
    const Node &map = document.node(node.parent);
    if (map.style == Style::Flow)
        return FlowEditing(flowSpelling).remove(document, index);
    if (node.nextSibling == ConfigDocument::noNode && map.firstChild == index)
        return replaceBlock(document, node.parent, {"{}"});
    if (node.nextSibling != ConfigDocument::noNode && document.node(node.nextSibling).fromAlias)
        return refusal(document, index, u"there is an alias or a merge key beside it"_s);
    if (!beginsItsLine(source, node.keyBegin) && node.nextSibling == ConfigDocument::noNode)
        return refusal(document, index, u"the key is not the first in its line"_s);
    if (!beginsItsLine(source, node.keyBegin))
        return QList<Patch>{{node.keyBegin, document.node(node.nextSibling).keyBegin, {}}};
    const Span span = wholeLines(source, node.keyBegin, std::max(node.end, node.keyEnd));
    return QList<Patch>{{span.begin, span.end, {}}};
}

Patches YamlEditing::insertItem(const ConfigDocument &document, NodeIndex list, int position,
                                const Value &value) const
{
    const Node &node = document.node(list);
    if (node.style == Style::Flow)
        return FlowEditing(flowSpelling).insertItem(document, list, position, value);
    const std::vector<NodeIndex> items = childrenOf(document, list);
    const QByteArrayView source = document.source();
    const YamlLayout layout = layoutOf(document);
    const qsizetype indent = columnOf(source, node.begin);
    const auto at = static_cast<size_t>(position);
    const Node &like = document.node(items[at == 0 ? 0 : at - 1]);
    if (like.fromAlias)
        return refusal(document, list, u"there is an alias beside it"_s);
    QList<Patch> patches;
    QList<QByteArray> spellings;
    if (value.type() == Value::Type::Map && isFull(value))
        spellings = {yamlBlock(value, indent + 2, layout)};
    else
        spellings = yamlSpellings(value, like.style, like.text, YamlContext::Block);
    for (const QByteArray &spelling : spellings) {
        if (at == 0)
            patches.append(
                {node.begin, node.begin, "- " + spelling + layout.lineBreak + QByteArray(indent, ' ')});
        else
            patches.append(
                behind(source, like.end, layout.lineBreak, QByteArray(indent, ' ') + "- " + spelling));
    }
    return patches;
}

Patches YamlEditing::removeItem(const ConfigDocument &document, NodeIndex index) const
{
    const Node &node = document.node(index);
    const Node &list = document.node(node.parent);
    if (list.style == Style::Flow)
        return FlowEditing(flowSpelling).remove(document, index);
    const std::vector<NodeIndex> items = childrenOf(document, node.parent);
    if (items.size() == 1)
        return replaceBlock(document, node.parent, {"[]"});
    const bool alias
        = std::any_of(items.begin(), items.end(), [&](NodeIndex i) { return document.node(i).fromAlias; });
    if (alias)
        return refusal(document, index, u"there is an alias beside it"_s);
    const auto position = static_cast<size_t>(std::find(items.begin(), items.end(), index) - items.begin());
    const qsizetype dash = dashOf(document, items, position);
    const QByteArrayView source = document.source();
    if (!beginsItsLine(source, dash) && position + 1 == items.size())
        return refusal(document, index, u"the item is not the first in its line"_s);
    if (!beginsItsLine(source, dash))
        return QList<Patch>{{dash, dashOf(document, items, position + 1), {}}};
    const Span span = wholeLines(source, dash, node.end);
    return QList<Patch>{{span.begin, span.end, {}}};
}

} // namespace archivesmp::config
