// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/coordinator/serverwatch.h"

#include <algorithm>

namespace archivesmp::agent::coordinator {

using namespace domain;
using namespace Qt::StringLiterals;

namespace {

QString seconds(std::chrono::milliseconds time)
{
    return QString::number(static_cast<double>(time.count()) / 1000.0) + u" s"_s;
}

} // namespace

Result<void> ServerWatch::start()
{
    FleetStore &fleet = _workspace.stores.fleet();
    for (const PhysicalServer &configured : _workspace.options.servers) {
        const auto known = fleet.server(configured.name);
        if (!known)
            return known.error();
        ServerRecord record = known->value_or(ServerRecord());
        record.server.name = configured.name;
        record.server.role = configured.role;
        record.server.gamingRole = configured.gamingRole;
        record.server.ipAddress = configured.ipAddress;
        record.server.ampUrl = configured.ampUrl;
        if (const auto saved = fleet.saveServer(record); !saved)
            return saved.error().atField(u"servers."_s + configured.name);
    }
    const auto all = fleet.servers();
    if (!all)
        return all.error();
    for (const ServerRecord &record : *all) {
        Watched watched;
        if (record.server.lastSeen.isValid())
            watched.heardAt = _workspace.clock.uptime();
        _watched.insert(record.server.name, watched);
    }
    return {};
}

void ServerWatch::heard(const QString &server)
{
    Watched &watched = _watched[server];
    watched.heardAt = _workspace.clock.uptime();
    watched.heardSinceTold = true;
}

void ServerWatch::heard(const QString &server, const QList<protocol::EngineStatus> &engines)
{
    heard(server);
    Watched &watched = _watched[server];
    if (watched.engines == engines)
        return;
    for (const protocol::EngineStatus &engine : engines) {
        if (!watched.engines.contains(engine))
            _workspace.log.publish(protocol::EngineChanged{engine});
    }
    watched.engines = engines;
}

void ServerWatch::setEngine(const protocol::EngineStatus &engine)
{
    if (_own.contains(engine))
        return;
    _own.removeIf([&](const protocol::EngineStatus &known) { return known.engine == engine.engine; });
    _own.append(engine);
    _workspace.log.publish(protocol::EngineChanged{engine});
}

std::pair<ServerState, QString> ServerWatch::judge(const Watched &watched) const
{
    if (!watched.heardAt)
        return {ServerState::NeverSeen, u"its agent has not reported yet"_s};
    const auto silence = _workspace.clock.uptime() - *watched.heardAt;
    if (silence >= _workspace.options.offline)
        return {ServerState::Offline, u"no heartbeat for "_s + seconds(_workspace.options.offline)};
    if (silence >= _workspace.options.degraded)
        return {ServerState::Degraded, u"no heartbeat for "_s + seconds(_workspace.options.degraded)};
    for (const protocol::EngineStatus &engine : watched.engines) {
        if (!engine.up)
            return {ServerState::Degraded, engine.kind + u" is down: "_s + engine.reason};
    }
    return {ServerState::Online, {}};
}

Result<void> ServerWatch::look()
{
    QStringList news;
    for (auto it = _watched.begin(); it != _watched.end(); ++it) {
        const auto [state, reason] = judge(*it);
        if (it->told == state && it->toldReason == reason)
            continue;
        if (const auto saved = _workspace.stores.fleet().saveState(it.key(), state); !saved)
            return saved;
        it->told = state;
        it->toldReason = reason;
        it->heardSinceTold = false;
        news.append(it.key());
    }
    return tell(news);
}

Result<void> ServerWatch::tellAges()
{
    QStringList heard;
    for (auto it = _watched.begin(); it != _watched.end(); ++it) {
        if (std::exchange(it->heardSinceTold, false))
            heard.append(it.key());
    }
    return tell(heard);
}

Result<void> ServerWatch::tell(const QStringList &names)
{
    if (names.isEmpty())
        return {};
    const auto all = servers();
    if (!all)
        return all.error();
    for (const PhysicalServer &one : *all) {
        if (names.contains(one.name))
            _workspace.log.publish(protocol::ServerChanged{one});
    }
    return {};
}

Result<QList<PhysicalServer>> ServerWatch::servers(const QString &name)
{
    const auto records = _workspace.stores.fleet().servers();
    if (!records)
        return records.error();
    QList<PhysicalServer> all;
    for (const ServerRecord &record : *records) {
        if (!name.isEmpty() && record.server.name != name)
            continue;
        PhysicalServer server = record.server;
        std::tie(server.state, server.stateReason) = judge(_watched.value(server.name));
        all.append(server);
    }
    return all;
}

QList<protocol::EngineStatus> ServerWatch::engines(const QString &server) const
{
    QList<protocol::EngineStatus> all;
    for (const protocol::EngineStatus &own : _own) {
        if (server.isEmpty() || own.server == server)
            all.append(own);
    }
    QStringList names = _watched.keys();
    names.sort();
    for (const QString &name : names) {
        if (server.isEmpty() || name == server)
            all += _watched.value(name).engines;
    }
    return all;
}

} // namespace archivesmp::agent::coordinator
