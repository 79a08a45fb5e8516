// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/agent/control/doorclient.h"

#include <QNetworkRequest>
#include <QTest>
#include <QWebSocketHandshakeOptions>

namespace archivesmp::tests {

using namespace protocol;
using namespace Qt::StringLiterals;

DoorClient::DoorClient(const DoorOnLoopback &host, const QByteArray &key, const QString &origin)
    : socket(origin)
{
    QObject::connect(&socket, &QWebSocket::textMessageReceived, &socket,
                     [this](const QString &text) { texts.append(text.toUtf8()); });
    QObject::connect(&socket, &QWebSocket::binaryMessageReceived, &socket,
                     [this](const QByteArray &bytes) { binaries.append(bytes); });
    QObject::connect(&socket, &QWebSocket::disconnected, &socket, [this] { gone = true; });
    QObject::connect(&socket, qOverload<QAbstractSocket::SocketError>(&QWebSocket::error), &socket,
                     [this] { failed = true; });
    QNetworkRequest request(host.url());
    if (!key.isEmpty())
        request.setRawHeader("Authorization", "Bearer " + key);
    QWebSocketHandshakeOptions options;
    options.setSubprotocols({QString(webSocketProtocol)});
    socket.open(request, options);
}

bool DoorClient::connected()
{
    return QTest::qWaitFor([this] { return socket.isValid(); });
}

void DoorClient::ask(qint64 id, const Request &request)
{
    socket.sendTextMessage(QString::fromUtf8(encodeRequest(id, request).value().bytes));
}

bool DoorClient::sayHello()
{
    ask(1, Hello{u"test"_s, u"1"_s, protocolVersion});
    return QTest::qWaitFor([this] { return !texts.isEmpty() || gone; }) && !texts.isEmpty();
}

Result<QJsonObject> DoorClient::reply()
{
    const qsizetype before = read;
    if (!QTest::qWaitFor([&] { return texts.size() > before; }))
        return Error{ErrorCode::Timeout, u"no reply"_s};
    return std::get<IncomingReply>(decodeFromAgent({texts.at(read++)}).value()).outcome;
}

} // namespace archivesmp::tests
