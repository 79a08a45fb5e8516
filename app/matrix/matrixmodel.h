// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/domain/finding.h"
#include "common/domain/instance.h"

#include <QAbstractTableModel>
#include <QHash>

namespace archivesmp::app::client {
class Fleet;
}

namespace archivesmp::app::matrix {

// What is known of one plugin on one instance.
struct MatrixCell
{
    bool installed = false;
    QString version;
    int findings = 0;
    int worst = -1; // 2 critical, 1 normal, 0 info, -1 none

    friend bool operator==(const MatrixCell &, const MatrixCell &) = default;
};

// Plugins down, instances across, by server. Rows and columns come and go with the fleet by a reset; a change
// inside the grid is told cell by cell. Lives in the GUI thread.
class MatrixModel final : public QAbstractTableModel
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(MatrixModel)

public:
    enum Role { BandRole = Qt::UserRole, FirstOfServerRole, ServerRole };

    explicit MatrixModel(const client::Fleet &fleet, QObject *parent = nullptr);

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

    [[nodiscard]] MatrixCell cell(const QModelIndex &index) const;
    [[nodiscard]] const domain::InstanceRef &instance(int column) const { return _columns.at(column).ref; }
    [[nodiscard]] const QString &plugin(int row) const { return _plugins.at(row); }
    void setServer(const QString &server); // empty for all

private:
    struct Column
    {
        domain::InstanceRef ref;
        int band = 0;
        QHash<QString, MatrixCell> cells;

        friend bool operator==(const Column &, const Column &) = default;
    };

    void rebuild();
    void syncInstance(const domain::InstanceRef &instance);
    [[nodiscard]] QHash<QString, MatrixCell> cellsOf(const domain::InstanceRef &instance) const;
    [[nodiscard]] QString spoken(const QModelIndex &index) const;

    const client::Fleet &_fleet;
    QString _server;
    QList<Column> _columns;
    QStringList _plugins;
};

} // namespace archivesmp::app::matrix
