// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/coordinator/jobwaiters.h"

#include "common/core/whendone.h"

#include <algorithm>

namespace archivesmp::agent::coordinator {

using namespace Qt::StringLiterals;

JobWaiters::JobWaiters(FleetService &fleet, QObject *parent)
    : QObject(parent)
    , _fleet(fleet)
{ }

QFuture<Result<JobWaiters::Offer>> JobWaiters::next(const domain::User &agent, std::chrono::seconds wait)
{
    const qsizetype ofServer = std::count_if(_waiters.begin(), _waiters.end(), [&](const WaiterPtr &waiter) {
        return waiter->agent.server == agent.server;
    });
    if (_waiters.size() >= waiterLimit || ofServer >= waiterLimitPerServer)
        return QtFuture::makeReadyFuture(
            Result<Offer>(Error{ErrorCode::Busy, u"too many wait for a job already"_s}));

    // Before the first question, so that no ring is missed between the two.
    if (!_watched.contains(agent.server)) {
        _watched.insert(agent.server);
        _fleet.watchJobs(this, agent.server, [this, server = agent.server] { ring(server); });
    }
    auto waiter = std::make_shared<Waiter>();
    waiter->agent = agent;
    waiter->promise.start();
    waiter->deadline.setSingleShot(true);
    connect(&waiter->deadline, &QTimer::timeout, this, [this, weak = std::weak_ptr(waiter)] {
        if (const WaiterPtr due = weak.lock())
            finish(due, Offer());
    });
    waiter->deadline.start(std::min(wait, longestWait));
    _waiters.append(waiter);
    const QFuture<Result<Offer>> future = waiter->promise.future();
    ask(waiter);
    return future;
}

void JobWaiters::ring(const QString &server)
{
    const QList<WaiterPtr> waiting = _waiters; // answering changes the list
    for (const WaiterPtr &waiter : waiting) {
        if (waiter->agent.server == server)
            ask(waiter);
    }
}

void JobWaiters::ask(const WaiterPtr &waiter)
{
    if (std::exchange(waiter->asking, true)) {
        waiter->askAgain = true;
        return;
    }
    whenDone(_fleet.next(waiter->agent), this,
             [this, waiter](const Result<Offer> &offer) { answered(waiter, offer); });
}

void JobWaiters::answered(const WaiterPtr &waiter, const Result<Offer> &offer)
{
    waiter->asking = false;
    if (!offer || *offer)
        finish(waiter, offer);
    else if (std::exchange(waiter->askAgain, false) && _waiters.contains(waiter))
        ask(waiter);
}

void JobWaiters::finish(const WaiterPtr &waiter, const Result<Offer> &offer)
{
    if (!_waiters.removeOne(waiter))
        return;
    waiter->deadline.stop();
    waiter->promise.addResult(offer);
    waiter->promise.finish();
}

} // namespace archivesmp::agent::coordinator
