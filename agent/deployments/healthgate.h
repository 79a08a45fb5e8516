// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/instances/amppanel.h"
#include "common/core/clock.h"
#include "common/core/task.h"

#include <QStringList>

#include <optional>

namespace archivesmp::agent::deployments {

struct HealthLimits
{
    std::chrono::milliseconds minimum = std::chrono::seconds(20); // it must stay healthy for so long
    std::chrono::milliseconds deadline = std::chrono::seconds(300);
    std::chrono::milliseconds poll = std::chrono::seconds(1);
};

// Whose health, and what in the log would speak against it.
struct GateSubject
{
    instances::AmpInstance instance;
    QString plugin;      // empty where no plugin is in question
    QStringList jars;    // its files, "X-2.jar"
    bool started = true; // by this process: then its log must say that it is done starting
};

struct Health
{
    bool healthy = false;
    QString reason; // why not, with the log's own line where there is one
};

// Watches an instance that was just started until it has been well for the minimum, or is not, or the
// deadline is over. Lives in the worker's thread; panel and clock outlive it.
class HealthGate final
{
public:
    HealthGate(instances::AmpPanel &panel, const Clock &clock, HealthLimits limits);

    [[nodiscard]] Task<Health> watch(GateSubject subject);

private:
    instances::AmpPanel &_panel;
    const Clock &_clock;
    HealthLimits _limits;
};

// Whether a line of a server's log says that this plugin did not come up.
[[nodiscard]] bool speaksAgainst(const QString &line, const QString &plugin, const QStringList &jars);

} // namespace archivesmp::agent::deployments
