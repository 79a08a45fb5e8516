// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/simulator/httpconnection.h"

#include <QTcpSocket>
#include <QTimer>
#include <QUrl>

#include <utility>

namespace archivesmp::ampsim {

namespace {

constexpr qsizetype headerLimit = 64 * 1024;
constexpr qsizetype bodyLimit = 16 * 1024 * 1024;

QByteArray reasonOf(int status)
{
    switch (status) {
    case 200:
        return "OK";
    case 400:
        return "Bad Request";
    case 404:
        return "Not Found";
    case 411:
        return "Length Required";
    case 413:
        return "Content Too Large";
    case 429:
        return "Too Many Requests";
    case 502:
        return "Bad Gateway";
    default:
        return "Status";
    }
}

// The request line and the headers; nothing where it is not HTTP.
std::optional<HttpRequest> parseHead(const QByteArray &head)
{
    const QList<QByteArray> lines = head.split('\n');
    const QList<QByteArray> words = lines.first().trimmed().split(' ');
    if (words.size() != 3 || !words.at(2).startsWith("HTTP/1."))
        return std::nullopt;
    HttpRequest request;
    request.method = words.at(0);
    request.path = QUrl(QString::fromUtf8(words.at(1))).path();
    for (const QByteArray &line : lines.mid(1)) {
        const qsizetype colon = line.indexOf(':');
        if (colon > 0)
            request.headers.insert(line.left(colon).trimmed().toLower(), line.mid(colon + 1).trimmed());
    }
    return request;
}

} // namespace

HttpConnection::HttpConnection(QTcpSocket *socket, HttpServer::Handler handler, QObject *parent)
    : QObject(parent)
    , _socket(socket)
    , _handler(std::move(handler))
{
    _socket->setParent(this);
    _socket->setSocketOption(QAbstractSocket::LowDelayOption, 1);
    connect(_socket, &QTcpSocket::readyRead, this, &HttpConnection::read);
    connect(_socket, &QTcpSocket::disconnected, this, &QObject::deleteLater);
}

void HttpConnection::read()
{
    _buffer += _socket->readAll();
    if (_answering)
        return;
    const std::optional<HttpRequest> request = takeRequest();
    if (!request)
        return;
    _answering = true;
    _keep = request->headers.value("connection").toLower() != "close";
    const HttpReply reply = _handler(*request);
    if (reply.manner == HttpReply::Manner::Hang)
        return;
    if (reply.manner == HttpReply::Manner::Drop) {
        _socket->abort();
        return;
    }
    if (reply.delay.count() > 0)
        QTimer::singleShot(reply.delay, this, [this, reply] { write(reply); });
    else
        write(reply);
}

std::optional<HttpRequest> HttpConnection::takeRequest()
{
    const qsizetype end = _buffer.indexOf("\r\n\r\n");
    if (end < 0) {
        if (_buffer.size() > headerLimit)
            refuse(400);
        return std::nullopt;
    }
    std::optional<HttpRequest> request = parseHead(_buffer.left(end));
    if (!request) {
        refuse(400);
        return std::nullopt;
    }
    if (request->headers.contains("transfer-encoding")) {
        refuse(411);
        return std::nullopt;
    }
    const qsizetype length = request->headers.value("content-length", "0").toLongLong();
    if (length < 0 || length > bodyLimit) {
        refuse(413);
        return std::nullopt;
    }
    if (_buffer.size() < end + 4 + length) {
        if (!_continued && request->headers.value("expect").toLower() == "100-continue") {
            _continued = true;
            _socket->write("HTTP/1.1 100 Continue\r\n\r\n");
        }
        return std::nullopt;
    }
    request->body = _buffer.mid(end + 4, length);
    _buffer.remove(0, end + 4 + length);
    _continued = false;
    return request;
}

void HttpConnection::refuse(int status)
{
    _answering = true;
    _keep = false;
    write(HttpReply{.status = status, .body = "{}"});
}

void HttpConnection::write(const HttpReply &reply)
{
    QByteArray head = "HTTP/1.1 " + QByteArray::number(reply.status) + ' ' + reasonOf(reply.status) + "\r\n";
    head += "Content-Type: " + reply.contentType + "\r\n";
    if (!reply.location.isEmpty())
        head += "Location: " + reply.location + "\r\n";
    head += "Content-Length: " + QByteArray::number(reply.body.size()) + "\r\n";
    head += _keep ? "Connection: keep-alive\r\n\r\n" : "Connection: close\r\n\r\n";
    _socket->write(head + reply.body);
    _answering = false;
    if (_keep)
        QMetaObject::invokeMethod(this, &HttpConnection::read, Qt::QueuedConnection); // what came meanwhile
    else
        _socket->disconnectFromHost();
}

} // namespace archivesmp::ampsim
