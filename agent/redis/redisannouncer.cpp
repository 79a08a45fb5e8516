// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/redis/redisannouncer.h"

#include "agent/redis/jobmessage.h"
#include "agent/redis/rediserror.h"
#include "common/core/whendone.h"

#include <QLoggingCategory>

namespace archivesmp::agent::redis {

Q_LOGGING_CATEGORY(lcAnnouncer, "archivesmp.redis.announcer", QtInfoMsg)

using namespace Qt::StringLiterals;

namespace {

const QByteArray streamLength = "10000"; // about; what is trimmed is announced again by the reconciler

} // namespace

RedisAnnouncer::RedisAnnouncer(AnnouncerSettings settings, QObject *parent)
    : QObject(parent)
    , _settings(std::move(settings))
    , _connection(_settings.redis)
{
    connect(&_connection, &RedisConnection::ready, this, [this] {
        makeGroups();
        report(true, {});
    });
    connect(&_connection, &RedisConnection::lost, this,
            [this](const Error &error) { report(false, describe(error)); });
}

RedisAnnouncer::~RedisAnnouncer() = default;

void RedisAnnouncer::start()
{
    _connection.open();
}

void RedisAnnouncer::stop()
{
    _connection.close();
}

QByteArray RedisAnnouncer::jobsKey(const QString &server) const
{
    return QString(_settings.redis.prefix + u":jobs:"_s + server).toUtf8();
}

void RedisAnnouncer::makeGroups()
{
    for (const QString &server : std::as_const(_settings.servers)) {
        for (const auto &[key, group] :
             {std::pair(jobsKey(server), QByteArray("agents")),
              std::pair(jobsKey(u"broadcast"_s), QByteArray("agents:" + server.toUtf8()))}) {
            whenDone(_connection.send({"XGROUP", "CREATE", key, group, "0", "MKSTREAM"}), this,
                     [this, name = QString::fromUtf8(key)](const Result<RespValue> &answer) {
                         if (answer && answer->error() != nullptr && !isGroupThere(*answer->error()))
                             report(false, describe(redisError(*answer->error(), name)));
                     });
        }
    }
}

QFuture<Result<void>> RedisAnnouncer::announce(const domain::Job &job)
{
    const QByteArray key = jobsKey(job.server);
    const QByteArray message = jobMessage(job, _settings.fleetId, _settings.artifactUrl());
    // A stream that was emptied meanwhile has lost its group; where it is there nothing happens.
    const auto grouped = _connection.send({"XGROUP", "CREATE", key, "agents", "0", "MKSTREAM"});
    const auto added = _connection.send({"XADD", key, "MAXLEN", "~", streamLength, "*", "m", message});
    const auto rung = _connection.send({"PUBLISH", key, message});
    return QFuture(added).then(
        [name = QString::fromUtf8(key)](const Result<RespValue> &answer) -> Result<void> {
            if (!answer)
                return answer.error();
            if (answer->error() != nullptr)
                return redisError(*answer->error(), name);
            return {};
        });
}

void RedisAnnouncer::announceResult(const domain::Job &job)
{
    const QString channel = _settings.redis.prefix + u":results:"_s + resultChannel(job.type);
    const auto dropped
        = _connection.send({"PUBLISH", channel.toUtf8(), resultMessage(job, _settings.fleetId)});
}

void RedisAnnouncer::report(bool up, const QString &reason)
{
    if (_up == up && _reason == reason)
        return;
    _up = up;
    _reason = reason;
    if (!up)
        qCWarning(lcAnnouncer).noquote() << "job delivery by Redis is down:" << reason;
    Q_EMIT stateChanged(up, reason);
}

} // namespace archivesmp::agent::redis
