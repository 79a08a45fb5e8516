// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/drift/valuecomparison.h"

#include "common/drift/unorderedlists.h"

#include <algorithm>

namespace archivesmp::drift {

using config::ConfigDocument;
using NodeIndex = ConfigDocument::NodeIndex;
using Node = ConfigDocument::Node;
using Type = Value::Type;

namespace {

bool isNumber(Type type)
{
    return type == Type::Integer || type == Type::Real;
}

bool isCollection(Type type)
{
    return type == Type::List || type == Type::Map;
}

Match worse(Match a, Match b)
{
    return std::max(a, b);
}

Match compareInOrder(const ConfigDocument &document, const Node &list, const ValueList &expected,
                     const ListRules *lists)
{
    Match match = Match::Same;
    NodeIndex index = list.firstChild;
    for (const Value &item : expected) {
        if (index == ConfigDocument::noNode)
            return Match::Different;
        match = worse(match, compare(document, index, item, lists));
        index = document.node(index).nextSibling;
    }
    if (index != ConfigDocument::noNode || match > Match::OtherSpelling)
        return Match::Different;
    return match;
}

Match compareLists(const ConfigDocument &document, NodeIndex list, const ValueList &expected,
                   const ListRules *lists)
{
    const Match match = compareInOrder(document, document.node(list), expected, lists);
    if (lists == nullptr || match == Match::Same)
        return match;
    const ListComparison wanted = (*lists)(list);
    if (wanted.mode == domain::ListMode::Set)
        return std::min(match, compareAsSets(document, list, expected));
    if (wanted.mode == domain::ListMode::Keyed)
        return std::min(match, compareByKey(document, list, expected, wanted.key, lists));
    return match;
}

Match compareMaps(const ConfigDocument &document, NodeIndex map, const ValueMap &expected,
                  const ListRules *lists)
{
    qsizetype count = 0;
    for (NodeIndex i = document.node(map).firstChild; i != ConfigDocument::noNode;
         i = document.node(i).nextSibling)
        ++count;
    if (count != expected.size())
        return Match::Different;
    Match match = Match::Same;
    for (const auto &[key, value] : expected) {
        const NodeIndex child = document.child(map, key);
        if (child == ConfigDocument::noNode)
            return Match::Different;
        match = worse(match, compare(document, child, value, lists));
    }
    return match > Match::OtherSpelling ? Match::Different : match;
}

Match compareNumbers(const ConfigDocument &document, NodeIndex index, const Value &expected)
{
    const Node &node = document.node(index);
    if (node.type == expected.type() && node.text == expected.numberSource())
        return Match::Same;
    return document.value(index) == expected ? Match::Same : Match::Different;
}

// Two scalars of different sorts: do they read the same? A truth value also by how it is written, because
// "yes" is what stood there before somebody quoted it.
Match compareSpelling(const ConfigDocument &document, NodeIndex index, const Value &expected)
{
    const Node &node = document.node(index);
    if (isCollection(node.type) || isCollection(expected.type()))
        return Match::OtherSort;
    const QByteArray wanted = expected.toPlainText();
    if (node.text == wanted || document.value(index).toPlainText() == wanted)
        return Match::OtherSpelling;
    return Match::OtherSort;
}

} // namespace

Match compare(const ConfigDocument &document, NodeIndex index, const Value &expected, const ListRules *lists)
{
    const Node &node = document.node(index);
    if (expected.isNull()) {
        const bool isNothing = node.type == Type::Null || (node.type == Type::Text && node.text.isEmpty());
        return isNothing ? Match::Same : Match::OtherSort;
    }
    if (document.format() == config::Format::Properties && node.type == Type::Text)
        return node.text == expected.toPlainText() ? Match::Same : Match::Different;
    if (isNumber(node.type) && isNumber(expected.type()))
        return compareNumbers(document, index, expected);
    if (node.type != expected.type())
        return compareSpelling(document, index, expected);
    switch (node.type) {
    case Type::Text:
        return node.text == expected.toText() ? Match::Same : Match::Different;
    case Type::Boolean:
        return document.value(index).toBoolean() == expected.toBoolean() ? Match::Same : Match::Different;
    case Type::List:
        return compareLists(document, index, expected.items(), lists);
    case Type::Map:
        return compareMaps(document, index, expected.entries(), lists);
    case Type::Null:
    case Type::Integer:
    case Type::Real:
        break;
    }
    return Match::Same;
}

} // namespace archivesmp::drift
