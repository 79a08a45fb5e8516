// SPDX-License-Identifier: GPL-3.0-or-later
// A request and its reply as the endpoints see them: no sockets, no threads.
#pragma once

#include "common/core/error.h"
#include "common/domain/user.h"

#include <QByteArray>
#include <QHash>
#include <QJsonObject>
#include <QList>
#include <QString>

#include <memory>
#include <utility>

namespace archivesmp::agent::rest {

class Upload;

struct ApiRequest
{
    QByteArray method;                  // "GET"
    QHash<QString, QString> parameters; // of the path, by the names in the route's braces
    QHash<QString, QString> query;      // only names that the route knows, each once
    QByteArray body;                    // empty where the route takes a file
    std::shared_ptr<Upload> upload;     // of a route that takes a file; removed with the last reference
    domain::User user;                  // a viewer without a name where the route is for everybody
    QString idempotencyKey;             // empty where none was sent
};

struct ApiReply
{
    int status = 200;
    QByteArray contentType = QByteArrayLiteral("application/json");
    QByteArray body;
    QString file; // sent instead of the body where not empty
    QList<std::pair<QByteArray, QByteArray>> headers;
};

[[nodiscard]] ApiReply jsonReply(const QJsonObject &json, int status = 200);

// {"error":{"code","message","field","remedy"}} with the status that fits the code.
[[nodiscard]] ApiReply errorReply(const Error &error);
[[nodiscard]] ApiReply errorReply(const Error &error, int status);

[[nodiscard]] int statusOf(ErrorCode code);

} // namespace archivesmp::agent::rest
