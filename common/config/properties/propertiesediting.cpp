// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/config/properties/propertiesediting.h"

#include "common/config/edit/layout.h"
#include "common/config/properties/propertiestext.h"
#include "common/config/sourcetext.h"

#include <algorithm>

namespace archivesmp::config {

using namespace Qt::StringLiterals;
using Node = ConfigDocument::Node;

namespace {

QByteArray spelled(const ConfigDocument &document, QByteArrayView text, PropertyPart part)
{
    return encodedProperty(text, part, encodingOfProperties(document.source()), !isAscii(document.source()));
}

// What stands between key and value in the file's other entries.
QByteArray separatorLike(const ConfigDocument &document, const Node &node)
{
    const QByteArrayView between
        = QByteArrayView(document.source()).sliced(node.keyEnd, node.begin - node.keyEnd);
    const bool usual = between.size() <= 5
        && std::all_of(between.begin(), between.end(),
                       [](char c) { return c == ' ' || c == '=' || c == ':'; })
        && (between.contains('=') || between.contains(':'));
    return usual ? between.toByteArray() : QByteArray("=");
}

} // namespace

Patches PropertiesEditing::replace(const ConfigDocument &document, NodeIndex index, const Value &value) const
{
    const Node &node = document.node(index);
    QByteArray text = spelled(document, value.toPlainText(), PropertyPart::Value);
    if (node.begin == node.keyEnd && node.begin == node.end)
        text.prepend('=');
    return QList<Patch>{{node.begin, node.end, text}};
}

Patches PropertiesEditing::insertKey(const ConfigDocument &document, NodeIndex map,
                                     const QList<QByteArray> &keys, const Value &value) const
{
    if (keys.size() != 1 || map != 0)
        return refusal(document, map, u"a properties file has no sections"_s);
    const QByteArrayView source = document.source();
    const std::vector<NodeIndex> entries = childrenOf(document, 0);
    const QByteArray key = spelled(document, keys.first(), PropertyPart::Key);
    const QByteArray text = spelled(document, value.toPlainText(), PropertyPart::Value);
    const QByteArray lineBreak = lineBreakOf(source);
    if (entries.empty()) {
        const bool open = !source.isEmpty() && lineEnd(source, source.size() - 1) == source.size()
            && source.size() > byteOrderMark(source);
        return QList<Patch>{
            {source.size(), source.size(), (open ? lineBreak : QByteArray()) + key + '=' + text + lineBreak}};
    }
    const Node &last = document.node(entries.back());
    const qsizetype end = lineEnd(source, last.end);
    return QList<Patch>{{end, end, lineBreak + key + separatorLike(document, last) + text}};
}

Patches PropertiesEditing::removeKey(const ConfigDocument &document, NodeIndex index) const
{
    const Node &node = document.node(index);
    const Span span = wholeLines(document.source(), node.keyBegin, node.end);
    return QList<Patch>{{span.begin, span.end, {}}};
}

Patches PropertiesEditing::insertItem(const ConfigDocument &document, NodeIndex list, int,
                                      const Value &) const
{
    return refusal(document, list, u"a properties file has no lists"_s);
}

Patches PropertiesEditing::removeItem(const ConfigDocument &document, NodeIndex node) const
{
    return refusal(document, node, u"a properties file has no lists"_s);
}

} // namespace archivesmp::config
