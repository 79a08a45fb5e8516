// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/protocol/jsonio.h"

#include "common/core/overloaded.h"
#include "common/core/textescape.h"

namespace archivesmp::protocol {

namespace {

constexpr qsizetype hashBytes = 32;
constexpr auto nullMark = "_is_null"_L1;
constexpr auto exactMark = "_exactly"_L1; // what JSON itself cannot say of the value

QLatin1StringView typeName(const QJsonValue &json)
{
    switch (json.type()) {
    case QJsonValue::Null:
        return "null"_L1;
    case QJsonValue::Bool:
        return "a truth value"_L1;
    case QJsonValue::Double:
        return "a number"_L1;
    case QJsonValue::String:
        return "a text"_L1;
    case QJsonValue::Array:
        return "a list"_L1;
    case QJsonValue::Object:
        return "an object"_L1;
    case QJsonValue::Undefined:
        break;
    }
    return "nothing"_L1;
}

std::optional<QByteArray> hashFromHex(const QString &text)
{
    if (text.isEmpty())
        return QByteArray();
    const QByteArray bytes = QByteArray::fromHex(text.toLatin1());
    // fromHex() skips what it does not know: only what it writes back the same was hexadecimal.
    if (bytes.size() != hashBytes || QString::fromLatin1(bytes.toHex()) != text)
        return std::nullopt;
    return bytes;
}

QJsonObject secretJson(const domain::SecretFingerprint &secret)
{
    return {{u"secret"_s, true}, {u"fingerprint"_s, QString::fromLatin1(secret.hmac.toHex())}};
}

// A map of a plugin that happens to have the same two keys is taken for a secret only with such a sum in it.
std::optional<domain::SecretFingerprint> secretFrom(const QJsonObject &object)
{
    if (object.size() != 2 || object.value("secret"_L1) != QJsonValue(true))
        return std::nullopt;
    const std::optional<QByteArray> hmac = hashFromHex(object.value("fingerprint"_L1).toString());
    if (!hmac || hmac->isEmpty())
        return std::nullopt;
    return domain::SecretFingerprint{*hmac};
}

} // namespace

QString JsonPlace::path() const
{
    if (_parent == nullptr)
        return {};
    const QString before = _parent->path();
    if (_index >= 0)
        return before + u'[' + QString::number(_index) + u']';
    return before.isEmpty() ? QString(_name) : QString(before + u'.' + _name);
}

void JsonPlace::fail(const QString &message) const
{
    if (!_error)
        _error = Error{ErrorCode::InvalidInput, excerpt(message)}.atField(path());
}

void JsonPlace::expected(QLatin1StringView what, const QJsonValue &found) const
{
    fail(u"expected "_s + what + u", found "_s + typeName(found));
}

void JsonWriter::shown(QLatin1StringView name, const domain::ShownValue &from)
{
    std::visit(Overloaded{[&](std::monostate) { _object.insert(name, QJsonValue::Null); },
                          [&](const Value &value) {
                              _object.insert(name, value.toJson());
                              if (value.isNull())
                                  _object.insert(QString(name) + nullMark, true);
                              if (const QJsonValue marks = value.jsonMarks(); !marks.isNull())
                                  _object.insert(QString(name) + exactMark, marks);
                          },
                          [&](const domain::SecretFingerprint &s) { _object.insert(name, secretJson(s)); }},
               from);
}

void JsonReader::shown(QLatin1StringView name, domain::ShownValue &to)
{
    const QJsonValue json = _object.value(name);
    const std::optional<domain::SecretFingerprint> secret = secretFrom(json.toObject());
    if (secret)
        to = *secret;
    else if (!json.isNull() && !json.isUndefined())
        to = Value::fromJson(json).withMarks(_object.value(QString(name) + exactMark));
    else if (_object.value(QString(name) + nullMark).toBool())
        to = Value();
    else
        to = std::monostate();
}

void JsonCodec<QString>::read(const JsonPlace &place, const QJsonValue &json, QString &to)
{
    if (!json.isString())
        return place.expected("a text"_L1, json);
    to = json.toString();
}

void JsonCodec<bool>::read(const JsonPlace &place, const QJsonValue &json, bool &to)
{
    if (!json.isBool())
        return place.expected("a truth value"_L1, json);
    to = json.toBool();
}

void JsonCodec<qint64>::read(const JsonPlace &place, const QJsonValue &json, qint64 &to)
{
    if (!json.isDouble())
        return place.expected("a whole number"_L1, json);
    if (json.toInteger(0) != json.toInteger(1)) // the default shows that it is none
        return place.fail(u"expected a whole number, found "_s + QString::number(json.toDouble()));
    to = json.toInteger();
}

void JsonCodec<int>::read(const JsonPlace &place, const QJsonValue &json, int &to)
{
    qint64 number = 0;
    JsonCodec<qint64>::read(place, json, number);
    if (number < std::numeric_limits<int>::min() || number > std::numeric_limits<int>::max())
        return place.fail(u"number out of range: "_s + QString::number(number));
    to = static_cast<int>(number);
}

QJsonValue JsonCodec<QDateTime>::write(const QDateTime &from)
{
    return from.isValid() ? QJsonValue(from.toUTC().toString(Qt::ISODateWithMs))
                          : QJsonValue(QJsonValue::Null);
}

void JsonCodec<QDateTime>::read(const JsonPlace &place, const QJsonValue &json, QDateTime &to)
{
    to = QDateTime();
    if (json.isNull())
        return;
    if (!json.isString())
        return place.expected("a time"_L1, json);
    const QDateTime time = QDateTime::fromString(json.toString(), Qt::ISODateWithMs);
    if (!time.isValid() || time.timeSpec() == Qt::LocalTime)
        return place.fail(u"not a time with its zone: \""_s + json.toString() + u'"');
    to = time.toUTC();
}

void JsonCodec<QByteArray>::read(const JsonPlace &place, const QJsonValue &json, QByteArray &to)
{
    if (!json.isString())
        return place.expected("a text"_L1, json);
    if (const std::optional<QByteArray> bytes = hashFromHex(json.toString()))
        to = *bytes;
    else
        place.fail(u"expected 64 lower-case hexadecimal digits"_s);
}

void JsonCodec<KeyPath>::read(const JsonPlace &place, const QJsonValue &json, KeyPath &to)
{
    QString text;
    JsonCodec<QString>::read(place, json, text);
    to = KeyPath::fromString(text);
}

void JsonCodec<QJsonObject>::read(const JsonPlace &place, const QJsonValue &json, QJsonObject &to)
{
    if (!json.isObject())
        return place.expected("an object"_L1, json);
    to = json.toObject();
}

QJsonValue JsonCodec<QHash<QString, QString>>::write(const QHash<QString, QString> &from)
{
    QJsonObject object;
    for (auto entry = from.constBegin(); entry != from.constEnd(); ++entry)
        object.insert(entry.key(), entry.value());
    return object;
}

void JsonCodec<QHash<QString, QString>>::read(const JsonPlace &place, const QJsonValue &json,
                                              QHash<QString, QString> &to)
{
    if (!json.isObject())
        return place.expected("an object"_L1, json);
    const QJsonObject object = json.toObject();
    to.clear();
    for (auto entry = object.constBegin(); entry != object.constEnd(); ++entry) {
        if (!entry.value().isString())
            return place.fail(u"\""_s + entry.key() + u"\" must name a text"_s);
        to.insert(entry.key(), entry.value().toString());
    }
}

} // namespace archivesmp::protocol
