// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/result.h"
#include "common/core/secret.h"

#include <QString>

namespace archivesmp::agent::deployments {

// Seals an archive before it leaves this machine. The calls block, may come from any thread, make `to` anew,
// and leave no `to` behind after an error.
class ArchiveSealer
{
public:
    virtual ~ArchiveSealer() = default;

    [[nodiscard]] virtual Result<void> seal(const Secret &key, const QString &from,
                                            const QString &to) const = 0;
    // An error unless every byte is as it was sealed with this key.
    [[nodiscard]] virtual Result<void> open(const Secret &key, const QString &from,
                                            const QString &to) const = 0;
};

} // namespace archivesmp::agent::deployments
