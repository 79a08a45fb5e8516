// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/redis/jobmessage.h"

#include "common/core/textescape.h"
#include "common/protocol/payloadhash.h"

#include <QJsonDocument>
#include <QUuid>

namespace archivesmp::agent::redis {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype messageLimit = 64 * 1024;

QString time(const QDateTime &at)
{
    return at.toUTC().toString(Qt::ISODate);
}

// What a newer host says in a way of its own is not guessed at. A message of an older tool says neither.
Result<void> checkVersion(const QJsonObject &message)
{
    const QJsonValue schema = message.value("schema"_L1);
    if (!schema.isUndefined() && (schema.toDouble() < 1 || schema.toInteger(-1) < 0))
        return Error{ErrorCode::InvalidInput, u"no version number"_s, {}, 0, 0, u"schema"_s};
    if (schema.toInteger(1) > messageSchema)
        return Error{ErrorCode::Unsupported,
                     u"the message has schema %1, this agent (%2) reads schema %3"_s.arg(
                         QString::number(schema.toInteger()), QStringLiteral(ARCHIVESMP_VERSION),
                         QString::number(messageSchema)),
                     {},
                     0,
                     0,
                     u"schema"_s,
                     u"update the agent"_s};
    const QString type = message.value("job_type"_L1).toString();
    if (!type.isEmpty() && !domain::jobTypeFromName(type))
        return Error{ErrorCode::Unsupported,
                     u"the job type \"%1\" is not known to this agent (%2)"_s.arg(
                         excerpt(type, 60), QStringLiteral(ARCHIVESMP_VERSION)),
                     {},
                     0,
                     0,
                     u"job_type"_s,
                     u"update the agent"_s};
    return {};
}

} // namespace

QByteArray jobMessage(const domain::Job &job, const QString &fleetId, const QString &artifactUrl)
{
    const auto *const deploy = std::get_if<domain::DeployPayload>(&job.payload);
    const QString jar = deploy != nullptr && !deploy->sha256.isEmpty()
        ? QString(artifactUrl + QString::fromLatin1(deploy->sha256.toHex()))
        : QString();
    const QJsonObject message{
        {u"job_id"_s, job.id.toString()},
        {u"job_type"_s, nameOf(job.type)},
        {u"target_instance"_s, job.instance},
        {u"plugin_name"_s, job.plugin},
        {u"plugin_version"_s, job.pluginVersion},
        {u"plugin_jar_url"_s, jar},
        {u"timestamp"_s, time(job.createdAt)},
        {u"physical_server"_s, job.server},
        {u"schema"_s, messageSchema},
        {u"attempt"_s, job.attempt},
        {u"payload_sha256"_s, QString::fromLatin1(protocol::payloadSha256(job.payload).toHex())},
        {u"fleet_id"_s, fleetId}};
    return QJsonDocument(message).toJson(QJsonDocument::Compact);
}

QByteArray resultMessage(const domain::Job &job, const QString &fleetId)
{
    QJsonObject message{{u"job_id"_s, job.id.toString()},
                        {u"job_type"_s, nameOf(job.type)},
                        {u"target_instance"_s, job.instance},
                        {u"plugin_name"_s, job.plugin},
                        {u"plugin_version"_s, job.pluginVersion},
                        {u"physical_server"_s, job.server},
                        {u"status"_s, nameOf(job.status)},
                        {u"message"_s, job.resultMessage},
                        {u"timestamp"_s, time(job.completedAt)},
                        {u"schema"_s, messageSchema},
                        {u"attempt"_s, job.attempt},
                        {u"fleet_id"_s, fleetId}};
    if (job.errorCode)
        message.insert(u"error_code"_s, nameOf(*job.errorCode));
    return QJsonDocument(message).toJson(QJsonDocument::Compact);
}

QString resultChannel(domain::JobType type)
{
    switch (type) {
    case domain::JobType::DriftScan:
    case domain::JobType::Evaluate:
        return u"drift"_s;
    case domain::JobType::HealthCheck:
        return u"health"_s;
    case domain::JobType::PluginDeploy:
    case domain::JobType::ConfigUpdate:
    case domain::JobType::Rollback:
    case domain::JobType::Backup:
    case domain::JobType::Restore:
    case domain::JobType::InstancePower:
        return u"deployment"_s;
    }
    return u"deployment"_s;
}

Result<JobHint> readJobMessage(const QByteArray &message)
{
    if (message.size() > messageLimit)
        return Error{ErrorCode::LimitExceeded, u"a job message of more than 64 KiB"_s};
    QJsonParseError problem;
    const QJsonDocument document = QJsonDocument::fromJson(message, &problem);
    if (!document.isObject())
        return Error{ErrorCode::InvalidInput, u"no JSON object: "_s + problem.errorString()};
    if (const auto readable = checkVersion(document.object()); !readable)
        return readable.error();
    const QJsonValue id = document.object().value("job_id"_L1);
    const QUuid uuid = QUuid::fromString(id.toString());
    if (uuid.isNull())
        return Error{ErrorCode::InvalidInput, u"no UUID"_s, {}, 0, 0, u"job_id"_s};
    const QString hash = document.object().value("payload_sha256"_L1).toString();
    const QByteArray payload = QByteArray::fromHex(hash.toLatin1());
    if (!hash.isEmpty() && payload.size() != 32)
        return Error{ErrorCode::InvalidInput, u"no SHA-256"_s, {}, 0, 0, u"payload_sha256"_s};
    return JobHint{JobId(uuid.toString(QUuid::WithoutBraces)),
                   document.object().value("fleet_id"_L1).toString(), payload};
}

} // namespace archivesmp::agent::redis
