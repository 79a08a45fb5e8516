// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/rest/apimessage.h"
#include "common/core/result.h"

#include <QFuture>
#include <QHash>
#include <QList>

#include <functional>

namespace archivesmp::agent::rest {

// Answers an order that comes again under the same Idempotency-Key with the first one's answer, while this
// host runs. Keys belong to their user. Lives in the door's thread.
class RepeatedOrders final
{
public:
    using Answer = QFuture<Result<ApiReply>>;

    // `order` is called the first time only, and again where the first time failed for a while. The same key
    // with another body is Conflict. Without a key nothing is remembered.
    [[nodiscard]] Answer once(const ApiRequest &request, const std::function<Answer()> &order);

private:
    struct Kept
    {
        QByteArray bodyHash;
        Answer answer;
    };

    static constexpr qsizetype keptLimit = 1000;

    QHash<QString, Kept> _kept;
    QList<QString> _oldestFirst;
};

} // namespace archivesmp::agent::rest
