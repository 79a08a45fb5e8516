// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/redis/redisconnection.h"

#include "agent/redis/rediserror.h"
#include "common/core/whendone.h"

#include <QSslCertificate>
#include <QSslConfiguration>

#include <algorithm>

namespace archivesmp::agent::redis {

using namespace Qt::StringLiterals;
using Clock = std::chrono::steady_clock;

RedisConnection::RedisConnection(RedisServer server, QObject *parent)
    : QObject(parent)
    , _server(std::move(server))
    , _backoff(_server.reconnect)
{
    _deadline.setSingleShot(true);
    _retry.setSingleShot(true);
    connect(&_retry, &QTimer::timeout, this, [this] { connectNow(); });
    connect(&_deadline, &QTimer::timeout, this, [this] {
        fail(Error{ErrorCode::Timeout, u"Redis at "_s + _server.host + u" does not answer in time"_s});
    });
    connect(&_socket, &QSslSocket::encrypted, this, [this] { greet(); });
    connect(&_socket, &QAbstractSocket::connected, this, [this] {
        if (!_server.tls)
            greet();
    });
    connect(&_socket, &QIODevice::readyRead, this, [this] { read(); });
    connect(&_socket, &QAbstractSocket::errorOccurred, this, [this](auto) {
        fail(Error{ErrorCode::Unavailable,
                   u"Redis at "_s + _server.host + u':' + QString::number(_server.port) + u": "_s
                       + _socket.errorString()});
    });
}

RedisConnection::~RedisConnection()
{
    _socket.disconnect(this);
}

void RedisConnection::open()
{
    if (_state == State::Closed)
        connectNow();
}

void RedisConnection::close()
{
    _state = State::Closed;
    _retry.stop();
    _deadline.stop();
    _socket.abort();
    _pending.clear(); // their futures are given up
}

void RedisConnection::connectNow()
{
    _state = State::Connecting;
    _reader = std::make_unique<RespReader>();
    _deadline.start(_server.timeout);
    if (!_server.tls) {
        _socket.connectToHost(_server.host, _server.port);
        return;
    }
    QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
    configuration.setProtocol(QSsl::TlsV1_2OrLater);
    configuration.setPeerVerifyMode(QSslSocket::VerifyPeer);
    if (!_server.ca.isEmpty()) {
        const QList<QSslCertificate> authorities = QSslCertificate::fromPath(_server.ca);
        if (authorities.isEmpty()) {
            fail(Error{ErrorCode::InvalidInput, u"no certificate in PEM form"_s, _server.ca});
            return;
        }
        configuration.setCaCertificates(authorities);
    }
    _socket.setSslConfiguration(configuration);
    _socket.connectToHostEncrypted(_server.host, _server.port);
}

// A Redis that answers before the password was given is open to everybody who reaches it.
void RedisConnection::greet()
{
    _state = State::Greeting;
    const Answer open = enqueue({"PING"}, _server.timeout);
    Answer last = open;
    if (!_server.password.isEmpty()) {
        QList<QByteArray> words{"AUTH"};
        if (!_server.username.isEmpty())
            words.append(_server.username.toUtf8());
        words.append(_server.password.reveal());
        last = enqueue(words, _server.timeout);
    }
    if (_server.database != 0)
        last = enqueue({"SELECT", QByteArray::number(_server.database)}, _server.timeout);
    whenDone(last, this, [this, open](const Result<RespValue> &answer) {
        if (_state == State::Greeting && open.resultCount() > 0)
            greeted(open.result(), answer);
    });
}

void RedisConnection::greeted(const Result<RespValue> &first, const Result<RespValue> &last)
{
    const bool isOpen = first && first->error() == nullptr;
    if (isOpen && _server.insistOnPassword) {
        fail(Error{ErrorCode::PermissionDenied,
                   u"Redis at "_s + _server.host + u" answers everybody without a password"_s,
                   {},
                   0,
                   0,
                   u"redis.password"_s,
                   u"give it an ACL file and switch its default user off before using it"_s});
        return;
    }
    if (last && last->error() != nullptr) {
        fail(redisError(*last->error(), u"Redis at "_s + _server.host));
        return;
    }
    if (!last)
        return; // fail() was there already
    _state = State::Ready;
    _backoff.reset();
    Q_EMIT ready();
}

RedisConnection::Answer RedisConnection::send(const QList<QByteArray> &command,
                                              std::chrono::milliseconds extraTime)
{
    if (_state != State::Ready)
        return QtFuture::makeReadyFuture(
            Result<RespValue>(Error{ErrorCode::Unavailable, u"no connection to Redis"_s}));
    return enqueue(command, _server.timeout + extraTime);
}

RedisConnection::Answer RedisConnection::enqueue(const QList<QByteArray> &command,
                                                 std::chrono::milliseconds time)
{
    _socket.write(encodeCommand(command));
    Pending &pending = _pending.emplace_back();
    pending.promise.start();
    pending.deadline = Clock::now() + time;
    const Answer future = pending.promise.future();
    watchDeadline();
    return future;
}

void RedisConnection::read()
{
    const auto answers = _reader->feed(_socket.readAll());
    if (!answers) {
        fail(answers.error());
        return;
    }
    for (const RespValue &answer : *answers) {
        if (_pending.empty()) {
            fail(Error{ErrorCode::InvalidInput, u"Redis answers more than it was asked"_s});
            return;
        }
        Pending done = std::move(_pending.front());
        _pending.pop_front();
        done.promise.addResult(answer);
        done.promise.finish();
    }
    watchDeadline();
}

void RedisConnection::watchDeadline()
{
    if (_pending.empty()) {
        _deadline.stop();
        return;
    }
    // Answers come in order, so the first that is due counts.
    const auto left
        = std::chrono::duration_cast<std::chrono::milliseconds>(_pending.front().deadline - Clock::now());
    _deadline.start(std::max(left, std::chrono::milliseconds(0)));
}

void RedisConnection::fail(const Error &error)
{
    if (_state == State::Closed || _state == State::Waiting)
        return;
    _state = State::Waiting;
    _deadline.stop();
    _socket.abort();
    std::deque<Pending> pending = std::exchange(_pending, {});
    _retry.start(_backoff.next());
    for (Pending &one : pending) {

        one.promise.addResult(Result<RespValue>(error));
        one.promise.finish();
    }
    Q_EMIT lost(error);
}

} // namespace archivesmp::agent::redis
