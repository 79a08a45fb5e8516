// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/client/fleetfeed.h"

#include "app/client/answer.h"

#include <QLoggingCategory>

Q_LOGGING_CATEGORY(lcFleetFeed, "archivesmp.fleet", QtInfoMsg)

namespace archivesmp::app::client {

using namespace Qt::StringLiterals;

namespace {

constexpr int findingsPerPage = 1000; // with their hunks well below the largest message

// What settings are in no file is known anew then.
bool endsAComparison(const protocol::EventBody &body)
{
    const auto *changed = std::get_if<protocol::JobChanged>(&body);
    return changed != nullptr && changed->job.parent.isEmpty() && isFinal(changed->job.status)
        && (changed->job.type == domain::JobType::DriftScan
            || changed->job.type == domain::JobType::Evaluate);
}

void merge(FleetChanges &all, const FleetChanges &more)
{
    all.servers = all.servers || more.servers;
    all.engines = all.engines || more.engines;
    all.instancesOf += more.instancesOf;
    all.plugins += more.plugins;
    all.findings += more.findings;
    all.jobs += more.jobs;
    all.jobEvents += more.jobEvents;
}

} // namespace

FleetFeed::FleetFeed(Session &session, QObject *parent)
    : QObject(parent)
    , _session(session)
{
    connect(&session, &Session::stateChanged, this, &FleetFeed::followSession);
    connect(&session, &Session::eventReceived, this, &FleetFeed::receive);
    connect(&session, &Session::resyncNeeded, this, &FleetFeed::followSession);
    followSession();
}

void FleetFeed::followSession()
{
    if (_session.state() == Session::State::Online) {
        startSync();
        return;
    }
    ++_round;
    _waiting.clear();
    if (_phase != Phase::Away) {
        _phase = Phase::Away;
        Q_EMIT syncChanged();
    }
}

template <typename Request, typename Take>
void FleetFeed::askThen(const Request &request, Take take)
{
    whenAnswered(_session.ask(request), this,
                 [this, take, round = _round](const Result<typename Request::Reply> &reply) {
                     if (round != _round)
                         return;
                     if (!reply)
                         failSync(reply.error());
                     else
                         (this->*take)(*reply);
                 });
}

void FleetFeed::startSync()
{
    ++_round;
    _phase = Phase::Loading;
    _waiting.clear();
    _loadedFindings.clear();
    _loadedChanges = {};
    askThen(protocol::GetFleet{}, &FleetFeed::takeFleet);
    Q_EMIT syncChanged();
}

void FleetFeed::takeFleet(const protocol::FleetState &fleet)
{
    _sequence = fleet.sequence;
    merge(_loadedChanges, _mirror.setFleet(fleet));
    askFindings();
}

void FleetFeed::askFindings()
{
    protocol::ListFindings request;
    request.offset = _loadedFindings.size();
    request.limit = findingsPerPage;
    askThen(request, &FleetFeed::takeFindings);
}

// Rows that move between two pages while they are asked for are in the events that wait meanwhile, except
// those that slip over the edge of a page because one before them was resolved: then all is asked anew.
void FleetFeed::takeFindings(const protocol::FindingPage &page)
{
    const bool moved = std::any_of(_waiting.begin(), _waiting.end(), [&page](const protocol::Event &event) {
        const auto *findings = std::get_if<protocol::FindingsChanged>(&event.body);
        return findings != nullptr && !findings->resolved.isEmpty() && event.sequence <= page.sequence;
    });
    if (moved && !_loadedFindings.isEmpty()) {
        startSync();
        return;
    }
    _loadedFindings += page.findings;
    if (_loadedFindings.size() < page.total && !page.findings.isEmpty()) {
        askFindings();
        return;
    }
    merge(_loadedChanges, _mirror.setFindings(_loadedFindings));
    _loadedFindings.clear();
    askThen(protocol::ListJobs{}, &FleetFeed::finishSync);
}

void FleetFeed::finishSync(const protocol::JobPage &page)
{
    merge(_loadedChanges, _mirror.setJobs(page.jobs));
    _phase = Phase::Live;
    _everSynced = true;
    _lastHeard = QDateTime::currentDateTimeUtc();
    _syncError = {};
    Q_EMIT changed(std::exchange(_loadedChanges, {}));
    Q_EMIT syncChanged();
    const QList<protocol::Event> waiting = std::exchange(_waiting, {});
    for (const protocol::Event &event : waiting) {
        if (event.sequence > _sequence && _phase == Phase::Live)
            applyInOrder(event);
    }
}

void FleetFeed::failSync(const Error &error)
{
    qCWarning(lcFleetFeed).noquote() << "agent did not give its fleet:" << describe(error);
    ++_round;
    _phase = Phase::Away;
    _syncError = error;
    Q_EMIT syncChanged();
}

void FleetFeed::receive(const protocol::Event &event)
{
    _lastHeard = QDateTime::currentDateTimeUtc();
    if (_phase == Phase::Loading)
        _waiting.append(event);
    else if (_phase == Phase::Live && event.sequence > _sequence)
        applyInOrder(event);
}

void FleetFeed::applyInOrder(const protocol::Event &event)
{
    if (event.sequence != _sequence + 1 || std::holds_alternative<protocol::ResyncNeeded>(event.body)) {
        startSync();
        return;
    }
    _sequence = event.sequence;
    const FleetChanges changes = _mirror.apply(event.body);
    if (!changes.isEmpty())
        Q_EMIT changed(changes);
    if (endsAComparison(event.body))
        askFacts();
}

void FleetFeed::askFacts()
{
    whenAnswered(_session.ask(protocol::GetFleet{}), this,
                 [this, round = _round](const Result<protocol::FleetState> &fleet) {
                     if (round != _round || !fleet)
                         return; // the next comparison asks again
                     const FleetChanges changes = _mirror.setFacts(*fleet);
                     if (!changes.isEmpty())
                         Q_EMIT changed(changes);
                 });
}

} // namespace archivesmp::app::client
