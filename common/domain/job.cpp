// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/domain/job.h"

#include "common/domain/enumnames.h"

namespace archivesmp::domain {

using namespace Qt::StringLiterals;

namespace {
constexpr EnumNames<JobType, 9> wireNames{{{JobType::PluginDeploy, "plugin_deploy"_L1},
                                           {JobType::ConfigUpdate, "config_update"_L1},
                                           {JobType::Rollback, "rollback"_L1},
                                           {JobType::DriftScan, "drift_scan"_L1},
                                           {JobType::Evaluate, "evaluate"_L1},
                                           {JobType::HealthCheck, "health_check"_L1},
                                           {JobType::Backup, "backup"_L1},
                                           {JobType::Restore, "restore"_L1},
                                           {JobType::InstancePower, "instance_power"_L1}}};
constexpr EnumNames<JobStatus, 8> statusNames{{{JobStatus::Pending, "pending"_L1},
                                               {JobStatus::AwaitingApproval, "awaiting_approval"_L1},
                                               {JobStatus::InProgress, "in_progress"_L1},
                                               {JobStatus::Retrying, "retrying"_L1},
                                               {JobStatus::Completed, "completed"_L1},
                                               {JobStatus::Failed, "failed"_L1},
                                               {JobStatus::Cancelled, "cancelled"_L1},
                                               {JobStatus::RolledBack, "rolled_back"_L1}}};
constexpr EnumNames<PowerAction, 3> powerNames{
    {{PowerAction::Start, "start"_L1}, {PowerAction::Stop, "stop"_L1}, {PowerAction::Restart, "restart"_L1}}};
} // namespace

bool isFinal(JobStatus status)
{
    return status == JobStatus::Completed || status == JobStatus::Failed || status == JobStatus::Cancelled
        || status == JobStatus::RolledBack;
}

QString nameOf(JobType type)
{
    return enumToName(wireNames, type);
}

std::optional<JobType> jobTypeFromName(QStringView text)
{
    return enumFromName(wireNames, text);
}

QString columnName(JobType type)
{
    return type == JobType::PluginDeploy ? u"deploy"_s : nameOf(type);
}

std::optional<JobType> jobTypeFromColumn(QStringView text)
{
    return text == "deploy"_L1 ? JobType::PluginDeploy : jobTypeFromName(text);
}

QString nameOf(JobStatus status)
{
    return enumToName(statusNames, status);
}

std::optional<JobStatus> jobStatusFromName(QStringView text)
{
    return enumFromName(statusNames, text);
}

QString nameOf(PowerAction action)
{
    return enumToName(powerNames, action);
}

std::optional<PowerAction> powerActionFromName(QStringView text)
{
    return enumFromName(powerNames, text);
}

} // namespace archivesmp::domain
