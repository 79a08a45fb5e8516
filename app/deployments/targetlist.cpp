// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/deployments/targetlist.h"

#include "app/client/fleet.h"
#include "app/theme/theme.h"
#include "app/widgets/selection.h"

#include <QHeaderView>
#include <QPainter>
#include <QSignalBlocker>
#include <QStyledItemDelegate>

namespace archivesmp::app::deployments {

using namespace Qt::StringLiterals;
using domain::InstanceRef;

namespace {

// The versions keep clear of the frame.
class VersionDelegate final : public QStyledItemDelegate
{
public:
    VersionDelegate(int margin, QObject *parent)
        : QStyledItemDelegate(parent)
        , _margin(margin)
    { }

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        QStyleOptionViewItem inner = option;
        inner.rect.setRight(inner.rect.right() - _margin);
        QStyledItemDelegate::paint(painter, inner, index);
    }

    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        return QStyledItemDelegate::sizeHint(option, index) + QSize(_margin, 0);
    }

private:
    int _margin;
};

} // namespace

TargetList::TargetList(const theme::Theme &theme, const client::Fleet &fleet, QWidget *parent)
    : QTreeWidget(parent)
    , _theme(theme)
    , _fleet(fleet)
{
    setProperty("kind", u"framed"_s);
    setAccessibleName(tr("Instances to deploy to"));
    setColumnCount(2);
    setHeaderHidden(true);
    setRootIsDecorated(false);
    setItemDelegateForColumn(1, new VersionDelegate(theme.spacing(2), this));
    setUniformRowHeights(true);
    header()->setStretchLastSection(false);
    header()->setSectionResizeMode(0, QHeaderView::Stretch);
    header()->setSectionResizeMode(1, QHeaderView::ResizeToContents);
    // What is ticked by the program is blocked.
    connect(this, &QTreeWidget::itemChanged, this, &TargetList::tickedByHand);
    connect(this, &TargetList::tickedByHand, this, &TargetList::tickedChanged);
    fill(theme.rowHeight(theme::Theme::Row::Tree));
    setSelectionBehavior(QAbstractItemView::SelectItems);
    widgets::letCurrentFollowSelection(*this);
    widgets::selectWhereKeysComeIn(*this);
}

void TargetList::fill(int rowHeight)
{
    const QSignalBlocker blocker(this);
    for (const domain::PhysicalServer &server : _fleet.servers()) {
        auto *top = new QTreeWidgetItem(this, {server.name});
        top->setSizeHint(0, {0, rowHeight});
        top->setFlags(Qt::ItemIsEnabled | Qt::ItemIsUserCheckable | Qt::ItemIsAutoTristate
                      | Qt::ItemIsSelectable);
        for (const domain::Instance &instance : _fleet.instancesOf(server.name)) {
            auto *item = new QTreeWidgetItem(top, {instance.ref.name});
            item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsUserCheckable | Qt::ItemIsSelectable);
            item->setSizeHint(0, {0, rowHeight});
            item->setCheckState(0, Qt::Unchecked);
            item->setTextAlignment(1, Qt::AlignRight | Qt::AlignVCenter);
        }
        top->setExpanded(true);
    }
}

// The selection is the first column's, for the sake of screen readers; the row is shown as one.
void TargetList::drawRow(QPainter *painter, const QStyleOptionViewItem &option,
                         const QModelIndex &index) const
{
    const QRect row(0, option.rect.top(), viewport()->width(), option.rect.height());
    if (selectionModel()->isSelected(index.siblingAtColumn(0)))
        painter->fillRect(row, _theme.tokens().selection);
    QTreeWidget::drawRow(painter, option, index);
    if (hasFocus() && currentIndex().siblingAtColumn(0) == index.siblingAtColumn(0)) {
        painter->setPen(_theme.tokens().accent);
        painter->drawRect(row.adjusted(0, 0, -1, -1));
    }
}

QString TargetList::versionOn(const InstanceRef &instance) const
{
    for (const domain::InstalledPlugin &plugin : _fleet.pluginsOf(instance)) {
        if (plugin.name.compare(_plugin, Qt::CaseInsensitive) == 0 && !_plugin.isEmpty())
            return plugin.version.isEmpty() ? tr("installed") : plugin.version;
    }
    return {};
}

void TargetList::setPlugin(const QString &plugin, Tick tick)
{
    _plugin = plugin;
    {
        const QSignalBlocker blocker(this);
        for (int s = 0; s < topLevelItemCount(); ++s) {
            QTreeWidgetItem *server = topLevelItem(s);
            for (int i = 0; i < server->childCount(); ++i) {
                QTreeWidgetItem *item = server->child(i);
                const QString version = versionOn({server->text(0), item->text(0)});
                item->setText(1, version);
                if (tick == Tick::Installed)
                    item->setCheckState(0, version.isEmpty() ? Qt::Unchecked : Qt::Checked);
            }
        }
    }
    Q_EMIT tickedChanged();
}

void TargetList::setTicked(const QList<InstanceRef> &instances)
{
    {
        const QSignalBlocker blocker(this);
        for (int s = 0; s < topLevelItemCount(); ++s) {
            QTreeWidgetItem *server = topLevelItem(s);
            for (int i = 0; i < server->childCount(); ++i) {
                QTreeWidgetItem *item = server->child(i);
                item->setCheckState(
                    0, instances.contains({server->text(0), item->text(0)}) ? Qt::Checked : Qt::Unchecked);
            }
        }
    }
    Q_EMIT tickedChanged();
}

QList<InstanceRef> TargetList::ticked() const
{
    QList<InstanceRef> instances;
    for (int s = 0; s < topLevelItemCount(); ++s) {
        const QTreeWidgetItem *server = topLevelItem(s);
        for (int i = 0; i < server->childCount(); ++i) {
            if (server->child(i)->checkState(0) == Qt::Checked)
                instances.append({server->text(0), server->child(i)->text(0)});
        }
    }
    return instances;
}

} // namespace archivesmp::app::deployments
