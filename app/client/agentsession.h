// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/backoff.h"
#include "common/core/result.h"
#include "common/core/secret.h"
#include "common/protocol/codec.h"
#include "common/transport/requesttracker.h"
#include "common/transport/websocketlink.h"

#include <QFuture>
#include <QObject>
#include <QPromise>
#include <QTimer>
#include <QUrl>

#include <chrono>
#include <memory>
#include <optional>

QT_BEGIN_NAMESPACE
class QNetworkAccessManager;
QT_END_NAMESPACE

namespace archivesmp::app::client {

// Where an agent is and how it is recognised.
struct Endpoint
{
    QUrl url; // wss://host:port; ws: to a loopback address only
    Secret key;
    QByteArray pin; // SHA-256 of the agent's certificate, 32 bytes; empty: the system's authorities decide
};

// One console's session with one agent: connects, says hello, comes back by itself after a loss with growing
// pauses, and gives typed answers. Lives in the thread that made it; nothing blocks.
class AgentSession final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(AgentSession)

public:
    // Refused is final until open() is called again: a wrong key, pin or protocol does not get better by
    // itself. Connecting with an error() means that the last attempt failed and another follows.
    enum class State { Disconnected, Connecting, Connected, Refused };
    Q_ENUM(State)

    struct Timing
    {
        std::chrono::milliseconds connect = std::chrono::seconds(15); // until hello is answered
        std::chrono::milliseconds request = std::chrono::seconds(30);
        std::chrono::milliseconds upload = std::chrono::minutes(10);
        Backoff::Limits pause;
        transport::WebSocketLink::Limits link;
    };

    // `program` is how the agent's log names this side.
    AgentSession(QString program, Timing timing, QObject *parent = nullptr);
    explicit AgentSession(QString program, QObject *parent = nullptr);
    ~AgentSession() override;

    // Ends what is open and begins anew.
    void open(const Endpoint &endpoint);
    // Requests that wait end as Cancelled.
    void close();

    [[nodiscard]] State state() const { return _state; }
    // Why the state is not Connected; empty while nothing has gone wrong.
    [[nodiscard]] const std::optional<Error> &error() const { return _error; }
    // What the agent said at the last hello; empty until there was one.
    [[nodiscard]] const std::optional<protocol::HelloReply> &welcome() const { return _welcome; }
    [[nodiscard]] const QUrl &url() const { return _endpoint.url; }

    // Unavailable at once unless Connected. The future is completed in this thread.
    template <typename R>
    [[nodiscard]] QFuture<Result<typename R::Reply>> request(const R &request);

    // Puts the file into the host's artifact store and gives its SHA-256 (32 bytes). Unsupported where the
    // agent has no HTTPS API.
    [[nodiscard]] QFuture<Result<QByteArray>> uploadArtifact(const QString &path);

Q_SIGNALS:
    void stateChanged(archivesmp::app::client::AgentSession::State state);
    // After each (re)connection: what was known before may be old, ask for everything again.
    void welcomed(const archivesmp::protocol::HelloReply &reply);
    // In order, without gaps and repetitions.
    void eventReceived(const archivesmp::protocol::Event &event);
    // Events were missed while connected: ask for everything again.
    void resyncNeeded();
    void uploadProgressed(const QString &path, qint64 sent, qint64 total);

private:
    using Settled = transport::RequestTracker::Settled;

    void connectNow();
    void openLink(const std::optional<transport::TrustedPeer> &peer);
    void sayHello();
    void takeWelcome(const Result<protocol::HelloReply> &reply);
    void receive(const protocol::WireMessage &message);
    void receive(const protocol::Event &event);
    void lose(const Error &reason);
    void setState(State state, std::optional<Error> error = std::nullopt);
    void sendRequest(const protocol::Request &request, std::chrono::milliseconds timeout, Settled settled);

    QString _program;
    Timing _timing;
    Endpoint _endpoint;
    State _state = State::Disconnected;
    std::optional<Error> _error;
    std::optional<protocol::HelloReply> _welcome;
    std::optional<transport::TrustedPeer> _peer; // what the pin led to; kept for reconnects and uploads
    std::unique_ptr<transport::WebSocketLink> _link;
    std::unique_ptr<QNetworkAccessManager> _network;
    transport::RequestTracker _requests;
    Backoff _pause;
    QTimer _retry;
    QTimer _deadline;
    qint64 _sequence = 0; // of the last event that was passed on
    int _attempt = 0;     // tells an answer for an older attempt apart
};

template <typename R>
QFuture<Result<typename R::Reply>> AgentSession::request(const R &request)
{
    using Reply = typename R::Reply;
    auto promise = std::make_shared<QPromise<Result<Reply>>>();
    promise->start();
    const QFuture<Result<Reply>> future = promise->future();
    sendRequest(request, _timing.request, [promise](const Result<QJsonObject> &outcome) {
        promise->addResult(outcome ? protocol::decodeReply<Reply>(*outcome) : Result<Reply>(outcome.error()));
        promise->finish();
    });
    return future;
}

} // namespace archivesmp::app::client
