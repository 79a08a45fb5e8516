// SPDX-License-Identifier: GPL-3.0-or-later
// The bodies of the host's HTTPS API for agents. Members are snake_case; seconds are whole numbers, hashes 64
// hexadecimal digits, secrets base64. Reading gives InvalidInput with the member's path in Error::field;
// members that are unknown are ignored.
#pragma once

#include "common/core/result.h"
#include "common/protocol/hostmessages.h"

#include <QJsonObject>

namespace archivesmp::protocol {

[[nodiscard]] QJsonObject toJson(const AgentHello &hello);
[[nodiscard]] QJsonObject toJson(const AgentWelcome &welcome);
[[nodiscard]] QJsonObject toJson(const Heartbeat &beat);
[[nodiscard]] QJsonObject toJson(const HeartbeatReply &reply);
[[nodiscard]] QJsonObject toJson(const ClaimRequest &request);
[[nodiscard]] QJsonObject toJson(const ClaimedJob &claimed);
[[nodiscard]] QJsonObject toJson(const RenewRequest &request);
[[nodiscard]] QJsonObject toJson(const RenewReply &reply);
[[nodiscard]] QJsonObject toJson(const ScanReportPart &part);
[[nodiscard]] QJsonObject toJson(const JobResult &result);
[[nodiscard]] QJsonObject toJson(const KeySnapshot &snapshot);
[[nodiscard]] QJsonObject toJson(const LocalDeed &deed);

[[nodiscard]] Result<AgentHello> agentHelloFromJson(const QJsonObject &json);
[[nodiscard]] Result<AgentWelcome> agentWelcomeFromJson(const QJsonObject &json);
[[nodiscard]] Result<Heartbeat> heartbeatFromJson(const QJsonObject &json);
[[nodiscard]] Result<HeartbeatReply> heartbeatReplyFromJson(const QJsonObject &json);
[[nodiscard]] Result<ClaimRequest> claimRequestFromJson(const QJsonObject &json);
[[nodiscard]] Result<ClaimedJob> claimedJobFromJson(const QJsonObject &json);
[[nodiscard]] Result<RenewRequest> renewRequestFromJson(const QJsonObject &json);
[[nodiscard]] Result<RenewReply> renewReplyFromJson(const QJsonObject &json);
[[nodiscard]] Result<ScanReportPart> scanReportPartFromJson(const QJsonObject &json);
[[nodiscard]] Result<JobResult> jobResultFromJson(const QJsonObject &json);
[[nodiscard]] Result<KeySnapshot> keySnapshotFromJson(const QJsonObject &json);
[[nodiscard]] Result<LocalDeed> localDeedFromJson(const QJsonObject &json);

// A body as it came: one JSON object in UTF-8, otherwise InvalidInput with the line and column.
[[nodiscard]] Result<QJsonObject> jsonObjectFrom(const QByteArray &body);

} // namespace archivesmp::protocol
