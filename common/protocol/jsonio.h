// SPDX-License-Identifier: GPL-3.0-or-later
// One list of members per struct gives both directions of its JSON.
//
//     template <> struct JsonMembers<domain::JobProgress>
//     {
//         static void visit(auto &io, auto &x) { io.required("step"_L1, x.step); io.optional("done"_L1,
//         x.done); }
//     };
//
// Reading is strict about types, ranges and spellings and names the member by its path ("findings[3].kind");
// members that are not in the list are ignored, and optional ones that are absent keep their default.
#pragma once

#include "common/core/ids.h"
#include "common/core/keypath.h"
#include "common/core/result.h"
#include "common/core/value.h"
#include "common/domain/finding.h"

#include <QDateTime>
#include <QHash>
#include <QJsonArray>
#include <QJsonObject>
#include <QStringList>

#include <limits>
#include <optional>

namespace archivesmp::protocol {

using namespace Qt::StringLiterals;

// Where a value stands in the document that is read, and where the first error is kept.
class JsonPlace final
{
public:
    explicit JsonPlace(std::optional<Error> &error)
        : _error(error)
    { }
    [[nodiscard]] JsonPlace member(QLatin1StringView name) const { return JsonPlace(*this, name, -1); }
    [[nodiscard]] JsonPlace item(qsizetype index) const { return JsonPlace(*this, {}, index); }

    [[nodiscard]] QString path() const;
    [[nodiscard]] bool failed() const { return _error.has_value(); }
    void fail(const QString &message) const; // the first failure stays
    void expected(QLatin1StringView what, const QJsonValue &found) const;

private:
    JsonPlace(const JsonPlace &parent, QLatin1StringView name, qsizetype index)
        : _parent(&parent)
        , _name(name)
        , _index(index)
        , _error(parent._error)
    { }

    const JsonPlace *_parent = nullptr; // lives on the stack of the caller
    QLatin1StringView _name;
    qsizetype _index = -1;
    std::optional<Error> &_error;
};

// Specialised for structs: static void visit(auto &io, auto &x).
template <typename T>
struct JsonMembers;

// Specialised for enumerations: static std::optional<E> read(QStringView). nameOf() writes them.
template <typename E>
struct JsonEnum;

// How a type is written and read; specialised below for everything that has no members.
template <typename T>
struct JsonCodec;

class JsonWriter final
{
public:
    template <typename T>
    void required(QLatin1StringView name, const T &from)
    {
        _object.insert(name, JsonCodec<T>::write(from));
    }
    template <typename T>
    void optional(QLatin1StringView name, const T &from)
    {
        required(name, from);
    }
    // Nothing is null. A null that the file holds is null too, with "<name>_is_null" beside it.
    void shown(QLatin1StringView name, const domain::ShownValue &from);

    [[nodiscard]] QJsonObject take() { return std::move(_object); }

private:
    QJsonObject _object;
};

class JsonReader final
{
public:
    JsonReader(const JsonPlace &place, const QJsonObject &object)
        : _place(place)
        , _object(object)
    { }

    template <typename T>
    void required(QLatin1StringView name, T &to)
    {
        if (_place.failed())
            return;
        const auto found = _object.constFind(name);
        const JsonPlace place = _place.member(name);
        if (found == _object.constEnd())
            place.fail(u"missing"_s);
        else
            JsonCodec<T>::read(place, *found, to);
    }
    template <typename T>
    void optional(QLatin1StringView name, T &to)
    {
        const auto found = _object.constFind(name);
        if (found != _object.constEnd() && !_place.failed())
            JsonCodec<T>::read(_place.member(name), *found, to);
    }
    void shown(QLatin1StringView name, domain::ShownValue &to);

private:
    const JsonPlace &_place;
    const QJsonObject &_object;
};

template <typename T>
[[nodiscard]] QJsonObject objectOf(const T &from)
{
    JsonWriter writer;
    JsonMembers<T>::visit(writer, from);
    return writer.take();
}

template <typename T>
[[nodiscard]] Result<T> fromObject(const QJsonObject &object)
{
    std::optional<Error> error;
    T to;
    const JsonPlace place(error);
    JsonReader reader(place, object);
    JsonMembers<T>::visit(reader, to);
    if (error)
        return *error;
    return to;
}

template <typename T>
requires requires(JsonWriter &writer, const T &x)
{
    JsonMembers<T>::visit(writer, x);
}
struct JsonCodec<T>
{
    static QJsonValue write(const T &from) { return objectOf(from); }
    static void read(const JsonPlace &place, const QJsonValue &json, T &to)
    {
        if (!json.isObject())
            return place.expected("an object"_L1, json);
        const QJsonObject object = json.toObject();
        JsonReader reader(place, object);
        JsonMembers<T>::visit(reader, to);
    }
};

template <typename E>
requires std::is_enum_v<E>
struct JsonCodec<E>
{
    static QJsonValue write(E from) { return nameOf(from); }
    static void read(const JsonPlace &place, const QJsonValue &json, E &to)
    {
        if (!json.isString())
            return place.expected("a text"_L1, json);
        if (const std::optional<E> value = JsonEnum<E>::read(json.toString()))
            to = *value;
        else
            place.fail(u"unknown word \""_s + json.toString() + u'"');
    }
};

template <>
struct JsonCodec<QString>
{
    static QJsonValue write(const QString &from) { return from; }
    static void read(const JsonPlace &place, const QJsonValue &json, QString &to);
};

template <>
struct JsonCodec<bool>
{
    static QJsonValue write(bool from) { return from; }
    static void read(const JsonPlace &place, const QJsonValue &json, bool &to);
};

template <>
struct JsonCodec<qint64>
{
    static QJsonValue write(qint64 from) { return from; }
    static void read(const JsonPlace &place, const QJsonValue &json, qint64 &to);
};

template <>
struct JsonCodec<int>
{
    static QJsonValue write(int from) { return from; }
    static void read(const JsonPlace &place, const QJsonValue &json, int &to);
};

// ISO 8601 in UTC with milliseconds; an invalid time is null.
template <>
struct JsonCodec<QDateTime>
{
    static QJsonValue write(const QDateTime &from);
    static void read(const JsonPlace &place, const QJsonValue &json, QDateTime &to);
};

// The only bytes that travel are SHA-256 sums: 64 lower-case hexadecimal digits, or "" for none.
template <>
struct JsonCodec<QByteArray>
{
    static QJsonValue write(const QByteArray &from) { return QString::fromLatin1(from.toHex()); }
    static void read(const JsonPlace &place, const QJsonValue &json, QByteArray &to);
};

template <>
struct JsonCodec<KeyPath>
{
    static QJsonValue write(const KeyPath &from) { return from.toString(); }
    static void read(const JsonPlace &place, const QJsonValue &json, KeyPath &to);
};

template <>
struct JsonCodec<QJsonObject>
{
    static QJsonValue write(const QJsonObject &from) { return from; }
    static void read(const JsonPlace &place, const QJsonValue &json, QJsonObject &to);
};

template <typename Tag>
struct JsonCodec<StrongId<Tag>>
{
    static QJsonValue write(const StrongId<Tag> &from) { return from.toString(); }
    static void read(const JsonPlace &place, const QJsonValue &json, StrongId<Tag> &to)
    {
        QString text;
        JsonCodec<QString>::read(place, json, text);
        to = StrongId<Tag>(text);
    }
};

template <typename T>
struct JsonCodec<std::optional<T>>
{
    static QJsonValue write(const std::optional<T> &from)
    {
        return from ? JsonCodec<T>::write(*from) : QJsonValue(QJsonValue::Null);
    }
    static void read(const JsonPlace &place, const QJsonValue &json, std::optional<T> &to)
    {
        to.reset();
        if (!json.isNull())
            JsonCodec<T>::read(place, json, to.emplace());
    }
};

template <typename T>
struct JsonCodec<QList<T>>
{
    static QJsonValue write(const QList<T> &from)
    {
        QJsonArray array;
        for (const T &item : from)
            array.append(JsonCodec<T>::write(item));
        return array;
    }
    static void read(const JsonPlace &place, const QJsonValue &json, QList<T> &to)
    {
        if (!json.isArray())
            return place.expected("a list"_L1, json);
        const QJsonArray array = json.toArray();
        to.clear();
        to.reserve(array.size());
        for (qsizetype i = 0; i < array.size() && !place.failed(); ++i)
            JsonCodec<T>::read(place.item(i), array.at(i), to.emplaceBack());
    }
};

template <>
struct JsonCodec<QHash<QString, QString>>
{
    static QJsonValue write(const QHash<QString, QString> &from);
    static void read(const JsonPlace &place, const QJsonValue &json, QHash<QString, QString> &to);
};

} // namespace archivesmp::protocol
