// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/result.h"
#include "common/domain/backup.h"
#include "common/domain/job.h"

namespace archivesmp::agent::coordinator {

// The backup that an agent reports with its result: {"id", "created_at", "files": [{"path", "sha256",
// "size"}], "artifact"}. Job and instance are those of the result; a time that cannot be read is `now`.
[[nodiscard]] Result<domain::Backup> backupFromJson(const QByteArray &json, const domain::Job &job,
                                                    const QDateTime &now);

} // namespace archivesmp::agent::coordinator
