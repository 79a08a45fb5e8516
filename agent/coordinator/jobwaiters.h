// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/coordinator/fleetservice.h"

#include <QObject>
#include <QPromise>
#include <QSet>
#include <QTimer>

#include <chrono>
#include <memory>

namespace archivesmp::agent::coordinator {

// The agents that wait for a job by a long poll. Lives in the thread that asks.
class JobWaiters final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(JobWaiters)

public:
    using Offer = std::optional<JobId>;

    static constexpr std::chrono::seconds longestWait{30};
    static constexpr qsizetype waiterLimit = 500;
    static constexpr qsizetype waiterLimitPerServer = 16;

    explicit JobWaiters(FleetService &fleet, QObject *parent = nullptr);

    // The next job for the agent's server, asked for again whenever the doorbell rings, nullopt when `wait`
    // is over. Busy where too many wait already.
    [[nodiscard]] QFuture<Result<Offer>> next(const domain::User &agent, std::chrono::seconds wait);

    [[nodiscard]] qsizetype count() const { return _waiters.size(); }

private:
    struct Waiter
    {
        domain::User agent;
        QPromise<Result<Offer>> promise;
        QTimer deadline;
        bool asking = false;
        bool askAgain = false; // the bell rang while an answer was on its way
    };
    using WaiterPtr = std::shared_ptr<Waiter>;

    void ring(const QString &server);
    void ask(const WaiterPtr &waiter);
    void answered(const WaiterPtr &waiter, const Result<Offer> &offer);
    void finish(const WaiterPtr &waiter, const Result<Offer> &offer);

    FleetService &_fleet;
    QList<WaiterPtr> _waiters; // in the order in which they came
    QSet<QString> _watched;    // servers whose doorbell is connected
};

} // namespace archivesmp::agent::coordinator
