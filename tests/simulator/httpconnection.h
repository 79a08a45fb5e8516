// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/simulator/httpserver.h"

#include <QObject>

#include <optional>

namespace archivesmp::ampsim {

// One client's connection. Deletes itself when the client goes.
class HttpConnection final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(HttpConnection)

public:
    HttpConnection(QTcpSocket *socket, HttpServer::Handler handler, QObject *parent);

private:
    void read();
    [[nodiscard]] std::optional<HttpRequest> takeRequest();
    void refuse(int status);
    void write(const HttpReply &reply);

    QTcpSocket *_socket;
    HttpServer::Handler _handler;
    QByteArray _buffer;
    bool _answering = false;
    bool _keep = true;
    bool _continued = false; // "100 Continue" was sent for the request in the buffer
};

} // namespace archivesmp::ampsim
