// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/drift/dottedpath.h"

namespace archivesmp::drift {

using config::ConfigDocument;
using NodeIndex = ConfigDocument::NodeIndex;

namespace {

struct Deepest
{
    NodeIndex map = 0;
    QByteArrayView rest;
};

bool isPrefix(QByteArrayView key, QByteArrayView dotted)
{
    return dotted.startsWith(key) && (dotted.size() == key.size() || dotted[key.size()] == '.');
}

// Remembers on the way how far it came. Children whose key is a prefix are at most as many as the text has
// dots, and the depth of documents is limited, so this cannot run away.
NodeIndex find(const ConfigDocument &document, NodeIndex from, QByteArrayView dotted, Deepest *deepest)
{
    if (document.node(from).type != Value::Type::Map)
        return ConfigDocument::noNode;
    if (deepest != nullptr && dotted.size() < deepest->rest.size())
        *deepest = {from, dotted};
    const qsizetype dot = dotted.indexOf('.');
    const NodeIndex plain = document.child(from, dot < 0 ? dotted : dotted.first(dot));
    if (plain != ConfigDocument::noNode) {
        if (dot < 0)
            return plain;
        if (const NodeIndex found = find(document, plain, dotted.sliced(dot + 1), deepest);
            found != ConfigDocument::noNode)
            return found;
    }
    if (dot < 0)
        return ConfigDocument::noNode;
    for (NodeIndex i = document.node(from).firstChild; i != ConfigDocument::noNode;
         i = document.node(i).nextSibling) {
        const QByteArrayView key = document.node(i).key;
        if (key.size() <= dot || !isPrefix(key, dotted))
            continue;
        if (key.size() == dotted.size())
            return i;
        if (const NodeIndex found = find(document, i, dotted.sliced(key.size() + 1), deepest);
            found != ConfigDocument::noNode)
            return found;
    }
    return ConfigDocument::noNode;
}

} // namespace

NodeIndex findDotted(const ConfigDocument &document, NodeIndex from, QByteArrayView dotted)
{
    return find(document, from, dotted, nullptr);
}

KeyPath splitDotted(QByteArrayView dotted)
{
    return dotted.isEmpty() ? KeyPath() : KeyPath(dotted.toByteArray().split('.'));
}

KeyPath placeForMissing(const ConfigDocument &document, QByteArrayView dotted)
{
    // The root counts as reached even where it is no map.
    Deepest deepest{0, dotted};
    (void)find(document, 0, dotted, &deepest);
    return KeyPath(document.pathOf(deepest.map).keys() + splitDotted(deepest.rest).keys());
}

} // namespace archivesmp::drift
