// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/control/doorsettings.h"
#include "agent/control/tokenbucket.h"
#include "agent/coordinator/consoleservice.h"
#include "common/core/secret.h"
#include "common/transport/link.h"

#include <QObject>
#include <QTimer>

#include <memory>
#include <optional>

namespace archivesmp::agent::control {

// One console's connection, from the key in its handshake to its end. Nothing is answered before the key was
// accepted and hello was said; afterwards each request needs the role that it names. Lives in the door's
// thread.
class ConsoleSession final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ConsoleSession)

public:
    // `peer` is the address, for the log.
    ConsoleSession(std::unique_ptr<transport::Link> link, Secret key, QString peer,
                   coordinator::ConsoleService &service, const DoorSettings &settings, const Clock &clock,
                   QObject *parent);

    // Asks who is behind the key; call once.
    void authenticate();
    // Asks again: a key may have been revoked or its role changed.
    void recheck();
    // `sequence` of the last event before now: what hello's answer carries.
    void setSequence(qint64 sequence) { _sequence = sequence; }
    // Only sessions that said hello get events. `message` is the encoded `sequence`-th event.
    void sendEvent(qint64 sequence, const protocol::WireMessage &message);
    void close(const Error &reason);

Q_SIGNALS:
    void refused(); // wrong key
    void ended();

private:
    void accept(const domain::User &user);
    void receive(const protocol::WireMessage &message);
    void handle(const protocol::WireMessage &message);
    void handleHello(qint64 id, const protocol::Hello &hello);
    void handleRequest(qint64 id, const protocol::Request &request);
    void ask(qint64 id, const protocol::Hello &);
    template <typename R>
    void ask(qint64 id, const R &request);
    template <typename Reply>
    void answer(qint64 id, const Result<Reply> &reply);
    void refuse(std::optional<qint64> id, const Error &error);
    void tellOfMissedEvents();

    std::unique_ptr<transport::Link> _link;
    Secret _key;
    QString _peer;
    coordinator::ConsoleService &_service;
    const DoorSettings &_settings;
    TokenBucket _bucket;
    QTimer _helloDeadline;
    QTimer _drainCheck;
    std::optional<domain::User> _user;
    std::optional<protocol::WireMessage> _early; // came while the key was being looked at
    bool _welcomed = false;
    bool _ended = false;
    bool _missed = false; // events were dropped
    int _open = 0;        // requests that wait for their answer
    qint64 _sequence = 0;
};

} // namespace archivesmp::agent::control
