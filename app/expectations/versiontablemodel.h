// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/protocol/fleetmessages.h"

#include <QAbstractTableModel>

namespace archivesmp::app::expectations {

// The versions of what is expected, newest first. Lives in the GUI thread.
class VersionTableModel final : public QAbstractTableModel
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(VersionTableModel)

public:
    enum Column { Version, At, Author, Change, Reason, ColumnCount };

    explicit VersionTableModel(QObject *parent = nullptr);

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

    void setVersions(const QList<protocol::VersionEntry> &versions);
    [[nodiscard]] const protocol::VersionEntry &version(int row) const { return _versions.at(row); }
    [[nodiscard]] int rowOf(qint64 version) const; // -1 where it is not there

private:
    QList<protocol::VersionEntry> _versions;
};

// "2 settings changed, 1 cell": what a version did, in numbers.
[[nodiscard]] QString summaryText(const protocol::VersionSummary &summary);

} // namespace archivesmp::app::expectations
