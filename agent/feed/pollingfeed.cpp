// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/feed/pollingfeed.h"

#include "common/core/whendone.h"

namespace archivesmp::agent::feed {

using namespace std::chrono_literals;

PollingFeed::PollingFeed(jobs::HostApi &host, Pace pace, QObject *parent)
    : JobFeed(parent)
    , _host(host)
    , _pace(pace)
    , _backoff(pace.retry)
    , _timer(this)
{
    _timer.setSingleShot(true);
    connect(&_timer, &QTimer::timeout, this, [this] { ask(); });
}

void PollingFeed::start()
{
    if (std::exchange(_running, true))
        return;
    _timer.start(0ms);
}

void PollingFeed::stop()
{
    _running = false;
    _timer.stop();
}

void PollingFeed::settle(const JobId &job)
{
    if (job != _unsettled)
        return;
    _unsettled = JobId();
    if (_running && !_asking)
        _timer.start(_pace.pause);
}

void PollingFeed::setPace(const Pace &pace)
{
    if (pace == _pace)
        return;
    _pace = pace;
    _backoff = Backoff(pace.retry);
    if (_running && !_asking && _unsettled.isEmpty())
        _timer.start(std::min(pace.pause, std::max(_timer.remainingTimeAsDuration(), 0ms)));
}

void PollingFeed::ask()
{
    if (!_running || std::exchange(_asking, true))
        return;
    whenDone(_host.next(_pace.wait), this, [this](const Result<std::optional<JobId>> &offer) {
        _asking = false;
        if (_running)
            answered(offer);
    });
}

void PollingFeed::answered(const Result<std::optional<JobId>> &offer)
{
    if (!offer) {
        report(State::Down, describe(offer.error()));
        _timer.start(_backoff.next());
        return;
    }
    _backoff.reset();
    report(State::Up, {});
    // The same job again: nobody has claimed it yet, so there is no hurry to hear of it a third time.
    const bool again = *offer && **offer == _unsettled;
    _timer.start(again ? _pace.repeat : _pace.pause);
    if (!*offer)
        return;
    _unsettled = **offer;
    Q_EMIT jobOffered(**offer); // may settle it at once
}

void PollingFeed::report(State state, const QString &reason)
{
    if (std::exchange(_state, state) != state)
        Q_EMIT stateChanged(state == State::Up, reason);
}

} // namespace archivesmp::agent::feed
