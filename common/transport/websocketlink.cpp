// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/transport/websocketlink.h"

#include <QLoggingCategory>
#include <QNetworkRequest>
#include <QSslError>
#include <QSslSocket>
#include <QWebSocket>
#include <QWebSocketHandshakeOptions>

namespace archivesmp::transport {

using namespace Qt::StringLiterals;

Q_LOGGING_CATEGORY(lcLink, "archivesmp.link", QtInfoMsg)

namespace {

void setLimits(QWebSocket &socket)
{
    socket.setMaxAllowedIncomingFrameSize(protocol::maxFrameBytes);
    socket.setMaxAllowedIncomingMessageSize(protocol::maxMessageBytes);
}

} // namespace

WebSocketLink::WebSocketLink(std::unique_ptr<QWebSocket> accepted, Limits limits, QObject *parent)
    : Link(parent)
    , _socket(std::move(accepted))
    , _limits(limits)
    , _state(State::Open)
{
    setUp();
    _heard.start();
    _ping.start(_limits.pingEvery);
}

WebSocketLink::WebSocketLink(const QUrl &url, const Secret &key, const std::optional<TrustedPeer> &peer,
                             Limits limits, QObject *parent)
    : Link(parent)
    , _socket(std::make_unique<QWebSocket>())
    , _limits(limits)
{
    setUp();
    if (peer)
        _socket->setSslConfiguration(peer->configuration);
    QNetworkRequest request(url);
    request.setRawHeader("Authorization", "Bearer " + key.reveal());
    QWebSocketHandshakeOptions options;
    options.setSubprotocols({QString(protocol::webSocketProtocol)});
    _socket->open(request, options);
    if (!peer || peer->verifyName.isEmpty())
        return;
    // In Qt 6.4 a QWebSocket has no verify name of its own, but its socket has. Were it not found, the
    // certificate would be checked against the host's name, which refuses more and never less.
    if (auto *const tls = _socket->findChild<QSslSocket *>())
        tls->setPeerVerifyName(peer->verifyName);
}

WebSocketLink::~WebSocketLink()
{
    _socket->disconnect(this);
}

void WebSocketLink::setUp()
{
    setLimits(*_socket);
    _ping.setTimerType(Qt::PreciseTimer);
    connect(&_ping, &QTimer::timeout, this, &WebSocketLink::lookAfterTheOtherSide);
    connect(_socket.get(), &QWebSocket::connected, this, [this] {
        _state = State::Open;
        _heard.start();
        _ping.start(_limits.pingEvery);
        Q_EMIT opened();
    });
    connect(_socket.get(), &QWebSocket::textMessageReceived, this, [this](const QString &text) {
        receive({text.toUtf8(), false});
    });
    connect(_socket.get(), &QWebSocket::binaryMessageReceived, this, [this](const QByteArray &bytes) {
        receive({bytes, true});
    });
    // A large message can take longer than a ping may: each frame shows that the other side lives.
    const auto heard = [this] { _heard.start(); };
    connect(_socket.get(), &QWebSocket::textFrameReceived, this, heard);
    connect(_socket.get(), &QWebSocket::binaryFrameReceived, this, heard);
    connect(_socket.get(), &QWebSocket::pong, this, heard);
    connect(_socket.get(), &QWebSocket::bytesWritten, this, [this] {
        if (unsentBytes() > 0)
            _drained.start();
        else
            _drained.invalidate();
    });
    connect(_socket.get(), &QWebSocket::sslErrors, this,
            [this](const QList<QSslError> &errors) { _tlsError = errors.value(0).errorString(); });
    connect(_socket.get(), &QWebSocket::disconnected, this, [this] { end(reasonOfTheSocket()); });
    connect(_socket.get(), qOverload<QAbstractSocket::SocketError>(&QWebSocket::error), this, [this] {
        // A refused handshake ends in an error without ever being connected or disconnected.
        if (_state == State::Connecting)
            end(reasonOfTheSocket());
    });
}

void WebSocketLink::send(const protocol::WireMessage &message)
{
    if (_state != State::Open)
        return;
    if (message.binary)
        _socket->sendBinaryMessage(message.bytes);
    else
        _socket->sendTextMessage(QString::fromUtf8(message.bytes));
    if (!_drained.isValid() && unsentBytes() > 0)
        _drained.start();
    if (unsentBytes() > _limits.unsent)
        cut({ErrorCode::LimitExceeded, u"the other side does not read what it is sent"_s});
}

qint64 WebSocketLink::unsentBytes() const
{
    return _state == State::Open ? _socket->bytesToWrite() : 0;
}

void WebSocketLink::close(const Error &reason)
{
    if (_state == State::Closed || _closing)
        return;
    _closing = reason;
    if (_state == State::Connecting) {
        cut(reason);
        return;
    }
    const bool inOrder = reason.code == ErrorCode::Cancelled;
    _socket->close(inOrder ? QWebSocketProtocol::CloseCodeNormal
                           : QWebSocketProtocol::CloseCodePolicyViolated,
                   closeText(reason));
}

void WebSocketLink::receive(const protocol::WireMessage &message)
{
    if (_state == State::Open && !_closing)
        Q_EMIT received(message);
}

void WebSocketLink::lookAfterTheOtherSide()
{
    if (_heard.hasExpired(_limits.deadAfter.count())) {
        cut({ErrorCode::Timeout, u"the other side fell silent"_s});
        return;
    }
    if (_drained.isValid() && _drained.hasExpired(_limits.undrained.count())) {
        cut({ErrorCode::LimitExceeded, u"the other side does not read what it is sent"_s});
        return;
    }
    _socket->ping();
}

void WebSocketLink::cut(const Error &reason)
{
    _closing = reason;
    QMetaObject::invokeMethod(
        this,
        [this, reason] {
            _socket->abort();
            end(reason);
        },
        Qt::QueuedConnection);
}

void WebSocketLink::end(const Error &reason)
{
    if (std::exchange(_state, State::Closed) == State::Closed)
        return;
    _ping.stop();
    qCDebug(lcLink).noquote() << "closed:" << describe(reason);
    Q_EMIT closed(reason);
}

Error WebSocketLink::reasonOfTheSocket() const
{
    if (_closing)
        return *_closing;
    if (!_tlsError.isEmpty())
        return {ErrorCode::PermissionDenied, u"the certificate is refused: "_s + _tlsError};
    const QString said = _socket->closeReason();
    switch (_socket->closeCode()) {
    case QWebSocketProtocol::CloseCodePolicyViolated:
        return errorFromCloseText(said);
    case QWebSocketProtocol::CloseCodeTooMuchData:
        return {ErrorCode::LimitExceeded, u"a message was too large"_s};
    case QWebSocketProtocol::CloseCodeProtocolError:
    case QWebSocketProtocol::CloseCodeWrongDatatype:
        return {ErrorCode::InvalidInput, u"the other side broke the protocol: "_s + said};
    case QWebSocketProtocol::CloseCodeNormal:
    case QWebSocketProtocol::CloseCodeGoingAway:
        return errorFromCloseText(said);
    default:
        return {ErrorCode::Unavailable, said.isEmpty() ? _socket->errorString() : said};
    }
}

} // namespace archivesmp::transport
