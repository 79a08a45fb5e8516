// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/storage/sqlfindingstore.h"

#include "agent/storage/sqlfleetstore.h"
#include "agent/storage/storedvalues.h"

namespace archivesmp::agent::storage {

using namespace domain;
using namespace Qt::StringLiterals;

namespace {

// In the order of sql/findings/columns.sql.
Finding findingFrom(Row &row)
{
    Finding finding;
    finding.id = FindingId(row.text());
    finding.instance = {row.text(), row.text()};
    finding.plugin = row.text();
    finding.file = row.text();
    finding.key = KeyPath::fromString(row.text());
    finding.kind = findingKindFromName(row.text()).value_or(FindingKind::Unreadable);
    finding.severity = severityFromName(row.text()).value_or(Severity::Normal);
    finding.expected = shownValueFromStored(row.text());
    finding.actual = shownValueFromStored(row.text());
    finding.layer = layerFromName(row.text());
    finding.line = row.number();
    finding.column = row.number();
    finding.fix = fixFromStored(row.text());
    finding.message = row.text();
    finding.firstSeen = row.time();
    finding.lastSeen = row.time();
    finding.ignoredBy = RuleId(row.text());
    finding.detectedSeverity = severityFromName(row.text());
    finding.provisional = row.flag();
    return finding;
}

QVariant severityColumn(const std::optional<Severity> &severity)
{
    return columnOrNull(severity ? nameOf(*severity) : QString());
}

QVariantList rowOf(const Finding &finding, const InstanceRow &instance, const QDateTime &now)
{
    return {instance.serverId,
            instance.id,
            finding.id.toString(),
            finding.plugin,
            finding.file,
            finding.key.toString(),
            nameOf(finding.kind),
            nameOf(finding.severity),
            storedShownValue(finding.expected),
            storedShownValue(finding.actual),
            columnOrNull(finding.layer ? nameOf(*finding.layer) : QString()),
            finding.line,
            finding.column,
            storedFix(finding.fix),
            finding.message,
            column(now),
            column(now),
            column(now),
            notNull(finding.ignoredBy.toString()),
            severityColumn(finding.detectedSeverity),
            finding.provisional};
}

QVariantList filterOf(const protocol::ListFindings &query)
{
    QVariantList values;
    for (const QString &text :
         {query.server, query.instance, query.plugin, query.kind ? nameOf(*query.kind) : QString(),
          query.severity ? nameOf(*query.severity) : QString()}) {
        const QString value = text.isNull() ? u""_s : text;
        values << value << value;
    }
    values << query.ignored;
    return values;
}

} // namespace

Result<protocol::FindingPage> SqlFindingStore::list(const protocol::ListFindings &query)
{
    const QVariantList filter = filterOf(query);
    const auto total
        = _database.readOne<qint64>(u"findings/count"_s, filter, [](Row &row) { return row.bigNumber(); });
    if (!total)
        return total.error();
    const auto findings = _database.read<Finding>(
        u"findings/list"_s, QVariantList(filter) << query.limit << query.offset, findingFrom);
    if (!findings)
        return findings.error();
    protocol::ListFindings hidden = query;
    hidden.ignored = true;
    const auto ignored = _database.readOne<qint64>(u"findings/count"_s, filterOf(hidden),
                                                   [](Row &row) { return row.bigNumber(); });
    if (!ignored)
        return ignored.error();
    return protocol::FindingPage{*findings, total->value_or(0), 0, ignored->value_or(0)};
}

Result<QList<Finding>> SqlFindingStore::all(const QString &plugin)
{
    const QString name = notNull(plugin);
    return _database.read<Finding>(u"findings/all"_s, {name, name}, findingFrom);
}

Result<void> SqlFindingStore::judge(const QList<Finding> &findings)
{
    return _database.transaction([&]() -> Result<void> {
        for (const Finding &finding : findings) {
            const auto done = _database.run(u"findings/judge"_s,
                                            {notNull(finding.ignoredBy.toString()), nameOf(finding.severity),
                                             severityColumn(finding.detectedSeverity), finding.provisional,
                                             finding.id.toString()});
            if (!done)
                return done.error();
        }
        return {};
    });
}

Result<std::optional<Finding>> SqlFindingStore::find(const FindingId &id)
{
    return _database.readOne<Finding>(u"findings/find"_s, {id.toString()}, findingFrom);
}

Result<QList<Finding>> SqlFindingStore::ofInstance(const InstanceRef &instance)
{
    const auto row = instanceRow(_database, instance);
    if (!row)
        return row.error();
    return _database.read<Finding>(u"findings/of_instance"_s, {row->id}, findingFrom);
}

Result<void> SqlFindingStore::save(const InstanceRef &instance, const QList<Finding> &findings,
                                   const QDateTime &now)
{
    const auto row = instanceRow(_database, instance);
    if (!row)
        return row.error();
    QList<QVariantList> rows;
    rows.reserve(findings.size());
    for (const Finding &finding : findings)
        rows.append(rowOf(finding, *row, now));
    return _database.transaction([&] { return _database.runForRows(u"findings/save"_s, rows); });
}

Result<void> SqlFindingStore::resolve(const QList<FindingId> &findings, const QDateTime &now)
{
    return _database.transaction([&]() -> Result<void> {
        for (const FindingId &id : findings) {
            if (const auto done = _database.run(u"findings/resolve"_s, {column(now), id.toString()}); !done)
                return done.error();
        }
        return {};
    });
}

} // namespace archivesmp::agent::storage
