// SPDX-License-Identifier: GPL-3.0-or-later
// The job message of the seed document, with what was added to it: schema, attempt, payload_sha256, fleet_id.
#pragma once

#include "common/core/result.h"
#include "common/domain/job.h"

#include <QByteArray>

namespace archivesmp::agent::redis {

inline constexpr int messageSchema = 1;

// `artifactUrl` is what an artifact's SHA-256 is appended to for plugin_jar_url.
[[nodiscard]] QByteArray jobMessage(const domain::Job &job, const QString &fleetId,
                                    const QString &artifactUrl);

// For observers of archivesmp:results:*.
[[nodiscard]] QByteArray resultMessage(const domain::Job &job, const QString &fleetId);

// "drift", "deployment" or "health": which of the results channels a job of this type is published on.
[[nodiscard]] QString resultChannel(domain::JobType type);

// A message as far as it matters: everything else is told by the host when the job is claimed.
struct JobHint
{
    JobId job;
    QString fleetId;               // empty in a message of an older tool
    QByteArray payloadSha256 = {}; // as well

    friend bool operator==(const JobHint &, const JobHint &) = default;
};

// InvalidInput for what is no message: no JSON, no job_id, no UUID in it. Unsupported, with both versions,
// for a newer schema and for a type of job that this agent does not know. The timestamp is not read, so that
// one that is no time changes nothing: what people see of a job's times is the host's own.
[[nodiscard]] Result<JobHint> readJobMessage(const QByteArray &message);

} // namespace archivesmp::agent::redis
