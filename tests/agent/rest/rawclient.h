// SPDX-License-Identifier: GPL-3.0-or-later
// A TLS client that sends exactly the bytes it is given.
#pragma once

#include <QByteArray>
#include <QHash>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSslSocket>
#include <QTest>

namespace archivesmp::tests {

struct RawReply
{
    int status = 0; // 0: closed or silent instead
    QHash<QByteArray, QByteArray> headers;
    QByteArray body;

    [[nodiscard]] QJsonObject json() const { return QJsonDocument::fromJson(body).object(); }
    [[nodiscard]] QJsonObject error() const { return json().value(QStringLiteral("error")).toObject(); }
};

class RawClient final
{
public:
    RawClient(quint16 port, const QString &certificate, quint32 from = 0x7f000001)
    {
        QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
        configuration.setCaCertificates(QSslCertificate::fromPath(certificate));
        _socket.setSslConfiguration(configuration);
        _socket.bind(QHostAddress(from));
        _socket.connectToHostEncrypted(QStringLiteral("127.0.0.1"), port);
        [[maybe_unused]] const bool up = QTest::qWaitFor([this] { return isOpen() || isClosed(); });
    }

    [[nodiscard]] bool isOpen() const { return _socket.isEncrypted(); }
    [[nodiscard]] bool isClosed() const { return _socket.state() == QAbstractSocket::UnconnectedState; }
    [[nodiscard]] QSslSocket &socket() { return _socket; }

    void send(const QByteArray &bytes)
    {
        _socket.write(bytes);
        _socket.flush();
    }

    // The next reply on this connection.
    [[nodiscard]] RawReply read(int milliseconds = 10'000)
    {
        RawReply reply;
        const bool head = QTest::qWaitFor(
            [&] {
                _buffer += _socket.readAll();
                return _buffer.contains("\r\n\r\n") || isClosed();
            },
            milliseconds);
        if (!head || !_buffer.contains("\r\n\r\n"))
            return reply;
        const qsizetype end = _buffer.indexOf("\r\n\r\n");
        const QList<QByteArray> lines = _buffer.first(end).split('\n');
        _buffer.remove(0, end + 4);
        for (const QByteArray &line : lines.sliced(1))
            reply.headers.insert(line.split(':').first().trimmed().toLower(),
                                 line.mid(line.indexOf(':') + 1).trimmed());
        const qsizetype length = reply.headers.value("content-length").toLongLong();
        [[maybe_unused]] const bool whole = QTest::qWaitFor(
            [&] {
                _buffer += _socket.readAll();
                return _buffer.size() >= length || isClosed();
            },
            milliseconds);
        reply.body = _buffer.first(std::min(length, _buffer.size()));
        _buffer.remove(0, reply.body.size());
        reply.status = lines.first().split(' ').value(1).toInt();
        return reply;
    }

    [[nodiscard]] RawReply ask(const QByteArray &bytes)
    {
        send(bytes);
        return read();
    }

private:
    QSslSocket _socket;
    QByteArray _buffer;
};

// A well-formed request with a key.
[[nodiscard]] inline QByteArray httpRequest(const QByteArray &method, const QByteArray &target,
                                            const QByteArray &apiKey = {}, const QByteArray &body = {},
                                            const QByteArray &moreHeaders = {})
{
    QByteArray request = method + ' ' + target + " HTTP/1.1\r\nHost: 127.0.0.1\r\n" + moreHeaders;
    if (!apiKey.isEmpty())
        request += "Authorization: Bearer " + apiKey + "\r\n";
    if (method == "POST" || method == "PUT")
        request += "Content-Length: " + QByteArray::number(body.size()) + "\r\n";
    if (method == "POST" && !moreHeaders.contains("Content-Type"))
        request += "Content-Type: application/json\r\n";
    return request + "\r\n" + body;
}

} // namespace archivesmp::tests
