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

QString nameOrNull(const std::optional<Severity> &severity)
{
    return severity ? nameOf(*severity) : QString();
}

void addShown(RowBatch &row, const ShownValue &value)
{
    if (isAbsent(value))
        row.null();
    else
        row.written([&](Utf8Buffer &to) { storeShownValue(value, to); });
}

void addKey(RowBatch &row, const KeyPath &key)
{
    if (key.isEmpty())
        row.null();
    else
        row.written([&](Utf8Buffer &to) { storeKeyPath(key, to); });
}

// The names of an enumeration's values, each made once.
template <typename Enum>
class Names final
{
public:
    [[nodiscard]] QByteArrayView of(Enum value)
    {
        const auto index = static_cast<size_t>(value);
        while (_known.size() <= index)
            _known.push_back(nameOf(static_cast<Enum>(_known.size())).toLatin1());
        return _known[index];
    }

private:
    std::vector<QByteArray> _known;
};

// Findings of one instance on their way into rows, in the order of sql/findings/save.*.sql. A hundred
// thousand may come at once: nothing is made for one of them that could be made for all.
class FindingRows final
{
public:
    FindingRows(const InstanceRow &instance, const QDateTime &now)
        : _instance(instance)
        , _now(column(now).toString().toLatin1())
    { }

    void add(const Finding &finding, RowBatch &row)
    {
        row.number(_instance.serverId);
        row.number(_instance.id);
        row.text(finding.id.toString());
        row.text(finding.plugin);
        row.text(finding.file);
        addKey(row, finding.key);
        row.utf8(_kinds.of(finding.kind));
        row.utf8(_severities.of(finding.severity));
        addShown(row, finding.expected);
        addShown(row, finding.actual);
        row.utf8(finding.layer ? _layers.of(*finding.layer) : QByteArrayView());
        row.number(finding.line);
        row.number(finding.column);
        row.text(storedFix(finding.fix));
        row.text(finding.message);
        row.utf8(_now);
        row.utf8(_now);
        row.utf8(_now);
        row.text(notNull(finding.ignoredBy.toString()));
        row.utf8(finding.detectedSeverity ? _severities.of(*finding.detectedSeverity) : QByteArrayView());
        row.number(finding.provisional ? 1 : 0);
    }

private:
    InstanceRow _instance;
    QByteArray _now;
    Names<FindingKind> _kinds;
    Names<Severity> _severities;
    Names<Layer> _layers;
};

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
    return _database.transaction([&] {
        return _database.runForRows(u"findings/judge"_s, findings.size(),
                                    [&](qsizetype number, RowBatch &to) {
                                        const Finding &finding = findings.at(number);
                                        to.text(notNull(finding.ignoredBy.toString()));
                                        to.text(nameOf(finding.severity));
                                        to.text(nameOrNull(finding.detectedSeverity));
                                        to.number(finding.provisional ? 1 : 0);
                                        to.text(finding.id.toString());
                                    });
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
    FindingRows rows(*row, now);
    return _database.transaction([&] {
        return _database.runForRows(u"findings/save"_s, findings.size(), [&](qsizetype number, RowBatch &to) {
            rows.add(findings.at(number), to);
        });
    });
}

Result<void> SqlFindingStore::resolve(const QList<FindingId> &findings, const QDateTime &now)
{
    const QByteArray at = column(now).toString().toLatin1();
    return _database.transaction([&] {
        return _database.runForRows(u"findings/resolve"_s, findings.size(),
                                    [&](qsizetype number, RowBatch &to) {
                                        to.utf8(at);
                                        to.text(findings.at(number).toString());
                                    });
    });
}

} // namespace archivesmp::agent::storage
