// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/client/agentsession.h"

#include "app/client/artifactupload.h"
#include "common/core/whendone.h"

#include <QHostAddress>
#include <QLoggingCategory>
#include <QNetworkAccessManager>

namespace archivesmp::app::client {

using namespace Qt::StringLiterals;
using transport::TrustedPeer;
using transport::WebSocketLink;

Q_LOGGING_CATEGORY(lcSession, "archivesmp.session", QtInfoMsg)

namespace {

constexpr int defaultPort = 8001;

bool isLoopback(const QString &host)
{
    return host == "localhost"_L1 || QHostAddress(host).isLoopback();
}

Result<void> checkAddress(const QUrl &url)
{
    const QString scheme = url.scheme();
    if (!url.isValid() || url.host().isEmpty() || (scheme != "wss"_L1 && scheme != "ws"_L1))
        return Error{.code = ErrorCode::InvalidArgument,
                     .message = u"not an agent's address: \""_s + url.toDisplayString() + u'"',
                     .remedy = u"write it as wss://host:8001"_s};
    if (!url.userInfo().isEmpty())
        return Error{ErrorCode::InvalidArgument, u"an agent's address holds no user or password"_s};
    if (scheme == "ws"_L1 && !isLoopback(url.host()))
        return Error{.code = ErrorCode::InvalidArgument,
                     .message = u"ws: sends the key in the clear"_s,
                     .remedy = u"use wss:, or ws: to this very machine"_s};
    return {};
}

// What another attempt cannot put right.
bool isFinal(ErrorCode code)
{
    return code == ErrorCode::Unauthenticated || code == ErrorCode::PermissionDenied
        || code == ErrorCode::Unsupported || code == ErrorCode::InvalidArgument;
}

} // namespace

AgentSession::AgentSession(QString program, QObject *parent)
    : AgentSession(std::move(program), Timing(), parent)
{ }

AgentSession::AgentSession(QString program, Timing timing, QObject *parent)
    : QObject(parent)
    , _program(std::move(program))
    , _timing(timing)
    , _network(std::make_unique<QNetworkAccessManager>())
    , _pause(timing.pause)
{
    _retry.setSingleShot(true);
    _deadline.setSingleShot(true);
    connect(&_retry, &QTimer::timeout, this, &AgentSession::connectNow);
    connect(&_deadline, &QTimer::timeout, this, [this] {
        lose({ErrorCode::Timeout, u"the agent does not answer"_s});
    });
}

AgentSession::~AgentSession()
{
    if (_link != nullptr)
        _link->disconnect(this);
    _link.reset();
    _requests.failAll({ErrorCode::Cancelled, u"the session is gone"_s});
}

void AgentSession::open(const Endpoint &endpoint)
{
    close();
    _endpoint = endpoint;
    if (_endpoint.url.port() < 0)
        _endpoint.url.setPort(defaultPort);
    _peer.reset();
    _welcome.reset();
    _pause.reset();
    const Result<void> usable = checkAddress(_endpoint.url);
    if (usable)
        connectNow();
    else
        setState(State::Refused, usable.error());
}

void AgentSession::close()
{
    ++_attempt;
    _retry.stop();
    _deadline.stop();
    if (_link != nullptr) {
        _link->disconnect(this);
        _link->close({ErrorCode::Cancelled, u"the console closes the session"_s});
        _link.release()->deleteLater();
    }
    _requests.failAll({ErrorCode::Cancelled, u"the session was closed"_s});
    setState(State::Disconnected);
}

void AgentSession::connectNow()
{
    const int attempt = ++_attempt;
    setState(State::Connecting, _error);
    _deadline.start(_timing.connect);
    if (_endpoint.url.scheme() == "ws"_L1 || _peer) {
        openLink(_peer);
        return;
    }
    const auto trusted
        = transport::trustPeer(_endpoint.url.host(), static_cast<quint16>(_endpoint.url.port()),
                               {_endpoint.pin, {}}, _timing.connect);
    whenDone(trusted, this, [this, attempt](const Result<TrustedPeer> &peer) {
        if (attempt != _attempt)
            return;
        if (!peer) {
            lose(peer.error());
            return;
        }
        _peer = *peer;
        openLink(_peer);
    });
}

void AgentSession::openLink(const std::optional<TrustedPeer> &peer)
{
    _link = std::make_unique<WebSocketLink>(_endpoint.url, _endpoint.key, peer, _timing.link);
    connect(_link.get(), &transport::Link::opened, this, &AgentSession::sayHello);
    connect(_link.get(), &transport::Link::received, this,
            qOverload<const protocol::WireMessage &>(&AgentSession::receive));
    connect(_link.get(), &transport::Link::closed, this, &AgentSession::lose);
}

void AgentSession::sayHello()
{
    const protocol::Hello hello{.program = _program, .version = QStringLiteral(ARCHIVESMP_VERSION)};
    sendRequest(hello, _timing.connect, [this](const Result<QJsonObject> &outcome) {
        takeWelcome(outcome ? protocol::decodeReply<protocol::HelloReply>(*outcome)
                            : Result<protocol::HelloReply>(outcome.error()));
    });
}

void AgentSession::takeWelcome(const Result<protocol::HelloReply> &reply)
{
    if (!reply) {
        // A link that closed has told its own reason already.
        if (_link != nullptr)
            lose(reply.error());
        return;
    }
    _deadline.stop();
    _pause.reset();
    _welcome = *reply;
    _sequence = reply->sequence;
    setState(State::Connected);
    Q_EMIT welcomed(*reply);
}

void AgentSession::receive(const protocol::WireMessage &message)
{
    const Result<protocol::FromAgent> decoded = protocol::decodeFromAgent(message);
    if (!decoded) {
        qCWarning(lcSession).noquote() << "unreadable message:" << describe(decoded.error());
        // It may have been an event: what it said is lost.
        if (_state == State::Connected)
            Q_EMIT resyncNeeded();
        return;
    }
    if (const auto *reply = std::get_if<protocol::IncomingReply>(&*decoded))
        _requests.settle(reply->id, reply->outcome);
    else
        receive(std::get<protocol::Event>(*decoded));
}

void AgentSession::receive(const protocol::Event &event)
{
    if (_state != State::Connected || event.sequence <= _sequence)
        return;
    const bool gap = event.sequence != _sequence + 1;
    _sequence = event.sequence;
    if (gap || std::holds_alternative<protocol::ResyncNeeded>(event.body))
        Q_EMIT resyncNeeded();
    else
        Q_EMIT eventReceived(event);
}

void AgentSession::lose(const Error &reason)
{
    ++_attempt;
    _deadline.stop();
    if (_link != nullptr) {
        _link->disconnect(this);
        _link->close({ErrorCode::Cancelled, u"the console gives up"_s});
        _link.release()->deleteLater();
    }
    _requests.failAll(reason);
    if (isFinal(reason.code)) {
        setState(State::Refused, reason);
        return;
    }
    _retry.start(_pause.next());
    setState(State::Connecting, reason);
}

void AgentSession::setState(State state, std::optional<Error> error)
{
    const bool changed = _state != state || _error != error;
    _state = state;
    _error = std::move(error);
    if (changed)
        Q_EMIT stateChanged(state);
}

void AgentSession::sendRequest(const protocol::Request &request, std::chrono::milliseconds timeout,
                               Settled settled)
{
    const bool isHello = std::holds_alternative<protocol::Hello>(request);
    if (_link == nullptr || (_state != State::Connected && !isHello)) {
        settled(Error{ErrorCode::Unavailable, u"there is no connection to the agent"_s});
        return;
    }
    const qint64 id = _requests.add(timeout, std::move(settled));
    const Result<protocol::WireMessage> message = protocol::encodeRequest(id, request);
    if (message)
        _link->send(*message);
    else
        _requests.settle(id, message.error());
}

QFuture<Result<QByteArray>> AgentSession::uploadArtifact(const QString &path)
{
    QUrl api = _endpoint.url;
    api.setScheme(api.scheme() == "wss"_L1 ? u"https"_s : u"http"_s);
    api.setPort(_welcome ? _welcome->webApiPort : 0);
    auto *const upload = new ArtifactUpload({api, _endpoint.key, _peer, _timing.upload}, *_network, this);
    connect(upload, &ArtifactUpload::progressed, this, &AgentSession::uploadProgressed);
    if (_state != State::Connected)
        return upload->refuse({ErrorCode::Unavailable, u"there is no connection to the agent"_s});
    if (_welcome->webApiPort == 0)
        return upload->refuse({ErrorCode::Unsupported, u"this agent takes no files; ask the host"_s});
    return upload->start(path);
}

} // namespace archivesmp::app::client
