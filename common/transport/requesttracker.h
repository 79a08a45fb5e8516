// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/result.h"

#include <QHash>
#include <QJsonObject>
#include <QObject>

#include <chrono>
#include <functional>

namespace archivesmp::transport {

// Who waits for which answer. Each request ends exactly once: by its answer, its deadline, a cancel, or the
// end of the link.
class RequestTracker final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(RequestTracker)

public:
    using Settled = std::function<void(Result<QJsonObject>)>;

    using QObject::QObject;
    ~RequestTracker() override; // settles what is left as Cancelled

    // The id to send.
    [[nodiscard]] qint64 add(std::chrono::milliseconds timeout, Settled settled);
    // An answer that nobody waits for (any more) is ignored.
    void settle(qint64 id, const Result<QJsonObject> &outcome);
    void cancel(qint64 id);
    void failAll(const Error &reason);

    [[nodiscard]] qsizetype waiting() const { return _waiting.size(); }

private:
    QHash<qint64, Settled> _waiting;
    qint64 _lastId = 0;
};

} // namespace archivesmp::transport
