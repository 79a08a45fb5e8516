// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/result.h"
#include "common/domain/backup.h"

#include <QList>

#include <optional>

namespace archivesmp::agent::coordinator {

class BackupStore
{
public:
    virtual ~BackupStore() = default;

    // Storing one that is there already changes nothing.
    [[nodiscard]] virtual Result<void> add(const domain::Backup &backup) = 0;
    [[nodiscard]] virtual Result<std::optional<domain::Backup>> ofJob(const JobId &job) = 0;
};

} // namespace archivesmp::agent::coordinator
