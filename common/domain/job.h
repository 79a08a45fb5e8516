// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/error.h"
#include "common/core/ids.h"
#include "common/core/keypath.h"
#include "common/core/value.h"
#include "common/domain/instance.h"

#include <QDateTime>
#include <QList>
#include <QString>
#include <QStringList>

#include <optional>
#include <variant>

namespace archivesmp::domain {

enum class JobType {
    PluginDeploy,
    ConfigUpdate,
    Rollback,
    DriftScan,
    Evaluate,
    HealthCheck,
    Backup,
    Restore,
    InstancePower
};

// Completed, Failed, Cancelled and RolledBack are final, except that a later rollback turns Completed into
// RolledBack.
enum class JobStatus {
    Pending,
    AwaitingApproval,
    InProgress,
    Retrying,
    Completed,
    Failed,
    Cancelled,
    RolledBack,
};

enum class PowerAction { Start, Stop, Restart };

// Put a JAR in place, or take the plugin away.
struct DeployPayload
{
    QByteArray sha256; // of the artifact, 32 bytes; empty where `remove`
    qint64 size = 0;   // bytes
    QString fileName;  // "CoreProtect-22.4.jar", without a folder
    QString replaces;  // the JAR in place when the plan was made, "CoreProtect-22.2.jar"; empty where none
    QByteArray replacesSha256; // what it must still be
    bool remove = false;
    QString replacesVersion{}; // of the plugin when the plan was made; empty where none

    friend bool operator==(const DeployPayload &, const DeployPayload &) = default;
};

// One setting to write. A secret's value is not here: the claim's answer carries it (see ClaimedJob).
struct SettingChange
{
    enum class Action { Set, Remove };
    KeyPath key;
    Action action = Action::Set; // Set replaces the value, or inserts the key beside its siblings
    Value value;
    QString secretReference; // names a sealed expected secret; `value` is null then

    friend bool operator==(const SettingChange &, const SettingChange &) = default;
};

// Write settings into one file of one plugin.
struct ConfigUpdatePayload
{
    QString file;          // relative to the Minecraft folder
    QByteArray fileSha256; // what the plan saw; another content refuses the job as stale
    QList<SettingChange> changes;
    bool restart = true; // stop and start the instance around the write where it runs

    friend bool operator==(const ConfigUpdatePayload &, const ConfigUpdatePayload &) = default;
};

// Undo one job from the backup that it made.
struct RollbackPayload
{
    JobId job;
    QString artifact = {}; // SHA-256 (hex) of the backup's archive; empty where only the agent has a copy

    friend bool operator==(const RollbackPayload &, const RollbackPayload &) = default;
};

struct PowerPayload
{
    PowerAction action = PowerAction::Start;

    friend bool operator==(const PowerPayload &, const PowerPayload &) = default;
};

// Compare anew what a changed expectation concerns.
struct EvaluatePayload
{
    QStringList plugins;   // only these are read; never empty
    QStringList instances; // names on the job's server; empty for all

    friend bool operator==(const EvaluatePayload &, const EvaluatePayload &) = default;
};

// Scans and health checks need no more than their target.
using JobPayload = std::variant<std::monostate, DeployPayload, ConfigUpdatePayload, RollbackPayload,
                                PowerPayload, EvaluatePayload>;

struct JobProgress
{
    QString step; // "health gate", for people
    qint64 done = 0;
    qint64 total = 0; // 0 where unknown

    friend bool operator==(const JobProgress &, const JobProgress &) = default;
};

// A unit of work on one instance, or the parent of several. The host's storage is where the truth about it
// stands.
struct Job
{
    JobId id;
    JobId parent; // empty for a parent or a lone job
    PlanId plan;  // empty where no plan was made
    JobType type = JobType::DriftScan;
    QString server;   // "hetzner", "ovh", or "all" for a parent
    QString instance; // name; empty where the whole server is meant
    QString plugin;
    QString pluginVersion;
    JobPayload payload;
    JobStatus status = JobStatus::Pending;
    int wave = 0;         // children of one parent start when all of the wave before are completed
    int attempt = 0;      // how often it was claimed
    qint64 fence = 0;     // rises with each claim; a result with an older one is refused
    QString claimedBy;    // the agent's server name
    QDateTime leaseUntil; // UTC, by the storage's clock
    QDateTime notBefore;  // UTC; a retry waits until then
    bool cancelRequested = false;
    JobProgress progress;
    QString createdBy;
    QString reason;                     // why, in the words of who created it; empty where they said nothing
    QDateTime createdAt;                // UTC
    QDateTime startedAt;                // UTC; invalid until claimed
    QDateTime completedAt;              // UTC; invalid until final
    QString resultMessage;              // the proof, or the reason; one line
    std::optional<ErrorCode> errorCode; // where it failed

    friend bool operator==(const Job &, const Job &) = default;
};

// One line of a job's story.
struct JobEvent
{
    JobId job;
    int sequence = 0; // from 1, without gaps, per job
    QDateTime at;     // UTC
    QString text;

    friend bool operator==(const JobEvent &, const JobEvent &) = default;
};

[[nodiscard]] bool isFinal(JobStatus status);

// "plugin_deploy": the spelling on the wire. The seed's table has shorter words for some: see columnName().
[[nodiscard]] QString nameOf(JobType type);
[[nodiscard]] std::optional<JobType> jobTypeFromName(QStringView text);
// "deploy": the spelling in the column deployment_jobs.job_type.
[[nodiscard]] QString columnName(JobType type);
[[nodiscard]] std::optional<JobType> jobTypeFromColumn(QStringView text);

[[nodiscard]] QString nameOf(JobStatus status);
[[nodiscard]] std::optional<JobStatus> jobStatusFromName(QStringView text);
[[nodiscard]] QString nameOf(PowerAction action);
[[nodiscard]] std::optional<PowerAction> powerActionFromName(QStringView text);

} // namespace archivesmp::domain
