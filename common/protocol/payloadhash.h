// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/domain/job.h"

#include <QByteArray>

namespace archivesmp::protocol {

// What a hint names a job's payload by: 32 bytes.
[[nodiscard]] QByteArray payloadSha256(const domain::JobPayload &payload);

} // namespace archivesmp::protocol
