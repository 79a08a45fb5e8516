// SPDX-License-Identifier: GPL-3.0-or-later
// What plans say to people, and what they refuse.
#pragma once

#include "agent/coordinator/jardescription.h"
#include "common/domain/finding.h"
#include "common/domain/plan.h"
#include "common/protocol/fleetmessages.h"

namespace archivesmp::agent::coordinator {

// Why this finding cannot be fixed; empty where it can.
[[nodiscard]] QString blockerOf(const domain::Finding &finding);

// The hunks of one file's findings under one head, in the order of their lines.
[[nodiscard]] QString diffOf(const QString &file, QList<domain::Finding> findings);

// Whether the JAR is what the request says.
[[nodiscard]] Result<void> checkDeploy(const protocol::PlanDeploy &request, const JarDescription &jar);

[[nodiscard]] QString titleOfFix(const QStringList &plugins, qsizetype settings,
                                 const QList<domain::PlanTarget> &targets);
[[nodiscard]] QString titleOfDeploy(const domain::Plan &plan);
[[nodiscard]] QString titleOfRollback(const domain::Job &job, const QList<domain::PlanTarget> &targets);

// What each agent checks before it acts.
[[nodiscard]] QStringList preconditionsOf(const domain::Plan &plan);

} // namespace archivesmp::agent::coordinator
