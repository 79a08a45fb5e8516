// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/domain/physicalserver.h"
#include "common/transport/websocketlink.h"

#include <QSslConfiguration>

#include <chrono>
#include <optional>

namespace archivesmp::agent::control {

// What the door tells of its agent, and how much it bears.
struct DoorSettings
{
    QString server; // the physical server of this agent
    domain::ServerRole role = domain::ServerRole::Client;
    int webApiPort = 0;                   // 0 where there is no HTTPS API
    std::optional<QSslConfiguration> tls; // with certificate and key; without it: loopback only

    std::chrono::milliseconds helloWithin = std::chrono::seconds(5);
    std::chrono::milliseconds recheckKeys = std::chrono::seconds(4); // a revoked key is out within 5 s
    std::chrono::milliseconds guessPause = std::chrono::seconds(1);  // after 5 wrong keys from one address
    double messagesPerSecond = 50;
    double messageBurst = 200;
    int sessions = 256;
    int requestsAtOnce = 64;                  // per session
    qint64 dropEventsAbove = 8 * 1024 * 1024; // unsent bytes; below an eighth of it events flow again
    transport::WebSocketLink::Limits link;
};

} // namespace archivesmp::agent::control
