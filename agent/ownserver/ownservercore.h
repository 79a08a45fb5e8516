// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/ownserver/deeddelivery.h"
#include "agent/ownserver/hostmemory.h"
#include "agent/ownserver/keyring.h"
#include "agent/ownserver/localwork.h"

namespace archivesmp::agent::ownserver {

// What a client's agent answers at its own door, put together. Lives in the worker's thread; what is passed
// by reference outlives it.
class OwnServerCore final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(OwnServerCore)

public:
    struct Parts
    {
        LocalWork::Parts work;
        jobs::HostApi &host;
        jobs::FleetFacts &fleet; // filled with what an earlier run was told
        const coordinator::SecretSealer &sealer;
        coordinator::EventLog &log;
        PictureSettings picture;
        Backoff::Limits retry;
        QString stateFolder;
    };

    explicit OwnServerCore(const Parts &parts, QObject *parent = nullptr);

    [[nodiscard]] Result<domain::User> authenticate(const Secret &key) const
    {
        return _keys.authenticate(key);
    }
    [[nodiscard]] ServerPicture &picture() { return _picture; }
    [[nodiscard]] LocalJobs &jobs() { return _jobs; }
    [[nodiscard]] LocalWork &work() { return _work; }

    void hostWelcomed(); // the facts are the host's own again
    void hostAnswered(const protocol::HeartbeatReply &reply);

private:
    void recall();
    void remember(const std::optional<protocol::KeySnapshot> &keys);

    const Clock &_clock;
    jobs::FleetFacts &_fleet;
    KeyRing _keys;
    HostMemory _memory;
    std::optional<RememberedHost> _remembered; // as the file has it
    ScanCache _scans;
    ServerPicture _picture;
    LocalJobs _jobs;
    DeedSpool _deeds;
    DeedDelivery _delivery;
    LocalWork _work;
};

} // namespace archivesmp::agent::ownserver
