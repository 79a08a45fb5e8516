// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/coordinator/ordermemory.h"

#include <QDateTime>

namespace archivesmp::agent::coordinator {

class OrderStore
{
public:
    virtual ~OrderStore() = default;

    [[nodiscard]] virtual Result<std::optional<MadeOrder>> find(const QByteArray &keySha256) = 0;
    // AlreadyExists where the key is known.
    [[nodiscard]] virtual Result<void> add(const MadeOrder &order, const QDateTime &at) = 0;
    [[nodiscard]] virtual Result<void> forgetBefore(const QDateTime &time) = 0;
};

} // namespace archivesmp::agent::coordinator
