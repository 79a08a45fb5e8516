// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/coordinator/keystore.h"
#include "common/core/clock.h"
#include "common/core/secret.h"
#include "common/protocol/hostmessages.h"

namespace archivesmp::agent::coordinator {

// Keys of consoles, scripts and agents. Belongs to the thread of its store.
class ApiKeys final
{
public:
    ApiKeys(KeyStore &store, const Clock &clock)
        : _store(store)
        , _clock(clock)
    { }

    // A new key of 256 random bits, "asmp_…", which is shown once: only its hash is kept. An agent's key
    // names its server.
    [[nodiscard]] Result<Secret> create(const domain::User &user);

    // Whose key it is, read anew each time so that a revoked key stops at once. Unauthenticated, with one
    // message and after the same work, for every key that is not good.
    [[nodiscard]] Result<domain::User> authenticate(const Secret &key);

    // The live keys of people and scripts as of now, authenticated with the fleet's key.
    [[nodiscard]] Result<protocol::KeySnapshot> snapshot(const Secret &fleetKey);

private:
    KeyStore &_store;
    const Clock &_clock;
};

} // namespace archivesmp::agent::coordinator
