// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/fleet/fleetpanel.h"

#include "app/client/fleet.h"
#include "app/fleet/fleettreemodel.h"
#include "app/fleet/fleettreeview.h"
#include "app/theme/theme.h"
#include "app/widgets/focus.h"
#include "app/widgets/searchfield.h"
#include "app/widgets/statepanel.h"
#include "app/widgets/textlabel.h"

#include <QStackedWidget>
#include <QTimer>
#include <QVBoxLayout>

#include <algorithm>

namespace archivesmp::app::fleet {

using namespace Qt::StringLiterals;

FleetPanel::FleetPanel(const theme::Theme &theme, const client::Fleet &fleet, QWidget *parent)
    : QWidget(parent)
    , _theme(theme)
    , _fleet(fleet)
    , _model(new FleetTreeModel(fleet, this))
    , _tree(new FleetTreeView(theme, *_model, this))
    , _filter(new widgets::SearchField(theme, tr("Filter servers, instances, plugins"),
                                       tr("Filter servers, instances, plugins"), this))
    , _stack(new QStackedWidget(this))
    , _state(new widgets::StatePanel(theme, this))
{
    auto *heading = widgets::plainLabel(tr("Fleet"), this);
    heading->setFont(theme.headingFont());
    heading->setProperty("ink", u"secondary"_s);
    _stack->addWidget(_tree);
    _stack->addWidget(_state);
    setProperty("ground", u"surface"_s);
    setAttribute(Qt::WA_StyledBackground);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, theme.spacing(2), 0, 0);
    layout->setSpacing(theme.spacing(1));
    auto *top = new QVBoxLayout;
    top->setContentsMargins(theme.spacing(3), 0, theme.spacing(3), theme.spacing(1));
    top->setSpacing(theme.spacing(1));
    top->addWidget(heading);
    top->addWidget(_filter);
    layout->addLayout(top);
    layout->addWidget(_stack, 1);

    QWidget::setTabOrder(_filter, _tree); // as they stand
    connect(_filter, &widgets::SearchField::resultsRequested, this, [this] {
        if (QWidget *stop = widgets::firstStop(*_stack->currentWidget()); stop != nullptr)
            stop->setFocus(Qt::OtherFocusReason);
    });
    connect(_filter, &QLineEdit::textChanged, this, &FleetPanel::applyFilter);
    connect(_state, &widgets::StatePanel::actionRequested, this, [this] {
        if (!_filter->text().isEmpty())
            _filter->clear();
        else if (_fleet.agents().isEmpty())
            Q_EMIT newConnectionRequested();
        else
            Q_EMIT connectionsRequested();
    });
    for (const auto signal : {&client::Fleet::serversChanged, &client::Fleet::agentsChanged})
        connect(&fleet, signal, this, &FleetPanel::updateState);
    auto *ages = new QTimer(this);
    ages->setInterval(std::chrono::seconds(1));
    connect(ages, &QTimer::timeout, _model, &FleetTreeModel::refreshAges);
    ages->start();
    updateState();
}

void FleetPanel::setServer(const QString &server)
{
    _model->setServer(server);
    updateState();
}

void FleetPanel::applyFilter()
{
    _model->setFilter(widgets::FilterQuery::parse(_filter->text(), {}));
    updateState();
}

void FleetPanel::updateState()
{
    if (_fleet.hasLoaded())
        _tree->armGlow();
    const QList<client::AgentStatus> agents = _fleet.agents();
    const bool trying = std::any_of(agents.begin(), agents.end(), [](const client::AgentStatus &agent) {
        return agent.state != client::Session::State::Refused;
    });
    if (_model->rowCount() > 0) {
        widgets::showPage(*_stack, _tree);
        return;
    }
    if (!_filter->text().isEmpty())
        _state->setState({widgets::Glyph::Dash, widgets::Tone::Secondary, tr("Nothing fits the filter."),
                          tr("No server, instance or plugin holds all of these words."),
                          tr("Clear the filter")});
    else if (agents.isEmpty())
        _state->setState({widgets::Glyph::None, widgets::Tone::Secondary, tr("No agent yet."),
                          tr("The fleet is seen through the agents on its servers."),
                          tr("Add a connection…")});
    else if (trying)
        _state->setState({widgets::Glyph::Ring,
                          widgets::Tone::Info,
                          tr("Loading the fleet…"),
                          tr("Waiting for an agent to answer."),
                          {}});
    else
        _state->setState({widgets::Glyph::Cross, widgets::Tone::Critical, tr("No agent lets us in."),
                          describe(agents.first().error), tr("Connections…")});
    widgets::showPage(*_stack, _state);
}

} // namespace archivesmp::app::fleet
