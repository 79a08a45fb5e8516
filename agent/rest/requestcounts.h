// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QMap>
#include <QString>

#include <mutex>
#include <tuple>

namespace archivesmp::agent::rest {

// How many requests got which answer, for the metrics. Thread-safe. Paths are those of the route table, so
// that their number is bounded; what fits no route is counted under "".
class RequestCounts final
{
public:
    using Key = std::tuple<QByteArray, QString, int>; // method, route, status

    void count(const QByteArray &method, const QString &route, int status)
    {
        const std::scoped_lock lock(_mutex);
        ++_counts[{method, route, status}];
    }

    [[nodiscard]] QMap<Key, qint64> all() const
    {
        const std::scoped_lock lock(_mutex);
        return _counts;
    }

private:
    mutable std::mutex _mutex; // guards _counts
    QMap<Key, qint64> _counts;
};

} // namespace archivesmp::agent::rest
