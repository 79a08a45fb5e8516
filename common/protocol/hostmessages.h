// SPDX-License-Identifier: GPL-3.0-or-later
// What an agent and the host say to each other over the host's HTTPS API. The host's own worker uses the same
// structs in process.
#pragma once

#include "common/core/secret.h"
#include "common/protocol/fleetmessages.h"

#include <chrono>
#include <optional>

namespace archivesmp::protocol {

// POST /api/agent/hello, once per connection and start.
struct AgentHello
{
    QString server;
    QString bootId; // new with every start of the agent process
    QString version;
    int protocol = protocolVersion;
    QStringList jobTypes; // the wire names that this agent can carry out

    friend bool operator==(const AgentHello &, const AgentHello &) = default;
};

struct AgentWelcome
{
    QString fleetId;
    Secret fleetKey; // for fingerprints of secrets
    std::chrono::seconds lease{60};
    std::chrono::seconds heartbeat{5};
    QByteArray expectationsHash; // for this server, 32 bytes; empty where there are none
};

// POST /api/agent/heartbeat every 5 s.
struct Heartbeat
{
    QString server;
    QString bootId;
    QString version;
    QList<domain::Instance> instances; // all of this server, as discovered last
    QList<EngineStatus> engines;       // of the agent itself: AMP

    friend bool operator==(const Heartbeat &, const Heartbeat &) = default;
};

// One live key of a person or a script, of which nobody needs to know more than its hash.
struct KnownKey
{
    QByteArray sha256; // of the key's text, 32 bytes
    QString name;
    domain::UserRole role = domain::UserRole::Viewer; // never Agent

    friend bool operator==(const KnownKey &, const KnownKey &) = default;
};

// All live keys, for the door that an agent keeps open while the host is away. See keysnapshot.h.
struct KeySnapshot
{
    QDateTime issuedAt; // UTC, by the host's clock
    QList<KnownKey> keys;
    QByteArray mac; // over all of the above with the fleet's key, 32 bytes

    friend bool operator==(const KeySnapshot &, const KeySnapshot &) = default;
};

struct HeartbeatReply
{
    QByteArray expectationsHash;
    QList<JobId> cancelRequested;         // of the jobs that this agent holds
    std::optional<KeySnapshot> keys = {}; // for clients; a host of before has none to give

    friend bool operator==(const HeartbeatReply &, const HeartbeatReply &) = default;
};

// POST /api/jobs/{uuid}/claim. Repeated with the same nonce it gives the same fence.
struct ClaimRequest
{
    JobId job;
    QString server;
    QString bootId;
    QString nonce;
    QByteArray payloadSha256 = {}; // of the hint that led here; empty where it names none

    friend bool operator==(const ClaimRequest &, const ClaimRequest &) = default;
};

struct ClaimedJob
{
    domain::Job job; // the whole truth about it, with attempt and fence
    std::chrono::seconds lease{60};
    QByteArray expectationsHash;    // for the agent's server as of now, 32 bytes; empty where there are none
    QHash<QString, Secret> secrets; // by SettingChange::secretReference; never stored, journalled or logged
};

// POST /api/jobs/{uuid}/renew.
struct RenewRequest
{
    JobId job;
    QString bootId;
    qint64 fence = 0;
    domain::JobProgress progress;
    QStringList events; // lines of the job's story since the last call, in order

    friend bool operator==(const RenewRequest &, const RenewRequest &) = default;
};

struct RenewReply
{
    bool cancelRequested = false;
    friend bool operator==(const RenewReply &, const RenewReply &) = default;
};

// POST /api/jobs/{uuid}/report: one instance's scan, in parts of at most 2,000 findings. Parts of one
// instance are stored together when the last one is there.
struct ScanReportPart
{
    JobId job;
    qint64 fence = 0;
    int part = 0; // from 0
    bool last = true;
    domain::DriftReport report; // plugins and counts in part 0 only; observations in any

    friend bool operator==(const ScanReportPart &, const ScanReportPart &) = default;
};

// POST /api/jobs/{uuid}/result. Stored once per (job, attempt); a repetition gets the same answer. A result
// with an old fence is Conflict.
struct JobResult
{
    JobId job;
    int attempt = 0;
    qint64 fence = 0;
    domain::JobStatus status
        = domain::JobStatus::Completed; // Completed, Failed, Cancelled, RolledBack or Retrying
    std::optional<ErrorCode> errorCode; // decides whether Retrying makes sense
    QString message;                    // the proof, or the reason; one line
    QStringList events;
    QList<domain::InstalledPlugin> plugins;   // the instance's plugins as re-read, after a deploy or rollback
    std::optional<domain::Instance> instance; // as re-read, where the job touched its state
    QByteArray backup;                        // the backup's own JSON; empty where none was made

    friend bool operator==(const JobResult &, const JobResult &) = default;
};

// POST /api/agent/audit: what a person did at an agent's own door, or what the agent found wrong in its feed.
// Recorded once per action and job, however often it is told.
struct LocalDeed
{
    QString server;
    JobId job;    // of the agent's own making
    QDateTime at; // UTC
    QString actor;
    QString action; // "job.instance_power", "feed.entry_refused"
    QString detail;

    friend bool operator==(const LocalDeed &, const LocalDeed &) = default;
};

} // namespace archivesmp::protocol
