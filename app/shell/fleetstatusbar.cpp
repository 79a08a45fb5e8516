// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/shell/fleetstatusbar.h"

#include "app/client/fleet.h"
#include "app/shell/fleetsummary.h"
#include "app/theme/theme.h"
#include "app/widgets/agetext.h"
#include "app/widgets/marklabel.h"
#include "app/widgets/textlabel.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QTimer>
#include <QUrl>

#include <algorithm>

namespace archivesmp::app::shell {

using namespace Qt::StringLiterals;
using client::Session;
using widgets::Glyph;
using widgets::Tone;

FleetStatusBar::FleetStatusBar(const theme::Theme &theme, const client::Fleet &fleet, QWidget *parent)
    : QWidget(parent)
    , _theme(theme)
    , _fleet(fleet)
    , _dots(new QHBoxLayout)
    , _counts(widgets::plainLabel({}, this))
    , _user(widgets::plainLabel({}, this))
{
    setFixedHeight(theme.rowHeight(theme::Theme::Row::StatusBar));
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(theme.spacing(3), 1, theme.spacing(3), 0);
    layout->setSpacing(theme.spacing(4));
    _dots->setSpacing(theme.spacing(4));
    layout->addLayout(_dots);
    layout->addStretch();
    for (QLabel *label : {_counts, _user}) {
        label->setProperty("ink", u"secondary"_s);
        label->setFont(theme.smallFont());
        layout->addWidget(label);
    }
    auto *soon = new QTimer(this); // many changes in one go are shown once
    soon->setSingleShot(true);
    connect(soon, &QTimer::timeout, this, &FleetStatusBar::refresh);
    const auto refreshSoon = [soon] {
        if (!soon->isActive())
            soon->start(0);
    };
    connect(&fleet, &client::Fleet::agentsChanged, this, refreshSoon);
    connect(&fleet, &client::Fleet::enginesChanged, this, refreshSoon);
    connect(&fleet, &client::Fleet::serversChanged, this, refreshSoon);
    connect(&fleet, &client::Fleet::instancesChanged, this, refreshSoon);
    connect(&fleet, &client::Fleet::findingsChanged, this, refreshSoon);
    auto *ages = new QTimer(this);
    ages->setInterval(std::chrono::seconds(1));
    connect(ages, &QTimer::timeout, this, &FleetStatusBar::refresh);
    ages->start();
    refresh();
}

QList<FleetStatusBar::Dot> FleetStatusBar::agentDots() const
{
    QList<Dot> dots;
    const QDateTime now = QDateTime::currentDateTimeUtc();
    for (const client::AgentStatus &agent : _fleet.agents()) {
        const QString name = agent.server.isEmpty() ? QUrl(agent.address).authority() : agent.server;
        const QString heard = agent.lastHeard.isValid()
            ? tr("\nlast heard:\n%1").arg(widgets::exactTimeText(agent.lastHeard))
            : QString();
        const QString why = agent.error.message.isEmpty() ? QString() : u'\n' + describe(agent.error);
        if (agent.state == Session::State::Online && agent.synced) {
            const bool alone = agent.role == domain::ServerRole::Client && _fleet.sourceOf(name) == name;
            dots.append({alone ? tr("%1, seen by its own agent").arg(name) : name,
                         {Glyph::Disc, Tone::Good},
                         tr("%1: connected").arg(agent.address) + heard});
        } else if (agent.state == Session::State::Refused) {
            dots.append({tr("%1 refused").arg(name), {Glyph::Cross, Tone::Critical}, agent.address + why});
        } else if (agent.lastHeard.isValid()) {
            const QString age = widgets::ageText(agent.lastHeard, now);
            dots.append({tr("%1 lost, %2").arg(name, age),
                         {Glyph::Ring, Tone::Critical},
                         agent.address + why + heard});
        } else {
            dots.append({tr("%1 connecting").arg(name), {Glyph::Ring, Tone::Info}, agent.address + why});
        }
    }
    return dots + otherServerDots();
}

// Servers whose agent has no session with us: as the host sees them.
QList<FleetStatusBar::Dot> FleetStatusBar::otherServerDots() const
{
    QList<Dot> dots;
    const QList<client::AgentStatus> agents = _fleet.agents();
    for (const domain::PhysicalServer &server : _fleet.servers()) {
        const bool connected
            = std::any_of(agents.begin(), agents.end(), [&server](const client::AgentStatus &agent) {
                  return agent.server == server.name;
              });
        if (connected)
            continue;
        const bool live = _fleet.isLive(server.name);
        const QString word = nameOf(server.state).replace(u'_', u' ');
        const QString toolTip = tr("%1: %2, as the host sees it").arg(server.name, word);
        if (live && server.state == domain::ServerState::Online)
            dots.append({server.name, {Glyph::Disc, Tone::Good}, toolTip});
        else
            dots.append({server.name + u' ' + (live ? word : tr("unknown")),
                         {Glyph::Ring, live ? Tone::Critical : Tone::Off},
                         toolTip});
    }
    return dots;
}

QList<FleetStatusBar::Dot> FleetStatusBar::engineDots() const
{
    QList<Dot> dots;
    for (const protocol::EngineStatus &engine : _fleet.engines()) {
        const QString name = engine.engine == "amp"_L1 ? tr("AMP %1").arg(engine.server) : engine.kind;
        dots.append({engine.up ? name : tr("%1 down").arg(name),
                     {engine.up ? Glyph::Disc : Glyph::Cross, engine.up ? Tone::Good : Tone::Critical},
                     tr("%1 on %2").arg(engine.engine, engine.server)
                         + (engine.reason.isEmpty() ? QString() : u'\n' + engine.reason)});
    }
    return dots;
}

void FleetStatusBar::refresh()
{
    refreshDots();
    refreshWords();
}

void FleetStatusBar::refreshDots()
{
    const QList<Dot> dots = agentDots() + engineDots();
    if (dots == _shown)
        return;
    _shown = dots;
    while (_dots->count() > 0) {
        const std::unique_ptr<QLayoutItem> item(_dots->takeAt(0));
        if (item->widget() != nullptr) {
            item->widget()->hide();
            item->widget()->deleteLater();
        }
    }
    for (const Dot &dot : dots) {
        auto *cell = new QWidget(this);
        auto *layout = new QHBoxLayout(cell);
        layout->setContentsMargins(0, 0, 0, 0);
        layout->setSpacing(_theme.spacing(1));
        layout->addWidget(new widgets::MarkLabel(_theme, dot.mark, cell));
        QLabel *label = widgets::plainLabel(dot.text, cell);
        label->setFont(_theme.smallFont());
        label->setProperty("ink", dot.mark.tone == Tone::Critical ? u"critical"_s : u"secondary"_s);
        layout->addWidget(label);
        cell->setToolTip(dot.toolTip);
        cell->setAccessibleName(dot.text);
        cell->setAccessibleDescription(dot.toolTip);
        _dots->addWidget(cell);
        cell->show();
    }
}

void FleetStatusBar::refreshWords()
{
    const FleetSummary summary = summaryOf(_fleet, QDateTime::currentDateTimeUtc());
    _counts->setText(_fleet.hasLoaded() ? summary.words.join(u" · ") : QString());
    _counts->setToolTip(summary.notes.join(u"\n\n"_s));
    _counts->setAccessibleDescription(_counts->toolTip());
    QString user;
    for (const client::AgentStatus &agent : _fleet.agents()) {
        if (user.isEmpty() || agent.role == domain::ServerRole::Host)
            user = agent.user.name;
    }
    _user->setText(user);
    layout()->activate(); // in this frame, not in the next: words that grew would be cut
}

QString FleetStatusBar::plainText() const
{
    QStringList words;
    for (const Dot &dot : _shown)
        words.append(dot.text);
    words.append(_counts->text());
    words.append(_user->text());
    return words.join(u" | ");
}

void FleetStatusBar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), _theme.tokens().window);
    painter.fillRect(QRect(0, 0, width(), 1), _theme.tokens().border);
}

} // namespace archivesmp::app::shell
