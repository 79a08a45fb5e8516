// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/control/doorsettings.h"
#include "agent/coordinator/consoleservice.h"
#include "common/core/clock.h"
#include "common/core/result.h"

#include <QHash>
#include <QHostAddress>
#include <QObject>
#include <QSet>
#include <QTimer>

#include <memory>

QT_BEGIN_NAMESPACE
class QWebSocket;
class QWebSocketServer;
QT_END_NAMESPACE

namespace archivesmp::agent::control {

class ConsoleSession;

// The WebSocket door for consoles and archivesmpctl. Web pages (whatever has an Origin) are refused with 403,
// anything without a valid key with a close code 1008 that says why. Lives in one thread with an event loop;
// the service may live in another.
class ControlDoor final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ControlDoor)

public:
    // `service` and `clock` outlive the door.
    ControlDoor(coordinator::ConsoleService &service, const Clock &clock, DoorSettings settings,
                QObject *parent = nullptr);
    ~ControlDoor() override;

    // Port 0 takes a free one. InvalidArgument without TLS on anything but a loopback address.
    [[nodiscard]] Result<void> listen(const QHostAddress &address, quint16 port);
    [[nodiscard]] quint16 port() const;
    [[nodiscard]] qsizetype sessions() const { return _sessions.size(); }
    // No new ones, and the open ones are told to come back later.
    void close();

private:
    struct Guesses
    {
        int wrong = 0;
        std::chrono::milliseconds since{0};
    };

    void take(std::unique_ptr<QWebSocket> socket);
    void forget(ConsoleSession *session);
    void publish(const protocol::Event &event);
    void noteWrongKey(const QHostAddress &address);
    [[nodiscard]] std::chrono::milliseconds pauseFor(const QHostAddress &address) const;

    coordinator::ConsoleService &_service;
    const Clock &_clock;
    DoorSettings _settings;
    std::unique_ptr<QWebSocketServer> _server;
    QSet<ConsoleSession *> _sessions; // children of this
    QHash<QHostAddress, Guesses> _guesses;
    QTimer _recheck;
    qint64 _sequence = 0;
};

} // namespace archivesmp::agent::control
