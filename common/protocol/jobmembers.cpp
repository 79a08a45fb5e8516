// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/protocol/jobmembers.h"

#include "common/core/overloaded.h"

#include <array>

namespace archivesmp::protocol {

namespace {

constexpr auto setAction = "set"_L1;
constexpr auto removeAction = "remove"_L1;

// By the variant's index; the first holds nothing.
constexpr std::array payloadTypes{""_L1,         "deploy"_L1, "config_update"_L1,
                                  "rollback"_L1, "power"_L1,  "evaluate"_L1};
static_assert(payloadTypes.size() == std::variant_size_v<domain::JobPayload>);

Value withSpelling(const Value &value, const QString &spelling)
{
    const bool whole = !spelling.contains(u'.') && !spelling.contains(u'e', Qt::CaseInsensitive);
    if (!value.isNumber() || spelling.isEmpty())
        return value;
    return whole && value.type() == Value::Type::Integer
        ? Value::integer(value.toInteger(), spelling.toUtf8())
        : Value::real(value.toReal(), spelling.toUtf8());
}

template <typename T>
void readPayload(const JsonPlace &place, const QJsonValue &json, domain::JobPayload &to)
{
    JsonCodec<T>::read(place, json, to.emplace<T>());
}

} // namespace

QJsonValue JsonCodec<domain::SettingChange>::write(const domain::SettingChange &from)
{
    using Action = domain::SettingChange::Action;
    JsonWriter io;
    io.required("key"_L1, from.key);
    io.required("action"_L1, QString(from.action == Action::Set ? setAction : removeAction));
    io.shown("value"_L1, from.value);
    if (from.value.isNumber())
        io.required("spelling"_L1, QString::fromUtf8(from.value.numberSource()));
    io.required("secret_reference"_L1, from.secretReference);
    return io.take();
}

void JsonCodec<domain::SettingChange>::read(const JsonPlace &place, const QJsonValue &json,
                                            domain::SettingChange &to)
{
    using Action = domain::SettingChange::Action;
    if (!json.isObject())
        return place.expected("an object"_L1, json);
    const QJsonObject object = json.toObject();
    JsonReader io(place, object);
    QString action;
    QString spelling;
    io.required("key"_L1, to.key);
    io.required("action"_L1, action);
    io.optional("spelling"_L1, spelling);
    io.optional("secret_reference"_L1, to.secretReference);
    to.action = action == removeAction ? Action::Remove : Action::Set;
    if (action != setAction && action != removeAction)
        place.member("action"_L1).fail(u"unknown word \""_s + action + u'"');
    domain::ShownValue value;
    io.shown("value"_L1, value);
    // A map that looks like a secret's fingerprint is a map here: secrets have a reference.
    const auto *exact = std::get_if<Value>(&value);
    to.value = withSpelling(exact == nullptr ? Value::fromJson(object.value("value"_L1)) : *exact, spelling);
}

QJsonValue JsonCodec<domain::JobPayload>::write(const domain::JobPayload &from)
{
    if (std::holds_alternative<std::monostate>(from))
        return QJsonValue::Null;
    QJsonObject object = std::visit(Overloaded{[](std::monostate) { return QJsonObject(); },
                                               [](const auto &payload) { return objectOf(payload); }},
                                    from);
    object.insert("type"_L1, payloadTypes.at(from.index()));
    return object;
}

void JsonCodec<domain::JobPayload>::read(const JsonPlace &place, const QJsonValue &json,
                                         domain::JobPayload &to)
{
    to = std::monostate();
    if (json.isNull())
        return;
    if (!json.isObject())
        return place.expected("an object"_L1, json);
    const QString type = json.toObject().value("type"_L1).toString();
    if (type == payloadTypes.at(1))
        readPayload<domain::DeployPayload>(place, json, to);
    else if (type == payloadTypes.at(2))
        readPayload<domain::ConfigUpdatePayload>(place, json, to);
    else if (type == payloadTypes.at(3))
        readPayload<domain::RollbackPayload>(place, json, to);
    else if (type == payloadTypes.at(4))
        readPayload<domain::PowerPayload>(place, json, to);
    else if (type == payloadTypes.at(5))
        readPayload<domain::EvaluatePayload>(place, json, to);
    else
        place.member("type"_L1).fail(u"unknown word \""_s + type + u'"');
}

} // namespace archivesmp::protocol
