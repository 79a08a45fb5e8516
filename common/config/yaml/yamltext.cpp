// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/config/yaml/yamltext.h"

#include "common/config/yaml/yamlscalar.h"

#include <QString>

#include <algorithm>
#include <array>
#include <cmath>

namespace archivesmp::config {

using Style = ConfigDocument::Style;

namespace {

bool needsEscape(char16_t unit)
{
    return unit < 0x20 || (unit >= 0x7f && unit < 0xa0) || unit == 0x2028 || unit == 0x2029 || unit == 0xfeff
        || unit >= 0xfffe;
}

bool isPrintable(QByteArrayView text)
{
    const QString characters = QString::fromUtf8(text);
    return std::none_of(characters.begin(), characters.end(),
                        [](QChar c) { return needsEscape(c.unicode()); });
}

// "2024-01-31…", which SnakeYAML would turn into a date.
bool looksLikeDate(QByteArrayView text)
{
    return text.size() >= 8 && text[4] == '-'
        && std::all_of(text.begin(), text.begin() + 4, [](char c) { return c >= '0' && c <= '9'; });
}

bool canBePlain(QByteArrayView text, YamlContext context)
{
    if (text.isEmpty() || text.startsWith(' ') || text.endsWith(' ') || text.endsWith(':')
        || !isPrintable(text))
        return false;
    if (QByteArrayView("-?:,[]{}#&*!|>'\"%@`<=~").contains(text.front()))
        return false;
    if (text.contains(": ") || text.contains(" #"))
        return false;
    // SnakeYAML takes "._" for a fraction and fails on it, and ends a text in brackets at a question mark;
    // libyaml does neither, so that reading the result again would not tell.
    if (text.startsWith("._"))
        return false;
    return context == YamlContext::Block || std::none_of(text.begin(), text.end(), [](char c) {
               return QByteArrayView(",?[]{}:").contains(c);
           });
}

QByteArray singleQuoted(QByteArrayView text)
{
    return '\'' + text.toByteArray().replace("'", "''") + '\'';
}

QByteArray escaped(char16_t unit)
{
    switch (unit) {
    case u'\n':
        return "\\n";
    case u'\t':
        return "\\t";
    case u'\r':
        return "\\r";
    case u'"':
        return "\\\"";
    case u'\\':
        return "\\\\";
    default:
        return "\\u" + QByteArray::number(unit, 16).rightJustified(4, '0');
    }
}

QByteArray doubleQuoted(QByteArrayView text)
{
    QByteArray out = "\"";
    const QString characters = QString::fromUtf8(text);
    for (qsizetype i = 0; i < characters.size(); ++i) {
        const QChar c = characters.at(i);
        if (c == u'"' || c == u'\\' || needsEscape(c.unicode())) {
            out += escaped(c.unicode());
            continue;
        }
        const qsizetype length = c.isHighSurrogate() && i + 1 < characters.size() ? 2 : 1;
        out += QStringView(characters).sliced(i, length).toUtf8();
        i += length - 1;
    }
    return out + '"';
}

QList<QByteArray> textSpellings(QByteArrayView text, Style style, QByteArrayView before, YamlContext context)
{
    QList<QByteArray> spellings;
    const bool plain = style != Style::SingleQuoted && style != Style::DoubleQuoted
        && canBePlain(text, context) && typeOfPlainYaml(text) == Value::Type::Text
        && (!looksLikeDate(text) || (style == Style::Plain && looksLikeDate(before)));
    if (plain)
        spellings.append(text.toByteArray());
    if (style == Style::DoubleQuoted)
        spellings.append(doubleQuoted(text));
    if (isPrintable(text))
        spellings.append(singleQuoted(text));
    if (style != Style::DoubleQuoted)
        spellings.append(doubleQuoted(text));
    return spellings;
}

// "no" for false where it was "yes" before.
QByteArray booleanLike(bool value, QByteArrayView before)
{
    struct Pair
    {
        QByteArrayView yes;
        QByteArrayView no;
    };
    static constexpr std::array<Pair, 8> pairs{{{"yes", "no"},
                                                {"Yes", "No"},
                                                {"YES", "NO"},
                                                {"on", "off"},
                                                {"On", "Off"},
                                                {"ON", "OFF"},
                                                {"True", "False"},
                                                {"TRUE", "FALSE"}}};
    for (const Pair &pair : pairs) {
        if (before == pair.yes || before == pair.no)
            return (value ? pair.yes : pair.no).toByteArray();
    }
    return value ? "true" : "false";
}

QByteArray realText(double value)
{
    if (std::isnan(value))
        return ".nan";
    if (std::isinf(value))
        return value < 0 ? "-.inf" : ".inf";
    return Value::real(value).numberSource();
}

} // namespace

QList<QByteArray> yamlSpellings(const Value &value, Style style, QByteArrayView before, YamlContext context)
{
    switch (value.type()) {
    case Value::Type::Null:
        return {"null"};
    case Value::Type::Boolean:
        return {booleanLike(value.toBoolean(), style == Style::Plain ? before : QByteArrayView())};
    case Value::Type::Integer:
        return {value.numberSource(), QByteArray::number(value.toInteger())};
    case Value::Type::Real:
        return {value.numberSource(), realText(value.toReal())};
    case Value::Type::Text:
        return textSpellings(value.toText(), style, before, context);
    case Value::Type::List:
    case Value::Type::Map:
        break;
    }
    return {yamlFlow(value)};
}

QByteArray yamlKey(QByteArrayView key, YamlContext context)
{
    if (canBePlain(key, context) && typeOfPlainYaml(key) == Value::Type::Text && !looksLikeDate(key))
        return key.toByteArray();
    return isPrintable(key) ? singleQuoted(key) : doubleQuoted(key);
}

QByteArray yamlFlow(const Value &value)
{
    QByteArray out;
    if (value.type() == Value::Type::List) {
        for (const Value &item : value.items())
            out += (out.isEmpty() ? "" : ", ") + yamlFlow(item);
        return '[' + out + ']';
    }
    if (value.type() == Value::Type::Map) {
        for (const auto &[key, entry] : value.entries())
            out += (out.isEmpty() ? "" : ", ") + yamlKey(key, YamlContext::Flow) + ": " + yamlFlow(entry);
        return '{' + out + '}';
    }
    if (value.type() == Value::Type::Real)
        return realText(value.toReal());
    if (value.type() == Value::Type::Integer)
        return QByteArray::number(value.toInteger());
    return yamlSpellings(value, Style::None, {}, YamlContext::Flow).constFirst();
}

QByteArray yamlLiteral(QByteArrayView text, qsizetype indent, const QByteArray &lineBreak)
{
    if (!text.contains('\n') || text.startsWith(' ') || text.startsWith('\n') || text.endsWith("\n\n"))
        return {};
    const bool endsInBreak = text.endsWith('\n');
    QByteArray out = endsInBreak ? "|" : "|-";
    const QList<QByteArray> lines = (endsInBreak ? text.chopped(1) : text).toByteArray().split('\n');
    for (const QByteArray &line : lines) {
        if (!isPrintable(line))
            return {};
        out += lineBreak + (line.isEmpty() ? QByteArray() : QByteArray(indent, ' ') + line);
    }
    return out;
}

QByteArray yamlEntry(const QByteArray &key, const Value &value, qsizetype indent, const YamlLayout &layout)
{
    const bool isList = value.type() == Value::Type::List && !value.items().isEmpty();
    const bool isMap = value.type() == Value::Type::Map && !value.entries().isEmpty();
    if (!isList && !isMap)
        return key + ": "
            + (value.isNumber() || !value.isScalar()
                   ? yamlFlow(value)
                   : yamlSpellings(value, Style::None, {}, YamlContext::Block).constFirst());
    const qsizetype inner = indent + (isList ? layout.listOffset : layout.step);
    return key + ':' + layout.lineBreak + QByteArray(inner, ' ') + yamlBlock(value, inner, layout);
}

QByteArray yamlBlock(const Value &value, qsizetype indent, const YamlLayout &layout)
{
    const QByteArray separator = layout.lineBreak + QByteArray(indent, ' ');
    QList<QByteArray> lines;
    if (value.type() == Value::Type::Map && !value.entries().isEmpty()) {
        for (const auto &[key, entry] : value.entries())
            lines.append(yamlEntry(yamlKey(key, YamlContext::Block), entry, indent, layout));
        return lines.join(separator);
    }
    if (value.type() == Value::Type::List && !value.items().isEmpty()) {
        for (const Value &item : value.items())
            lines.append(
                "- "
                + (item.type() == Value::Type::Map ? yamlBlock(item, indent + 2, layout) : yamlFlow(item)));
        return lines.join(separator);
    }
    return yamlFlow(value);
}

} // namespace archivesmp::config
