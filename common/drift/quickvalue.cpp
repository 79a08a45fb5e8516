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

// Of a text that YAML reads as a truth value: true, yes and on, in three spellings each, and their opposites.
bool truthOf(QByteArrayView text)
{
    const int first = text.front() | 0x20;
    return first == 't' || first == 'y' || (first == 'o' && (text[1] | 0x20) == 'n');
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
    std::vector<qsizetype> ends;
    ends.reserve(_values.size());
    for (const QuickValue &value : _values) {
        const bool isBareNumber
            = value._value != nullptr && value._value->isNumber() && value._text.isEmpty();
        const QByteArray number = isBareNumber ? value._value->numberSource() : QByteArray();
        const QByteArrayView text = isBareNumber ? QByteArrayView(number) : value._text;
        _texts.insert(_texts.end(), text.begin(), text.end());
        ends.push_back(static_cast<qsizetype>(_texts.size()));
    }
    qsizetype begin = 0;
    for (size_t i = 0; i < _values.size(); ++i) {
        QuickValue &value = _values[i];
        value._text = QByteArrayView(_texts.data() + begin, ends[i] - begin);
        begin = ends[i];
        value._plain = config::isPlainScalar(value._text)
            && value.isSame(config::typeOfPlainYaml(value._text), value._text);
        value._quoted = value._type == Type::Text && config::isSameInQuotes(value._text);
    }
}

bool QuickValue::isSpelled(QByteArrayView spelling) const
{
    if (_plain && isEqual(spelling, _text))
        return true;
    if (_type == Type::Boolean)
        return isEqual(spelling, _truth ? QByteArrayView("true") : QByteArrayView("false"));
    const qsizetype size = spelling.size() - 2;
    return _quoted && size == _text.size() && spelling.front() == spelling.back()
        && (spelling.front() == '\'' || spelling.front() == '"') && isEqual(spelling.sliced(1, size), _text);
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
