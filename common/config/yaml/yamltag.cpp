// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/config/yaml/yamltag.h"

#include "common/config/yaml/yamlscalar.h"

#include <yaml.h>

#include <algorithm>
#include <array>

namespace archivesmp::config {

namespace {

constexpr QByteArrayView ownTags("tag:yaml.org,2002:");

template <size_t N>
bool isOneOf(QByteArrayView tag, const std::array<QByteArrayView, N> &names)
{
    return tag.startsWith(ownTags)
        && std::find(names.begin(), names.end(), tag.sliced(ownTags.size())) != names.end();
}

} // namespace

std::optional<Value::Type> typeOfTagged(QByteArrayView tag, QByteArrayView text, ConfigDocument::Style style)
{
    static constexpr std::array<QByteArrayView, 5> collections{"map", "seq", "set", "omap", "pairs"};
    const Value::Type plain = typeOfPlainYaml(text);
    if (tag == "!") // SnakeYAML looks at the text alone then, in quotes too
        return plain;
    if (tag.isEmpty())
        return style == ConfigDocument::Style::Plain ? plain : Value::Type::Text;
    const bool isWhole = plain == Value::Type::Integer;
    if (tag == YAML_NULL_TAG)
        return Value::Type::Null;
    if (tag == YAML_FLOAT_TAG)
        return isWhole || plain == Value::Type::Real ? std::optional(Value::Type::Real) : std::nullopt;
    if (tag == YAML_INT_TAG)
        return isWhole ? std::optional(plain) : std::nullopt;
    if (tag == YAML_BOOL_TAG)
        return plain == Value::Type::Boolean ? std::optional(plain) : std::nullopt;
    return isOneOf(tag, collections) ? std::nullopt : std::optional(Value::Type::Text);
}

bool fitsCollection(QByteArrayView tag, Value::Type collection)
{
    static constexpr std::array<QByteArrayView, 2> maps{"map", "set"};
    static constexpr std::array<QByteArrayView, 3> lists{"seq", "omap", "pairs"};
    if (!tag.startsWith(ownTags))
        return true;
    return collection == Value::Type::Map ? isOneOf(tag, maps) : isOneOf(tag, lists);
}

} // namespace archivesmp::config
