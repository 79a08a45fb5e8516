// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/ids.h"
#include "common/core/result.h"

#include <QByteArray>
#include <QFuture>

#include <optional>

namespace archivesmp::agent::coordinator {

// An order that named itself with a key, and the job that was made of it.
struct MadeOrder
{
    QByteArray keySha256;  // of the user and the key; 32 bytes
    QByteArray bodySha256; // of what was asked for; 32 bytes
    JobId job;

    friend bool operator==(const MadeOrder &, const MadeOrder &) = default;
};

// What was made of orders that may come again, for a week and over a restart. From any thread; no call
// blocks.
class OrderMemory
{
public:
    virtual ~OrderMemory() = default;

    [[nodiscard]] virtual QFuture<Result<std::optional<MadeOrder>>> orderMadeWith(const QByteArray &keySha256)
        = 0;
    [[nodiscard]] virtual QFuture<Result<void>> remember(const MadeOrder &order) = 0;
};

} // namespace archivesmp::agent::coordinator
