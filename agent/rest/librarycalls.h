// SPDX-License-Identifier: GPL-3.0-or-later
// What passes between HttpDoor and libmicrohttpd: its options, its callbacks, its structs.
#pragma once

#include "agent/rest/exchange.h"
#include "agent/rest/requesthead.h"

#include <QHostAddress>

struct MHD_Connection;
struct MHD_Daemon;

namespace archivesmp::agent::rest {

class HttpDoor;

struct LibraryCalls
{
    struct Callbacks;

    // nullptr where it cannot; lastWords() has the library's reason. Key and certificate (PEM) must outlive
    // the daemon.
    [[nodiscard]] static MHD_Daemon *start(HttpDoor &door, const QHostAddress &address, quint16 port,
                                           const char *key, const char *certificate);
    [[nodiscard]] static QString lastWords();

    [[nodiscard]] static QList<std::pair<QByteArray, QByteArray>> headersOf(MHD_Connection *connection);

    // Hands the reply to the library; its MHD_YES or MHD_NO.
    [[nodiscard]] static int queue(MHD_Connection *connection, const ApiReply &reply);
};

} // namespace archivesmp::agent::rest
