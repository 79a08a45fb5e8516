// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/coordinator/ordermemory.h"

#include <QHash>

namespace archivesmp::tests {

// A host's memory of orders that is as good as its map.
class FakeOrderMemory final : public agent::coordinator::OrderMemory
{
public:
    using MadeOrder = agent::coordinator::MadeOrder;

    QFuture<Result<std::optional<MadeOrder>>> orderMadeWith(const QByteArray &keySha256) override
    {
        const auto found = orders.constFind(keySha256);
        std::optional<MadeOrder> order;
        if (found != orders.constEnd())
            order = *found;
        return QtFuture::makeReadyFuture(Result<std::optional<MadeOrder>>(order));
    }
    QFuture<Result<void>> remember(const MadeOrder &order) override
    {
        orders.insert(order.keySha256, order);
        return QtFuture::makeReadyFuture(Result<void>());
    }

    QHash<QByteArray, MadeOrder> orders;
};

} // namespace archivesmp::tests
