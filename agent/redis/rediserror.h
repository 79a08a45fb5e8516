// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/redis/respvalue.h"
#include "common/core/error.h"

namespace archivesmp::agent::redis {

// What Redis' refusal means and what to do about it, as sentences. `what` is what was tried, "the stream
// archivesmp:jobs:ovh".
[[nodiscard]] Error redisError(const RespError &error, const QString &what);

[[nodiscard]] bool isNoGroup(const RespError &error);
[[nodiscard]] bool isGroupThere(const RespError &error); // BUSYGROUP

} // namespace archivesmp::agent::redis
