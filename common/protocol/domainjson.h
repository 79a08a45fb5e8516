// SPDX-License-Identifier: GPL-3.0-or-later
// Domain values as JSON: what archivesmpctl --json prints, the REST answers carry and the storage keeps in
// its text columns. Members are snake_case and listed in fleetmembers.h, driftmembers.h and jobmembers.h.
// Reading gives InvalidInput with the member's path in Error::field.
#pragma once

#include "common/core/result.h"
#include "common/domain/driftreport.h"
#include "common/domain/job.h"
#include "common/domain/physicalserver.h"
#include "common/domain/plan.h"
#include "common/domain/plugin.h"
#include "common/domain/user.h"
#include "common/protocol/fleetmessages.h"

#include <QJsonArray>
#include <QJsonObject>

namespace archivesmp::protocol {

[[nodiscard]] QJsonObject toJson(const domain::PhysicalServer &server);
[[nodiscard]] QJsonObject toJson(const domain::Instance &instance);
[[nodiscard]] QJsonObject toJson(const domain::InstalledPlugin &plugin);
[[nodiscard]] QJsonObject toJson(const domain::Finding &finding);
[[nodiscard]] QJsonObject toJson(const domain::ScanCounts &counts);
[[nodiscard]] QJsonObject toJson(const domain::DriftReport &report);
[[nodiscard]] QJsonObject toJson(const domain::Job &job);
[[nodiscard]] QJsonObject toJson(const domain::JobEvent &event);
[[nodiscard]] QJsonObject toJson(const domain::JobProgress &progress);
[[nodiscard]] QJsonObject toJson(const domain::Plan &plan);
[[nodiscard]] QJsonObject toJson(const domain::User &user);
[[nodiscard]] QJsonObject toJson(const EngineStatus &engine);

// Null for a job that needs no payload.
[[nodiscard]] QJsonValue toJson(const domain::JobPayload &payload);

[[nodiscard]] Result<domain::PhysicalServer> physicalServerFromJson(const QJsonObject &json);
[[nodiscard]] Result<domain::Instance> instanceFromJson(const QJsonObject &json);
[[nodiscard]] Result<domain::InstalledPlugin> installedPluginFromJson(const QJsonObject &json);
[[nodiscard]] Result<domain::Finding> findingFromJson(const QJsonObject &json);
[[nodiscard]] Result<domain::ScanCounts> scanCountsFromJson(const QJsonObject &json);
[[nodiscard]] Result<domain::DriftReport> driftReportFromJson(const QJsonObject &json);
[[nodiscard]] Result<domain::Job> jobFromJson(const QJsonObject &json);
[[nodiscard]] Result<domain::JobPayload> jobPayloadFromJson(const QJsonValue &json);
[[nodiscard]] Result<domain::JobEvent> jobEventFromJson(const QJsonObject &json);
[[nodiscard]] Result<domain::JobProgress> jobProgressFromJson(const QJsonObject &json);
[[nodiscard]] Result<domain::Plan> planFromJson(const QJsonObject &json);
[[nodiscard]] Result<domain::User> userFromJson(const QJsonObject &json);
[[nodiscard]] Result<EngineStatus> engineStatusFromJson(const QJsonObject &json);

// A list of any of the above.
template <typename T>
[[nodiscard]] QJsonArray toJsonArray(const QList<T> &items)
{
    QJsonArray array;
    for (const T &item : items)
        array.append(toJson(item));
    return array;
}

} // namespace archivesmp::protocol
