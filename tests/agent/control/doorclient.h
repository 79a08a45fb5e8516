// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/protocol/codec.h"
#include "tests/fakes/dooronloopback.h"

#include <QWebSocket>

namespace archivesmp::tests {

// A client that says exactly what it is told to.
class DoorClient final
{
public:
    explicit DoorClient(const DoorOnLoopback &host, const QByteArray &key, const QString &origin = {});

    bool connected();
    void ask(qint64 id, const protocol::Request &request);
    bool sayHello();
    // The outcome of the only or latest reply.
    Result<QJsonObject> reply();

    QWebSocket socket;
    QList<QByteArray> texts;
    QList<QByteArray> binaries;
    qsizetype read = 0;
    bool gone = false;
    bool failed = false;
};

} // namespace archivesmp::tests
