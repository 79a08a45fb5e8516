// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/storage/sqlrecordstores.h"

#include "agent/storage/sqlfleetstore.h"
#include "agent/storage/storedvalues.h"

namespace archivesmp::agent::storage {

using namespace coordinator;
using namespace domain;
using namespace Qt::StringLiterals;

namespace {

Result<void> nothing(const Result<int> &rows)
{
    return rows ? Result<void>() : rows.error();
}

} // namespace

Result<QList<ApiKey>> SqlKeyStore::keys()
{
    return _database.read<ApiKey>(u"keys/list"_s, {}, [](Row &row) {
        ApiKey key;
        key.user.name = row.text();
        key.user.role = userRoleFromName(row.text()).value_or(UserRole::Viewer);
        key.user.server = row.text();
        key.sha256 = row.hex();
        key.createdAt = row.time();
        key.revokedAt = row.time();
        return key;
    });
}

Result<void> SqlKeyStore::add(const ApiKey &key)
{
    return nothing(_database.run(u"keys/add"_s,
                                 {key.user.name, nameOf(key.user.role), key.user.server,
                                  hexColumn(key.sha256), column(key.createdAt)}));
}

Result<void> SqlKeyStore::revoke(const QString &name, const QDateTime &at)
{
    const auto rows = _database.run(u"keys/revoke"_s, {column(at), name});
    if (!rows)
        return rows.error();
    if (*rows == 0)
        return Error{ErrorCode::NotFound, u"no valid key has the name "_s + name};
    return {};
}

Result<std::optional<ExpectationVersion>> SqlExpectationStore::newest()
{
    return read(u"expectations/newest"_s, {});
}

Result<std::optional<ExpectationVersion>> SqlExpectationStore::version(qint64 version)
{
    return read(u"expectations/version"_s, {version});
}

Result<QList<protocol::VersionEntry>> SqlExpectationStore::history(qint64 before, int limit)
{
    return _database.read<protocol::VersionEntry>(u"expectations/history"_s, {before, before, limit},
                                                  [](Row &row) {
                                                      protocol::VersionEntry entry;
                                                      entry.version = row.bigNumber();
                                                      entry.author = row.text();
                                                      entry.reason = row.text();
                                                      entry.at = row.time();
                                                      entry.summary = summaryFromStored(row.text());
                                                      entry.undoes = row.bigNumber();
                                                      return entry;
                                                  });
}

Result<std::optional<ExpectationVersion>> SqlExpectationStore::read(const QString &statement,
                                                                    const QVariantList &values)
{
    auto found = _database.readOne<ExpectationVersion>(statement, values, [](Row &row) {
        ExpectationVersion version;
        version.version = row.bigNumber();
        version.author = row.text();
        version.reason = row.text();
        version.createdAt = row.time();
        version.sha256 = row.hex();
        version.document = row.text().toUtf8();
        return version;
    });
    if (!found || !*found)
        return found;
    using Secret = std::pair<QString, QByteArray>;
    const auto secrets = _database.read<Secret>(u"expectations/secrets"_s, {(*found)->version}, [](Row &row) {
        return Secret{row.text(), row.bytes()};
    });
    if (!secrets)
        return secrets.error();
    for (const auto &[reference, sealed] : *secrets)
        (*found)->secrets.insert(reference, sealed);
    return found;
}

Result<void> SqlExpectationStore::add(const ExpectationVersion &version)
{
    return _database.transaction([&]() -> Result<void> {
        const auto added
            = _database.run(u"expectations/add"_s,
                            {version.version, version.author, version.reason, column(version.createdAt),
                             hexColumn(version.sha256), QString::fromUtf8(version.document),
                             storedSummary(version.summary), version.undoes});
        if (!added)
            return added.error();
        QList<QVariantList> rows;
        for (auto it = version.secrets.begin(); it != version.secrets.end(); ++it)
            rows.append({version.version, it.key(), it.value()});
        if (const auto secrets = _database.runForRows(u"expectations/add_secrets"_s, rows); !secrets)
            return secrets;
        if (const auto deleted = _database.run(u"expectations/delete_aliases"_s); !deleted)
            return deleted.error();
        QList<QVariantList> aliases;
        for (auto it = version.aliases.begin(); it != version.aliases.end(); ++it)
            aliases.append({it.key(), it.value()});
        return _database.runForRows(u"expectations/add_aliases"_s, aliases);
    });
}

Result<std::optional<FleetIdentity>> SqlExpectationStore::identity()
{
    return _database.readOne<FleetIdentity>(u"expectations/identity"_s, {}, [](Row &row) {
        return FleetIdentity{row.text(), row.bytes()};
    });
}

Result<void> SqlExpectationStore::saveIdentity(const FleetIdentity &identity)
{
    return nothing(_database.run(u"expectations/save_identity"_s, {identity.id, identity.sealedKey}));
}

Result<void> SqlBackupStore::add(const Backup &backup)
{
    const auto known = _database.readOne<int>(u"backups/exists"_s, {backup.id.toString()},
                                              [](Row &row) { return row.number(); });
    if (!known)
        return known.error();
    if (known->value_or(0) > 0)
        return {};
    const auto instance = instanceRow(_database, backup.instance);
    if (!instance)
        return instance.error();
    return nothing(_database.run(u"backups/add"_s,
                                 {backup.id.toString(), backup.job.toString(), column(backup.createdAt),
                                  storedFiles(backup.files), backup.artifact, instance->id}));
}

Result<std::optional<Backup>> SqlBackupStore::ofJob(const JobId &job)
{
    return _database.readOne<Backup>(u"backups/of_job"_s, {job.toString()}, [](Row &row) {
        Backup backup;
        backup.id = BackupId(row.text());
        backup.instance = {row.text(), row.text()};
        backup.job = JobId(row.text());
        backup.createdAt = row.time();
        backup.files = filesFromStored(row.text());
        backup.artifact = row.text();
        return backup;
    });
}

Result<void> SqlAuditStore::add(const AuditEntry &entry)
{
    return nothing(_database.run(u"audit/add"_s,
                                 {column(entry.at), entry.actor, entry.action, entry.subject, entry.detail}));
}

Result<bool> SqlAuditStore::contains(const QString &action, const QString &subject)
{
    const auto count
        = _database.readOne<int>(u"audit/exists"_s, {action, subject}, [](Row &row) { return row.number(); });
    if (!count)
        return count.error();
    return count->value_or(0) > 0;
}

Result<QList<AuditEntry>> SqlAuditStore::recent(int limit)
{
    return _database.read<AuditEntry>(u"audit/recent"_s, {limit}, [](Row &row) {
        return AuditEntry{row.time(), row.text(), row.text(), row.text(), row.text()};
    });
}

Result<void> SqlArtifactIndex::add(const QByteArray &sha256, qint64 size, const QString &by,
                                   const QDateTime &at)
{
    const auto known = contains(sha256);
    if (!known)
        return known.error();
    if (*known)
        return {};
    return nothing(_database.run(u"artifacts/add"_s, {hexColumn(sha256), size, column(at), by}));
}

Result<bool> SqlArtifactIndex::contains(const QByteArray &sha256)
{
    const auto count = _database.readOne<int>(u"artifacts/exists"_s, {hexColumn(sha256)},
                                              [](Row &row) { return row.number(); });
    if (!count)
        return count.error();
    return count->value_or(0) > 0;
}

Result<void> SqlArtifactIndex::remove(const QByteArray &sha256)
{
    return nothing(_database.run(u"artifacts/remove"_s, {hexColumn(sha256)}));
}

Result<std::optional<coordinator::MadeOrder>> SqlOrderStore::find(const QByteArray &keySha256)
{
    return _database.readOne<coordinator::MadeOrder>(u"orders/find"_s, {hexColumn(keySha256)}, [&](Row &row) {
        return coordinator::MadeOrder{keySha256, QByteArray::fromHex(row.text().toLatin1()),
                                      JobId(row.text())};
    });
}

Result<void> SqlOrderStore::add(const coordinator::MadeOrder &order, const QDateTime &at)
{
    return nothing(_database.run(
        u"orders/add"_s,
        {hexColumn(order.keySha256), hexColumn(order.bodySha256), order.job.toString(), column(at)}));
}

Result<void> SqlOrderStore::forgetBefore(const QDateTime &time)
{
    return nothing(_database.run(u"orders/forget"_s, {column(time)}));
}

} // namespace archivesmp::agent::storage
