// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/error.h"
#include "common/protocol/codec.h"

#include <QObject>

namespace archivesmp::transport {

// A way to the other side on which whole messages travel in order. Lives in one thread, which is that of its
// signals. It opens at most once and closes once; a lost connection is a new Link.
class Link : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Link)

public:
    enum class State { Connecting, Open, Closed };

    using QObject::QObject;

    [[nodiscard]] virtual State state() const = 0;

    // Dropped in silence unless Open: whoever waits for an answer hears of it by closed().
    virtual void send(const protocol::WireMessage &message) = 0;

    // What was sent and has not left this side yet.
    [[nodiscard]] virtual qint64 unsentBytes() const = 0;

    // Ends it in order; the other side's closed() names `reason`. closed() follows here too.
    virtual void close(const Error &reason) = 0;

Q_SIGNALS:
    void opened();
    void received(const archivesmp::protocol::WireMessage &message);
    // Unavailable where the connection was lost, Timeout where the other side fell silent, otherwise what the
    // side that closed it said.
    void closed(const archivesmp::Error &reason);
};

// What a close frame carries: "unauthenticated: no such key", cut to the 123 bytes that fit into one.
[[nodiscard]] QString closeText(const Error &reason);
[[nodiscard]] Error errorFromCloseText(const QString &text);

} // namespace archivesmp::transport
