// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/coordinator/eventlog.h"

#include <QMutexLocker>

namespace archivesmp::agent::coordinator {

EventLog::EventLog(QObject *parent)
    : QObject(parent)
{
    qRegisterMetaType<protocol::Event>();
}

void EventLog::publish(const protocol::EventBody &body)
{
    const QMutexLocker locker(&_mutex);
    Q_EMIT happened(protocol::Event{++_sequence, body});
}

void EventLog::wake(const QString &server)
{
    Q_EMIT jobMayWait(server);
}

qint64 EventLog::sequence() const
{
    const QMutexLocker locker(&_mutex);
    return _sequence;
}

// Queued always: a receiver in this thread must not run while the mutex is held.
qint64 EventLog::subscribe(QObject *context, std::function<void(const protocol::Event &)> receive)
{
    const QMutexLocker locker(&_mutex);
    connect(
        this, &EventLog::happened, context,
        [receive = std::move(receive)](const protocol::Event &event) { receive(event); },
        Qt::QueuedConnection);
    return _sequence;
}

void EventLog::watchJobs(QObject *context, const QString &server, std::function<void()> wake)
{
    connect(
        this, &EventLog::jobMayWait, context,
        [server, wake = std::move(wake)](const QString &of) {
            if (of == server)
                wake();
        },
        Qt::QueuedConnection);
}

} // namespace archivesmp::agent::coordinator
