// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/jobs/jobfeed.h"
#include "agent/redis/streamreader.h"

#include <QHash>
#include <QList>

namespace archivesmp::agent::redis {

struct RedisFeedSettings
{
    RedisServer redis;
    QString server;  // the physical server that this agent works for
    QString fleetId; // entries of another fleet are left alone; empty, until it is known, takes all
    StreamSpot pace; // its times; key, group and consumer follow from the above
};

// Hints from the stream of this server and from the one for all. A hint stays pending in Redis until it is
// settled, so it outlives this process. Lives in the worker's thread.
class RedisFeed final : public jobs::JobFeed
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(RedisFeed)

public:
    explicit RedisFeed(RedisFeedSettings settings, QObject *parent = nullptr);
    ~RedisFeed() override;

    void setFleet(const QString &fleetId) override { _settings.fleetId = fleetId; }
    void start() override;
    void stop() override;
    void settle(const JobId &job) override;

private:
    struct Entry
    {
        StreamReader *reader = nullptr;
        QByteArray id;
        friend bool operator==(const Entry &, const Entry &) = default;
    };

    void take(StreamReader &reader, const QByteArray &id, const QByteArray &message);

    RedisFeedSettings _settings;
    StreamReader _own;
    StreamReader _broadcast;
    QHash<JobId, QList<Entry>> _unsettled;
    QSet<QString> _foreignFleets; // told once each
};

} // namespace archivesmp::agent::redis
