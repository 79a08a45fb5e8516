// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/expectations/hosttableview.h"

#include "app/theme/theme.h"
#include "app/widgets/focus.h"
#include "app/widgets/tablelook.h"

#include <QHeaderView>
#include <QStackedWidget>
#include <QTableView>
#include <QVBoxLayout>

namespace archivesmp::app::expectations {

using widgets::Glyph;
using widgets::Tone;

HostTableView::HostTableView(const theme::Theme &theme, const client::Fleet &fleet, Words words,
                             QWidget *parent)
    : QWidget(parent)
    , _theme(theme)
    , _fleet(fleet)
    , _words(std::move(words))
    , _table(new QTableView(this))
    , _bottom(new QHBoxLayout)
    , _stack(new QStackedWidget(this))
    , _state(new widgets::StatePanel(theme, this))
{
    _stack->addWidget(_table);
    _stack->addWidget(_state);
    auto *bottom = new QWidget(this);
    bottom->setLayout(_bottom);
    _bottom->setContentsMargins(theme.spacing(3), theme.spacing(2), theme.spacing(3), theme.spacing(2));
    _bottom->setSpacing(theme.spacing(3));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(_stack, 1);
    layout->addWidget(bottom);
    connect(&fleet, &client::Fleet::agentsChanged, this, &HostTableView::refresh);
}

void HostTableView::setModel(QAbstractItemModel &model, std::span<const int> widths)
{
    _table->setModel(&model);
    widgets::makeRowTable(*_table, _theme);
    _table->setAccessibleName(_words.rows);
    for (std::size_t column = 0; column < widths.size(); ++column)
        _table->horizontalHeader()->resizeSection(int(column), _theme.spacing(widths[column]));
    _table->horizontalHeader()->setStretchLastSection(true);
    connect(_table->selectionModel(), &QItemSelectionModel::selectionChanged, this,
            [this] { updateCurrent(); });
}

void HostTableView::setContent(QWidget *content)
{
    _stack->insertWidget(0, content);
    _table->show(); // the stack hid it as one of its pages
}

int HostTableView::currentRow() const
{
    const QModelIndexList rows = _table->selectionModel()->selectedRows();
    return rows.isEmpty() ? -1 : rows.first().row();
}

QString HostTableView::whyNoHost() const
{
    return _fleet.host() == nullptr ? tr("The host does not answer.") : QString();
}

void HostTableView::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    refresh();
}

void HostTableView::refresh()
{
    if (isVisible())
        askHost();
}

void HostTableView::updateState()
{
    updateCurrent();
    if (_table->model()->rowCount() > 0) {
        widgets::showPage(*_stack, _stack->widget(0));
        return;
    }
    if (_loaded)
        _state->setState(emptyState());
    else if (_fleet.agents().isEmpty())
        _state->setState({Glyph::None,
                          Tone::Secondary,
                          tr("No connection yet."),
                          tr("The host keeps them. Add a connection to its agent."),
                          {}});
    else if (_error)
        _state->setState({Glyph::Cross, Tone::Critical, _words.unreadable, describe(*_error), {}});
    else
        _state->setState({Glyph::Ring, Tone::Info, _words.loading, tr("The host keeps them."), {}});
    widgets::showPage(*_stack, _state);
}

} // namespace archivesmp::app::expectations
