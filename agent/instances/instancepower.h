// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/instances/amppanel.h"
#include "common/core/clock.h"
#include "common/core/task.h"

#include <chrono>

namespace archivesmp::agent::instances {

struct PowerTimes
{
    std::chrono::milliseconds stop = std::chrono::seconds(120);  // until the process must be gone
    std::chrono::milliseconds start = std::chrono::seconds(300); // until it must be ready
    std::chrono::milliseconds poll = std::chrono::seconds(1);
};

// Starts and stops instances through AMP and waits until they are what was asked for: AMP's own answer only
// says that the wish was taken. Lives in the worker's thread; panel and clock outlive it.
class InstancePower final
{
public:
    InstancePower(AmpPanel &panel, const Clock &clock, PowerTimes times);

    // AMP's entry of that name; NotFound where the panel lists none.
    [[nodiscard]] Task<Result<AmpInstance>> find(QString name);

    // Stopped where the daemon is down, Suspended where AMP says so, else what the instance answers.
    [[nodiscard]] Task<Result<AmpStatus>> status(AmpInstance instance);

    // Asks for a graceful stop and returns when the process is gone; Timeout where it does not go. It is
    // never killed.
    [[nodiscard]] Task<Result<void>> stop(AmpInstance instance);

    // Starts the daemon where it is down and the application where it is not up, and returns at once: whether
    // it comes up is another question. No error where it runs already.
    [[nodiscard]] Task<Result<void>> start(AmpInstance instance);

    // Waits until it is ready. Unavailable where it fails or goes back to stopped, Timeout at the deadline.
    [[nodiscard]] Task<Result<void>> waitUntilRunning(AmpInstance instance);

    [[nodiscard]] AmpPanel &panel() { return _panel; }
    [[nodiscard]] const PowerTimes &times() const { return _times; }

private:
    AmpPanel &_panel;
    const Clock &_clock;
    PowerTimes _times;
};

// Whether a process is there, or on its way in or out.
[[nodiscard]] bool isUp(domain::InstanceState state);

} // namespace archivesmp::agent::instances
