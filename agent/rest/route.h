// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/rest/apimessage.h"
#include "common/core/result.h"

#include <QFuture>
#include <QStringList>

#include <chrono>
#include <functional>
#include <optional>

namespace archivesmp::agent::rest {

// Who may use a route. One that does not say is refused when the door is built.
class Access final
{
public:
    Access() = default;
    [[nodiscard]] static Access everybody();
    [[nodiscard]] static Access oneOf(QList<domain::UserRole> roles); // or who may act as one of them

    [[nodiscard]] bool isStated() const { return _everybody || !_roles.isEmpty(); }
    [[nodiscard]] bool isForEverybody() const { return _everybody; }
    [[nodiscard]] bool allows(domain::UserRole role) const;
    [[nodiscard]] QStringList names() const; // of the roles

private:
    bool _everybody = false;
    QList<domain::UserRole> _roles;
};

enum class BodyKind { None, Json, File };

// One operation of the API. The answer is called in the door's thread.
struct Route
{
    using Answer = std::function<QFuture<Result<ApiReply>>(const ApiRequest &)>;

    QByteArray method;
    QString path; // "/api/jobs/{uuid}/claim"
    Access access;
    Answer answer;
    QStringList query = {}; // the parameters that it knows; any other is refused
    BodyKind body = BodyKind::None;
    qint64 bodyLimit = qint64(64) * 1024; // bytes
    std::chrono::milliseconds bodyDeadline = std::chrono::seconds(15);
};

} // namespace archivesmp::agent::rest
