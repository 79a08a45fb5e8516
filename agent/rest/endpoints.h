// SPDX-License-Identifier: GPL-3.0-or-later
// What the endpoints have in common.
#pragma once

#include "agent/rest/route.h"
#include "common/protocol/hostjson.h"

#include <QStringList>

namespace archivesmp::agent::rest {

using Answered = QFuture<Result<ApiReply>>;

[[nodiscard]] inline Answered answerNow(Result<ApiReply> reply)
{
    return QtFuture::makeReadyFuture(std::move(reply));
}

// The reply that `write` makes of a value; an error stays one. Runs where the future is completed.
template <typename T, typename Write>
[[nodiscard]] Answered replyWith(QFuture<Result<T>> future, Write write)
{
    return future.then([write = std::move(write)](const Result<T> &result) -> Result<ApiReply> {
        if (!result)
            return result.error();
        if constexpr (std::is_void_v<T>)
            return write();
        else
            return write(*result);
    });
}

// The body as one of our messages.
template <typename Read>
[[nodiscard]] auto bodyAs(const ApiRequest &request, Read read) -> decltype(read(QJsonObject()))
{
    const auto object = protocol::jsonObjectFrom(request.body);
    if (!object)
        return object.error();
    return read(*object);
}

// A lower-case UUID without braces from the path.
[[nodiscard]] Result<JobId> jobOf(const ApiRequest &request);

// ?name= as a whole number of a range; `fallback` where absent.
[[nodiscard]] Result<qint64> numberOf(const ApiRequest &request, const QString &name, qint64 least,
                                      qint64 most, qint64 fallback);

// ?server=: empty for all of them. An unknown name is never all.
[[nodiscard]] Result<QString> serverOf(const ApiRequest &request, const QStringList &servers);

// 32 bytes from the path.
[[nodiscard]] Result<QByteArray> sha256Of(const ApiRequest &request);

} // namespace archivesmp::agent::rest
