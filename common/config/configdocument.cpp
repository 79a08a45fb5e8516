// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/config/configdocument.h"

#include "common/config/hocon/hoconparser.h"
#include "common/config/json/jsonparser.h"
#include "common/config/json/jsontext.h"
#include "common/config/properties/propertiesparser.h"
#include "common/config/toml/tomlparser.h"
#include "common/config/yaml/yamlparser.h"
#include "common/config/yaml/yamlscalar.h"

#include <algorithm>

namespace archivesmp::config {

using namespace Qt::StringLiterals;

namespace {

Value numberOf(Format format, QByteArrayView text, Value::Type type)
{
    if (format == Format::Json || format == Format::Hocon)
        return valueOfJsonNumber(text, type);
    if (format == Format::Toml)
        return valueOfTomlNumber(text, type);
    return valueOfPlainYaml(text, type);
}

} // namespace

ConfigDocument::NodeIndex ConfigDocument::child(NodeIndex map, QByteArrayView key) const
{
    if (_nodes[map].type != Value::Type::Map)
        return noNode;
    NodeIndex index = _nodes[map].firstChild;
    while (index != noNode && _nodes[index].key != key)
        index = _nodes[index].nextSibling;
    return index;
}

ConfigDocument::NodeIndex ConfigDocument::find(const KeyPath &path) const
{
    NodeIndex index = 0;
    for (const QByteArray &key : path.keys()) {
        if (_nodes[index].type == Value::Type::List) {
            bool isNumber = false;
            uint left = key.toUInt(&isNumber);
            if (!isNumber || QByteArray::number(left) != key)
                return noNode;
            index = _nodes[index].firstChild;
            for (; left > 0 && index != noNode; --left)
                index = _nodes[index].nextSibling;
        } else {
            index = child(index, key);
        }
        if (index == noNode)
            return noNode;
    }
    return index;
}

KeyPath ConfigDocument::pathOf(NodeIndex index) const
{
    QList<QByteArray> keys;
    for (NodeIndex i = index; _nodes[i].parent != noNode; i = _nodes[i].parent) {
        const NodeIndex parent = _nodes[i].parent;
        if (_nodes[parent].type == Value::Type::Map) {
            keys.append(_nodes[i].key.toByteArray());
            continue;
        }
        int position = 0;
        for (NodeIndex item = _nodes[parent].firstChild; item != i; item = _nodes[item].nextSibling)
            ++position;
        keys.append(QByteArray::number(position));
    }
    std::reverse(keys.begin(), keys.end());
    return KeyPath(std::move(keys));
}

Value ConfigDocument::value(NodeIndex index) const
{
    const Node &node = _nodes[index];
    switch (node.type) {
    case Value::Type::Null:
        return {};
    case Value::Type::Boolean:
        return valueOfPlainYaml(node.text, node.type);
    case Value::Type::Integer:
    case Value::Type::Real:
        return numberOf(_format, node.text, node.type);
    case Value::Type::Text:
        return Value::text(node.text.toByteArray());
    case Value::Type::List: {
        ValueList items;
        for (NodeIndex i = node.firstChild; i != noNode; i = _nodes[i].nextSibling)
            items.append(value(i));
        return Value::list(std::move(items));
    }
    case Value::Type::Map: {
        ValueMap entries;
        for (NodeIndex i = node.firstChild; i != noNode; i = _nodes[i].nextSibling)
            entries.append({_nodes[i].key.toByteArray(), value(i)});
        return Value::map(std::move(entries));
    }
    }
    return {};
}

Result<ConfigDocument> parse(const QByteArray &source, Format format, const ParseLimits &limits)
{
    switch (format) {
    case Format::Yaml:
        return parseYaml(source, limits);
    case Format::Json:
        return parseJson(source, limits);
    case Format::Properties:
        return parseProperties(source, limits);
    case Format::Toml:
        return parseToml(source, limits);
    case Format::Hocon:
        return parseHocon(source, limits);
    case Format::Unknown:
        break;
    }
    return Error{ErrorCode::UnsupportedFormat, nameOf(format) + u" is not understood"_s};
}

} // namespace archivesmp::config
