// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/storage/sqlfleetstore.h"

#include "agent/storage/storedvalues.h"

namespace archivesmp::agent::storage {

using coordinator::ServerRecord;
using namespace domain;
using namespace Qt::StringLiterals;

namespace {

ServerRecord serverFrom(Row &row)
{
    ServerRecord record;
    PhysicalServer &server = record.server;
    server.name = row.text();
    server.role = serverRoleFromName(row.text()).value_or(ServerRole::Client);
    server.gamingRole = row.text();
    server.ipAddress = row.text();
    server.ampUrl = row.text();
    server.lastSeen = row.time();
    server.agentVersion = row.text();
    record.bootId = row.text();
    record.jobTypes = row.text().split(u',', Qt::SkipEmptyParts);
    return record;
}

Instance instanceFrom(Row &row)
{
    Instance instance;
    instance.ref = {row.text(), row.text()};
    instance.ampId = row.text();
    instance.platform = platformFromName(row.text()).value_or(Platform::Unknown);
    instance.state = instanceStateFromName(row.text()).value_or(InstanceState::Unknown);
    instance.onDisk = row.flag();
    instance.inAmp = row.flag();
    instance.players = row.optionalNumber();
    instance.lastSeen = row.time();
    instance.lastScan = row.time();
    instance.scanPartial = row.flag();
    return instance;
}

InstalledPlugin pluginFrom(Row &row)
{
    InstalledPlugin plugin;
    plugin.instance = {row.text(), row.text()};
    plugin.name = row.text();
    plugin.version = row.text();
    plugin.platform = platformFromName(row.text()).value_or(Platform::Unknown);
    plugin.jarFile = row.text();
    plugin.jarSha256 = row.hex();
    plugin.folder = row.text();
    return plugin;
}

InstanceRow rowFrom(Row &row)
{
    return {row.number(), row.number()};
}

Result<void> nothing(const Result<int> &rows)
{
    return rows ? Result<void>() : rows.error();
}

} // namespace

Result<InstanceRow> instanceRow(Database &database, const InstanceRef &instance)
{
    const auto row
        = database.readOne<InstanceRow>(u"fleet/instance_row"_s, {instance.server, instance.name}, rowFrom);
    if (!row)
        return row.error();
    if (!*row)
        return Error{ErrorCode::NotFound, u"no instance "_s + instance.toString() + u" is known"_s};
    return **row;
}

Result<QList<ServerRecord>> SqlFleetStore::readServers(const QString &name)
{
    const QString text = notNull(name);
    return _database.read<ServerRecord>(u"fleet/servers"_s, {text, text}, serverFrom);
}

Result<QList<ServerRecord>> SqlFleetStore::servers()
{
    return readServers({});
}

Result<std::optional<ServerRecord>> SqlFleetStore::server(const QString &name)
{
    if (name.isEmpty())
        return std::optional<ServerRecord>();
    const auto found = readServers(name);
    if (!found)
        return found.error();
    return found->isEmpty() ? std::nullopt : std::optional(found->first());
}

Result<void> SqlFleetStore::saveServer(const ServerRecord &record)
{
    const PhysicalServer &server = record.server;
    const QVariantList values{nameOf(server.role), server.gamingRole,          server.ipAddress,
                              server.ampUrl,       column(server.lastSeen),    server.agentVersion,
                              record.bootId,       record.jobTypes.join(u','), server.name};
    const auto known = this->server(server.name);
    if (!known)
        return known.error();
    return nothing(_database.run(*known ? u"fleet/update_server"_s : u"fleet/insert_server"_s, values));
}

Result<void> SqlFleetStore::saveState(const QString &server, ServerState state)
{
    return nothing(_database.run(u"fleet/save_state"_s, {nameOf(state), server}));
}

Result<void> SqlFleetStore::saveContact(const QString &server, const QDateTime &at)
{
    if (const auto done = _database.run(u"fleet/touch_instances"_s, {column(at), server}); !done)
        return done.error();
    return nothing(_database.run(u"fleet/save_contact"_s, {column(at), server}));
}

Result<QList<Instance>> SqlFleetStore::instances(const QString &server)
{
    const QString text = notNull(server);
    return _database.read<Instance>(u"fleet/instances"_s, {text, text}, instanceFrom);
}

// By AMP's id; where AMP has named it only now, the row that stood for its folder; for a folder that AMP does
// not name, the row that it had.
Result<std::optional<InstanceRow>> SqlFleetStore::rowFor(const Instance &instance)
{
    const QString &server = instance.ref.server;
    auto row
        = _database.readOne<InstanceRow>(u"fleet/instance_row_by_amp"_s, {server, instance.ampId}, rowFrom);
    if (!row || *row)
        return row;
    const bool isNamed = !instance.ampId.startsWith("disk:"_L1);
    return _database.readOne<InstanceRow>(isNamed ? u"fleet/unnamed_row"_s : u"fleet/instance_row"_s,
                                          {server, instance.ref.name}, rowFrom);
}

Result<void> SqlFleetStore::saveInstance(const Instance &instance)
{
    const auto row = rowFor(instance);
    if (!row)
        return row.error();
    QVariantList values{instance.ampId,
                        instance.ref.name,
                        nameOf(instance.state),
                        column(instance.lastSeen),
                        nameOf(instance.platform),
                        instance.onDisk,
                        instance.inAmp,
                        column(instance.players)};
    if (*row) {
        values.prepend(instance.ampId);
        return nothing(_database.run(u"fleet/update_instance"_s, values << (*row)->id));
    }
    const QVariantList namesakes{instance.ampId, instance.ref.name, instance.ref.server};
    if (const auto done = _database.run(u"fleet/retire_namesakes"_s, namesakes); !done)
        return done.error();
    return nothing(_database.run(u"fleet/insert_instance"_s, values << instance.ref.server));
}

Result<void> SqlFleetStore::markGone(const InstanceRef &instance)
{
    const auto row = instanceRow(_database, instance);
    if (!row)
        return row.error();
    return nothing(_database.run(u"fleet/mark_gone"_s, {row->id}));
}

Result<void> SqlFleetStore::markScanned(const InstanceRef &instance, const QDateTime &at, bool partial)
{
    const auto row = instanceRow(_database, instance);
    if (!row)
        return row.error();
    return nothing(_database.run(u"fleet/mark_scanned"_s, {column(at), partial, row->id}));
}

Result<QList<InstalledPlugin>> SqlFleetStore::plugins(const QString &server)
{
    const QString text = notNull(server);
    return _database.read<InstalledPlugin>(u"fleet/plugins"_s, {text, text}, pluginFrom);
}

Result<void> SqlFleetStore::replacePlugins(const InstanceRef &instance, const QList<InstalledPlugin> &plugins)
{
    const auto row = instanceRow(_database, instance);
    if (!row)
        return row.error();
    return _database.transaction([&]() -> Result<void> {
        if (const auto done = _database.run(u"fleet/delete_plugins"_s, {row->id}); !done)
            return done.error();
        QList<QVariantList> rows;
        for (const InstalledPlugin &plugin : plugins) {
            rows.append({row->id, plugin.name, plugin.version, nameOf(plugin.platform), plugin.jarFile,
                         hexColumn(plugin.jarSha256), plugin.folder});
        }
        return _database.runForRows(u"fleet/insert_plugins"_s, rows);
    });
}

} // namespace archivesmp::agent::storage
