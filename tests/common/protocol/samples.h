// SPDX-License-Identifier: GPL-3.0-or-later
// One value of each domain type with every member set, so that a member that is not carried shows.
#pragma once

#include "common/domain/driftreport.h"
#include "common/domain/job.h"
#include "common/domain/physicalserver.h"
#include "common/domain/plan.h"
#include "common/domain/plugin.h"
#include "common/domain/user.h"
#include "common/protocol/fleetmessages.h"

namespace archivesmp::tests {

[[nodiscard]] inline QDateTime sampleTime(int seconds = 0)
{
    return QDateTime(QDate(2026, 11, 23), QTime(10, 15, 0, 123), Qt::UTC).addSecs(seconds);
}
[[nodiscard]] inline QByteArray sampleHash(char fill)
{
    return QByteArray(32, fill);
}

[[nodiscard]] domain::PhysicalServer sampleServer();
[[nodiscard]] domain::Instance sampleInstance();
[[nodiscard]] domain::InstalledPlugin samplePlugin();
[[nodiscard]] domain::Finding sampleFinding();       // changed, a text, with a fix
[[nodiscard]] domain::Finding sampleSecretFinding(); // changed, two fingerprints
[[nodiscard]] domain::Observation sampleObservation();
[[nodiscard]] domain::Rule sampleRule();
domain::DriftReport sampleReport();
[[nodiscard]] domain::Job sampleJob(); // a deploy in progress
[[nodiscard]] domain::JobEvent sampleJobEvent();
[[nodiscard]] domain::ConfigUpdatePayload sampleConfigUpdate();
[[nodiscard]] domain::Plan samplePlan();
[[nodiscard]] domain::User sampleUser();
[[nodiscard]] protocol::EngineStatus sampleEngine();

} // namespace archivesmp::tests
