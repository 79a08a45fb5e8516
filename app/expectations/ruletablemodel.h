// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/protocol/fleetmessages.h"

#include <QAbstractTableModel>

namespace archivesmp::app::expectations {

// The rules in the order in which the host lists them: the admins' own first. Those of the shipped packs are
// left out until they are asked for. Lives in the GUI thread.
class RuleTableModel final : public QAbstractTableModel
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(RuleTableModel)

public:
    enum Column { Kind, Setting, Where, Hits, Reason, Author, Until, ColumnCount };

    explicit RuleTableModel(QObject *parent = nullptr);

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

    void setRules(const QList<protocol::RuleState> &rules);
    void setShowsPacks(bool shows);
    [[nodiscard]] const protocol::RuleState &rule(int row) const { return _rules.at(_shown.at(row)); }
    [[nodiscard]] int rowOf(const RuleId &id) const; // -1 where it is not shown
    [[nodiscard]] qsizetype ofPacks() const;         // shown or not

private:
    void rebuildShown();

    QList<protocol::RuleState> _rules;
    QList<qsizetype> _shown; // positions in _rules
    bool _showsPacks = false;
};

} // namespace archivesmp::app::expectations
