// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/expectations/versiontablemodel.h"

#include "app/widgets/agetext.h"

#include <algorithm>

namespace archivesmp::app::expectations {

using namespace Qt::StringLiterals;
using protocol::VersionEntry;

QString summaryText(const protocol::VersionSummary &summary)
{
    QStringList parts;
    const auto add = [&parts](int count, const QString &one, const QString &many) {
        if (count > 0)
            parts.append(count == 1 ? one : many.arg(count));
    };
    using Model = VersionTableModel;
    add(summary.added, Model::tr("1 setting added"), Model::tr("%1 settings added"));
    add(summary.changed, Model::tr("1 setting changed"), Model::tr("%1 settings changed"));
    add(summary.removed, Model::tr("1 setting removed"), Model::tr("%1 settings removed"));
    add(summary.cells, Model::tr("1 cell of the matrix"), Model::tr("%1 cells of the matrix"));
    add(summary.rules, Model::tr("1 rule"), Model::tr("%1 rules"));
    add(summary.aliases, Model::tr("1 alias"), Model::tr("%1 aliases"));
    return parts.isEmpty() ? Model::tr("nothing changed") : parts.join(u", "_s);
}

VersionTableModel::VersionTableModel(QObject *parent)
    : QAbstractTableModel(parent)
{ }

int VersionTableModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(_versions.size());
}

int VersionTableModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant VersionTableModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const VersionEntry &entry = version(index.row());
    if (role == Qt::ToolTipRole && index.column() == At)
        return widgets::exactTimeText(entry.at);
    if (role == Qt::ToolTipRole && index.column() == Change)
        return entry.summary.examples.join(u'\n');
    if (role != Qt::DisplayRole && role != Qt::ToolTipRole)
        return {};
    switch (index.column()) {
    case Version:
        return entry.version;
    case At:
        return widgets::shortTimeText(entry.at, QDateTime::currentDateTimeUtc());
    case Author:
        return entry.author;
    case Change:
        return entry.undoes > 0
            ? tr("Took version %1 back: %2").arg(entry.undoes).arg(summaryText(entry.summary))
            : summaryText(entry.summary);
    case Reason:
        return entry.reason;
    default:
        return {};
    }
}

QVariant VersionTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(Qt::Alignment(Qt::AlignLeft | Qt::AlignVCenter));
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Version:
        return tr("Version");
    case At:
        return tr("When");
    case Author:
        return tr("By");
    case Change:
        return tr("Change");
    case Reason:
        return tr("Reason");
    default:
        return {};
    }
}

void VersionTableModel::setVersions(const QList<VersionEntry> &versions)
{
    if (versions == _versions)
        return;
    beginResetModel();
    _versions = versions;
    endResetModel();
}

int VersionTableModel::rowOf(qint64 version) const
{
    const auto at = std::find_if(_versions.begin(), _versions.end(),
                                 [version](const VersionEntry &entry) { return entry.version == version; });
    return at == _versions.end() ? -1 : static_cast<int>(at - _versions.begin());
}

} // namespace archivesmp::app::expectations
