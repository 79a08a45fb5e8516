// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/coordinator/ordermemory.h"
#include "agent/rest/apimessage.h"
#include "common/core/result.h"
#include "common/protocol/fleetmessages.h"

#include <QFuture>
#include <QHash>
#include <QList>

#include <functional>

namespace archivesmp::agent::rest {

// Answers an order that comes again under the same Idempotency-Key with the first one's job: from its own
// memory while the first one is still under way, and from the host's, which outlives the process. Keys belong
// to their user. Lives in the door's thread.
class RepeatedOrders final
{
public:
    using Accepted = QFuture<Result<protocol::JobAccepted>>;

    explicit RepeatedOrders(coordinator::OrderMemory &memory)
        : _memory(memory)
    { }

    // `order` is called the first time only, from any thread, and again where the first time failed for a
    // while. The same key with another body is Conflict. Without a key nothing is remembered.
    [[nodiscard]] Accepted once(const ApiRequest &request, const std::function<Accepted()> &order);

private:
    struct Kept
    {
        QByteArray bodySha256;
        Accepted answer;
    };

    static constexpr qsizetype keptLimit = 1000;

    coordinator::OrderMemory &_memory;
    QHash<QByteArray, Kept> _kept;
    QList<QByteArray> _oldestFirst;
};

} // namespace archivesmp::agent::rest
