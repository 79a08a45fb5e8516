// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/config/hocon/hoconediting.h"

#include "common/config/hocon/hocontext.h"
#include "common/config/json/jsontext.h"

#include <algorithm>

namespace archivesmp::config {

using namespace Qt::StringLiterals;
using Style = ConfigDocument::Style;

namespace {

bool isWord(QByteArrayView text)
{
    static constexpr QByteArrayView words("true false null");
    return !text.isEmpty() && !words.contains(text) && std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_'
            || c == '-';
    }) && typeOfHoconNumber(text) == Value::Type::Text;
}

QByteArray spelled(const Value &value, Style before)
{
    switch (value.type()) {
    case Value::Type::Null:
        return "null";
    case Value::Type::Boolean:
        return value.toBoolean() ? "true" : "false";
    case Value::Type::Integer:
        return QByteArray::number(value.toInteger());
    case Value::Type::Real:
        return typeOfHoconNumber(value.numberSource()) == Value::Type::Real
            ? value.numberSource()
            : Value::real(value.toReal()).numberSource();
    default:
        break;
    }
    const QByteArray text = value.toText();
    return before == Style::Plain && isWord(text) ? text : jsonString(text);
}

Patches noStructure(const ConfigDocument &document, ConfigDocument::NodeIndex node)
{
    return refusal(document, node, u"in HOCON only a value in one line can be changed"_s);
}

} // namespace

Patches HoconEditing::replace(const ConfigDocument &document, NodeIndex index, const Value &value) const
{
    const ConfigDocument::Node &node = document.node(index);
    const QByteArrayView written
        = QByteArrayView(document.source()).sliced(node.begin, node.end - node.begin);
    if (!value.isScalar() || node.type == Value::Type::Map || node.type == Value::Type::List
        || written.contains('\n') || written.contains('\r'))
        return noStructure(document, index);
    return QList<Patch>{{node.begin, node.end, spelled(value, node.style)}};
}

Patches HoconEditing::insertKey(const ConfigDocument &document, NodeIndex map, const QList<QByteArray> &,
                                const Value &) const
{
    return noStructure(document, map);
}

Patches HoconEditing::removeKey(const ConfigDocument &document, NodeIndex node) const
{
    return noStructure(document, node);
}

Patches HoconEditing::insertItem(const ConfigDocument &document, NodeIndex list, int, const Value &) const
{
    return noStructure(document, list);
}

Patches HoconEditing::removeItem(const ConfigDocument &document, NodeIndex node) const
{
    return noStructure(document, node);
}

} // namespace archivesmp::config
