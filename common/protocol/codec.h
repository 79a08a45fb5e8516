// SPDX-License-Identifier: GPL-3.0-or-later
// What travels between a console and an agent: JSON-RPC 2.0, as text, or as CBOR of the same object in a
// binary message where it is large. Pure functions; sizes are capped on both sides.
#pragma once

#include "common/core/result.h"
#include "common/protocol/events.h"
#include "common/protocol/fleetmessages.h"

#include <QByteArray>

#include <optional>
#include <variant>

namespace archivesmp::protocol {

inline constexpr auto webSocketProtocol = "archivesmp.v1"_L1;
inline constexpr qsizetype maxFrameBytes = 1024 * 1024;
inline constexpr qsizetype maxMessageBytes = 4 * 1024 * 1024;

// One WebSocket message.
struct WireMessage
{
    QByteArray bytes;
    bool binary = false;

    friend bool operator==(const WireMessage &, const WireMessage &) = default;
};

template <typename List>
struct VariantOf;
template <typename... Requests>
struct VariantOf<RequestList<Requests...>>
{
    using Type = std::variant<Requests...>;
};
using Request = VariantOf<AllRequests>::Type;

// A request as it came in. Where it cannot be read, the error says why, and the id (where at least that could
// be read) says whom to tell.
struct IncomingRequest
{
    std::optional<qint64> id;
    Result<Request> request;
};

// The answer to a request: the reply's members, or the agent's error.
struct IncomingReply
{
    qint64 id = 0;
    Result<QJsonObject> outcome;
};

using FromAgent = std::variant<IncomingReply, Event>;

// For the console. LimitExceeded where the message would be larger than the other side takes.
[[nodiscard]] Result<WireMessage> encodeRequest(qint64 id, const Request &request);
[[nodiscard]] Result<FromAgent> decodeFromAgent(const WireMessage &message);
// Instantiated for the replies of all requests.
template <typename Reply>
[[nodiscard]] Result<Reply> decodeReply(const QJsonObject &members);

// For the agent. Unsupported for a method that this version does not know.
[[nodiscard]] IncomingRequest decodeRequest(const WireMessage &message);
template <typename Reply>
[[nodiscard]] Result<WireMessage> encodeReply(qint64 id, const Reply &reply);
[[nodiscard]] WireMessage encodeError(std::optional<qint64> id, const Error &error);
[[nodiscard]] Result<WireMessage> encodeEvent(const Event &event);

[[nodiscard]] QLatin1StringView methodOf(const Request &request);
[[nodiscard]] domain::UserRole neededRole(const Request &request);

// An error as a JSON object and back: "code", "message" and what else it holds.
[[nodiscard]] QJsonObject toJson(const Error &error);
[[nodiscard]] Error errorFromJson(const QJsonObject &json);

} // namespace archivesmp::protocol
