// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/drift/quickvalue.h"

#include "common/config/yaml/onelinescalar.h"
#include "common/config/yaml/yamlscalar.h"

#include <cstring>

namespace archivesmp::drift {

using Type = Value::Type;

namespace {

bool isEqual(QByteArrayView a, QByteArrayView b)
{
    return a.size() == b.size()
        && (a.isEmpty() || std::memcmp(a.data(), b.data(), static_cast<size_t>(a.size())) == 0);
}

bool beginsWith(QByteArrayView text, QByteArrayView begin)
{
    return text.size() >= begin.size() && isEqual(text.first(begin.size()), begin);
}

// Whether nothing but blanks and a comment are behind a value that ends there.
bool endsBehind(QByteArrayView line, qsizetype end)
{
    qsizetype at = end;
    while (at < line.size() && line[at] == ' ')
        ++at;
    return at == line.size() || (line[at] == '#' && at > end);
}

qsizetype lengthOfWord(QByteArrayView text)
{
    qsizetype length = 0;
    while (length < text.size() && text[length] != ' ')
        ++length;
    return length;
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
            value._plain = config::isPlainScalar(value._text)
                && value.isSame(config::typeOfPlainYaml(value._text), value._text);
            value._quoted = value._type == Type::Text && config::isSameInQuotes(value._text);
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
            _items.emplace_back(value);
    }
    const size_t end = _items.size();
    if (first == end)
        return;
    container._items = &_items[first];
    for (size_t i = first; i < end; ++i)
        addItems(_items[i]);
}

bool QuickValue::isSpelled(QByteArrayView spelling) const
{
    while (!spelling.isEmpty() && spelling.front() == ' ')
        spelling = spelling.sliced(1);
    if (_plain && beginsWith(spelling, _text) && endsBehind(spelling, _text.size()))
        return true;
    if (spelling.isEmpty())
        return false;
    if (_type == Type::Boolean) {
        const QByteArrayView word = spelling.first(lengthOfWord(spelling));
        return config::typeOfPlainYaml(word) == Type::Boolean && truthOf(word) == _truth
            && endsBehind(spelling, word.size());
    }
    const char quote = spelling.front();
    const qsizetype close = _text.size() + 1;
    return _quoted && (quote == '\'' || quote == '"') && spelling.size() > close && spelling[close] == quote
        && beginsWith(spelling.sliced(1), _text) && endsBehind(spelling, close + 1);
}

bool QuickValue::isSame(Type type, QByteArrayView text) const
{
    switch (_type) {
    case Type::Text:
        return type == Type::Text && isEqual(text, _text);
    case Type::Boolean:
        return type == Type::Boolean && truthOf(text) == _truth;
    case Type::Integer:
    case Type::Real:
        if (type == _type && !_text.isEmpty() && isEqual(text, _text))
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
