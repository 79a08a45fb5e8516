// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/jobs/heartbeats.h"

#include <QLoggingCategory>

namespace archivesmp::agent::jobs {

using namespace Qt::StringLiterals;

namespace {
Q_LOGGING_CATEGORY(lcHeartbeats, "archivesmp.heartbeats", QtInfoMsg)
}

Heartbeats::Heartbeats(HostApi &host, instances::InstanceDiscovery &discovery, FleetFacts &facts,
                       HeartbeatSettings settings, QObject *parent)
    : QObject(parent)
    , _host(host)
    , _discovery(discovery)
    , _facts(facts)
    , _settings(std::move(settings))
{
    connect(&_beatTimer, &QTimer::timeout, this, &Heartbeats::beat);
    connect(&_lookTimer, &QTimer::timeout, this, &Heartbeats::look);
}

void Heartbeats::start()
{
    _beatTimer.start(_settings.heartbeat);
    _lookTimer.start(_settings.discovery);
    look();
    beat();
}

void Heartbeats::stop()
{
    _beatTimer.stop();
    _lookTimer.stop();
}

void Heartbeats::refresh()
{
    look();
}

void Heartbeats::beat()
{
    if (_beating)
        return;
    _beating = true;
    _tasks.run<Nothing>(greetAndBeat(), [this](Nothing) { _beating = false; });
}

void Heartbeats::look()
{
    if (_looking) {
        _lookAgain = true;
        return;
    }
    _looking = true;
    _lookAgain = false;
    _tasks.run<Nothing>(lookAround(), [this](Nothing) {
        _looking = false;
        if (_lookAgain)
            look();
        beat();
    });
}

Task<Heartbeats::Nothing> Heartbeats::lookAround()
{
    _inventory = co_await _discovery.look();
    _looked = true;
    Q_EMIT instancesFound(_inventory.instances,
                          _inventory.ampError ? describe(*_inventory.ampError) : QString());
    co_return Nothing{};
}

Task<Result<void>> Heartbeats::greet()
{
    const protocol::AgentHello hello{_settings.server, _settings.bootId, _settings.version,
                                     protocol::protocolVersion, _settings.jobTypes};
    const Result<protocol::AgentWelcome> welcome = co_await answerOf(_host.hello(hello));
    if (!welcome)
        co_return welcome.error();
    _facts.known = true;
    _facts.fleetId = welcome->fleetId;
    _facts.fleetKey = welcome->fleetKey;
    _facts.expectationsHash = welcome->expectationsHash;
    Q_EMIT welcomed(_facts.fleetId);
    co_return Result<void>();
}

Task<Heartbeats::Nothing> Heartbeats::greetAndBeat()
{
    if (!_greeted) {
        const Result<void> greeted = co_await greet();
        if (!greeted) {
            hostAnswered(greeted.error());
            co_return Nothing{};
        }
        _greeted = true;
    }
    // An empty list would tell the host that every instance is gone.
    if (!_looked) {
        hostAnswered(std::nullopt);
        co_return Nothing{};
    }
    const QString ampReason = _inventory.ampError ? describe(*_inventory.ampError) : QString();
    const protocol::EngineStatus amp{_settings.server, u"amp"_s, u"AMP"_s, ampReason.isEmpty(), ampReason};
    const protocol::Heartbeat heartbeat{
        _settings.server, _settings.bootId, _settings.version, _inventory.instances, {amp}};
    const Result<protocol::HeartbeatReply> reply = co_await answerOf(_host.heartbeat(heartbeat));
    if (!reply) {
        // Another host process may have forgotten who we are.
        _greeted = false;
        hostAnswered(reply.error());
        co_return Nothing{};
    }
    hostAnswered(std::nullopt);
    _facts.expectationsHash = reply->expectationsHash;
    Q_EMIT answered(*reply);
    if (!reply->cancelRequested.isEmpty())
        Q_EMIT cancelRequested(reply->cancelRequested);
    co_return Nothing{};
}

void Heartbeats::hostAnswered(const std::optional<Error> &error)
{
    const bool reachable = !error.has_value();
    if (_reachable == reachable)
        return;
    _reachable = reachable;
    const QString reason = error ? describe(*error) : QString();
    if (reachable)
        qCInfo(lcHeartbeats) << "the host answers";
    else
        qCWarning(lcHeartbeats).noquote() << "the host does not answer:" << reason;
    Q_EMIT hostStateChanged(reachable, reason);
}

} // namespace archivesmp::agent::jobs
