// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/client/fleetmirror.h"
#include "app/widgets/filterquery.h"

#include <QAbstractTableModel>

namespace archivesmp::app::client {
class Fleet;
}

namespace archivesmp::app::drift {

// All findings of the fleet, sorted and filtered inside the model. Follows the fleet instance by instance;
// only a new filter resets it, and its view then selects the same finding again. Lives in the GUI thread.
class FindingTableModel final : public QAbstractTableModel
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(FindingTableModel)

public:
    enum Column { Severity, Server, Instance, Plugin, Setting, Expected, Actual, Kind, Since, ColumnCount };
    enum Role { SortRole = Qt::UserRole };

    explicit FindingTableModel(const client::Fleet &fleet, QObject *parent = nullptr);

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    void sort(int column, Qt::SortOrder order) override;

    [[nodiscard]] const client::FindingPtr &finding(int row) const;
    [[nodiscard]] int rowOf(const FindingId &id) const; // -1 where it is not shown
    [[nodiscard]] qsizetype total() const;              // of the server chosen, whatever the filter

    // What may stand before a colon: "plugin:CoreProtect".
    [[nodiscard]] static QStringList filterFields();
    void setFilter(const widgets::FilterQuery &query);
    void setServer(const QString &server); // empty for all

private:
    struct Row
    {
        client::FindingPtr finding;
        QByteArray searchText; // lower-case: the fields with a line feed between them
    };

    void syncInstance(const domain::InstanceRef &instance);
    void syncAll();
    [[nodiscard]] static Row makeRow(const client::FindingPtr &finding);
    [[nodiscard]] bool passes(const Row &row) const;
    [[nodiscard]] bool isLess(const domain::Finding &a, const domain::Finding &b) const;
    void rebuildShown();
    [[nodiscard]] bool replaceRow(qsizetype position, const client::FindingPtr &finding);
    void removeRow(qsizetype position);
    void insertRow(const client::FindingPtr &finding);

    const client::Fleet &_fleet;
    QList<Row> _rows;        // of all servers, in the order shown
    QList<qsizetype> _shown; // positions in _rows, rising
    widgets::FilterQuery _query;
    QString _server;
    int _sortColumn = Severity;
    Qt::SortOrder _sortOrder = Qt::DescendingOrder;
};

} // namespace archivesmp::app::drift
