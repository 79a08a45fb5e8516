// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/clock.h"
#include "common/core/ids.h"

#include <QDateTime>
#include <QHash>

#include <chrono>

namespace archivesmp::agent::coordinator {

// Until when each held job is its agent's, by a clock that nobody can set. A job that was held when the host
// started gets a whole lease from the first look at it on.
class LeaseKeeper final
{
public:
    LeaseKeeper(const Clock &clock, std::chrono::milliseconds lease)
        : _clock(clock)
        , _lease(lease)
    { }

    // Returns the end in wall time, for people.
    QDateTime grant(const JobId &job)
    {
        _until.insert(job, _clock.uptime() + _lease);
        return _clock.now().addMSecs(_lease.count());
    }
    void release(const JobId &job) { _until.remove(job); }
    [[nodiscard]] bool hasExpired(const JobId &job)
    {
        const auto until = _until.constFind(job);
        if (until != _until.constEnd())
            return *until < _clock.uptime();
        grant(job);
        return false;
    }

private:
    const Clock &_clock;
    std::chrono::milliseconds _lease;
    QHash<JobId, std::chrono::milliseconds> _until;
};

} // namespace archivesmp::agent::coordinator
