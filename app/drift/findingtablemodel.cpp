// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/drift/findingtablemodel.h"

#include "app/client/fleet.h"
#include "app/drift/findingtext.h"
#include "app/widgets/agetext.h"

#include <algorithm>

namespace archivesmp::app::drift {

using namespace Qt::StringLiterals;
using domain::Finding;

namespace {

// The order in which makeRow() joins them.
const QStringList fields{u"server"_s, u"instance"_s, u"plugin"_s,   u"key"_s,
                         u"value"_s,  u"kind"_s,     u"severity"_s, u"file"_s};

QByteArray fieldOf(const QByteArray &searchText, qsizetype number)
{
    qsizetype start = 0;
    for (; number > 0; --number)
        start = searchText.indexOf('\n', start) + 1;
    const qsizetype end = searchText.indexOf('\n', start);
    return searchText.mid(start, end < 0 ? -1 : end - start);
}

int compareWords(const QString &a, const QString &b)
{
    const int folded = a.compare(b, Qt::CaseInsensitive);
    return folded != 0 ? folded : a.compare(b);
}

int compareColumn(int column, const Finding &a, const Finding &b)
{
    switch (column) {
    case FindingTableModel::Severity:
        return static_cast<int>(a.severity) - static_cast<int>(b.severity);
    case FindingTableModel::Server:
        return compareWords(a.instance.server, b.instance.server);
    case FindingTableModel::Instance:
        return compareWords(a.instance.name, b.instance.name);
    case FindingTableModel::Plugin:
        return compareWords(a.plugin, b.plugin);
    case FindingTableModel::Setting:
        return compareWords(subjectText(a), subjectText(b));
    case FindingTableModel::Expected:
        return compareWords(expectedText(a), expectedText(b));
    case FindingTableModel::Actual:
        return compareWords(actualText(a), actualText(b));
    case FindingTableModel::Kind:
        return compareWords(kindText(a.kind), kindText(b.kind));
    case FindingTableModel::Since:
        // The youngest has the shortest age.
        return a.firstSeen == b.firstSeen ? 0 : (a.firstSeen > b.firstSeen ? -1 : 1);
    default:
        return 0;
    }
}

} // namespace

FindingTableModel::FindingTableModel(const client::Fleet &fleet, QObject *parent)
    : QAbstractTableModel(parent)
    , _fleet(fleet)
{
    connect(&fleet, &client::Fleet::findingsChanged, this, &FindingTableModel::syncInstance);
    connect(&fleet, &client::Fleet::serversChanged, this, [this] {
        // A server whose agent was taken out of the connections takes its findings along.
        if (_fleet.servers().isEmpty() && !_rows.isEmpty())
            syncAll();
    });
    syncAll();
}

int FindingTableModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(_shown.size());
}

int FindingTableModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

const client::FindingPtr &FindingTableModel::finding(int row) const
{
    return _rows.at(_shown.at(row)).finding;
}

int FindingTableModel::rowOf(const FindingId &id) const
{
    for (int row = 0; row < _shown.size(); ++row) {
        if (finding(row)->id == id)
            return row;
    }
    return -1;
}

qsizetype FindingTableModel::total() const
{
    if (_server.isEmpty())
        return _rows.size();
    return std::count_if(_rows.begin(), _rows.end(),
                         [this](const Row &row) { return row.finding->instance.server == _server; });
}

QVariant FindingTableModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const Finding &row = *finding(index.row());
    if (role == Qt::ToolTipRole && index.column() == Since)
        return widgets::exactTimeText(row.firstSeen);
    if (role == Qt::ToolTipRole && index.column() == Kind && row.provisional)
        return tr("What is expected has changed; the file is being read again.");
    if (role == Qt::AccessibleTextRole && index.column() == Severity)
        return severityText(row.severity);
    if (role == Qt::TextAlignmentRole && index.column() == Since)
        return QVariant::fromValue(Qt::Alignment(Qt::AlignLeft | Qt::AlignVCenter));
    if (role != Qt::DisplayRole && role != Qt::ToolTipRole && role != SortRole)
        return {};
    switch (index.column()) {
    case Severity:
        return role == Qt::DisplayRole ? QVariant() : QVariant(severityText(row.severity));
    case Server:
        return row.instance.server;
    case Instance:
        return row.instance.name;
    case Plugin:
        return row.plugin;
    case Setting:
        return subjectText(row);
    case Expected:
        return expectedText(row);
    case Actual:
        return actualText(row);
    case Kind:
        return row.provisional ? tr("%1, provisional").arg(kindText(row.kind)) : kindText(row.kind);
    case Since:
        return widgets::ageText(row.firstSeen, QDateTime::currentDateTimeUtc());
    default:
        return {};
    }
}

QVariant FindingTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(Qt::Alignment(Qt::AlignLeft | Qt::AlignVCenter));
    if (role == Qt::AccessibleTextRole && section == Severity)
        return tr("Severity");
    if (role != Qt::DisplayRole)
        return {};
    const QStringList titles{QString(),      tr("Server"), tr("Instance"), tr("Plugin"), tr("Setting"),
                             tr("Expected"), tr("Actual"), tr("Kind"),     tr("Since")};
    return titles.value(section);
}

QStringList FindingTableModel::filterFields()
{
    return fields;
}

FindingTableModel::Row FindingTableModel::makeRow(const client::FindingPtr &finding)
{
    const QStringList texts{finding->instance.server,
                            finding->instance.name,
                            finding->plugin,
                            finding->key.toString(),
                            expectedText(*finding) + u' ' + actualText(*finding),
                            kindText(finding->kind),
                            severityText(finding->severity),
                            finding->file};
    return {finding, texts.join(u'\n').toLower().toUtf8()};
}

bool FindingTableModel::passes(const Row &row) const
{
    if (!_server.isEmpty() && row.finding->instance.server != _server)
        return false;
    return _query.matches([&row](const QString &field) {
        return field.isEmpty() ? row.searchText : fieldOf(row.searchText, fields.indexOf(field));
    });
}

// By the column chosen, and where that is equal by place; so every order is total.
bool FindingTableModel::isLess(const Finding &a, const Finding &b) const
{
    const int chosen = compareColumn(_sortColumn, a, b);
    if (chosen != 0)
        return _sortOrder == Qt::AscendingOrder ? chosen < 0 : chosen > 0;
    for (const int column : {Server, Instance, Plugin, Setting}) {
        const int order = compareColumn(column, a, b);
        if (order != 0)
            return order < 0;
    }
    return a.id < b.id;
}

void FindingTableModel::syncAll()
{
    beginResetModel();
    _rows.clear();
    for (const client::FindingPtr &finding : _fleet.findings())
        _rows.append(makeRow(finding));
    std::sort(_rows.begin(), _rows.end(),
              [this](const Row &a, const Row &b) { return isLess(*a.finding, *b.finding); });
    rebuildShown();
    endResetModel();
}

void FindingTableModel::rebuildShown()
{
    _shown.clear();
    for (qsizetype i = 0; i < _rows.size(); ++i) {
        if (passes(_rows.at(i)))
            _shown.append(i);
    }
}

void FindingTableModel::syncInstance(const domain::InstanceRef &instance)
{
    if (_rows.isEmpty()) {
        syncAll();
        return;
    }
    QHash<FindingId, client::FindingPtr> wanted;
    for (const client::FindingPtr &finding : _fleet.findingsOf(instance))
        wanted.insert(finding->id, finding);
    for (qsizetype i = _rows.size(); i-- > 0;) {
        const client::FindingPtr held = _rows.at(i).finding;
        if (held->instance != instance)
            continue;
        const client::FindingPtr now = wanted.value(held->id);
        if (now == held || (now != nullptr && replaceRow(i, now)))
            wanted.remove(held->id);
        else
            removeRow(i);
    }
    for (const client::FindingPtr &finding : std::as_const(wanted))
        insertRow(finding);
}

// In its place, where the order and the filter leave it there: the selection stays on it.
bool FindingTableModel::replaceRow(qsizetype position, const client::FindingPtr &finding)
{
    const Row row = makeRow(finding);
    const bool inOrder = (position == 0 || !isLess(*finding, *_rows.at(position - 1).finding))
        && (position + 1 == _rows.size() || !isLess(*_rows.at(position + 1).finding, *finding));
    const bool visible = passes(row);
    if (!inOrder || visible != passes(_rows.at(position)))
        return false;
    _rows[position] = row;
    if (visible) {
        const auto shown = std::lower_bound(_shown.begin(), _shown.end(), position);
        const auto at = static_cast<int>(shown - _shown.begin());
        Q_EMIT dataChanged(index(at, 0), index(at, ColumnCount - 1));
    }
    return true;
}

void FindingTableModel::removeRow(qsizetype position)
{
    const auto shown = std::lower_bound(_shown.begin(), _shown.end(), position);
    const bool visible = shown != _shown.end() && *shown == position;
    const auto row = static_cast<int>(shown - _shown.begin());
    if (visible)
        beginRemoveRows({}, row, row);
    auto after = visible ? _shown.erase(shown) : shown;
    for (; after != _shown.end(); ++after)
        --*after;
    _rows.removeAt(position);
    if (visible)
        endRemoveRows();
}

void FindingTableModel::insertRow(const client::FindingPtr &finding)
{
    const Row added = makeRow(finding);
    const auto place
        = std::lower_bound(_rows.begin(), _rows.end(), added,
                           [this](const Row &a, const Row &b) { return isLess(*a.finding, *b.finding); });
    const qsizetype position = place - _rows.begin();
    auto shown = std::lower_bound(_shown.begin(), _shown.end(), position);
    const auto row = static_cast<int>(shown - _shown.begin());
    const bool visible = passes(added);
    if (visible)
        beginInsertRows({}, row, row);
    _rows.insert(position, added);
    for (qsizetype i = row; i < _shown.size(); ++i)
        ++_shown[i];
    if (visible) {
        _shown.insert(row, position);
        endInsertRows();
    }
}

void FindingTableModel::setFilter(const widgets::FilterQuery &query)
{
    if (query == _query)
        return;
    const bool narrows = query.narrows(_query);
    _query = query;
    beginResetModel();
    if (narrows)
        _shown.removeIf([this](qsizetype position) { return !passes(_rows.at(position)); });
    else
        rebuildShown();
    endResetModel();
}

void FindingTableModel::setServer(const QString &server)
{
    if (server == _server)
        return;
    _server = server;
    beginResetModel();
    rebuildShown();
    endResetModel();
}

void FindingTableModel::sort(int column, Qt::SortOrder order)
{
    _sortColumn = column;
    _sortOrder = order;
    Q_EMIT layoutAboutToBeChanged({}, VerticalSortHint);
    const QModelIndexList before = persistentIndexList();
    QList<FindingId> ids;
    for (const QModelIndex &index : before)
        ids.append(finding(index.row())->id);
    std::sort(_rows.begin(), _rows.end(),
              [this](const Row &a, const Row &b) { return isLess(*a.finding, *b.finding); });
    rebuildShown();
    QModelIndexList after;
    for (qsizetype i = 0; i < before.size(); ++i)
        after.append(index(rowOf(ids.at(i)), before.at(i).column()));
    changePersistentIndexList(before, after);
    Q_EMIT layoutChanged({}, VerticalSortHint);
}

} // namespace archivesmp::app::drift
