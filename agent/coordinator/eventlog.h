// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/protocol/events.h"

#include <QMutex>
#include <QObject>

#include <functional>

namespace archivesmp::agent::coordinator {

// Numbers what happens and hands it to whoever wants to know. Belongs to the coordinator's thread;
// subscribe() and watchJobs() may be called from any.
class EventLog final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(EventLog)

public:
    explicit EventLog(QObject *parent = nullptr);

    void publish(const protocol::EventBody &body);
    void wake(const QString &server);
    [[nodiscard]] qint64 sequence() const;

    // Both call in the thread of `context` until it is gone. The returned number is that of the last event
    // that is not handed over.
    qint64 subscribe(QObject *context, std::function<void(const protocol::Event &)> receive);
    void watchJobs(QObject *context, const QString &server, std::function<void()> wake);

Q_SIGNALS:
    void happened(const archivesmp::protocol::Event &event);
    void jobMayWait(const QString &server);

private:
    mutable QMutex _mutex; // guards _sequence, and that no event falls between a number and its subscription
    qint64 _sequence = 0;
};

} // namespace archivesmp::agent::coordinator
