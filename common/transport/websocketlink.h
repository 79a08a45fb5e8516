// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/secret.h"
#include "common/transport/link.h"
#include "common/transport/pinnedtls.h"

#include <QElapsedTimer>
#include <QTimer>
#include <QUrl>

#include <chrono>
#include <memory>
#include <optional>

QT_BEGIN_NAMESPACE
class QWebSocket;
QT_END_NAMESPACE

namespace archivesmp::transport {

// A WebSocket, on either side. Frames and messages are limited on both (the library's own limit is 2 GB); a
// ping every 10 s finds out when the other side has gone; a side that does not read what it is sent is cut.
class WebSocketLink final : public Link
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(WebSocketLink)

public:
    struct Limits
    {
        std::chrono::milliseconds pingEvery = std::chrono::seconds(10);
        std::chrono::milliseconds deadAfter = std::chrono::seconds(25); // without any frame
        std::chrono::milliseconds undrained = std::chrono::seconds(30); // bytes wait and none leaves
        qint64 unsent = 16 * 1024 * 1024;
    };

    // The agent's side of an accepted connection, which it takes over.
    WebSocketLink(std::unique_ptr<QWebSocket> accepted, Limits limits, QObject *parent = nullptr);

    // The console's side: connects at once and shows `key` in the handshake. `peer` is what trustPeer() found
    // out; none for ws:, which the caller allows to loopback only.
    WebSocketLink(const QUrl &url, const Secret &key, const std::optional<TrustedPeer> &peer, Limits limits,
                  QObject *parent = nullptr);
    ~WebSocketLink() override;

    [[nodiscard]] State state() const override { return _state; }
    void send(const protocol::WireMessage &message) override;
    [[nodiscard]] qint64 unsentBytes() const override;
    void close(const Error &reason) override;

private:
    void setUp();
    void receive(const protocol::WireMessage &message);
    void lookAfterTheOtherSide();
    void cut(const Error &reason);
    void end(const Error &reason);
    [[nodiscard]] Error reasonOfTheSocket() const;

    std::unique_ptr<QWebSocket> _socket;
    Limits _limits;
    State _state = State::Connecting;
    QTimer _ping;
    QElapsedTimer _heard;
    QElapsedTimer _drained; // invalid while nothing waits
    std::optional<Error> _closing;
    QString _tlsError;
};

} // namespace archivesmp::transport
