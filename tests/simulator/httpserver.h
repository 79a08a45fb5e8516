// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/result.h"

#include <QHash>
#include <QTcpServer>

#include <chrono>
#include <functional>

class QTcpSocket;

namespace archivesmp::ampsim {

struct HttpRequest
{
    QByteArray method;
    QString path;                          // without the query
    QHash<QByteArray, QByteArray> headers; // names in lower case
    QByteArray body;
};

struct HttpReply
{
    enum class Manner {
        Answer,
        Hang, // never answer, keep the connection
        Drop, // close the connection instead
    };

    int status = 200;
    QByteArray body;
    QByteArray contentType = "application/json; charset=utf-8";
    QByteArray location = {}; // of a redirect
    std::chrono::milliseconds delay{0};
    Manner manner = Manner::Answer;
};

// As much of HTTP/1.1 as AMP's clients speak: bodies with a length, connections that are kept, one request at
// a time on each. Listens on 127.0.0.1 only. Lives in the thread that made it.
class HttpServer final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(HttpServer)

public:
    using Handler = std::function<HttpReply(const HttpRequest &)>;

    explicit HttpServer(Handler handler, QObject *parent = nullptr);

    // Port 0 takes a free one; the port that was taken is returned.
    Result<quint16> listen(quint16 port);
    void close();

private:
    void accept();

    Handler _handler;
    QTcpServer _server;
};

} // namespace archivesmp::ampsim
