// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/config/toml/tomlspelling.h"

#include "common/config/json/jsontext.h"

#include <algorithm>
#include <cmath>

namespace archivesmp::config {

using namespace Qt::StringLiterals;

namespace {

QByteArray tomlNumber(const Value &value)
{
    if (value.type() == Value::Type::Integer)
        return QByteArray::number(value.toInteger());
    if (std::isnan(value.toReal()))
        return "nan";
    if (std::isinf(value.toReal()))
        return value.toReal() < 0 ? "-inf" : "inf";
    const QByteArray text = Value::real(value.toReal()).numberSource();
    return text.contains('.') || text.contains('e') ? text : QByteArray(text + ".0");
}

} // namespace

QByteArray tomlKey(QByteArrayView key)
{
    const bool bare = !key.isEmpty() && std::all_of(key.begin(), key.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-'
            || c == '_';
    });
    return bare ? key.toByteArray() : jsonString(key);
}

QByteArray dottedTomlKey(const QList<QByteArray> &keys)
{
    QByteArray out;
    for (const QByteArray &key : keys)
        out += (out.isEmpty() ? "" : ".") + tomlKey(key);
    return out;
}

Result<QByteArray> tomlText(const Value &value)
{
    QByteArray out;
    switch (value.type()) {
    case Value::Type::Null:
        return Error{ErrorCode::Unsupported, u"TOML has no null"_s};
    case Value::Type::Boolean:
        return QByteArray(value.toBoolean() ? "true" : "false");
    case Value::Type::Integer:
    case Value::Type::Real:
        return tomlNumber(value);
    case Value::Type::Text:
        return jsonString(value.toText()); // JSON's escapes are TOML's too
    case Value::Type::List:
        for (const Value &item : value.items()) {
            const auto text = tomlText(item);
            if (!text)
                return text;
            out += (out.isEmpty() ? "" : ", ") + *text;
        }
        return '[' + out + ']';
    case Value::Type::Map:
        for (const auto &[key, entry] : value.entries()) {
            const auto text = tomlText(entry);
            if (!text)
                return text;
            out += (out.isEmpty() ? "" : ", ") + tomlKey(key) + " = " + *text;
        }
        return '{' + out + '}';
    }
    return out;
}

} // namespace archivesmp::config
