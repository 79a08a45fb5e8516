// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/jobs/hostapi.h"
#include "agent/jobs/jobfeed.h"
#include "common/core/backoff.h"

#include <QHash>
#include <QTimer>

#include <chrono>

namespace archivesmp::agent::feed {

// Asks the host for the next job, again and again, by its long poll. Lives in the worker's thread; `host`
// must outlive it.
class PollingFeed final : public jobs::JobFeed
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(PollingFeed)

public:
    struct Pace
    {
        std::chrono::seconds wait{10};                                    // that the host may take to answer
        std::chrono::milliseconds pause = std::chrono::milliseconds(200); // between an answer and a question
        std::chrono::milliseconds repeat = std::chrono::seconds(5);       // of an offer that nobody took
        Backoff::Limits retry;                                            // while the host is away

        friend bool operator==(const Pace &a, const Pace &b)
        {
            return a.wait == b.wait && a.pause == b.pause && a.repeat == b.repeat
                && a.retry.base == b.retry.base && a.retry.cap == b.retry.cap;
        }
    };

    PollingFeed(jobs::HostApi &host, Pace pace, QObject *parent = nullptr);

    void start() override;
    void stop() override;
    void settle(const JobId &job) override;

    // From the next question on; a longer pause that is running is cut short.
    void setPace(const Pace &pace);

private:
    enum class State { Unknown, Up, Down };

    void ask();
    void answered(const Result<std::optional<JobId>> &offer);
    void report(State state, const QString &reason);

    jobs::HostApi &_host;
    Pace _pace;
    Backoff _backoff;
    QTimer _timer;
    JobId _unsettled; // the last offer, until it is settled
    State _state = State::Unknown;
    bool _running = false;
    bool _asking = false;
};

} // namespace archivesmp::agent::feed
