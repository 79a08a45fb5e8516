// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/fleet/fleettreeview.h"

#include "app/fleet/fleettreedelegate.h"
#include "app/fleet/fleettreemodel.h"
#include "app/theme/theme.h"
#include "app/widgets/rowglow.h"
#include "app/widgets/selection.h"

#include <QHeaderView>
#include <QPainter>
#include <QScopedValueRollback>

namespace archivesmp::app::fleet {

using namespace Qt::StringLiterals;

FleetTreeView::FleetTreeView(const theme::Theme &theme, FleetTreeModel &model, QWidget *parent)
    : QTreeView(parent)
    , _theme(theme)
    , _model(model)
    , _glow(new widgets::RowGlow(*this))
{
    setModel(&model);
    setItemDelegate(new FleetTreeDelegate(theme, this));
    setHeaderHidden(true);
    setFrameShape(QFrame::NoFrame);
    setIndentation(theme.spacing(5));
    setContextMenuPolicy(Qt::CustomContextMenu);
    setSelectionBehavior(SelectItems);
    widgets::letCurrentFollowSelection(*this);
    widgets::selectWhereKeysComeIn(*this);
    setAccessibleName(tr("Servers, instances and plugins"));
    connect(this, &QTreeView::expanded, this, [this](const QModelIndex &index) { remember(index, true); });
    connect(this, &QTreeView::collapsed, this, [this](const QModelIndex &index) { remember(index, false); });
    connect(&model, &QAbstractItemModel::modelReset, this, &FleetTreeView::restore);
    connect(&model, &QAbstractItemModel::rowsInserted, this,
            [this](const QModelIndex &above, int first, int last) {
                for (int row = first; row <= last; ++row) {
                    const QModelIndex index = _model.index(row, 0, above);
                    // A server is open until somebody closes it.
                    const QString key = _model.node(index).key();
                    const bool opensByItself = !above.isValid() && !_open.contains(u'-' + key);
                    if (opensByItself || _open.contains(key))
                        setExpanded(index, true);
                }
            });
    connect(&model, &QAbstractItemModel::dataChanged, this,
            [this](const QModelIndex &index, const QModelIndex &, const QList<int> &roles) {
                if (roles.contains(FleetTreeModel::CountsRole))
                    _glow->start(index);
            });
    connect(this, &QTreeView::activated, this,
            [this](const QModelIndex &index) { Q_EMIT keyActivated(_model.node(index).key()); });
    connect(&theme, &theme::Theme::changed, this, [this] { viewport()->update(); });
    restore();
}

void FleetTreeView::remember(const QModelIndex &index, bool open)
{
    if (_restoring || !_model.filter().isEmpty())
        return;
    const QString key = _model.node(index).key();
    const QString closedMark = u'-' + key;
    if (open)
        _open.remove(closedMark);
    else
        _open.remove(key);
    _open.insert(open ? key : closedMark);
}

QStringList FleetTreeView::openKeys() const
{
    return {_open.begin(), _open.end()};
}

void FleetTreeView::setOpenKeys(const QStringList &keys)
{
    _open = {keys.begin(), keys.end()};
    restore();
}

void FleetTreeView::restore()
{
    const QScopedValueRollback restoring(_restoring, true);
    openRestored({});
    const QModelIndex current = _model.indexOfKey(_currentKey);
    if (!_currentKey.isEmpty() && current.isValid())
        setCurrentIndex(current);
}

void FleetTreeView::openRestored(const QModelIndex &parent)
{
    const bool filtered = !_model.filter().isEmpty();
    for (int row = 0; row < _model.rowCount(parent); ++row) {
        const QModelIndex index = _model.index(row, 0, parent);
        if (_model.rowCount(index) == 0)
            continue;
        const QString key = _model.node(index).key();
        const bool open
            = filtered || _open.contains(key) || (!parent.isValid() && !_open.contains(u'-' + key));
        setExpanded(index, open);
        openRestored(index);
    }
}

void FleetTreeView::setCurrentKey(const QString &key)
{
    const QModelIndex index = _model.indexOfKey(key);
    if (!index.isValid())
        return;
    for (QModelIndex above = index.parent(); above.isValid(); above = above.parent())
        setExpanded(above, true);
    setCurrentIndex(index);
}

void FleetTreeView::armGlow()
{
    _glow->arm();
}

void FleetTreeView::currentChanged(const QModelIndex &current, const QModelIndex &previous)
{
    QTreeView::currentChanged(current, previous);
    if (!current.isValid() || _restoring)
        return;
    _currentKey = _model.node(current).key();
    Q_EMIT currentKeyChanged(_currentKey);
}

void FleetTreeView::drawRow(QPainter *painter, const QStyleOptionViewItem &option,
                            const QModelIndex &index) const
{
    const bool selected = selectionModel()->isSelected(index);
    const theme::Tokens &t = _theme.tokens();
    painter->fillRect(QRect(0, option.rect.top(), viewport()->width(), option.rect.height()),
                      selected ? t.selection
                               : theme::between(t.surface, t.selection, _glow->strength(index)));
    QTreeView::drawRow(painter, option, index);
    if (hasFocus() && currentIndex() == index) {
        painter->setPen(_theme.tokens().accent);
        painter->drawRect(QRect(0, option.rect.top(), viewport()->width() - 1, option.rect.height() - 1));
    }
}

void FleetTreeView::drawBranches(QPainter *painter, const QRect &rect, const QModelIndex &index) const
{
    const FleetNode &node = _model.node(index);
    if (node.kind == FleetNode::Kind::Server)
        painter->fillRect(QRect(_theme.spacing(2), rect.top() + rect.height() / 5, 3, rect.height() * 3 / 5),
                          _theme.bandFor(node.band));
    if (_model.rowCount(index) == 0)
        return;
    const double side = _theme.spacing(2) * 0.8;
    const bool server = node.kind == FleetNode::Kind::Server;
    const QPointF middle(server ? _theme.spacing(26) / 4.0 : rect.right() - indentation() / 2.0,
                         rect.center().y() + 0.5);
    QPolygonF chevron;
    if (isExpanded(index))
        chevron << middle + QPointF(-side / 2, -side / 4) << middle + QPointF(side / 2, -side / 4)
                << middle + QPointF(0, side / 2);
    else
        chevron << middle + QPointF(-side / 4, -side / 2) << middle + QPointF(-side / 4, side / 2)
                << middle + QPointF(side / 2, 0);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(Qt::NoPen);
    painter->setBrush(_theme.tokens().secondary);
    painter->drawPolygon(chevron);
    painter->restore();
}

} // namespace archivesmp::app::fleet
