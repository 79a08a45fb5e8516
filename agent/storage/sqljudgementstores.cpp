// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/storage/sqljudgementstores.h"

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

Result<QList<RuleRecord>> SqlRuleStore::rules()
{
    return _database.read<RuleRecord>(u"rules/list"_s, {}, [](Row &row) {
        RuleRecord record;
        record.rule = ruleFromStored(row.text());
        record.removedAt = row.time();
        record.expiryTold = row.flag();
        return record;
    });
}

Result<void> SqlRuleStore::add(const Rule &rule)
{
    return nothing(_database.run(u"rules/add"_s,
                                 {rule.id.toString(), nameOf(rule.kind), storedRule(rule), rule.author,
                                  column(rule.createdAt), column(rule.expiresAt.value_or(QDateTime()))}));
}

Result<void> SqlRuleStore::setRemoved(const RuleId &rule, const QDateTime &at)
{
    return nothing(_database.run(u"rules/set_removed"_s, {column(at), rule.toString()}));
}

Result<void> SqlRuleStore::tellExpiry(const RuleId &rule)
{
    return nothing(_database.run(u"rules/tell_expiry"_s, {rule.toString()}));
}

Result<QStringList> SqlRuleStore::packsOff()
{
    return _database.read<QString>(u"rules/packs_off"_s, {}, [](Row &row) { return row.text(); });
}

Result<void> SqlRuleStore::setPacksOff(const QStringList &names)
{
    return _database.transaction([&]() -> Result<void> {
        if (const auto cleared = _database.run(u"rules/all_packs_on"_s, {}); !cleared)
            return cleared.error();
        for (const QString &name : names) {
            if (const auto added = _database.run(u"rules/add_pack_off"_s, {name}); !added)
                return added.error();
        }
        return {};
    });
}

Result<void> SqlScanStore::addComplete(const InstanceRef &instance, qint64 version, const QDateTime &at)
{
    const auto row = instanceRow(_database, instance);
    if (!row)
        return row.error();
    return nothing(_database.run(u"scans/add_complete"_s, {row->id, version, column(at)}));
}

Result<QDateTime> SqlScanStore::firstComplete(const InstanceRef &instance, qint64 version)
{
    const auto row = instanceRow(_database, instance);
    if (!row)
        return row.error();
    const auto at = _database.readOne<QDateTime>(u"scans/first_complete"_s, {row->id, version},
                                                 [](Row &one) { return one.time(); });
    if (!at)
        return at.error();
    return at->value_or(QDateTime());
}

Result<void> SqlScanStore::deleteOf(const QString &statement, int instance, const QStringList &plugins)
{
    for (const QString &plugin : plugins.isEmpty() ? QStringList{u""_s} : plugins) {
        if (const auto done = _database.run(statement, {instance, plugin, plugin}); !done)
            return done.error();
    }
    return {};
}

Result<void> SqlScanStore::replaceObservations(const InstanceRef &instance, const QStringList &plugins,
                                               const QList<Observation> &observations)
{
    const auto row = instanceRow(_database, instance);
    if (!row)
        return row.error();
    return _database.transaction([&]() -> Result<void> {
        if (const auto deleted = deleteOf(u"scans/delete_observations"_s, row->id, plugins); !deleted)
            return deleted;
        QList<QVariantList> rows;
        for (const Observation &observation : observations)
            rows.append({row->id, notNull(observation.plugin), storedObservation(observation)});
        return _database.runForRows(u"scans/add_observations"_s, rows);
    });
}

Result<QList<ObservedValue>> SqlScanStore::observations()
{
    return _database.read<ObservedValue>(u"scans/observations"_s, {}, [](Row &row) {
        const QString server = row.text();
        const QString instance = row.text();
        return ObservedValue{{server, instance}, observationFromStored(row.text())};
    });
}

Result<void> SqlScanStore::replaceUnresolved(const InstanceRef &instance, const QStringList &plugins,
                                             const QList<UnresolvedKeys> &unresolved)
{
    const auto row = instanceRow(_database, instance);
    if (!row)
        return row.error();
    return _database.transaction([&]() -> Result<void> {
        if (const auto deleted = deleteOf(u"scans/delete_unresolved"_s, row->id, plugins); !deleted)
            return deleted;
        QList<QVariantList> rows;
        for (const UnresolvedKeys &keys : unresolved)
            rows.append({row->id, notNull(keys.plugin), notNull(keys.reason), keys.settings,
                         storedTexts(keys.examples)});
        return _database.runForRows(u"scans/add_unresolved"_s, rows);
    });
}

Result<QList<UnresolvedKeys>> SqlScanStore::unresolved()
{
    const auto all = _database.read<UnresolvedKeys>(u"scans/unresolved"_s, {}, [](Row &row) {
        UnresolvedKeys keys;
        keys.plugin = row.text();
        keys.reason = row.text();
        keys.settings = row.number();
        keys.examples = textsFromStored(row.text());
        return keys;
    });
    if (!all)
        return all;
    QList<UnresolvedKeys> once;
    for (const UnresolvedKeys &keys : *all) {
        const bool isNew
            = once.isEmpty() || once.last().plugin != keys.plugin || once.last().reason != keys.reason;
        if (isNew)
            once.append(keys);
    }
    return once;
}

} // namespace archivesmp::agent::storage
