// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/control/controldoor.h"
#include "agent/coordinator/coordinator.h"
#include "agent/keysealer.h"
#include "agent/rest/restdoor.h"
#include "agent/settings/agentsettings.h"

#include <atomic>
#include <memory>

namespace archivesmp::agent {

// What the host has and a client has not: the coordinator with its engines, and the doors to it. Lives in the
// main thread; the coordinator brings its own.
class HostSide final
{
public:
    [[nodiscard]] static Result<std::unique_ptr<HostSide>> make(const settings::AgentSettings &settings,
                                                                const Clock &clock);

    [[nodiscard]] coordinator::Coordinator &coordinator() { return _coordinator; }

    // Once the coordinator has started.
    [[nodiscard]] Result<void> openDoors();
    void closeDoors();

    [[nodiscard]] int controlPort() const { return _control ? _control->port() : 0; }
    [[nodiscard]] int webApiPort() const { return _rest ? _rest->port() : 0; }

private:
    HostSide(const settings::AgentSettings &settings, const Clock &clock, KeySealer sealer);

    [[nodiscard]] coordinator::Coordinator::Parts coordinatorParts();
    // In the coordinator's thread.
    [[nodiscard]] std::unique_ptr<coordinator::ArtifactStore> makeArtifacts();
    [[nodiscard]] std::unique_ptr<coordinator::JobAnnouncer> makeAnnouncer(const QString &fleetId);

    const settings::AgentSettings &_settings;
    const Clock &_clock;
    KeySealer _sealer;
    std::atomic<int> _openWebApiPort = 0; // for the coordinator's thread
    coordinator::Coordinator _coordinator;
    std::unique_ptr<rest::RestDoor> _rest;
    std::unique_ptr<control::ControlDoor> _control;
};

} // namespace archivesmp::agent
