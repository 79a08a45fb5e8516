// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/matrix/matrixmodel.h"

#include "app/client/fleet.h"

#include <QSet>

#include <algorithm>

namespace archivesmp::app::matrix {

using namespace Qt::StringLiterals;
using domain::InstanceRef;

MatrixModel::MatrixModel(const client::Fleet &fleet, QObject *parent)
    : QAbstractTableModel(parent)
    , _fleet(fleet)
{
    connect(&fleet, &client::Fleet::serversChanged, this, &MatrixModel::rebuild);
    connect(&fleet, &client::Fleet::instancesChanged, this, &MatrixModel::rebuild);
    connect(&fleet, &client::Fleet::pluginsChanged, this, &MatrixModel::syncInstance);
    connect(&fleet, &client::Fleet::findingsChanged, this, &MatrixModel::syncInstance);
    rebuild();
}

int MatrixModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(_plugins.size());
}

int MatrixModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(_columns.size());
}

MatrixCell MatrixModel::cell(const QModelIndex &index) const
{
    return _columns.at(index.column()).cells.value(_plugins.at(index.row()));
}

QVariant MatrixModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const MatrixCell held = cell(index);
    if (role == Qt::DisplayRole)
        return held.findings > 0 ? QVariant(held.findings) : QVariant();
    if (role == Qt::ToolTipRole || role == Qt::AccessibleTextRole)
        return spoken(index);
    return {};
}

QString MatrixModel::spoken(const QModelIndex &index) const
{
    const MatrixCell held = cell(index);
    const QStringList words{tr("worst info"), tr("worst normal"), tr("worst critical")};
    QStringList parts{instance(index.column()).name, plugin(index.row())};
    if (held.findings > 0)
        parts << (held.findings == 1 ? tr("1 finding") : tr("%1 findings").arg(held.findings))
              << words.value(held.worst);
    if (held.installed)
        parts << (held.version.isEmpty() ? tr("installed") : held.version);
    else
        parts << tr("not installed");
    return parts.join(u", ");
}

QVariant MatrixModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation == Qt::Vertical)
        return role == Qt::DisplayRole ? QVariant(_plugins.value(section)) : QVariant();
    if (section < 0 || section >= _columns.size())
        return {};
    const Column &column = _columns.at(section);
    switch (role) {
    case Qt::DisplayRole:
        return column.ref.name;
    case Qt::ToolTipRole:
    case Qt::AccessibleTextRole:
        return column.ref.toString();
    case BandRole:
        return column.band;
    case ServerRole:
        return column.ref.server;
    case FirstOfServerRole:
        return section == 0 || _columns.at(section - 1).ref.server != column.ref.server;
    default:
        return {};
    }
}

QHash<QString, MatrixCell> MatrixModel::cellsOf(const InstanceRef &instance) const
{
    QHash<QString, MatrixCell> cells;
    for (const domain::InstalledPlugin &plugin : _fleet.pluginsOf(instance)) {
        cells[plugin.name].installed = true;
        cells[plugin.name].version = plugin.version;
    }
    for (const client::FindingPtr &finding : _fleet.findingsOf(instance)) {
        if (finding->plugin.isEmpty())
            continue;
        MatrixCell &cell = cells[finding->plugin];
        ++cell.findings;
        cell.worst = std::max(cell.worst, static_cast<int>(finding->severity));
    }
    return cells;
}

void MatrixModel::rebuild()
{
    QList<Column> columns;
    QSet<QString> plugins;
    int band = 0;
    for (const domain::PhysicalServer &server : _fleet.servers()) {
        for (const domain::Instance &instance : _fleet.instancesOf(server.name)) {
            if (!_server.isEmpty() && server.name != _server)
                continue;
            columns.append({instance.ref, band, cellsOf(instance.ref)});
            plugins.unite({columns.last().cells.keyBegin(), columns.last().cells.keyEnd()});
        }
        ++band;
    }
    QStringList names(plugins.begin(), plugins.end());
    names.sort(Qt::CaseInsensitive);
    if (columns == _columns && names == _plugins)
        return;
    beginResetModel();
    _columns = columns;
    _plugins = names;
    endResetModel();
}

void MatrixModel::syncInstance(const InstanceRef &instance)
{
    const auto at = std::find_if(_columns.begin(), _columns.end(),
                                 [&instance](const Column &column) { return column.ref == instance; });
    if (at == _columns.end())
        return;
    const QHash<QString, MatrixCell> cells = cellsOf(instance);
    const bool known = std::all_of(cells.keyBegin(), cells.keyEnd(), [this](const QString &plugin) {
        return std::binary_search(
            _plugins.begin(), _plugins.end(), plugin,
            [](const QString &a, const QString &b) { return a.compare(b, Qt::CaseInsensitive) < 0; });
    });
    if (!known || cells.size() < at->cells.size()) {
        rebuild();
        return;
    }
    const auto column = static_cast<int>(at - _columns.begin());
    for (int row = 0; row < _plugins.size(); ++row) {
        if (at->cells.value(_plugins.at(row)) == cells.value(_plugins.at(row)))
            continue;
        at->cells[_plugins.at(row)] = cells.value(_plugins.at(row));
        Q_EMIT dataChanged(index(row, column), index(row, column));
    }
}

void MatrixModel::setServer(const QString &server)
{
    _server = server;
    rebuild();
}

} // namespace archivesmp::app::matrix
