// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/config/edit/flowediting.h"

#include "common/config/edit/layout.h"

#include <algorithm>

namespace archivesmp::config {

using namespace Qt::StringLiterals;
using Node = ConfigDocument::Node;
using NodeIndex = ConfigDocument::NodeIndex;

namespace {

qsizetype beginOfMember(const Node &node)
{
    return node.keyEnd > node.keyBegin ? node.keyBegin : node.begin;
}

bool anyFromAlias(const ConfigDocument &document, const std::vector<NodeIndex> &nodes)
{
    return std::any_of(nodes.begin(), nodes.end(), [&](NodeIndex i) { return document.node(i).fromAlias; });
}

// YAML's [a: 1] holds a map without braces of its own.
bool hasBraces(const ConfigDocument &document, NodeIndex container)
{
    const Node &node = document.node(container);
    const QByteArrayView source = document.source();
    return node.end - node.begin >= 2 && (source[node.begin] == '{' || source[node.begin] == '[');
}

// The blanks before a member: those that stand there, or what comes closest where a comment is among them.
QByteArray blanksBefore(const ConfigDocument &document, const std::vector<NodeIndex> &members,
                        size_t position)
{
    const QByteArrayView source = document.source();
    const Node &node = document.node(members[position]);
    const qsizetype from
        = position == 0 ? document.node(node.parent).begin + 1 : document.node(members[position - 1]).end;
    QByteArrayView gap = source.sliced(from, beginOfMember(node) - from);
    if (const qsizetype comma = gap.indexOf(','); position > 0 && comma >= 0)
        gap = gap.sliced(comma + 1);
    if (isBlank(gap) && (position > 0 || gap.contains('\n')))
        return gap.toByteArray();
    const qsizetype begin = lineBegin(source, beginOfMember(node));
    const QByteArrayView indent = source.sliced(begin, beginOfMember(node) - begin);
    return gap.contains('\n') && isBlank(indent) ? lineBreakOf(source) + indent.toByteArray()
                                                 : QByteArray(" ");
}

} // namespace

Patches FlowEditing::insertKey(const ConfigDocument &document, NodeIndex map, const QList<QByteArray> &keys,
                               const Value &value) const
{
    const auto text = _spelling.value(nested(keys, 1, value));
    if (!text)
        return text.error();
    const std::vector<NodeIndex> members = childrenOf(document, map);
    QByteArray separator = _spelling.separator();
    if (!members.empty()) {
        const Node &last = document.node(members.back());
        const QByteArrayView between
            = QByteArrayView(document.source())
                  .sliced(last.keyEnd, std::max(last.begin, last.keyEnd) - last.keyEnd);
        const bool usable = !last.fromAlias && between.size() > 0 && between.size() <= 8
            && !between.contains('\n') && !hasComment(between) && !between.contains('/')
            && last.begin < last.end && std::all_of(between.begin(), between.end(), [](char c) {
                   return c == ' ' || c == ':' || c == '=' || c == '\t';
               });
        if (usable)
            separator = between.toByteArray();
    }
    return insert(document, map, members.size(), _spelling.key(keys.first()) + separator + *text);
}

Patches FlowEditing::insertItem(const ConfigDocument &document, NodeIndex list, int position,
                                const Value &value) const
{
    const auto text = _spelling.value(value);
    if (!text)
        return text.error();
    return insert(document, list, static_cast<size_t>(position), *text);
}

Patches FlowEditing::insert(const ConfigDocument &document, NodeIndex container, size_t position,
                            const QByteArray &member) const
{
    const std::vector<NodeIndex> members = childrenOf(document, container);
    const Node &node = document.node(container);
    if (!hasBraces(document, container))
        return refusal(document, container, u"a map without braces inside a list cannot grow"_s);
    if (anyFromAlias(document, members))
        return refusal(document, container, u"there is an alias or a merge key beside it"_s);
    if (members.empty()) {
        const QByteArrayView inside
            = QByteArrayView(document.source()).sliced(node.begin + 1, node.end - node.begin - 2);
        if (!isBlank(inside))
            return refusal(document, container, u"a comment stands where the value must go"_s);
        return QList<Patch>{{node.begin + 1, node.end - 1, member}};
    }
    if (position < members.size()) {
        const qsizetype at = beginOfMember(document.node(members[position]));
        const size_t like = std::min<size_t>(std::max<size_t>(position, 1), members.size() - 1);
        return QList<Patch>{{at, at, member + ',' + blanksBefore(document, members, like)}};
    }
    const qsizetype at = document.node(members.back()).end;
    return QList<Patch>{{at, at, ',' + blanksBefore(document, members, members.size() - 1) + member}};
}

Patches FlowEditing::remove(const ConfigDocument &document, NodeIndex node) const
{
    const NodeIndex container = document.node(node).parent;
    const std::vector<NodeIndex> members = childrenOf(document, container);
    if (!hasBraces(document, container))
        return refusal(document, node, u"a map without braces inside a list cannot shrink"_s);
    if (anyFromAlias(document, members))
        return refusal(document, node, u"there is an alias or a merge key beside it"_s);
    const auto position
        = static_cast<size_t>(std::find(members.begin(), members.end(), node) - members.begin());
    const Node &member = document.node(node);
    qsizetype begin = beginOfMember(member);
    qsizetype end = member.end;
    if (position + 1 < members.size())
        end = beginOfMember(document.node(members[position + 1]));
    else if (position > 0)
        begin = document.node(members[position - 1]).end;
    return QList<Patch>{{begin, end, {}}};
}

} // namespace archivesmp::config
