// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/fleet/fleettreemodel.h"

#include "app/client/fleet.h"
#include "app/fleet/fleetwords.h"
#include "app/widgets/agetext.h"

#include <algorithm>

namespace archivesmp::app::fleet {

using namespace Qt::StringLiterals;
using archivesmp::domain::InstanceRef;

FleetTreeModel::FleetTreeModel(const client::Fleet &fleet, QObject *parent)
    : QAbstractItemModel(parent)
    , _fleet(fleet)
{
    connect(&fleet, &client::Fleet::serversChanged, this, &FleetTreeModel::syncServers);
    connect(&fleet, &client::Fleet::instancesChanged, this, &FleetTreeModel::syncInstances);
    connect(&fleet, &client::Fleet::pluginsChanged, this, &FleetTreeModel::syncPlugins);
    connect(&fleet, &client::Fleet::findingsChanged, this, &FleetTreeModel::syncPlugins);
    syncServers();
}

FleetTreeModel::~FleetTreeModel() = default;

QModelIndex FleetTreeModel::index(int row, int column, const QModelIndex &parent) const
{
    const FleetNode &above = parent.isValid() ? node(parent) : _root;
    if (column != 0 || row < 0 || row >= static_cast<int>(above.shown.size()))
        return {};
    return createIndex(row, column, above.shown.at(static_cast<size_t>(row)));
}

QModelIndex FleetTreeModel::parent(const QModelIndex &child) const
{
    return child.isValid() ? indexOf(*node(child).parent) : QModelIndex();
}

int FleetTreeModel::rowCount(const QModelIndex &parent) const
{
    if (parent.column() > 0)
        return 0;
    return static_cast<int>((parent.isValid() ? node(parent) : _root).shown.size());
}

int FleetTreeModel::columnCount(const QModelIndex &) const
{
    return 1;
}

const FleetNode &FleetTreeModel::node(const QModelIndex &index) const
{
    Q_ASSERT(index.isValid() && index.model() == this);
    return *static_cast<const FleetNode *>(index.constInternalPointer());
}

QVariant FleetTreeModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const FleetNode &row = node(index);
    switch (role) {
    case Qt::DisplayRole:
    case SortRole:
        return row.name;
    case KeyRole:
        return row.key();
    case Qt::ToolTipRole:
        return toolTip(row);
    case Qt::AccessibleTextRole:
        return spoken(row);
    default:
        return {};
    }
}

QVariant FleetTreeModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (section == 0 && orientation == Qt::Horizontal && role == Qt::DisplayRole)
        return tr("Fleet");
    return {};
}

QModelIndex FleetTreeModel::indexOf(const FleetNode &node) const
{
    return &node == &_root ? QModelIndex() : createIndex(node.row, 0, &node);
}

QModelIndex FleetTreeModel::indexOfKey(const QString &key) const
{
    const FleetNode *at = &_root;
    for (const QString &name : key.split(u'/')) {
        const auto found = std::find_if(at->shown.begin(), at->shown.end(),
                                        [&name](const FleetNode *child) { return child->name == name; });
        if (found == at->shown.end())
            return {};
        at = *found;
    }
    return indexOf(*at);
}

FleetNode *FleetTreeModel::findServer(const QString &name) const
{
    for (const auto &server : _root.children) {
        if (server->name == name)
            return server.get();
    }
    return nullptr;
}

FleetNode *FleetTreeModel::findInstance(const InstanceRef &instance) const
{
    const FleetNode *server = findServer(instance.server);
    if (server == nullptr)
        return nullptr;
    for (const auto &child : server->children) {
        if (child->name == instance.name)
            return child.get();
    }
    return nullptr;
}

void FleetTreeModel::syncServers()
{
    const QList<domain::PhysicalServer> servers = _fleet.servers();
    QStringList names;
    for (const domain::PhysicalServer &server : servers)
        names.append(server.name);
    mergeChildren(_root, names, FleetNode::Kind::Server, [this, &servers, &names](FleetNode &node) {
        const qsizetype band = names.indexOf(node.name);
        const domain::PhysicalServer &server = servers.at(band);
        const bool live = _fleet.isLive(node.name);
        const QDateTime asOf = live ? QDateTime() : _fleet.asOf(node.name);
        const bool changed
            = node.server != server || node.live != live || node.asOf != asOf || node.band != band;
        node.server = server;
        node.live = live;
        node.asOf = asOf;
        node.band = band;
        return changed;
    });
    for (const QString &name : names)
        syncInstances(name);
}

void FleetTreeModel::syncInstances(const QString &serverName)
{
    FleetNode *server = findServer(serverName);
    if (server == nullptr)
        return;
    QHash<QString, domain::Instance> instances;
    QStringList names;
    for (const domain::Instance &instance : _fleet.instancesOf(serverName)) {
        names.append(instance.ref.name);
        instances.insert(instance.ref.name, instance);
    }
    mergeChildren(*server, names, FleetNode::Kind::Instance, [&instances, server](FleetNode &node) {
        const domain::Instance instance = instances.value(node.name);
        const bool changed = node.instance != instance || node.live != server->live;
        node.instance = instance;
        node.live = server->live;
        return changed;
    });
    for (const QString &name : names)
        syncPlugins({serverName, name});
}

void FleetTreeModel::syncPlugins(const InstanceRef &ref)
{
    FleetNode *instance = findInstance(ref);
    if (instance == nullptr)
        return;
    QHash<QString, SeverityCounts> counts;
    for (const client::FindingPtr &finding : _fleet.findingsOf(ref))
        counts[finding->plugin].add(finding->severity);
    QHash<QString, QString> versions;
    for (const domain::InstalledPlugin &plugin : _fleet.pluginsOf(ref))
        versions.insert(plugin.name, plugin.version);
    QStringList names = versions.keys();
    for (auto it = counts.keyBegin(); it != counts.keyEnd(); ++it) {
        if (!it->isEmpty() && !versions.contains(*it))
            names.append(*it);
    }
    names.sort(Qt::CaseInsensitive);
    mergeChildren(*instance, names, FleetNode::Kind::Plugin, [&](FleetNode &node) {
        const SeverityCounts own = counts.value(node.name);
        const QString version = versions.value(node.name);
        const bool missing = !versions.contains(node.name);
        const bool changed = node.own != own || node.version != version || node.missing != missing
            || node.live != instance->live;
        node.live = instance->live;
        node.own = node.all = own;
        node.version = version;
        node.missing = missing;
        return changed;
    });
    instance->own = counts.value(QString());
    countUp(*instance);
}

// Brings the children in line with `names`, which are in their order, by the fewest inserts and removals.
void FleetTreeModel::mergeChildren(FleetNode &parent, const QStringList &names, FleetNode::Kind kind,
                                   const Update &update)
{
    for (size_t i = parent.children.size(); i-- > 0;) {
        if (!names.contains(parent.children.at(i)->name))
            removeChild(parent, i);
    }
    for (qsizetype i = 0; i < names.size(); ++i) {
        const auto position = static_cast<size_t>(i);
        const auto held = std::find_if(parent.children.begin(), parent.children.end(),
                                       [&](const auto &child) { return child->name == names.at(i); });
        if (held != parent.children.end() && held == parent.children.begin() + i) {
            if (update(**held))
                tellChanged(**held);
            continue;
        }
        // The order of the servers can change with their roles; then the row is taken out and put in again.
        if (held != parent.children.end())
            removeChild(parent, static_cast<size_t>(held - parent.children.begin()));
        auto child = std::make_unique<FleetNode>();
        child->kind = kind;
        child->name = names.at(i);
        child->parent = &parent;
        child->searchText = parent.searchText + ' ' + child->name.toLower().toUtf8();
        update(*child);
        insertChild(parent, position, std::move(child));
    }
    countUp(parent);
}

void FleetTreeModel::insertChild(FleetNode &parent, size_t position, std::unique_ptr<FleetNode> child)
{
    FleetNode &added = *child;
    parent.children.insert(parent.children.begin() + static_cast<qsizetype>(position), std::move(child));
    if (isWanted(added))
        updateShown(added);
}

void FleetTreeModel::removeChild(FleetNode &parent, size_t position)
{
    FleetNode &gone = *parent.children.at(position);
    const auto shown = std::find(parent.shown.begin(), parent.shown.end(), &gone);
    if (shown != parent.shown.end())
        hideChild(parent, gone);
    parent.children.erase(parent.children.begin() + static_cast<qsizetype>(position));
}

// A node that is to be shown brings those above it along.
void FleetTreeModel::updateShown(FleetNode &node)
{
    if (node.parent == nullptr)
        return;
    FleetNode &parent = *node.parent;
    if (std::find(parent.shown.begin(), parent.shown.end(), &node) != parent.shown.end())
        return;
    updateShown(parent);
    showChild(parent, node);
}

void FleetTreeModel::showChild(FleetNode &parent, FleetNode &child)
{
    size_t row = 0;
    for (const auto &sibling : parent.children) {
        if (sibling.get() == &child)
            break;
        if (row < parent.shown.size() && parent.shown.at(row) == sibling.get())
            ++row;
    }
    beginInsertRows(indexOf(parent), static_cast<int>(row), static_cast<int>(row));
    parent.shown.insert(parent.shown.begin() + static_cast<qsizetype>(row), &child);
    for (size_t i = row; i < parent.shown.size(); ++i)
        parent.shown.at(i)->row = static_cast<int>(i);
    endInsertRows();
}

void FleetTreeModel::hideChild(FleetNode &parent, FleetNode &child)
{
    const auto row = static_cast<size_t>(child.row);
    beginRemoveRows(indexOf(parent), child.row, child.row);
    parent.shown.erase(parent.shown.begin() + static_cast<qsizetype>(row));
    for (size_t i = row; i < parent.shown.size(); ++i)
        parent.shown.at(i)->row = static_cast<int>(i);
    endRemoveRows();
}

void FleetTreeModel::countUp(FleetNode &node)
{
    if (node.parent == nullptr)
        return;
    SeverityCounts all = node.own;
    for (const auto &child : node.children)
        all += child->all;
    if (all == node.all)
        return;
    node.all = all;
    tellChanged(node, {CountsRole, Qt::ToolTipRole, Qt::AccessibleTextRole});
    countUp(*node.parent);
}

void FleetTreeModel::tellChanged(FleetNode &node, const QList<int> &roles)
{
    const auto &shown = node.parent->shown;
    if (std::find(shown.begin(), shown.end(), &node) == shown.end())
        return;
    const QModelIndex index = indexOf(node);
    Q_EMIT dataChanged(index, index, roles);
}

bool FleetTreeModel::isWanted(const FleetNode &node) const
{
    const FleetNode *server = &node;
    while (server->kind != FleetNode::Kind::Server)
        server = server->parent;
    if (!_server.isEmpty() && server->name != _server)
        return false;
    return _query.matches([&node](const QString &) -> const QByteArray & { return node.searchText; });
}

bool FleetTreeModel::computeShown(FleetNode &node) const
{
    node.shown.clear();
    for (const auto &child : node.children) {
        if (!computeShown(*child))
            continue;
        child->row = static_cast<int>(node.shown.size());
        node.shown.push_back(child.get());
    }
    return !node.shown.empty() || (node.parent != nullptr && isWanted(node));
}

void FleetTreeModel::refilter()
{
    beginResetModel();
    computeShown(_root);
    endResetModel();
}

void FleetTreeModel::setFilter(const widgets::FilterQuery &query)
{
    if (query == _query)
        return;
    _query = query;
    refilter();
}

void FleetTreeModel::setServer(const QString &server)
{
    if (server == _server)
        return;
    _server = server;
    refilter();
}

int FleetTreeModel::shownInstances() const
{
    int count = 0;
    for (const FleetNode *server : _root.shown)
        count += static_cast<int>(server->shown.size());
    return count;
}

void FleetTreeModel::refreshAges()
{
    if (!_root.shown.empty())
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, 0));
}

QString FleetTreeModel::toolTip(const FleetNode &node) const
{
    QStringList lines{node.key()};
    if (node.kind == FleetNode::Kind::Server) {
        lines.append(serverStateText(node.server, node.live));
        if (node.server.lastSeen.isValid())
            lines.append(tr("Last seen:\n%1").arg(widgets::exactTimeText(node.server.lastSeen)));
    } else if (node.kind == FleetNode::Kind::Instance) {
        lines.append(instanceStateText(node.instance));
        lines.append(scanStateText(node.instance));
        if (node.instance.lastScan.isValid())
            lines.append(tr("Last scan:\n%1").arg(widgets::exactTimeText(node.instance.lastScan)));
    } else {
        lines.append(node.missing ? tr("not installed") : node.version);
    }
    lines.append(findingsText(node.all));
    lines.removeAll(QString());
    return lines.join(u'\n');
}

QString FleetTreeModel::spoken(const FleetNode &node) const
{
    QStringList parts{node.name};
    if (node.kind == FleetNode::Kind::Server)
        parts.append(serverStateText(node.server, node.live));
    else if (node.kind == FleetNode::Kind::Instance)
        parts += {instanceStateText(node.instance), scanStateText(node.instance)};
    else
        parts.append(node.missing ? tr("not installed") : node.version);
    parts.append(findingsText(node.all));
    parts.removeAll(QString());
    return parts.join(u", ");
}

} // namespace archivesmp::app::fleet
