// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/expectations/ruletablemodel.h"

#include "app/expectations/ruletext.h"
#include "app/widgets/agetext.h"

#include <algorithm>

namespace archivesmp::app::expectations {

using protocol::RuleState;

RuleTableModel::RuleTableModel(QObject *parent)
    : QAbstractTableModel(parent)
{ }

int RuleTableModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(_shown.size());
}

int RuleTableModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant RuleTableModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const RuleState &state = rule(index.row());
    const domain::Rule &said = state.rule;
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(
            Qt::Alignment(Qt::AlignVCenter | (index.column() == Hits ? Qt::AlignRight : Qt::AlignLeft)));
    if (role == Qt::ToolTipRole && index.column() == Author)
        return widgets::exactTimeText(said.createdAt);
    if (role == Qt::ToolTipRole && index.column() == Until && said.expiresAt)
        return widgets::exactTimeText(*said.expiresAt);
    if (role != Qt::DisplayRole && role != Qt::ToolTipRole)
        return {};
    switch (index.column()) {
    case Kind:
        return kindText(said);
    case Setting:
        return settingText(said.scope);
    case Where:
        return whereText(said.scope);
    case Hits:
        return state.hits;
    case Reason:
        return said.reason;
    case Author:
        return said.pack.isEmpty() ? said.author : tr("pack %1").arg(said.pack);
    case Until:
        if (state.expired)
            return tr("expired");
        return said.expiresAt ? said.expiresAt->toLocalTime().date().toString(Qt::ISODate) : tr("for good");
    default:
        return {};
    }
}

QVariant RuleTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(
            Qt::Alignment(Qt::AlignVCenter | (section == Hits ? Qt::AlignRight : Qt::AlignLeft)));
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Kind:
        return tr("Rule");
    case Setting:
        return tr("Setting");
    case Where:
        return tr("Where");
    case Hits:
        return tr("Hits");
    case Reason:
        return tr("Reason");
    case Author:
        return tr("By");
    case Until:
        return tr("Until");
    default:
        return {};
    }
}

void RuleTableModel::setRules(const QList<RuleState> &rules)
{
    if (rules == _rules)
        return;
    beginResetModel();
    _rules = rules;
    rebuildShown();
    endResetModel();
}

void RuleTableModel::setShowsPacks(bool shows)
{
    if (shows == _showsPacks)
        return;
    beginResetModel();
    _showsPacks = shows;
    rebuildShown();
    endResetModel();
}

void RuleTableModel::rebuildShown()
{
    _shown.clear();
    for (qsizetype i = 0; i < _rules.size(); ++i) {
        if (_showsPacks || _rules.at(i).rule.pack.isEmpty())
            _shown.append(i);
    }
}

int RuleTableModel::rowOf(const RuleId &id) const
{
    for (int row = 0; row < _shown.size(); ++row) {
        if (rule(row).rule.id == id)
            return row;
    }
    return -1;
}

qsizetype RuleTableModel::ofPacks() const
{
    return std::count_if(_rules.begin(), _rules.end(),
                         [](const RuleState &state) { return !state.rule.pack.isEmpty(); });
}

} // namespace archivesmp::app::expectations
