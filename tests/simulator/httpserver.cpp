// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/simulator/httpserver.h"

#include "tests/simulator/httpconnection.h"

#include <QHostAddress>
#include <QTcpSocket>

namespace archivesmp::ampsim {

using namespace Qt::StringLiterals;

HttpServer::HttpServer(Handler handler, QObject *parent)
    : QObject(parent)
    , _handler(std::move(handler))
{
    connect(&_server, &QTcpServer::newConnection, this, &HttpServer::accept);
}

Result<quint16> HttpServer::listen(quint16 port)
{
    if (!_server.listen(QHostAddress::LocalHost, port)) {
        return Error{ErrorCode::Unavailable,
                     u"cannot listen on 127.0.0.1:%1: %2"_s.arg(port).arg(_server.errorString())};
    }
    return _server.serverPort();
}

void HttpServer::close()
{
    _server.close();
    const QList<HttpConnection *> open = findChildren<HttpConnection *>(Qt::FindDirectChildrenOnly);
    qDeleteAll(open);
}

void HttpServer::accept()
{
    while (QTcpSocket *socket = _server.nextPendingConnection())
        new HttpConnection(socket, _handler, this);
}

} // namespace archivesmp::ampsim
