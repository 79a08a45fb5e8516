// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/expectations/rulesview.h"

#include "app/client/answer.h"
#include "app/client/fleet.h"
#include "app/expectations/ruletablemodel.h"
#include "app/theme/theme.h"
#include "app/widgets/selection.h"
#include "app/widgets/statepanel.h"
#include "app/widgets/tablelook.h"
#include "app/widgets/textlabel.h"

#include <QCheckBox>
#include <QHeaderView>
#include <QPushButton>
#include <QStackedWidget>
#include <QTableView>
#include <QVBoxLayout>

namespace archivesmp::app::expectations {

using namespace Qt::StringLiterals;
using widgets::Glyph;
using widgets::Tone;

RulesView::RulesView(const theme::Theme &theme, const client::Fleet &fleet, QWidget *parent)
    : QWidget(parent)
    , _theme(theme)
    , _fleet(fleet)
    , _model(new RuleTableModel(this))
    , _table(new QTableView(this))
    , _packs(new QCheckBox(tr("&Shipped packs too"), this))
    , _count(widgets::plainLabel({}, this))
    , _remove(new QPushButton(tr("&Remove the rule"), this))
    , _stack(new QStackedWidget(this))
    , _state(new widgets::StatePanel(theme, this))
{
    setUpTable();
    _stack->addWidget(_table);
    _stack->addWidget(_state);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(_stack, 1);
    layout->addWidget(makeBottom());
    connect(_packs, &QCheckBox::toggled, _model, &RuleTableModel::setShowsPacks);
    connect(_model, &QAbstractItemModel::modelReset, this, &RulesView::updateState);
    connect(_remove, &QPushButton::clicked, this, [this] {
        if (const domain::Rule *rule = currentRule(); rule != nullptr)
            Q_EMIT removeRequested(*rule);
    });
    connect(_state, &widgets::StatePanel::actionRequested, _packs, [this] { _packs->setChecked(true); });
    connect(&fleet, &client::Fleet::agentsChanged, this, &RulesView::refresh);
    updateState();
}

void RulesView::setUpTable()
{
    _table->setModel(_model);
    widgets::makeRowTable(*_table, _theme);
    _table->setAccessibleName(tr("Rules"));
    constexpr int widths[] = {34, 90, 32, 14, 70, 32, 24}; // steps of the spacing
    for (int column = 0; column < RuleTableModel::ColumnCount; ++column)
        _table->horizontalHeader()->resizeSection(column, _theme.spacing(widths[column]));
    _table->horizontalHeader()->setStretchLastSection(true);
    connect(_table->selectionModel(), &QItemSelectionModel::selectionChanged, this,
            &RulesView::updateButtons);
}

QWidget *RulesView::makeBottom()
{
    auto *bottom = new QWidget(this);
    auto *layout = new QHBoxLayout(bottom);
    layout->setContentsMargins(_theme.spacing(3), _theme.spacing(2), _theme.spacing(3), _theme.spacing(2));
    layout->setSpacing(_theme.spacing(3));
    _count->setProperty("ink", u"secondary"_s);
    _remove->setProperty("kind", u"small"_s);
    layout->addWidget(_packs);
    layout->addWidget(_count, 1);
    layout->addWidget(_remove);
    return bottom;
}

const domain::Rule *RulesView::currentRule() const
{
    const QModelIndexList rows = _table->selectionModel()->selectedRows();
    return rows.isEmpty() ? nullptr : &_model->rule(rows.first().row()).rule;
}

void RulesView::updateButtons()
{
    const domain::Rule *rule = currentRule();
    const bool shipped = rule != nullptr && !rule->pack.isEmpty();
    _remove->setEnabled(rule != nullptr && !shipped);
    _remove->setToolTip(rule == nullptr ? tr("Select a rule first.")
                            : shipped   ? tr("A shipped rule stays; a rule of your own wins over it.")
                                        : QString());
}

void RulesView::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    refresh();
}

void RulesView::refresh()
{
    if (!isVisible())
        return;
    client::Session *host = _fleet.host();
    if (host == nullptr) {
        _error = Error{ErrorCode::Unavailable, tr("the host does not answer; rules are kept there")};
        updateState();
        return;
    }
    client::whenAnswered(host->ask(protocol::ListRules{}), this,
                         [this](const Result<protocol::RulePage> &page) {
                             _loaded = _loaded || page;
                             _error = page ? std::nullopt : std::optional(page.error());
                             const domain::Rule *rule = currentRule();
                             const RuleId current = rule == nullptr ? RuleId() : rule->id;
                             if (page)
                                 _model->setRules(page->rules);
                             if (const int row = _model->rowOf(current); row >= 0)
                                 _table->selectRow(row);
                             updateState();
                         });
}

void RulesView::updateState()
{
    updateButtons();
    const qsizetype shipped = _model->ofPacks();
    _count->setText(tr("%1 rules of shipped packs are in force.").arg(shipped));
    _count->setVisible(_loaded && shipped > 0);
    if (_model->rowCount() > 0) {
        _stack->setCurrentWidget(_table);
        return;
    }
    if (!_loaded && _error)
        _state->setState(
            {Glyph::Cross, Tone::Critical, tr("The rules cannot be read."), describe(*_error), {}});
    else if (!_loaded)
        _state->setState({Glyph::Ring, Tone::Info, tr("Loading the rules…"), tr("The host keeps them."), {}});
    else
        _state->setState({Glyph::Dash, Tone::Secondary, tr("No rules of your own."),
                          tr("Ignore a finding to make one."), tr("Show the shipped rules")});
    _stack->setCurrentWidget(_state);
}

} // namespace archivesmp::app::expectations
