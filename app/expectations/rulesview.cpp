// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/expectations/rulesview.h"

#include "app/expectations/ruletablemodel.h"
#include "app/theme/theme.h"
#include "app/widgets/textlabel.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QPushButton>
#include <QTableView>

#include <array>

namespace archivesmp::app::expectations {

using namespace Qt::StringLiterals;

namespace {

constexpr std::array widths{34, 90, 32, 14, 70, 32, 24};
static_assert(widths.size() == RuleTableModel::ColumnCount);

} // namespace

RulesView::RulesView(const theme::Theme &theme, const client::Fleet &fleet, QWidget *parent)
    : HostTableView(theme, fleet, {tr("Rules"), tr("Loading the rules…"), tr("The rules cannot be read.")},
                    parent)
    , _model(new RuleTableModel(this))
    , _packs(new QCheckBox(tr("&Shipped packs too"), this))
    , _count(widgets::plainLabel({}, this))
    , _add(new QPushButton(tr("Add a r&ule…"), this))
    , _remove(new QPushButton(tr("&Remove the rule"), this))
{
    setModel(*_model, widths);
    setUpBottom();
    connect(_packs, &QCheckBox::toggled, _model, &RuleTableModel::setShowsPacks);
    connect(_model, &QAbstractItemModel::modelReset, this, &RulesView::updateState);
    connect(_add, &QPushButton::clicked, this, &RulesView::addRequested);
    connect(_remove, &QPushButton::clicked, this, [this] {
        if (const domain::Rule *rule = currentRule(); rule != nullptr)
            Q_EMIT removeRequested(*rule);
    });
    connect(&statePanel(), &widgets::StatePanel::actionRequested, _packs,
            [this] { _packs->setChecked(true); });
    updateState();
}

void RulesView::setUpBottom()
{
    _count->setProperty("ink", u"secondary"_s);
    for (QPushButton *button : {_add, _remove})
        button->setProperty("kind", u"small"_s);
    bottom().addWidget(_packs);
    bottom().addWidget(_count, 1);
    bottom().addWidget(_add);
    bottom().addWidget(_remove);
}

const domain::Rule *RulesView::currentRule() const
{
    const int row = currentRow();
    return row < 0 ? nullptr : &_model->rule(row).rule;
}

void RulesView::updateCurrent()
{
    const domain::Rule *rule = currentRule();
    const bool shipped = rule != nullptr && !rule->pack.isEmpty();
    const QString whyNot = rule == nullptr ? tr("Select a rule first.")
        : shipped                          ? tr("A shipped rule stays; a rule of your own wins over it.")
                                           : whyNoHost();
    _remove->setEnabled(whyNot.isEmpty());
    _remove->setToolTip(whyNot);
    _add->setEnabled(whyNoHost().isEmpty());
    _add->setToolTip(whyNoHost());
    const qsizetype ofPacks = _model->ofPacks();
    _count->setText(tr("%1 rules of shipped packs are in force.").arg(ofPacks));
    _count->setVisible(isLoaded() && ofPacks > 0);
}

void RulesView::askHost()
{
    load(protocol::ListRules{}, [this](const protocol::RulePage &page) {
        const domain::Rule *rule = currentRule();
        const RuleId current = rule == nullptr ? RuleId() : rule->id;
        _model->setRules(page.rules);
        if (const int row = _model->rowOf(current); row >= 0)
            table().selectRow(row);
    });
}

widgets::StatePanel::State RulesView::emptyState() const
{
    return {widgets::Glyph::Dash, widgets::Tone::Secondary, tr("No rules of your own."),
            tr("Ignore a finding, or add one."), tr("Show the shipped rules")};
}

} // namespace archivesmp::app::expectations
