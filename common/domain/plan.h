// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/ids.h"
#include "common/domain/job.h"

#include <QDateTime>
#include <QList>
#include <QStringList>

namespace archivesmp::domain {

// What one plan does to one instance.
struct PlanTarget
{
    InstanceRef instance;
    int wave = 1;       // wave 1 is the proof (DEV01), later ones follow when it is completed
    QString oldVersion; // of the plugin; empty where not installed or not a deploy
    QString newVersion;
    QString file;               // the file that changes, relative to the Minecraft folder
    QString diff;               // unified, secrets masked; empty where bytes are replaced as a whole
    bool restarts = false;      // the instance runs and will be stopped and started
    std::optional<int> players; // online when the plan was made
    QString blocker;            // why this target cannot be done; a plan with a blocker cannot be applied
    JobPayload payload;

    friend bool operator==(const PlanTarget &, const PlanTarget &) = default;
};

// What will be done, bound to what it was computed from: its id is a hash of all targets and their
// preconditions, so that what is applied is what was shown.
struct Plan
{
    PlanId id;
    JobType type = JobType::ConfigUpdate; // PluginDeploy, ConfigUpdate or Rollback
    QString title;                        // "Deploy CoreProtect 22.4 to 6 instances"
    QString plugin;
    QString pluginVersion;
    QList<PlanTarget> targets; // by wave, then server, then name
    QStringList preconditions; // checked again before acting, as sentences
    bool needsApproval = false;
    QString createdBy;
    QDateTime createdAt; // UTC

    friend bool operator==(const Plan &, const Plan &) = default;
};

// The id for what the plan holds, over everything but id, creator and time.
[[nodiscard]] PlanId planId(const Plan &plan);

// The first blocker's sentence, empty where the plan can be applied.
[[nodiscard]] QString firstBlocker(const Plan &plan);

} // namespace archivesmp::domain
