// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/protocol/domainjson.h"

#include "common/protocol/driftmembers.h"
#include "common/protocol/jobmembers.h"

namespace archivesmp::protocol {

QJsonObject toJson(const domain::PhysicalServer &server)
{
    return objectOf(server);
}

Result<domain::PhysicalServer> physicalServerFromJson(const QJsonObject &json)
{
    return fromObject<domain::PhysicalServer>(json);
}

QJsonObject toJson(const domain::Instance &instance)
{
    return objectOf(instance);
}

Result<domain::Instance> instanceFromJson(const QJsonObject &json)
{
    return fromObject<domain::Instance>(json);
}

QJsonObject toJson(const domain::InstalledPlugin &plugin)
{
    return objectOf(plugin);
}

Result<domain::InstalledPlugin> installedPluginFromJson(const QJsonObject &json)
{
    return fromObject<domain::InstalledPlugin>(json);
}

QJsonObject toJson(const domain::Finding &finding)
{
    return objectOf(finding);
}

Result<domain::Finding> findingFromJson(const QJsonObject &json)
{
    return fromObject<domain::Finding>(json);
}

QJsonObject toJson(const domain::ScanCounts &counts)
{
    return objectOf(counts);
}

Result<domain::ScanCounts> scanCountsFromJson(const QJsonObject &json)
{
    return fromObject<domain::ScanCounts>(json);
}

QJsonObject toJson(const domain::DriftReport &report)
{
    return objectOf(report);
}

Result<domain::DriftReport> driftReportFromJson(const QJsonObject &json)
{
    return fromObject<domain::DriftReport>(json);
}

QJsonObject toJson(const domain::Job &job)
{
    return objectOf(job);
}

Result<domain::Job> jobFromJson(const QJsonObject &json)
{
    return fromObject<domain::Job>(json);
}

QJsonObject toJson(const domain::JobEvent &event)
{
    return objectOf(event);
}

Result<domain::JobEvent> jobEventFromJson(const QJsonObject &json)
{
    return fromObject<domain::JobEvent>(json);
}

QJsonObject toJson(const domain::JobProgress &progress)
{
    return objectOf(progress);
}

Result<domain::JobProgress> jobProgressFromJson(const QJsonObject &json)
{
    return fromObject<domain::JobProgress>(json);
}

QJsonObject toJson(const domain::Plan &plan)
{
    return objectOf(plan);
}

Result<domain::Plan> planFromJson(const QJsonObject &json)
{
    return fromObject<domain::Plan>(json);
}

QJsonObject toJson(const domain::User &user)
{
    return objectOf(user);
}

Result<domain::User> userFromJson(const QJsonObject &json)
{
    return fromObject<domain::User>(json);
}

QJsonObject toJson(const EngineStatus &engine)
{
    return objectOf(engine);
}

Result<EngineStatus> engineStatusFromJson(const QJsonObject &json)
{
    return fromObject<EngineStatus>(json);
}

QJsonValue toJson(const domain::JobPayload &payload)
{
    return JsonCodec<domain::JobPayload>::write(payload);
}

Result<domain::JobPayload> jobPayloadFromJson(const QJsonValue &json)
{
    std::optional<Error> error;
    domain::JobPayload payload;
    JsonCodec<domain::JobPayload>::read(JsonPlace(error), json, payload);
    if (error)
        return *error;
    return payload;
}

} // namespace archivesmp::protocol
