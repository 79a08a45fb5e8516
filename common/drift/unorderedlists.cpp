// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/drift/unorderedlists.h"

#include <QHash>

#include <algorithm>

namespace archivesmp::drift {

using config::ConfigDocument;
using NodeIndex = ConfigDocument::NodeIndex;

namespace {

ValueList itemsOf(const ConfigDocument &document, NodeIndex list)
{
    ValueList items;
    for (NodeIndex i = document.node(list).firstChild; i != ConfigDocument::noNode;
         i = document.node(i).nextSibling)
        items.append(document.value(i));
    return items;
}

enum class Reading { AsIs, AsText };

// Nothing and an empty text are one, as everywhere.
QByteArrayList sortedTexts(const ValueList &items, Reading reading)
{
    QByteArrayList texts;
    for (const Value &item : items) {
        const bool isNothing = item.isNull() || (item.type() == Value::Type::Text && item.toText().isEmpty());
        if (isNothing)
            texts.append(QByteArray());
        else if (reading == Reading::AsText && item.isScalar())
            texts.append("scalar:" + item.toPlainText());
        else
            texts.append(item.canonical());
    }
    std::sort(texts.begin(), texts.end());
    return texts;
}

} // namespace

Match compareAsSets(const ConfigDocument &document, NodeIndex list, const ValueList &expected)
{
    const ValueList actual = itemsOf(document, list);
    if (actual.size() != expected.size())
        return Match::Different;
    for (const Reading reading : {Reading::AsIs, Reading::AsText}) {
        if (sortedTexts(actual, reading) == sortedTexts(expected, reading))
            return reading == Reading::AsIs ? Match::Same : Match::OtherSpelling;
    }
    return Match::Different;
}

Match compareByKey(const ConfigDocument &document, NodeIndex list, const ValueList &expected,
                   const QByteArray &key, const ListRules *lists)
{
    QHash<QByteArray, NodeIndex> named;
    qsizetype count = 0;
    for (NodeIndex i = document.node(list).firstChild; i != ConfigDocument::noNode;
         i = document.node(i).nextSibling, ++count) {
        const bool isMap = document.node(i).type == Value::Type::Map;
        const NodeIndex name = isMap ? document.child(i, key) : ConfigDocument::noNode;
        if (name != ConfigDocument::noNode)
            named.insert(document.value(name).canonical(), i);
    }
    if (named.size() != count || count != expected.size())
        return Match::Different;
    Match match = Match::Same;
    for (const Value &item : expected) {
        const Value *name = item.find(key);
        const NodeIndex element = name == nullptr ? ConfigDocument::noNode
                                                  : named.value(name->canonical(), ConfigDocument::noNode);
        if (element == ConfigDocument::noNode)
            return Match::Different;
        // Two expected elements of one name would both find the same.
        named.remove(name->canonical());
        match = std::max(match, compare(document, element, item, lists));
    }
    return match > Match::OtherSpelling ? Match::Different : match;
}

} // namespace archivesmp::drift
