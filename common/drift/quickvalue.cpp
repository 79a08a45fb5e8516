// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/drift/quickvalue.h"

#include "common/config/yaml/onelinescalar.h"
#include "common/config/yaml/yamlscalar.h"

#include <cstring>

namespace archivesmp::drift {

using Type = Value::Type;

namespace {

// Behind the word with which a text begins.
const char *endOfWord(const char *text, const char *end)
{
    while (text != end && *text != ' ' && *text != '\n' && *text != '\r')
        ++text;
    return text;
}

// Of a text that YAML reads as a truth value: true, yes and on, in three spellings each, and their opposites.
bool truthOf(QByteArrayView text)
{
    const int first = text.front() | 0x20;
    return first == 't' || first == 'y' || (first == 'o' && (text[1] | 0x20) == 'n');
}

// All values in a list or map, and in those that it holds.
size_t itemsIn(const Value &value)
{
    size_t count = 0;
    if (value.type() == Type::List) {
        for (const Value &item : value.items())
            count += 1 + itemsIn(item);
    } else if (value.type() == Type::Map) {
        for (const auto &entry : value.entries())
            count += 1 + itemsIn(entry.second);
    }
    return count;
}

// As plugins and their libraries write a text between double quotes; empty where it would have other escapes.
QByteArray escapedText(QByteArrayView text)
{
    QByteArray escaped(text.size() * 2, Qt::Uninitialized);
    char *out = escaped.data();
    for (const char c : text) {
        switch (c) {
        case '\n':
        case '\t':
            *out++ = '\\';
            *out++ = c == '\n' ? 'n' : 't';
            break;
        case '"':
        case '\\':
            *out++ = '\\';
            *out++ = c;
            break;
        case '\r':
            return {};
        default:
            *out++ = c;
        }
    }
    escaped.truncate(out - escaped.constData());
    return escaped;
}

// Numbers that do not know how they were written get the text that they would have.
void addText(const Value *value, QByteArrayView text, std::vector<char> &texts)
{
    if (value != nullptr && value->isNumber() && text.isEmpty()) {
        const QByteArray number = value->numberSource();
        texts.insert(texts.end(), number.begin(), number.end());
    } else {
        texts.insert(texts.end(), text.begin(), text.end());
    }
}

} // namespace

QuickValue::QuickValue(const Value &value)
    : _value(&value)
    , _type(value.type())
    , _truth(value.toBoolean())
{
    if (_type == Type::Text)
        _text = value.textView();
    else if (value.isNumber())
        _text = value.sourceView();
    else if (_type == Type::Boolean)
        _text = _truth ? "true" : "false";
}

void QuickValues::pack()
{
    size_t count = 0;
    for (const QuickValue &value : _values)
        count += value._value == nullptr ? 0 : itemsIn(*value._value);
    _items.reserve(count); // so that those which are there stay where they are
    for (QuickValue &value : _values)
        addItems(value);
    std::vector<size_t> ends;
    ends.reserve(_values.size() + count);
    for (const auto *values : {&_values, &_items}) {
        for (const QuickValue &value : *values) {
            addText(value._value, value._text, _texts);
            ends.push_back(_texts.size());
        }
    }
    auto end = ends.begin();
    size_t begin = 0;
    for (auto *values : {&_values, &_items}) {
        for (QuickValue &value : *values) {
            value._text = QByteArrayView(_texts.data() + begin, static_cast<qsizetype>(*end - begin));
            begin = *end++;
            const bool isWord = config::isWord(value._text);
            value._plain = (isWord || config::isPlainScalar(value._text))
                && value.isSame(config::typeOfPlainYaml(value._text), value._text);
            value._quoted = value._type == Type::Text && (isWord || config::isSameInQuotes(value._text));
            if (value._type == Type::Text && !value._quoted)
                value._escaped = _escaped.emplace_back(escapedText(value._text));
        }
    }
}

void QuickValues::addItems(QuickValue &container)
{
    const size_t first = _items.size();
    if (container._type == Type::List) {
        for (const Value &item : container._value->items())
            _items.emplace_back(item);
    } else if (container._type == Type::Map) {
        for (const auto &[key, value] : container._value->entries())
            _items.emplace_back(value)._key = SpelledKey(key);
    }
    const size_t end = _items.size();
    if (first == end)
        return;
    container._items = &_items[first];
    for (size_t i = first; i < end; ++i)
        addItems(_items[i]);
}

// Of a text in quotes, and of a truth value by another of its names.
const char *QuickValue::endOfOtherSpelling(const char *text, const char *end) const
{
    if (text == end)
        return nullptr;
    if (_type == Type::Boolean) {
        const char *behind = endOfWord(text, end);
        const QByteArrayView word(text, behind - text);
        return config::typeOfPlainYaml(word) == Type::Boolean && truthOf(word) == _truth ? behind : nullptr;
    }
    if (_type != Type::Text || (*text != '\'' && *text != '"'))
        return nullptr;
    if (!_quoted && (*text == '\'' || _escaped.isEmpty()))
        return nullptr;
    const QByteArrayView inner = _quoted ? _text : _escaped;
    const bool isSame = end - text > inner.size() + 1 && beginsWith(text + 1, end, inner)
        && text[inner.size() + 1] == *text;
    return isSame ? text + inner.size() + 2 : nullptr;
}

// Where a line ends that has nothing more but blanks, perhaps with a comment behind them; else nullptr.
const char *QuickValue::endOfTail(const char *text, const char *end)
{
    const char *at = text;
    while (at != end && *at == ' ')
        ++at;
    if (at != end && *at == '#' && at != text) {
        const void *newline = std::memchr(at, '\n', static_cast<size_t>(end - at));
        at = newline == nullptr ? end : static_cast<const char *>(newline);
        return at[-1] == '\r' ? at - 1 : at;
    }
    const bool isBreak = at == end || *at == '\n' || (*at == '\r' && at + 1 != end && at[1] == '\n');
    return isBreak ? at : nullptr;
}

bool QuickValue::isSame(Type type, QByteArrayView text) const
{
    switch (_type) {
    case Type::Text:
        return type == Type::Text && isSameText(text, _text);
    case Type::Boolean:
        return type == Type::Boolean && truthOf(text) == _truth;
    case Type::Integer:
    case Type::Real:
        if (type == _type && !_text.isEmpty() && isSameText(text, _text))
            return true;
        return (type == Type::Integer || type == Type::Real)
            && config::valueOfPlainYaml(text, type) == *_value;
    case Type::Null:
        return _value != nullptr && (type == Type::Null || (type == Type::Text && text.isEmpty()));
    case Type::List:
    case Type::Map:
        break;
    }
    return false;
}

} // namespace archivesmp::drift
