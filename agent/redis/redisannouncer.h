// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/coordinator/jobannouncer.h"
#include "agent/redis/redisconnection.h"

#include <functional>

namespace archivesmp::agent::redis {

struct AnnouncerSettings
{
    RedisServer redis;
    QString fleetId;
    QStringList servers; // whose streams and groups are made as soon as Redis is there
    // What a JAR's SHA-256 is appended to for its address; asked at each announcement, in the coordinator's
    // thread, since the port may not be known before.
    std::function<QString()> artifactUrl = [] { return QStringLiteral("/api/artifacts/"); };
};

// Puts each job into the stream of its server (durable) and rings on the channel of the same name. Makes the
// consumer groups anew with every connection, since a Redis that was emptied has none. Lives in the
// coordinator's thread.
class RedisAnnouncer final : public QObject, public coordinator::JobAnnouncer
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(RedisAnnouncer)

public:
    explicit RedisAnnouncer(AnnouncerSettings settings, QObject *parent = nullptr);
    ~RedisAnnouncer() override;

    void start();
    void stop();

    [[nodiscard]] QFuture<Result<void>> announce(const domain::Job &job) override;
    void announceResult(const domain::Job &job) override;

Q_SIGNALS:
    void stateChanged(bool up, const QString &reason);

private:
    void makeGroups();
    [[nodiscard]] QByteArray jobsKey(const QString &server) const;
    void report(bool up, const QString &reason);

    AnnouncerSettings _settings;
    RedisConnection _connection;
    std::optional<bool> _up;
    QString _reason;
};

} // namespace archivesmp::agent::redis
