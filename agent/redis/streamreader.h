// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/redis/redisconnection.h"

#include <QSet>

#include <optional>

namespace archivesmp::agent::redis {

struct StreamSpot
{
    QByteArray key;
    QByteArray group;
    QByteArray consumer;                                       // the same after a restart
    std::chrono::milliseconds block = std::chrono::seconds(5); // that a read may wait for an entry
    std::chrono::milliseconds idle = std::chrono::seconds(90); // after which a pending entry is taken over
    std::chrono::milliseconds takeover = std::chrono::seconds(30); // between two looks for such
    std::chrono::milliseconds retry = std::chrono::seconds(2);     // after a refusal
};

// Reads one stream as one consumer of one group: first what was given to it before and never acknowledged,
// then what comes, and from time to time what lies idle in the group. A blocking read needs a connection of
// its own, so there are two. Never writes to the stream, never deletes a key. Lives in one thread with an
// event loop.
class StreamReader final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(StreamReader)

public:
    StreamReader(RedisServer server, StreamSpot spot, QObject *parent = nullptr);
    ~StreamReader() override;

    void start();
    void stop();
    void acknowledge(const QByteArray &entry);
    [[nodiscard]] QString stream() const { return QString::fromUtf8(_spot.key); }

Q_SIGNALS:
    void entryRead(const QByteArray &entry, const QByteArray &message); // empty where it has none
    void stateChanged(bool up, const QString &reason);

private:
    void readNext();
    void answered(const Result<RespValue> &answer);
    void takeEntries(const RespValue::List &entries);
    void makeGroup();
    void takeOver();
    void retryLater(const Error &error);
    void report(bool up, const QString &reason);

    StreamSpot _spot;
    RedisConnection _reading;
    RedisConnection _acting;
    QByteArray _from;                // the last of its own entries read anew, then ">"
    QSet<QByteArray> _acknowledging; // not sent yet, or not answered: sent again after a reconnect
    QTimer _retry;
    QTimer _takeover;
    std::optional<bool> _up;
    QString _reason;
    bool _running = false;
};

} // namespace archivesmp::agent::redis
