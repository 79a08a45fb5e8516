// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/control/controldoor.h"

#include "agent/control/consolesession.h"
#include "common/protocol/codec.h"

#include <QLoggingCategory>
#include <QNetworkRequest>
#include <QWebSocket>
#include <QWebSocketCorsAuthenticator>
#include <QWebSocketServer>

namespace archivesmp::agent::control {

using namespace Qt::StringLiterals;

Q_LOGGING_CATEGORY(lcDoor, "archivesmp.control.door", QtInfoMsg)

namespace {

constexpr int guessesAMinute = 5;
constexpr std::chrono::minutes guessWindow{1};
constexpr qsizetype guessersKept = 1024;

Secret keyOf(const QWebSocket &socket)
{
    const QByteArray header = socket.request().rawHeader("Authorization");
    constexpr QByteArrayView scheme("Bearer ");
    return header.startsWith(scheme) ? Secret(header.sliced(scheme.size())) : Secret();
}

} // namespace

ControlDoor::ControlDoor(coordinator::ConsoleService &service, const Clock &clock, DoorSettings settings,
                         QObject *parent)
    : QObject(parent)
    , _service(service)
    , _clock(clock)
    , _settings(std::move(settings))
    , _server(std::make_unique<QWebSocketServer>(u"archivesmp-agent"_s,
                                                 _settings.tls ? QWebSocketServer::SecureMode
                                                               : QWebSocketServer::NonSecureMode))
{
    if (_settings.tls)
        _server->setSslConfiguration(*_settings.tls);
    _server->setSupportedSubprotocols({QString(protocol::webSocketProtocol)});
    connect(_server.get(), &QWebSocketServer::originAuthenticationRequired, this,
            [](QWebSocketCorsAuthenticator *asked) {
                // Programs of ours send none; a browser always does, on behalf of whatever page it shows.
                asked->setAllowed(asked->origin().isEmpty());
            });
    connect(_server.get(), &QWebSocketServer::newConnection, this, [this] {
        while (_server->hasPendingConnections())
            take(std::unique_ptr<QWebSocket>(_server->nextPendingConnection()));
    });
    connect(&_recheck, &QTimer::timeout, this, [this] {
        for (ConsoleSession *session : std::as_const(_sessions))
            session->recheck();
    });
    _recheck.start(_settings.recheckKeys);
    _sequence = _service.subscribe(this, [this](const protocol::Event &event) { publish(event); });
}

ControlDoor::~ControlDoor()
{
    for (ConsoleSession *session : std::as_const(_sessions))
        session->disconnect(this);
}

Result<void> ControlDoor::listen(const QHostAddress &address, quint16 port)
{
    if (!_settings.tls && !address.isLoopback())
        return Error{.code = ErrorCode::InvalidArgument,
                     .message = u"keys would travel in the clear on "_s + address.toString(),
                     .remedy = u"give the control door a certificate, or bind it to 127.0.0.1"_s};
    if (!_server->listen(address, port))
        return Error{
            ErrorCode::Unavailable,
            u"cannot listen on %1:%2: %3"_s.arg(address.toString()).arg(port).arg(_server->errorString())};
    return {};
}

quint16 ControlDoor::port() const
{
    return _server->serverPort();
}

void ControlDoor::close()
{
    _server->close();
    for (ConsoleSession *session : std::as_const(_sessions))
        session->close({ErrorCode::Unavailable, u"the agent stops"_s});
}

void ControlDoor::take(std::unique_ptr<QWebSocket> socket)
{
    const QHostAddress address = socket->peerAddress();
    Secret key = keyOf(*socket);
    auto link = std::make_unique<transport::WebSocketLink>(std::move(socket), _settings.link);
    auto *const session = new ConsoleSession(std::move(link), std::move(key), address.toString(), _service,
                                             _settings, _clock, this);
    _sessions.insert(session);
    session->setSequence(_sequence);
    connect(session, &ConsoleSession::ended, this, [this, session] { forget(session); });
    connect(session, &ConsoleSession::refused, this, [this, address] { noteWrongKey(address); });
    if (_sessions.size() > _settings.sessions) {
        session->close({ErrorCode::Busy, u"too many consoles"_s});
        return;
    }
    QTimer::singleShot(pauseFor(address), session, [session] { session->authenticate(); });
}

void ControlDoor::forget(ConsoleSession *session)
{
    _sessions.remove(session);
    session->deleteLater();
}

void ControlDoor::publish(const protocol::Event &event)
{
    _sequence = event.sequence;
    Result<protocol::WireMessage> message = protocol::encodeEvent(event);
    if (!message) {
        qCWarning(lcDoor).noquote() << "event replaced by a resync:" << describe(message.error());
        message = protocol::encodeEvent({event.sequence, protocol::ResyncNeeded{}});
    }
    for (ConsoleSession *session : std::as_const(_sessions))
        session->sendEvent(event.sequence, *message);
}

void ControlDoor::noteWrongKey(const QHostAddress &address)
{
    if (_guesses.size() >= guessersKept)
        _guesses.removeIf([this](const std::pair<const QHostAddress &, Guesses &> &entry) {
            return _clock.uptime() - entry.second.since > guessWindow;
        });
    Guesses &guesses = _guesses[address];
    if (_clock.uptime() - guesses.since > guessWindow)
        guesses = {0, _clock.uptime()};
    ++guesses.wrong;
}

std::chrono::milliseconds ControlDoor::pauseFor(const QHostAddress &address) const
{
    const Guesses guesses = _guesses.value(address);
    const bool recent = guesses.wrong > 0 && _clock.uptime() - guesses.since <= guessWindow;
    return recent && guesses.wrong >= guessesAMinute ? _settings.guessPause : std::chrono::milliseconds(0);
}

} // namespace archivesmp::agent::control
