// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/redis/respcodec.h"
#include "common/core/backoff.h"
#include "common/core/secret.h"

#include <QFuture>
#include <QObject>
#include <QPromise>
#include <QSslSocket>
#include <QTimer>

#include <chrono>
#include <deque>
#include <memory>

namespace archivesmp::agent::redis {

struct RedisServer
{
    QString host;
    quint16 port = 6379;
    int database = 0;
    bool tls = false;
    QString ca; // PEM file; empty for the system's authorities
    QString username;
    Secret password;
    QString prefix = QStringLiteral("archivesmp");                // of every key and channel
    bool insistOnPassword = false;                                // refuse a Redis that answers without one
    std::chrono::milliseconds timeout = std::chrono::seconds(10); // of each command, and of connecting
    Backoff::Limits reconnect{std::chrono::milliseconds(500), std::chrono::seconds(30)};
};

// One connection to Redis that comes back by itself: encrypted where asked for, authenticated, its commands
// answered in order, each within a time of its own. hiredis is the codec only, because its own sockets know
// neither TLS nor timeouts. Lives in one thread with an event loop.
class RedisConnection final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(RedisConnection)

public:
    using Answer = QFuture<Result<RespValue>>;

    explicit RedisConnection(RedisServer server, QObject *parent = nullptr);
    ~RedisConnection() override;

    void open();
    void close();
    [[nodiscard]] bool isReady() const { return _state == State::Ready; }
    [[nodiscard]] const RedisServer &server() const { return _server; }

    // An error reply of Redis is a value here: see redisError(). Unavailable while there is no connection.
    [[nodiscard]] Answer send(const QList<QByteArray> &command, std::chrono::milliseconds extraTime = {});

Q_SIGNALS:
    void ready();
    void lost(const archivesmp::Error &error); // again after each attempt that fails

private:
    enum class State { Closed, Waiting, Connecting, Greeting, Ready };
    struct Pending
    {
        QPromise<Result<RespValue>> promise;
        std::chrono::steady_clock::time_point deadline;
    };

    void connectNow();
    void greet();
    void greeted(const Result<RespValue> &first, const Result<RespValue> &last);
    [[nodiscard]] Answer enqueue(const QList<QByteArray> &command, std::chrono::milliseconds time);
    void read();
    void watchDeadline();
    void fail(const Error &error);

    RedisServer _server;
    QSslSocket _socket;
    std::unique_ptr<RespReader> _reader;
    std::deque<Pending> _pending;
    QTimer _deadline;
    QTimer _retry;
    Backoff _backoff;
    State _state = State::Closed;
};

} // namespace archivesmp::agent::redis
