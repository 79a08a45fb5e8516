// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/common/config/randomdocuments.h"

#include "tests/common/config/randomspelling.h"

#include <QString>

#include <algorithm>
#include <array>

namespace archivesmp::tests {

using config::Format;

namespace {

constexpr std::array texts{
    "a",
    "hello world",
    "yes",
    "12",
    "1.10",
    "it's",
    "say \"hi\"",
    "a: b",
    "x # y",
    "- z",
    "#c",
    "",
    " lead",
    "trail ",
    "ünï",
    "😀",
    "two\nlines",
    "ends\n",
    "tab\there",
    "C:\\path",
    "2024-01-31",
    "null",
    "~",
    "{x}",
    "[y]",
    "&a",
    "*b",
    "!c",
    "%d",
    "@e",
    "`f`",
    "<<",
    "key:",
    "0123",
    "12:30",
    "1e3",
    "://",
    "a,b",
    "=",
    "|",
    ">",
    "---",
    "§cRed §lbold",
    "%player%: hi",
    "\\u0041",
    "'",
    "\"",
    "a\\",
    "x\r\ny",
    "\x7f",
    "minecraft:stone",
};
constexpr std::array keys{
    "a",  "enabled", "max-players", "01", "key with blank", "a.b", "x/y",       "yes",      "ünï", "it's",
    "10", "#k",      "k: v",        "-d", "null",           "~",   "say \"k\"", "Settings",
};
constexpr std::array reals{1.5, 0.25, -3.75, 1e10, 1234.5, 0.001};

bool isListOfMaps(const Value &value)
{
    return value.type() == Value::Type::List && !value.items().isEmpty()
        && std::all_of(value.items().begin(), value.items().end(),
                       [](const Value &item) { return item.type() == Value::Type::Map; });
}

} // namespace

QByteArray RandomDocuments::text()
{
    if (once(40))
        return QByteArray(300, 'x');
    return texts.at(static_cast<size_t>(below(static_cast<int>(texts.size()))));
}

QByteArray RandomDocuments::key()
{
    return keys.at(static_cast<size_t>(below(static_cast<int>(keys.size()))));
}

Value RandomDocuments::scalar(Format format)
{
    if (format == Format::Properties)
        return Value::text(text());
    switch (below(8)) {
    case 0:
        return format == Format::Toml ? Value::boolean(true) : Value();
    case 1:
        return Value::boolean(once(2));
    case 2:
    case 3:
        return Value::integer(below(4) == 0 ? below(2'000'000) : below(100) - 20);
    case 4:
        return Value::real(reals.at(static_cast<size_t>(below(static_cast<int>(reals.size())))));
    default:
        return Value::text(text());
    }
}

Value RandomDocuments::anyValue(Format format, int depth)
{
    if (depth <= 0 || below(3) != 0 || format == Format::Properties)
        return scalar(format);
    if (once(2))
        return map(format, depth - 1);
    ValueList items;
    const bool ofMaps = format == Format::Toml && once(2);
    for (int left = below(5); left > 0; --left)
        items.append(ofMaps ? map(format, depth - 1) : anyValue(format, depth - 1));
    return Value::list(std::move(items));
}

// Now and then what a neighbour has, whole or with more in it, which YAML can write with an alias.
Value RandomDocuments::again(Format format, const ValueMap &neighbours, const Value &otherwise)
{
    if (format != Format::Yaml || neighbours.isEmpty() || !once(6))
        return otherwise;
    const Value value = neighbours.at(below(static_cast<int>(neighbours.size()))).second;
    if (value.entries().isEmpty() || once(2))
        return value;
    ValueMap entries = value.entries();
    if (value.find("one more") == nullptr)
        entries.append({"one more", scalar(format)});
    return Value::map(std::move(entries));
}

Value RandomDocuments::map(Format format, int depth)
{
    ValueMap entries;
    for (int left = below(6); left > 0; --left) {
        const QByteArray name = key();
        if (std::none_of(entries.begin(), entries.end(), [&name](const auto &e) { return e.first == name; }))
            entries.append({name, again(format, entries, anyValue(format, depth))});
    }
    return Value::map(std::move(entries));
}

QByteArray RandomDocuments::number(const Value &value, Format format)
{
    if (value.type() == Value::Type::Real) {
        const QByteArray text = value.numberSource();
        if (text.contains('.') && !text.contains('e') && once(3))
            return text + '0';
        return format == Format::Toml && !text.contains('.') && !text.contains('e') ? text + ".0" : text;
    }
    const qint64 whole = value.toInteger();
    if (once(8))
        return QByteArray::number(whole) + ".0";
    if (whole > 0 && format == Format::Yaml && once(10))
        return once(2) ? QByteArray("0b" + QByteArray::number(whole, 2))
                       : QByteArray("0" + QByteArray::number(whole, 8));
    if (whole >= 0 && format == Format::Yaml && once(4))
        return "+" + QByteArray::number(whole);
    if (whole > 0 && (format == Format::Yaml || format == Format::Toml) && once(5))
        return "0x" + QByteArray::number(whole, 16).toUpper();
    if (whole >= 1000 && (format == Format::Yaml || format == Format::Toml) && once(3))
        return QByteArray::number(whole / 1000) + '_'
            + QByteArray::number(whole % 1000).rightJustified(3, '0');
    return QByteArray::number(whole);
}

QByteArray RandomDocuments::lineEnd()
{
    return once(8) ? " # why: \"x\"\n" : "\n";
}

void RandomDocuments::comments(QByteArray &out, int indent)
{
    if (once(7))
        out += '\n';
    if (once(6))
        out += QByteArray(indent, ' ') + "# a 'comment' with: colons\n";
}

QByteArray RandomDocuments::json(const Value &value, int indent, bool inLines)
{
    const bool isMap = value.type() == Value::Type::Map;
    if (!isMap && value.type() != Value::Type::List) {
        if (value.isNumber())
            return number(value, Format::Json);
        return value.type() == Value::Type::Text ? escapedText(value.toText())
            : value.isNull()                     ? "null"
                                                 : value.toPlainText();
    }
    const QByteArray lineBreak = inLines ? '\n' + QByteArray(indent + 2, ' ') : QByteArray();
    QByteArray out;
    const QByteArray comma = inLines || once(2) ? "," : ", ";
    const QByteArray colon = once(4) ? ":" : ": ";
    if (isMap) {
        for (const auto &[name, entry] : value.entries())
            out += (out.isEmpty() ? QByteArray() : comma) + lineBreak + escapedText(name) + colon
                + json(entry, indent + 2, inLines && !once(4));
    } else {
        for (const Value &item : value.items())
            out += (out.isEmpty() ? QByteArray() : comma) + lineBreak
                + json(item, indent + 2, inLines && !once(4));
    }
    if (!out.isEmpty() && inLines)
        out += '\n' + QByteArray(indent, ' ');
    return isMap ? '{' + out + '}' : '[' + out + ']';
}

QByteArray RandomDocuments::tomlInline(const Value &value)
{
    QByteArray out;
    if (value.type() == Value::Type::List) {
        for (const Value &item : value.items())
            out += (out.isEmpty() ? "" : ", ") + tomlInline(item);
        return '[' + out + ']';
    }
    if (value.type() == Value::Type::Map) {
        for (const auto &[name, entry] : value.entries())
            out += (out.isEmpty() ? "" : ", ") + escapedText(name) + " = " + tomlInline(entry);
        return '{' + out + '}';
    }
    if (value.isNumber())
        return number(value, Format::Toml);
    if (value.type() != Value::Type::Text)
        return value.toPlainText();
    const QByteArray text = value.toText();
    return isSingleLine(text) && !text.contains('\'') && once(2) ? '\'' + text + '\'' : escapedText(text);
}

void RandomDocuments::tomlTable(QByteArray &out, const Value &map, const QByteArray &section)
{
    QByteArray sections;
    for (const auto &[name, value] : map.entries()) {
        if (value.type() == Value::Type::Map && !once(3)) {
            const QByteArray path = (section.isEmpty() ? QByteArray() : section + '.') + escapedText(name);
            sections += (once(3) ? "\n[" : "[") + path + ']' + lineEnd();
            tomlTable(sections, value, path);
            continue;
        }
        if (isListOfMaps(value) && !once(3)) {
            const QByteArray path = (section.isEmpty() ? QByteArray() : section + '.') + escapedText(name);
            for (const Value &item : value.items()) {
                sections += (once(3) ? "\n[[" : "[[") + path + "]]" + lineEnd();
                tomlTable(sections, item, path);
            }
            continue;
        }
        comments(out, 0);
        out += escapedText(name) + (once(3) ? "=" : " = ") + tomlInline(value) + lineEnd();
    }
    out += sections;
}

QByteArray RandomDocuments::properties(const Value &map)
{
    QByteArray out;
    const auto spelled = [this](const QByteArray &text, bool isKey) {
        QByteArray spelling;
        for (qsizetype i = 0; i < text.size(); ++i) {
            const char c = text.at(i);
            if (c == '\n')
                spelling += "\\n";
            else if (c == '\r')
                spelling += "\\r";
            else if (c == '\\' || (isKey && (c == ' ' || c == ':' || c == '='))
                     || (i == 0 && (c == ' ' || c == '#')))
                spelling += '\\' + QByteArray(1, c);
            else if (c == 'a' && once(5))
                spelling += "\\u0061";
            else if (c == 'l' && !isKey && once(5))
                spelling += "\\\n   l";
            else
                spelling += c;
        }
        return spelling;
    };
    for (const auto &[name, value] : map.entries()) {
        if (once(6))
            out += "# a comment\n\n";
        out += spelled(name, true)
            + (once(4)       ? " = "
                   : once(4) ? ": "
                             : "=")
            + spelled(value.toText(), false) + '\n';
    }
    return out;
}

QByteArray RandomDocuments::written(const Value &map, Format format)
{
    QByteArray out;
    _step = once(3) ? 4 : 2;
    _indentedLists = once(2);
    _anchors.clear();
    switch (format) {
    case Format::Yaml:
        if (map.entries().isEmpty())
            return "{}\n";
        yamlMap(out, map, 0);
        break;
    case Format::Json:
        out = json(map, 0, once(2)) + '\n';
        break;
    case Format::Toml:
        tomlTable(out, map, {});
        break;
    case Format::Hocon:
        hoconFields(out, map, {}, 0);
        if (once(3))
            out = "{\n" + out + "}\n";
        break;
    default:
        out = properties(map);
    }
    if (once(6))
        out.replace("\n", "\r\n");
    if (once(6) && out.endsWith('\n') && !out.endsWith("\n\n"))
        out.chop(out.endsWith("\r\n") ? 2 : 1);
    if (once(8))
        out.prepend("\xef\xbb\xbf");
    return out;
}

} // namespace archivesmp::tests
