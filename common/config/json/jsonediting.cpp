// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/config/json/jsonediting.h"

#include "common/config/edit/flowediting.h"
#include "common/config/edit/layout.h"
#include "common/config/json/jsontext.h"

#include <cmath>

namespace archivesmp::config {

using namespace Qt::StringLiterals;

namespace {

QByteArray jsonNumber(const Value &value)
{
    if (typeOfJsonNumber(value.numberSource()) == value.type())
        return value.numberSource();
    return value.type() == Value::Type::Integer ? QByteArray::number(value.toInteger())
                                                : Value::real(value.toReal()).numberSource();
}

Result<QByteArray> jsonText(const Value &value)
{
    QByteArray out;
    switch (value.type()) {
    case Value::Type::Null:
        return QByteArray("null");
    case Value::Type::Boolean:
        return QByteArray(value.toBoolean() ? "true" : "false");
    case Value::Type::Integer:
    case Value::Type::Real:
        if (!std::isfinite(value.toReal()))
            return Error{ErrorCode::Unsupported, u"JSON has no "_s + QString::fromUtf8(value.numberSource())};
        return jsonNumber(value);
    case Value::Type::Text:
        return jsonString(value.toText());
    case Value::Type::List:
        for (const Value &item : value.items()) {
            const auto text = jsonText(item);
            if (!text)
                return text;
            out += (out.isEmpty() ? "" : ", ") + *text;
        }
        return '[' + out + ']';
    case Value::Type::Map:
        for (const auto &[key, entry] : value.entries()) {
            const auto text = jsonText(entry);
            if (!text)
                return text;
            out += (out.isEmpty() ? "" : ", ") + jsonString(key) + ": " + *text;
        }
        return '{' + out + '}';
    }
    return out;
}

class JsonSpelling final : public FlowSpelling
{
public:
    [[nodiscard]] Result<QByteArray> value(const Value &value) const override { return jsonText(value); }
    [[nodiscard]] QByteArray key(QByteArrayView key) const override { return jsonString(key); }
    [[nodiscard]] QByteArray separator() const override { return ": "; }
};

const JsonSpelling spelling;

} // namespace

Patches JsonEditing::replace(const ConfigDocument &document, NodeIndex index, const Value &value) const
{
    const ConfigDocument::Node &node = document.node(index);
    const QByteArrayView written
        = QByteArrayView(document.source()).sliced(node.begin, node.end - node.begin);
    if (node.style == ConfigDocument::Style::Flow
        && (hasComment(written) || written.contains("//") || written.contains("/*")))
        return refusal(document, index, u"a comment inside the value would be lost"_s);
    const auto text = jsonText(value);
    if (!text)
        return text.error();
    return QList<Patch>{{node.begin, node.end, *text}};
}

Patches JsonEditing::insertKey(const ConfigDocument &document, NodeIndex map, const QList<QByteArray> &keys,
                               const Value &value) const
{
    if (document.node(map).type != Value::Type::Map)
        return replace(document, map, nested(keys, 0, value));
    return FlowEditing(spelling).insertKey(document, map, keys, value);
}

Patches JsonEditing::removeKey(const ConfigDocument &document, NodeIndex node) const
{
    return FlowEditing(spelling).remove(document, node);
}

Patches JsonEditing::insertItem(const ConfigDocument &document, NodeIndex list, int position,
                                const Value &value) const
{
    return FlowEditing(spelling).insertItem(document, list, position, value);
}

Patches JsonEditing::removeItem(const ConfigDocument &document, NodeIndex node) const
{
    return FlowEditing(spelling).remove(document, node);
}

} // namespace archivesmp::config
