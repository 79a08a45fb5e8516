// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/protocol/codec.h"

#include "common/core/overloaded.h"
#include "common/core/textescape.h"
#include "common/protocol/eventmembers.h"

#include <QCborMap>
#include <QCborValue>

#include <array>

namespace archivesmp::protocol {

namespace {

// Smaller messages stay readable for whoever watches the wire.
constexpr qsizetype textUpTo = 64 * 1024;
constexpr auto eventMethod = "event"_L1;

constexpr std::array<std::pair<ImportFile::Content, QLatin1StringView>, 4> contentNames{
    {{ImportFile::Content::Universal, "universal"_L1},
     {ImportFile::Content::Variable, "variable"_L1},
     {ImportFile::Content::Matrix, "matrix"_L1},
     {ImportFile::Content::Rules, "rules"_L1}}};

constexpr std::array<std::pair<DriftCause, QLatin1StringView>, 4> causeNames{
    {{DriftCause::Unknown, "unknown"_L1},
     {DriftCause::ChangedOutside, "changed_outside"_L1},
     {DriftCause::ExpectationChanged, "expectation_changed"_L1},
     {DriftCause::NeverApplied, "never_applied"_L1}}};

QJsonObject envelope()
{
    return {{u"jsonrpc"_s, u"2.0"_s}};
}

Result<WireMessage> packed(const QJsonObject &object)
{
    WireMessage message{QJsonDocument(object).toJson(QJsonDocument::Compact)};
    if (message.bytes.size() > textUpTo)
        message = {QCborValue::fromJsonValue(object).toCbor(), true};
    if (message.bytes.size() > maxMessageBytes)
        return Error{.code = ErrorCode::LimitExceeded,
                     .message = u"the message would have %1 bytes"_s.arg(message.bytes.size()),
                     .remedy = u"ask for less at a time"_s};
    return message;
}

Result<QJsonObject> unpacked(const WireMessage &message)
{
    if (message.bytes.size() > maxMessageBytes)
        return Error{ErrorCode::LimitExceeded, u"message of %1 bytes"_s.arg(message.bytes.size())};
    QJsonValue json;
    if (message.binary) {
        QCborParserError error;
        const QCborValue cbor = QCborValue::fromCbor(message.bytes, &error);
        if (error.error != QCborError::NoError)
            return Error{ErrorCode::InvalidInput, u"not CBOR: "_s + error.errorString()};
        json = cbor.toJsonValue();
    } else {
        QJsonParseError error;
        const QJsonDocument document = QJsonDocument::fromJson(message.bytes, &error);
        if (error.error != QJsonParseError::NoError)
            return Error{ErrorCode::InvalidInput, u"not JSON: "_s + error.errorString()};
        json = document.object();
        if (!document.isObject())
            json = QJsonValue();
    }
    if (!json.isObject() || json.toObject().value("jsonrpc"_L1) != u"2.0"_s)
        return Error{ErrorCode::InvalidInput, u"not a JSON-RPC 2.0 object"_s};
    return json.toObject();
}

std::optional<qint64> idOf(const QJsonObject &object)
{
    const QJsonValue id = object.value("id"_L1);
    if (!id.isDouble() || id.toInteger(0) != id.toInteger(1))
        return std::nullopt;
    return id.toInteger();
}

template <typename R>
Result<Request> requestFrom(const QJsonObject &members)
{
    Result<R> request = fromObject<R>(members);
    if (!request)
        return request.error();
    return Request(*std::move(request));
}

template <typename... Requests>
Result<Request> requestByName(RequestList<Requests...>, const QString &method, const QJsonObject &members)
{
    Result<Request> request = Error{ErrorCode::Unsupported, u"unknown method \""_s + excerpt(method) + u'"'};
    const bool known
        = ((method == Requests::method && (request = requestFrom<Requests>(members), true)) || ...);
    Q_UNUSED(known)
    return request;
}

template <typename Body>
Result<EventBody> bodyFrom(const QJsonObject &members)
{
    Result<Body> body = fromObject<Body>(members);
    if (!body)
        return body.error();
    return EventBody(*std::move(body));
}

template <typename... Bodies>
Result<EventBody> bodyByTopic(const std::variant<Bodies...> *, const QString &topic,
                              const QJsonObject &members)
{
    Result<EventBody> body = Error{ErrorCode::Unsupported, u"unknown topic \""_s + excerpt(topic) + u'"'};
    const bool known
        = ((topic == JsonMembers<Bodies>::topic && (body = bodyFrom<Bodies>(members), true)) || ...);
    Q_UNUSED(known)
    return body;
}

Result<FromAgent> eventFrom(const QJsonObject &params)
{
    std::optional<Error> error;
    const JsonPlace place(error);
    JsonReader reader(place, params);
    Event event;
    QString topic;
    reader.required("sequence"_L1, event.sequence);
    reader.required("topic"_L1, topic);
    if (error)
        return *error;
    constexpr const EventBody *alternatives = nullptr;
    Result<EventBody> body = bodyByTopic(alternatives, topic, params);
    if (!body)
        return body.error();
    event.body = *std::move(body);
    return FromAgent(std::move(event));
}

int rpcCode(ErrorCode code)
{
    switch (code) {
    case ErrorCode::Unsupported:
        return -32601;
    case ErrorCode::InvalidInput:
    case ErrorCode::InvalidArgument:
        return -32602;
    default:
        return -32000;
    }
}

} // namespace

QString nameOf(ImportFile::Content content)
{
    for (const auto &[candidate, name] : contentNames) {
        if (candidate == content)
            return name;
    }
    return {};
}

std::optional<ImportFile::Content> JsonEnum<ImportFile::Content>::read(QStringView text)
{
    for (const auto &[content, name] : contentNames) {
        if (text == name)
            return content;
    }
    return std::nullopt;
}

QString nameOf(DriftCause cause)
{
    for (const auto &[candidate, name] : causeNames) {
        if (candidate == cause)
            return name;
    }
    return {};
}

std::optional<DriftCause> driftCauseFromName(QStringView text)
{
    for (const auto &[cause, name] : causeNames) {
        if (text == name)
            return cause;
    }
    return std::nullopt;
}

QLatin1StringView methodOf(const Request &request)
{
    return std::visit([](const auto &r) { return std::decay_t<decltype(r)>::method; }, request);
}

domain::UserRole neededRole(const Request &request)
{
    return std::visit([](const auto &r) { return std::decay_t<decltype(r)>::needs; }, request);
}

Result<WireMessage> encodeRequest(qint64 id, const Request &request)
{
    QJsonObject object = envelope();
    object.insert("id"_L1, id);
    object.insert("method"_L1, methodOf(request));
    object.insert("params"_L1, std::visit([](const auto &r) { return objectOf(r); }, request));
    return packed(object);
}

IncomingRequest decodeRequest(const WireMessage &message)
{
    const Result<QJsonObject> object = unpacked(message);
    if (!object)
        return {std::nullopt, object.error()};
    const std::optional<qint64> id = idOf(*object);
    const QJsonValue method = object->value("method"_L1);
    const QJsonValue params = object->value("params"_L1);
    if (!id || !method.isString())
        return {id, Error{ErrorCode::InvalidInput, u"a request has a whole number as id and a method"_s}};
    if (!params.isObject() && !params.isUndefined())
        return {id, Error{ErrorCode::InvalidInput, u"params must be an object"_s}};
    return {id, requestByName(AllRequests(), method.toString(), params.toObject())};
}

template <typename Reply>
Result<WireMessage> encodeReply(qint64 id, const Reply &reply)
{
    QJsonObject object = envelope();
    object.insert("id"_L1, id);
    object.insert("result"_L1, objectOf(reply));
    return packed(object);
}

template <typename Reply>
Result<Reply> decodeReply(const QJsonObject &members)
{
    return fromObject<Reply>(members);
}

WireMessage encodeError(std::optional<qint64> id, const Error &error)
{
    QJsonObject details = toJson(error);
    details.remove("message"_L1);
    QJsonObject object = envelope();
    object.insert("id"_L1, id ? QJsonValue(*id) : QJsonValue(QJsonValue::Null));
    object.insert(
        "error"_L1,
        QJsonObject{{u"code"_s, rpcCode(error.code)}, {u"message"_s, error.message}, {u"data"_s, details}});
    return {QJsonDocument(object).toJson(QJsonDocument::Compact)};
}

Result<FromAgent> decodeFromAgent(const WireMessage &message)
{
    const Result<QJsonObject> object = unpacked(message);
    if (!object)
        return object.error();
    if (object->value("method"_L1) == eventMethod)
        return eventFrom(object->value("params"_L1).toObject());
    const std::optional<qint64> id = idOf(*object);
    const QJsonValue failure = object->value("error"_L1);
    if (failure.isObject()) {
        QJsonObject details = failure["data"_L1].toObject();
        details.insert("message"_L1, failure["message"_L1]);
        const Error error = errorFromJson(details);
        // An error without an id is about something that the agent could not even read: there is no one to
        // hand it to but the session.
        return id ? Result<FromAgent>(FromAgent(IncomingReply{*id, error})) : Result<FromAgent>(error);
    }
    if (!id || !object->value("result"_L1).isObject())
        return Error{ErrorCode::InvalidInput, u"neither a reply nor an event"_s};
    return FromAgent(IncomingReply{*id, object->value("result"_L1).toObject()});
}

Result<WireMessage> encodeEvent(const Event &event)
{
    QJsonObject params;
    std::visit(
        [&params](const auto &body) {
            params = objectOf(body);
            params.insert("topic"_L1, JsonMembers<std::decay_t<decltype(body)>>::topic);
        },
        event.body);
    params.insert("sequence"_L1, event.sequence);
    QJsonObject object = envelope();
    object.insert("method"_L1, eventMethod);
    object.insert("params"_L1, params);
    return packed(object);
}

QJsonObject toJson(const Error &error)
{
    QJsonObject json{{u"code"_s, nameOf(error.code)}, {u"message"_s, error.message}};
    const auto add = [&json](QLatin1StringView name, const QString &text) {
        if (!text.isEmpty())
            json.insert(name, text);
    };
    add("file"_L1, error.file);
    add("field"_L1, error.field);
    add("remedy"_L1, error.remedy);
    if (error.line > 0)
        json.insert("line"_L1, error.line);
    if (error.column > 0)
        json.insert("column"_L1, error.column);
    return json;
}

Error errorFromJson(const QJsonObject &json)
{
    return {.code = errorCodeFromName(json.value("code"_L1).toString()),
            .message = json.value("message"_L1).toString(),
            .file = json.value("file"_L1).toString(),
            .line = json.value("line"_L1).toInt(),
            .column = json.value("column"_L1).toInt(),
            .field = json.value("field"_L1).toString(),
            .remedy = json.value("remedy"_L1).toString()};
}

#define ARCHIVESMP_REPLY(Type)                                                                               \
    template Result<WireMessage> encodeReply<Type>(qint64, const Type &);                                    \
    template Result<Type> decodeReply<Type>(const QJsonObject &);
ARCHIVESMP_REPLY(HelloReply)
ARCHIVESMP_REPLY(FleetState)
ARCHIVESMP_REPLY(FindingPage)
ARCHIVESMP_REPLY(FindingDetail)
ARCHIVESMP_REPLY(JobAccepted)
ARCHIVESMP_REPLY(domain::Plan)
ARCHIVESMP_REPLY(JobPage)
ARCHIVESMP_REPLY(JobDetail)
ARCHIVESMP_REPLY(Done)
ARCHIVESMP_REPLY(ImportReply)
ARCHIVESMP_REPLY(FindingsAccepted)
ARCHIVESMP_REPLY(RulesChanged)
ARCHIVESMP_REPLY(RulePage)
ARCHIVESMP_REPLY(RulePreview)
ARCHIVESMP_REPLY(VersionPage)
ARCHIVESMP_REPLY(VersionUndone)
ARCHIVESMP_REPLY(ExportPart)
ARCHIVESMP_REPLY(AliasList)
ARCHIVESMP_REPLY(SettingCard)
#undef ARCHIVESMP_REPLY

} // namespace archivesmp::protocol
