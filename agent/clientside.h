// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/control/controldoor.h"
#include "agent/keysealer.h"
#include "agent/ownserver/ownserver.h"
#include "agent/settings/agentsettings.h"

#include <memory>

namespace archivesmp::agent {

// What a client has and the host has not: a door for consoles at which it answers for itself. Lives in the
// main thread.
class ClientSide final
{
public:
    // `run` reaches the workshop.
    ClientSide(const settings::AgentSettings &settings, const Clock &clock, ownserver::OwnServer::Run run);

    [[nodiscard]] Result<void> openDoor();
    void closeDoor();

    [[nodiscard]] int controlPort() const { return _control ? _control->port() : 0; }
    [[nodiscard]] coordinator::EventLog &log() { return _log; }
    // With a key that this agent alone can make: from its key for the host.
    [[nodiscard]] const coordinator::SecretSealer &sealer() const { return _sealer; }

private:
    const settings::AgentSettings &_settings;
    const Clock &_clock;
    KeySealer _sealer;
    coordinator::EventLog _log;
    ownserver::OwnServer _ownServer;
    std::unique_ptr<control::ControlDoor> _control;
};

} // namespace archivesmp::agent
