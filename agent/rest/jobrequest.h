// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/result.h"
#include "common/protocol/fleetmessages.h"

#include <QJsonObject>

#include <variant>

namespace archivesmp::agent::rest {

// What a script may order with POST /api/jobs. The first three are planned and applied, the others start as
// they are.
using JobRequest = std::variant<protocol::PlanDeploy, protocol::PlanFix, protocol::PlanRollback,
                                protocol::StartScan, protocol::PowerInstance>;

struct OrderedJob
{
    JobRequest request;
    QString reason; // why, of what is planned; may be empty
};

// Reads the seed's job message (job_type, target_instance, plugin_name, plugin_version, plugin_jar_url …) or
// the same with "type" and with lists: target_instances, findings. An address is not fetched from anywhere:
// it must be an artifact of this host (or "artifact" names one), because a host that fetches what it is told
// reaches what its caller cannot.
[[nodiscard]] Result<OrderedJob> orderedJobFrom(const QJsonObject &json);

} // namespace archivesmp::agent::rest
