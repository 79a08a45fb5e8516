// SPDX-License-Identifier: GPL-3.0-or-later
// YAML's and HOCON's part of RandomDocuments.
#include "tests/common/config/randomdocuments.h"

#include "tests/common/config/randomspelling.h"

#include <QString>

#include <algorithm>

namespace archivesmp::tests {

using config::Format;

QByteArray RandomDocuments::yamlText(const QByteArray &text, bool inFlow)
{
    if (isSimple(text) && !once(3) && !(inFlow && text.contains(':')))
        return text;
    if (isSingleLine(text) && once(2))
        return '\'' + QByteArray(text).replace("'", "''") + '\'';
    return escapedText(text);
}

QByteArray RandomDocuments::yamlScalar(const Value &value, bool inFlow)
{
    switch (value.type()) {
    case Value::Type::Null:
        return once(2) ? "~" : "null";
    case Value::Type::Boolean:
        if (once(4))
            return value.toBoolean() ? "yes" : "off";
        return value.toBoolean() ? "true" : "false";
    case Value::Type::Integer:
    case Value::Type::Real:
        return number(value, Format::Yaml);
    default:
        return yamlText(value.toText(), inFlow);
    }
}

QByteArray RandomDocuments::yamlFlow(const Value &value)
{
    QByteArray out;
    const QByteArray comma = once(3) ? "," : ", ";
    if (value.type() == Value::Type::List) {
        for (const Value &item : value.items())
            out += (out.isEmpty() ? QByteArray() : comma) + yamlFlow(item);
        return '[' + out + ']';
    }
    if (value.type() == Value::Type::Map) {
        for (const auto &[name, entry] : value.entries())
            out += (out.isEmpty() ? QByteArray() : ", ") + yamlText(name, true) + ": " + yamlFlow(entry);
        return '{' + out + '}';
    }
    return yamlScalar(value, true);
}

const RandomDocuments::Anchor *RandomDocuments::anchorOf(const Value &value)
{
    const auto found = std::find_if(_anchors.cbegin(), _anchors.cend(),
                                    [&](const Anchor &anchor) { return anchor.value == value; });
    return found != _anchors.cend() && once(2) ? &*found : nullptr;
}

const RandomDocuments::Anchor *RandomDocuments::anchorWithin(const Value &map)
{
    const auto isWithin = [&](const Anchor &anchor) {
        const ValueMap &entries = anchor.value.entries();
        return !entries.isEmpty() && std::all_of(entries.begin(), entries.end(), [&](const auto &entry) {
            const Value *own = map.find(entry.first);
            return own != nullptr && *own == entry.second;
        });
    };
    const auto found = std::find_if(_anchors.cbegin(), _anchors.cend(), isWithin);
    return found != _anchors.cend() && once(2) ? &*found : nullptr;
}

void RandomDocuments::yamlAfterKey(QByteArray &out, const Value &value, int indent)
{
    if (const Anchor *anchor = anchorOf(value)) {
        out += " *" + anchor->name + lineEnd();
        return;
    }
    if (value.isNull() || !once(8)) {
        yamlValue(out, value, indent);
        return;
    }
    const QByteArray name = 'n' + QByteArray::number(_anchorCount++);
    out += " &" + name;
    yamlValue(out, value, indent);
    _anchors.append({name, value});
}

void RandomDocuments::yamlValue(QByteArray &out, const Value &value, int indent)
{
    const bool isMap = value.type() == Value::Type::Map;
    const bool isList = value.type() == Value::Type::List;
    if ((isMap && value.entries().isEmpty()) || (isList && value.items().isEmpty())
        || ((isMap || isList) && once(5))) {
        out += ' ' + yamlFlow(value) + lineEnd();
    } else if (isMap) {
        out += lineEnd();
        yamlMap(out, value, indent + _step);
    } else if (isList) {
        out += lineEnd();
        yamlList(out, value, indent + (_indentedLists ? _step : 0));
    } else if (value.isNull() && once(2)) {
        out += lineEnd();
    } else if (value.type() == Value::Type::Text && value.toText() == "two\nlines" && once(2)) {
        const QByteArray lead(indent + _step, ' ');
        out += " |-\n" + lead + "two\n" + lead + "lines\n" + (once(2) ? "\n" : "");
    } else {
        out += (once(6) ? "   " : " ") + yamlScalar(value, false) + lineEnd();
    }
}

void RandomDocuments::yamlMap(QByteArray &out, const Value &map, int indent)
{
    ValueMap merged;
    if (const Anchor *anchor = anchorWithin(map)) {
        out += QByteArray(indent, ' ') + "<<: *" + anchor->name + lineEnd();
        merged = anchor->value.entries();
    }
    for (const auto &[name, value] : map.entries()) {
        const auto isName = [&key = name](const auto &entry) { return entry.first == key; };
        if (std::any_of(merged.cbegin(), merged.cend(), isName))
            continue;
        comments(out, indent);
        out += QByteArray(indent, ' ') + yamlText(name, false) + ':';
        yamlAfterKey(out, value, indent);
    }
}

void RandomDocuments::yamlList(QByteArray &out, const Value &list, int indent)
{
    for (const Value &item : list.items()) {
        comments(out, indent);
        if (item.type() == Value::Type::Map && !item.entries().isEmpty() && !once(4)) {
            QByteArray lines;
            yamlMap(lines, item, indent + 2);
            // The first entry stands behind the dash, where no comment comes between.
            const QByteArray lead(indent + 2, ' ');
            if (lines.startsWith(lead) && lines.at(lead.size()) != '#')
                out += QByteArray(indent, ' ') + "- " + lines.mid(lead.size());
            else
                out += QByteArray(indent, ' ') + "-\n" + lines;
        } else {
            out += QByteArray(indent, ' ') + "- " + yamlFlow(item) + lineEnd();
        }
    }
}

QByteArray RandomDocuments::hoconValue(const Value &value, int indent)
{
    if (value.type() == Value::Type::Map) {
        QByteArray out;
        hoconFields(out, value, {}, indent + 2);
        return '{' + (out.isEmpty() ? out : '\n' + out + QByteArray(indent, ' ')) + '}';
    }
    if (value.type() == Value::Type::List) {
        QByteArray out;
        const bool inLines = !value.items().isEmpty() && once(2);
        for (const Value &item : value.items())
            out += (inLines ? QByteArray("\n") : QByteArray(out.isEmpty() ? "" : ", "))
                + hoconValue(item, indent + 2);
        return '[' + out + (inLines ? once(3) ? ",\n]" : "\n]" : "]");
    }
    if (value.isNumber())
        return number(value, Format::Json);
    if (value.type() != Value::Type::Text)
        return value.isNull() ? "null" : value.toPlainText();
    const QByteArray text = value.toText();
    if (isSimple(text) && !text.contains(':') && !once(3))
        return text;
    const bool raw = !text.contains('"') && !text.endsWith('\\') && isSingleLine(text);
    return raw && once(4) ? "\"\"\"" + text + "\"\"\"" : escapedText(text);
}

void RandomDocuments::hoconFields(QByteArray &out, const Value &map, const QByteArray &prefix, int indent)
{
    for (const auto &[name, value] : map.entries()) {
        const bool bare = isSimple(name) && !name.contains('.') && !name.contains(':') && once(2);
        const QByteArray path = prefix + (bare ? name : escapedText(name));
        const bool isMap = value.type() == Value::Type::Map;
        if (isMap && !value.entries().isEmpty() && once(4)) {
            hoconFields(out, value, path + '.', indent);
            continue;
        }
        if (once(6))
            out += once(2) ? "# a comment: {\n" : "\n// another\n";
        out += QByteArray(indent, ' ') + path
            + (isMap && once(2) ? " "
                   : once(3)    ? "="
                   : once(2)    ? ": "
                                : " = ")
            + hoconValue(value, indent) + (once(8) ? ",\n" : lineEnd());
    }
}

} // namespace archivesmp::tests
