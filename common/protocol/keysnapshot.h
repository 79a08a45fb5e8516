// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/result.h"
#include "common/core/secret.h"
#include "common/protocol/hostmessages.h"

#include <chrono>

namespace archivesmp::protocol {

// How long a client's door trusts a snapshot from when the host issued it.
inline constexpr std::chrono::hours keySnapshotAge{24};

// What proves that the host issued the snapshot: HMAC-SHA256 with the fleet's key over the time and every
// key, so that the file in which a client keeps it cannot be altered. 32 bytes.
[[nodiscard]] QByteArray macOf(const KeySnapshot &snapshot, const Secret &fleetKey);

// Corrupt where the snapshot is not what the host issued.
[[nodiscard]] Result<void> verify(const KeySnapshot &snapshot, const Secret &fleetKey);

} // namespace archivesmp::protocol
