// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/fleet/fleetnode.h"
#include "app/widgets/filterquery.h"

#include <QAbstractItemModel>

#include <functional>

namespace archivesmp::app::client {
class Fleet;
}

namespace archivesmp::app::fleet {

// Servers, their instances, their plugins, with findings rolled up. Follows the fleet row by row; only a new
// filter resets it, and its view then restores what was open and selected by key. Lives in the GUI thread.
class FleetTreeModel final : public QAbstractItemModel
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(FleetTreeModel)

public:
    // CountsRole is told only: the findings of a row are others now.
    enum Role { KeyRole = Qt::UserRole, SortRole, CountsRole };

    explicit FleetTreeModel(const client::Fleet &fleet, QObject *parent = nullptr);
    ~FleetTreeModel() override;

    [[nodiscard]] QModelIndex index(int row, int column, const QModelIndex &parent = {}) const override;
    [[nodiscard]] QModelIndex parent(const QModelIndex &child) const override;
    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

    [[nodiscard]] const FleetNode &node(const QModelIndex &index) const;
    [[nodiscard]] QModelIndex indexOfKey(const QString &key) const;

    void setFilter(const widgets::FilterQuery &query);
    [[nodiscard]] const widgets::FilterQuery &filter() const { return _query; }
    void setServer(const QString &server); // empty for all
    [[nodiscard]] int shownInstances() const;

    // Has the ages of the servers told anew.
    void refreshAges();

private:
    using Nodes = std::vector<std::unique_ptr<FleetNode>>;
    using Update = std::function<bool(FleetNode &)>; // tells whether something is different

    void syncServers();
    void syncInstances(const QString &server);
    void syncPlugins(const domain::InstanceRef &instance);
    void mergeChildren(FleetNode &parent, const QStringList &names, FleetNode::Kind kind,
                       const Update &update);
    void insertChild(FleetNode &parent, size_t position, std::unique_ptr<FleetNode> child);
    void removeChild(FleetNode &parent, size_t position);
    void showChild(FleetNode &parent, FleetNode &child);
    void hideChild(FleetNode &parent, FleetNode &child);
    void countUp(FleetNode &node);
    void tellChanged(FleetNode &node, const QList<int> &roles = {});
    void updateShown(FleetNode &node);
    [[nodiscard]] bool isWanted(const FleetNode &node) const;
    bool computeShown(FleetNode &node) const;
    void refilter();
    [[nodiscard]] FleetNode *findServer(const QString &name) const;
    [[nodiscard]] FleetNode *findInstance(const domain::InstanceRef &instance) const;
    [[nodiscard]] QModelIndex indexOf(const FleetNode &node) const;
    [[nodiscard]] QString toolTip(const FleetNode &node) const;
    [[nodiscard]] QString spoken(const FleetNode &node) const;

    const client::Fleet &_fleet;
    FleetNode _root;
    widgets::FilterQuery _query;
    QString _server;
};

} // namespace archivesmp::app::fleet
