// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/fleetgen/documentwriter.h"

#include "common/expectations/canonicaljson.h"

#include <QRegularExpression>

#include <cmath>

namespace archivesmp::fleetgen {

using namespace Qt::StringLiterals;

namespace {

const QList<QByteArray> remarks{"Do not change this while the server runs.",
                                "Default: as it comes.",
                                "See the plugin's page: about this, \"read\" first.",
                                "password: not-here, only an example of a comment",
                                "Seconds, not ticks.",
                                "-------------",
                                "Was: {old: [1, 2"};

bool isPlainSafe(const QByteArray &text)
{
    static const QRegularExpression safe(u"^[A-Za-z][A-Za-z0-9_/.-]*( [A-Za-z0-9_/.-]+)*$"_s);
    static const QRegularExpression reserved(u"^(y|n|yes|no|on|off|true|false|null|nan|inf)$"_s,
                                             QRegularExpression::CaseInsensitiveOption);
    const QString utf16 = QString::fromUtf8(text);
    return safe.match(utf16).hasMatch() && !reserved.match(utf16).hasMatch();
}

QByteArray jsonText(const QByteArray &text)
{
    QByteArray out;
    expectations::appendJsonText(out, text);
    return out;
}

QByteArray singleQuoted(QByteArray text)
{
    return '\'' + text.replace("'", "''") + '\'';
}

QByteArray number(const Value &value)
{
    QByteArray text = value.numberSource();
    if (value.type() == Value::Type::Real && !text.contains('.') && !text.contains('e'))
        text += ".0";
    // YAML 1.1 wants a dot in a number with an exponent.
    const qsizetype exponent = text.indexOf('e');
    if (exponent > 0 && !text.first(exponent).contains('.'))
        text.insert(exponent, ".0");
    return text;
}

class YamlWriter final
{
public:
    explicit YamlWriter(Dice &dice)
        : _dice(dice)
    { }

    QByteArray write(const Value &map)
    {
        if (_dice.oneIn(3))
            _out += "# Written by a plugin\n\n";
        if (_dice.oneIn(12))
            _out += "---\n";
        if (map.entries().isEmpty())
            _out += "{}\n";
        writeMap(map, 0);
        if (_dice.oneIn(10))
            _out.replace("\n", "\r\n");
        return _out;
    }

private:
    void indent(int depth) { _out += QByteArray(depth * 2, ' '); }

    void writeMap(const Value &map, int depth)
    {
        for (const auto &[key, value] : map.entries()) {
            if (_dice.oneIn(8)) {
                indent(depth);
                _out += "# " + _dice.pick(remarks) + '\n';
            } else if (_dice.oneIn(20)) {
                _out += '\n';
            }
            indent(depth);
            writeEntry(key, value, depth);
        }
    }

    void writeEntry(const QByteArray &key, const Value &value, int depth)
    {
        _out += writtenKey(key) + ':';
        if (value.type() == Value::Type::Map && !value.entries().isEmpty()) {
            _out += '\n';
            writeMap(value, depth + 1);
        } else if (value.type() == Value::Type::List && !value.items().isEmpty() && !isFlow(value)) {
            _out += '\n';
            writeList(value, depth + (_dice.oneIn(2) ? 1 : 0));
        } else if (isBlockText(value) && _dice.oneIn(2)) {
            writeLiteral(value.toText(), depth + 1);
        } else {
            const QByteArray text = inlined(value);
            _out += text.isEmpty() ? text : ' ' + text;
            if (!text.isEmpty() && _dice.oneIn(15))
                _out += "  # " + _dice.pick(remarks);
            _out += '\n';
        }
    }

    void writeList(const Value &list, int depth)
    {
        for (const Value &item : list.items()) {
            indent(depth);
            _out += "- ";
            if (item.type() == Value::Type::Map && !item.entries().isEmpty()) {
                bool first = true;
                for (const auto &[key, value] : item.entries()) {
                    if (!first)
                        indent(depth + 1);
                    first = false;
                    writeEntry(key, value, depth + 1);
                }
            } else {
                const QByteArray text = inlined(item);
                _out += (text.isEmpty() ? QByteArray("null") : text) + '\n';
            }
        }
    }

    // Lines that neither begin nor end with blanks, and no line break at the end.
    static bool isBlockText(const Value &value)
    {
        static const QRegularExpression lines(u"^[!-~][ -~]*[!-~](\\n[!-~][ -~]*[!-~])+$"_s);
        return value.type() == Value::Type::Text && lines.match(QString::fromUtf8(value.toText())).hasMatch();
    }

    void writeLiteral(const QByteArray &text, int depth)
    {
        _out += " |-\n";
        for (const QByteArray &line : text.split('\n')) {
            indent(depth);
            _out += line + '\n';
        }
    }

    bool isFlow(const Value &list)
    {
        for (const Value &item : list.items()) {
            if (!item.isScalar())
                return false;
        }
        return list.items().size() < 6 && _dice.oneIn(3);
    }

    QByteArray writtenKey(const QByteArray &key)
    {
        if (isPlainSafe(key))
            return _dice.oneIn(12) ? singleQuoted(key) : key;
        static const QRegularExpression digits(u"^[0-9]+$"_s);
        if (digits.match(QString::fromUtf8(key)).hasMatch() && _dice.oneIn(2))
            return key; // keys are texts, whatever they look like
        return key.contains('\n') || key.contains('\\') || _dice.oneIn(2) ? jsonText(key) : singleQuoted(key);
    }

    QByteArray inlined(const Value &value)
    {
        switch (value.type()) {
        case Value::Type::Null:
            return _dice.pick(QList<QByteArray>{"null", "~", ""});
        case Value::Type::Boolean:
            return value.toBoolean() ? (_dice.oneIn(8) ? "yes" : "true") : (_dice.oneIn(8) ? "off" : "false");
        case Value::Type::Integer:
            return inlinedInteger(value);
        case Value::Type::Real:
            return number(value);
        case Value::Type::Text:
            return inlinedText(value.toText());
        case Value::Type::List:
            return inlinedList(value);
        case Value::Type::Map:
            return inlinedMap(value);
        }
        return {};
    }

    // One number has many spellings in YAML 1.1.
    QByteArray inlinedInteger(const Value &value)
    {
        const qint64 integer = value.toInteger();
        if (integer < 0 || !_dice.oneIn(12))
            return number(value);
        switch (_dice.below(4)) {
        case 0:
            return "0x" + QByteArray::number(integer, 16);
        case 1:
            return integer == 0 ? QByteArray("0") : '0' + QByteArray::number(integer, 8);
        case 2:
            return '+' + QByteArray::number(integer);
        default:
            return QByteArray::number(integer) + ".0";
        }
    }

    QByteArray inlinedText(const QByteArray &text)
    {
        const bool needsEscapes = std::any_of(text.begin(), text.end(),
                                              [](char c) { return static_cast<unsigned char>(c) < 0x20; });
        if (needsEscapes)
            return jsonText(text);
        if (isPlainSafe(text) && !_dice.oneIn(4))
            return text;
        return _dice.oneIn(2) ? jsonText(text) : singleQuoted(text);
    }

    QByteArray inlinedList(const Value &list)
    {
        QByteArrayList items;
        for (const Value &item : list.items()) {
            const QByteArray text = inlined(item);
            items.append(text.isEmpty() ? "null" : text);
        }
        return '[' + items.join(", ") + ']';
    }

    QByteArray inlinedMap(const Value &map)
    {
        QByteArrayList entries;
        for (const auto &[key, value] : map.entries()) {
            const QByteArray text = inlined(value);
            entries.append(jsonText(key) + ": " + (text.isEmpty() ? "null" : text));
        }
        return '{' + entries.join(", ") + '}';
    }

    Dice &_dice;
    QByteArray _out;
};

void writeJson(QByteArray &out, const Value &value, int depth)
{
    const bool isMap = value.type() == Value::Type::Map;
    if (!isMap || value.entries().isEmpty()) {
        expectations::appendJsonValue(out, value);
        return;
    }
    out += "{\n";
    for (const auto &[key, child] : value.entries()) {
        if (!out.endsWith("{\n"))
            out += ",\n";
        out += QByteArray((depth + 1) * 2, ' ');
        expectations::appendJsonText(out, key);
        out += ": ";
        writeJson(out, child, depth + 1);
    }
    out += '\n' + QByteArray(depth * 2, ' ') + '}';
}

QByteArray tomlKey(const QByteArray &key)
{
    static const QRegularExpression bare(u"^[A-Za-z0-9_-]+$"_s);
    return bare.match(QString::fromUtf8(key)).hasMatch() ? key : jsonText(key);
}

// Single values first: after a table's head everything belongs to that table.
void writeToml(QByteArray &out, const Value &map, const QByteArray &prefix, Dice &dice)
{
    for (const auto &[key, value] : map.entries()) {
        if (value.type() == Value::Type::Map)
            continue;
        if (dice.oneIn(8))
            out += "# " + dice.pick(remarks) + '\n';
        QByteArray text;
        if (value.isNumber())
            text = number(value);
        else
            expectations::appendJsonValue(text, value);
        out += tomlKey(key) + " = " + text + '\n';
    }
    for (const auto &[key, value] : map.entries()) {
        if (value.type() != Value::Type::Map)
            continue;
        const QByteArray table = prefix.isEmpty() ? tomlKey(key) : prefix + '.' + tomlKey(key);
        out += "\n[" + table + "]\n";
        writeToml(out, value, table, dice);
    }
}

// Everything beyond ASCII escaped, because readers differ in the encoding that they expect.
QByteArray propertiesText(const QByteArray &utf8)
{
    QByteArray out;
    const QString text = QString::fromUtf8(utf8);
    for (const QChar c : text) {
        if (c == u'\\')
            out += "\\\\";
        else if (c == u'\n')
            out += "\\n";
        else if (c == u' ' && out.isEmpty())
            out += "\\ ";
        else if (c.unicode() < 0x80)
            out += c.toLatin1();
        else
            out += "\\u" + QByteArray::number(c.unicode(), 16).rightJustified(4, '0');
    }
    return out;
}

void writeProperties(QByteArray &out, const Value &map, Dice &dice)
{
    for (const auto &[key, value] : map.entries()) {
        if (dice.oneIn(6))
            out += "# " + dice.pick(remarks) + '\n';
        const QByteArray text = propertiesText(value.toPlainText());
        out += key + dice.pick(QList<QByteArray>{"=", " = ", ": "}) + text + '\n';
    }
}

} // namespace

QByteArray writeDocument(const Value &map, config::Format format, Dice &dice)
{
    QByteArray out;
    switch (format) {
    case config::Format::Json:
        writeJson(out, map, 0);
        return out + '\n';
    case config::Format::Toml:
        writeToml(out, map, {}, dice);
        return out;
    case config::Format::Properties:
        writeProperties(out, map, dice);
        return out;
    default:
        return YamlWriter(dice).write(map);
    }
}

} // namespace archivesmp::fleetgen
