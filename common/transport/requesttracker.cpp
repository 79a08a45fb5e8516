// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/transport/requesttracker.h"

#include <QTimer>

namespace archivesmp::transport {

using namespace Qt::StringLiterals;

RequestTracker::~RequestTracker()
{
    failAll({ErrorCode::Cancelled, u"nobody waits any more"_s});
}

qint64 RequestTracker::add(std::chrono::milliseconds timeout, Settled settled)
{
    const qint64 id = ++_lastId;
    _waiting.insert(id, settled);
    QTimer::singleShot(timeout, this, [this, id, timeout] {
        settle(id, Error{ErrorCode::Timeout, u"no answer within %1 ms"_s.arg(timeout.count())});
    });
    return id;
}

void RequestTracker::settle(qint64 id, const Result<QJsonObject> &outcome)
{
    const Settled settled = _waiting.take(id);
    if (settled)
        settled(outcome);
}

void RequestTracker::cancel(qint64 id)
{
    settle(id, Error{ErrorCode::Cancelled, u"cancelled"_s});
}

void RequestTracker::failAll(const Error &reason)
{
    // What is settled may ask again: that is for the next round.
    const QHash<qint64, Settled> waiting = std::exchange(_waiting, {});
    for (const Settled &settled : waiting)
        settled(reason);
}

} // namespace archivesmp::transport
