// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/core/value.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <cmath>
#include <limits>

namespace archivesmp {

namespace {

QByteArray quoted(const QByteArray &text)
{
    QByteArray out = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\')
            out += '\\';
        out += c;
    }
    return out + '"';
}

QByteArray shortest(double value)
{
    return QByteArray::number(value, 'g', QLocale::FloatingPointShortest);
}

// Whole numbers as such, so that 1 and 1.0 are one text.
QByteArray canonicalNumber(const Value &number)
{
    if (number.type() == Value::Type::Integer)
        return QByteArray::number(number.toInteger());
    const double value = number.toReal();
    if (std::trunc(value) == value && std::abs(value) < 9.2e18)
        return QByteArray::number(static_cast<qint64>(value));
    return shortest(value);
}

bool sameNumber(const Value &a, const Value &b)
{
    if (a.type() == Value::Type::Integer && b.type() == Value::Type::Integer)
        return a.toInteger() == b.toInteger();
    if (std::isnan(a.toReal()) && std::isnan(b.toReal()))
        return true;
    if (a.type() == b.type())
        return a.toReal() == b.toReal();
    // One is whole: beyond 2^53 a double cannot tell neighbours apart, so go by exact conversion.
    const Value &real = a.type() == Value::Type::Real ? a : b;
    const Value &whole = a.type() == Value::Type::Real ? b : a;
    if (std::trunc(real.toReal()) != real.toReal() || std::abs(real.toReal()) >= 9.2e18)
        return false;
    return static_cast<qint64>(real.toReal()) == whole.toInteger();
}

bool sameMap(const ValueMap &a, const ValueMap &b)
{
    if (a.size() != b.size())
        return false;
    return std::all_of(a.begin(), a.end(), [&b](const auto &entry) {
        const auto other
            = std::find_if(b.begin(), b.end(), [&](const auto &e) { return e.first == entry.first; });
        return other != b.end() && other->second == entry.second;
    });
}

constexpr QByteArrayView byteOrderMark("\xef\xbb\xbf");
constexpr QByteArrayView exactText("="); // before a text whose first character a reader would drop

QByteArrayView withoutByteOrderMarks(QByteArrayView text)
{
    while (text.startsWith(byteOrderMark))
        text = text.sliced(byteOrderMark.size());
    return text;
}

// Numbers too large for a double are infinities too, "1e999".
double nonFinite(const QByteArray &spelling)
{
    if (spelling.toLower().contains("nan"))
        return std::numeric_limits<double>::quiet_NaN();
    const double infinity = std::numeric_limits<double>::infinity();
    return spelling.startsWith('-') ? -infinity : infinity;
}

} // namespace

Value Value::integer(qint64 value, QByteArray source)
{
    return Value(Data(IntegerNumber{value, std::move(source)}));
}

Value Value::real(double value, QByteArray source)
{
    return Value(Data(RealNumber{value, std::move(source)}));
}

Value::Type Value::type() const
{
    return static_cast<Type>(_data.index());
}

bool Value::toBoolean() const
{
    const bool *value = std::get_if<bool>(&_data);
    return value != nullptr && *value;
}

qint64 Value::toInteger() const
{
    const auto *number = std::get_if<IntegerNumber>(&_data);
    return number != nullptr ? number->value : 0;
}

double Value::toReal() const
{
    if (const auto *number = std::get_if<RealNumber>(&_data))
        return number->value;
    return static_cast<double>(toInteger());
}

QByteArray Value::toText() const
{
    const QByteArray *text = std::get_if<QByteArray>(&_data);
    return text != nullptr ? *text : QByteArray();
}

QByteArrayView Value::textView() const
{
    const QByteArray *text = std::get_if<QByteArray>(&_data);
    return text != nullptr ? QByteArrayView(*text) : QByteArrayView();
}

const ValueList &Value::items() const
{
    static const ValueList none;
    const auto *items = std::get_if<ValueList>(&_data);
    return items != nullptr ? *items : none;
}

const ValueMap &Value::entries() const
{
    static const ValueMap none;
    const auto *entries = std::get_if<ValueMap>(&_data);
    return entries != nullptr ? *entries : none;
}

const Value *Value::find(QByteArrayView key) const
{
    for (const auto &[name, value] : entries()) {
        if (name == key)
            return &value;
    }
    return nullptr;
}

QByteArray Value::numberSource() const
{
    if (const auto *number = std::get_if<IntegerNumber>(&_data))
        return number->source.isEmpty() ? QByteArray::number(number->value) : number->source;
    if (const auto *number = std::get_if<RealNumber>(&_data))
        return number->source.isEmpty() ? shortest(number->value) : number->source;
    return {};
}

QByteArrayView Value::sourceView() const
{
    if (const auto *number = std::get_if<IntegerNumber>(&_data))
        return number->source;
    if (const auto *number = std::get_if<RealNumber>(&_data))
        return number->source;
    return {};
}

QByteArray Value::toPlainText() const
{
    switch (type()) {
    case Type::Null:
        return {};
    case Type::Boolean:
        return toBoolean() ? "true" : "false";
    case Type::Integer:
    case Type::Real:
        return numberSource();
    case Type::Text:
        return toText();
    case Type::List:
        return QJsonDocument(toJson().toArray()).toJson(QJsonDocument::Compact);
    case Type::Map:
        return QJsonDocument(toJson().toObject()).toJson(QJsonDocument::Compact);
    }
    return {};
}

QJsonValue Value::toJson() const
{
    switch (type()) {
    case Type::Null:
        return QJsonValue::Null;
    case Type::Boolean:
        return toBoolean();
    case Type::Integer:
        return toInteger();
    case Type::Real:
        // JSON has no infinities; their YAML spelling is what a person would look for.
        return std::isfinite(toReal()) ? QJsonValue(toReal()) : QJsonValue(QString::fromUtf8(numberSource()));
    case Type::Text:
        return QString::fromUtf8(withoutByteOrderMarks(textView()));
    case Type::List: {
        QJsonArray array;
        for (const Value &item : items())
            array.append(item.toJson());
        return array;
    }
    case Type::Map: {
        QJsonObject object;
        for (const auto &[key, value] : entries())
            object.insert(QString::fromUtf8(key), value.toJson());
        return object;
    }
    }
    return {};
}

Value Value::fromJson(const QJsonValue &json)
{
    switch (json.type()) {
    case QJsonValue::Bool:
        return boolean(json.toBool());
    case QJsonValue::Double: {
        const double number = json.toDouble();
        const qint64 whole = json.toInteger(0);
        // toInteger gives its default for what is not whole.
        if (whole != 0 || number == 0.0)
            return integer(whole);
        return real(number);
    }
    case QJsonValue::String:
        return text(json.toString().toUtf8());
    case QJsonValue::Array: {
        ValueList items;
        const QJsonArray array = json.toArray();
        for (const QJsonValue &item : array)
            items.append(fromJson(item));
        return list(std::move(items));
    }
    case QJsonValue::Object: {
        ValueMap entries;
        const QJsonObject object = json.toObject();
        for (auto it = object.begin(); it != object.end(); ++it)
            entries.append({it.key().toUtf8(), fromJson(it.value())});
        return map(std::move(entries));
    }
    case QJsonValue::Null:
    case QJsonValue::Undefined:
        break;
    }
    return {};
}

QJsonValue Value::jsonMarks() const
{
    switch (type()) {
    case Type::Real:
        return std::isfinite(toReal()) ? QJsonValue() : QJsonValue(true);
    case Type::Text:
        return textView().startsWith(byteOrderMark) ? QJsonValue(QString::fromUtf8(exactText + toText()))
                                                    : QJsonValue();
    case Type::List: {
        QJsonArray array;
        for (const Value &item : items())
            array.append(item.jsonMarks());
        const bool none
            = std::all_of(array.begin(), array.end(), [](const QJsonValue &mark) { return mark.isNull(); });
        return none ? QJsonValue() : QJsonValue(array);
    }
    case Type::Map: {
        QJsonObject object;
        for (const auto &[key, value] : entries()) {
            if (const QJsonValue mark = value.jsonMarks(); !mark.isNull())
                object.insert(QString::fromUtf8(key), mark);
        }
        return object.isEmpty() ? QJsonValue() : QJsonValue(object);
    }
    case Type::Null:
    case Type::Boolean:
    case Type::Integer:
        break;
    }
    return {};
}

Value Value::withMarks(const QJsonValue &marks) const
{
    switch (type()) {
    case Type::Text: {
        if (marks.toBool())
            return real(nonFinite(toText()), toText());
        const QByteArray exact = marks.toString().toUtf8();
        return exact.startsWith(exactText) ? text(exact.sliced(exactText.size())) : *this;
    }
    case Type::List: {
        if (!marks.isArray())
            return *this;
        const QJsonArray each = marks.toArray();
        ValueList marked;
        for (qsizetype i = 0; i < items().size(); ++i)
            marked.append(items().at(i).withMarks(each.at(i)));
        return list(std::move(marked));
    }
    case Type::Map: {
        if (!marks.isObject())
            return *this;
        const QJsonObject each = marks.toObject();
        ValueMap marked;
        for (const auto &[key, value] : entries())
            marked.append({key, value.withMarks(each.value(QString::fromUtf8(key)))});
        return map(std::move(marked));
    }
    case Type::Null:
    case Type::Boolean:
    case Type::Integer:
    case Type::Real:
        break;
    }
    return *this;
}

QByteArray Value::canonical() const
{
    switch (type()) {
    case Type::Null:
        return "null";
    case Type::Boolean:
        return toBoolean() ? "true" : "false";
    case Type::Integer:
    case Type::Real:
        return canonicalNumber(*this);
    case Type::Text:
        return quoted(toText());
    case Type::List: {
        QByteArray out = "[";
        for (const Value &item : items())
            out += item.canonical() + ',';
        return out + ']';
    }
    case Type::Map: {
        QList<QByteArray> parts;
        for (const auto &[key, value] : entries())
            parts.append(quoted(key) + ':' + value.canonical());
        std::sort(parts.begin(), parts.end());
        return '{' + parts.join(',') + '}';
    }
    }
    return {};
}

bool operator==(const Value &a, const Value &b)
{
    if (a.isNumber() && b.isNumber())
        return sameNumber(a, b);
    if (a.type() != b.type())
        return false;
    switch (a.type()) {
    case Value::Type::Null:
        return true;
    case Value::Type::Boolean:
        return a.toBoolean() == b.toBoolean();
    case Value::Type::Text:
        return a.toText() == b.toText();
    case Value::Type::List:
        return a.items() == b.items();
    case Value::Type::Map:
        return sameMap(a.entries(), b.entries());
    case Value::Type::Integer:
    case Value::Type::Real:
        break;
    }
    return false;
}

} // namespace archivesmp
