// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/config/toml/tomlsections.h"

#include "common/config/toml/tomlspelling.h"

#include <algorithm>

#include <utility>

namespace archivesmp::config {

using NodeIndex = ConfigDocument::NodeIndex;

namespace {

void widen(Span &span, const ConfigDocument &document, NodeIndex index)
{
    const auto &node = document.node(index);
    span.begin = std::min<qsizetype>(span.begin, node.begin);
    span.end = std::max<qsizetype>(span.end, node.end);
    for (const NodeIndex child : childrenOf(document, index))
        widen(span, document, child);
}

} // namespace

QList<QByteArray> sectionName(const ConfigDocument &document, NodeIndex node)
{
    QList<QByteArray> name;
    for (NodeIndex i = node; i != 0; i = document.node(i).parent) {
        if (document.node(document.node(i).parent).type != Value::Type::List)
            name.prepend(document.node(i).key.toByteArray());
    }
    return name;
}

QByteArray sectionHeader(const ConfigDocument &document, NodeIndex node)
{
    return '[' + dottedTomlKey(sectionName(document, node)) + ']';
}

Span linesOfSection(const ConfigDocument &document, NodeIndex node)
{
    const QByteArrayView source = document.source();
    Span span{source.size(), 0};
    widen(span, document, node);
    return {lineBegin(source, span.begin), lineEnd(source, span.end)};
}

Patch withoutSection(const ConfigDocument &document, NodeIndex node)
{
    const Span lines = linesOfSection(document, node);
    const Span whole = wholeLines(document.source(), lines.begin, lines.end);
    return {whole.begin, whole.end, {}};
}

Result<QByteArray> sectionEntries(const Value &map, const QByteArray &lineBreak)
{
    QByteArray lines;
    for (const auto &[key, entry] : map.entries()) {
        const auto text = tomlText(entry);
        if (!text)
            return text;
        lines += lineBreak + tomlKey(key) + " = " + *text;
    }
    return lines;
}

QList<Patch> joined(QByteArrayView source, const Patch &one, const Patch &other)
{
    const auto [first, second] = one.begin < other.begin ? std::pair(one, other) : std::pair(other, one);
    if (first.end > second.begin)
        return {};
    const QByteArray between = source.sliced(first.end, second.begin - first.end).toByteArray();
    return {{first.begin, second.end, first.text + between + second.text}};
}

} // namespace archivesmp::config
