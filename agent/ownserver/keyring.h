// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/clock.h"
#include "common/core/result.h"
#include "common/core/secret.h"
#include "common/domain/user.h"
#include "common/protocol/hostmessages.h"

#include <optional>

namespace archivesmp::agent::ownserver {

// Who may speak to this agent, by what the host said last. Lives in the worker's thread.
class KeyRing final
{
public:
    explicit KeyRing(const Clock &clock)
        : _clock(clock)
    { }

    // A snapshot whose origin was checked.
    void take(const protocol::KeySnapshot &snapshot);

    // Whose key it is. Unauthenticated for every key that the snapshot does not hold; NotFound, with a
    // sentence for people, where there is no snapshot of the last 24 hours.
    [[nodiscard]] Result<domain::User> authenticate(const Secret &key) const;

private:
    [[nodiscard]] Result<void> isFresh() const;

    const Clock &_clock;
    std::optional<protocol::KeySnapshot> _snapshot;
    std::chrono::milliseconds _takenAt{0}; // uptime
    std::chrono::milliseconds _ageThen{0};
};

} // namespace archivesmp::agent::ownserver
