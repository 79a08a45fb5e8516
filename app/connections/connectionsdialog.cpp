// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/connections/connectionsdialog.h"

#include "app/client/fleet.h"
#include "app/connections/connectioncontroller.h"
#include "app/theme/theme.h"

#include <QHBoxLayout>
#include <QListWidget>
#include <QPushButton>

namespace archivesmp::app::connections {

using namespace Qt::StringLiterals;

ConnectionsDialog::ConnectionsDialog(const theme::Theme &theme, ConnectionController &controller,
                                     client::Fleet &fleet, QWidget *parent)
    : QDialog(parent)
    , _controller(controller)
    , _fleet(fleet)
    , _list(new QListWidget(this))
    , _remove(new QPushButton(tr("Remove"), this))
    , _again(new QPushButton(tr("Connect again"), this))
{
    setWindowTitle(tr("Connections"));
    setAttribute(Qt::WA_DeleteOnClose);
    _list->setProperty("kind", u"framed"_s);
    _list->setAccessibleName(tr("Connections"));
    auto *add = new QPushButton(tr("Add…"), this);
    auto *close = new QPushButton(tr("Close"), this);
    _remove->setProperty("kind", u"danger"_s);
    auto *buttons = new QHBoxLayout;
    for (QPushButton *button : {add, _again})
        buttons->addWidget(button);
    buttons->addStretch();
    buttons->addWidget(_remove);
    buttons->addSpacing(theme.spacing(6));
    buttons->addWidget(close);
    for (QPushButton *button : {add, _again, _remove})
        button->setAutoDefault(false);
    close->setDefault(true);
    auto *layout = new QVBoxLayout(this);
    layout->setSpacing(theme.spacing(3));
    layout->addWidget(_list, 1);
    layout->addLayout(buttons);
    setMinimumSize(theme.spacing(130), theme.spacing(60));
    connect(add, &QPushButton::clicked, this, &ConnectionsDialog::addRequested);
    connect(close, &QPushButton::clicked, this, &QDialog::accept);
    connect(_remove, &QPushButton::clicked, this, [this] { _controller.remove(QUrl(currentAddress())); });
    connect(_again, &QPushButton::clicked, this, [this] { Q_EMIT reconnectRequested(currentAddress()); });
    connect(&controller, &ConnectionController::profilesChanged, this, &ConnectionsDialog::refill);
    connect(&fleet, &client::Fleet::agentsChanged, this, &ConnectionsDialog::refill);
    refill();
}

QString ConnectionsDialog::currentAddress() const
{
    const QListWidgetItem *item = _list->currentItem();
    return item == nullptr ? QString() : item->data(Qt::UserRole).toString();
}

void ConnectionsDialog::refill()
{
    const QString current = currentAddress();
    _list->clear();
    for (const ConnectionProfile &profile : _controller.profiles()) {
        const QString address = profile.url.toString();
        QString state = tr("no key");
        for (const client::AgentStatus &agent : _fleet.agents()) {
            if (agent.address != address)
                continue;
            state = agent.state == client::Session::State::Online ? tr("%1 · online").arg(agent.server)
                                                                  : describe(agent.error);
        }
        auto *item = new QListWidgetItem(address + u"  —  "_s + state, _list);
        item->setData(Qt::UserRole, address);
        if (address == current || current.isEmpty())
            _list->setCurrentItem(item);
    }
    _remove->setEnabled(_list->count() > 0);
    _again->setEnabled(_list->count() > 0);
}

} // namespace archivesmp::app::connections
