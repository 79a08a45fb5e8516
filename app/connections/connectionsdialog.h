// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

class QListWidget;
class QPushButton;

namespace archivesmp::app::theme {
class Theme;
}
namespace archivesmp::app::client {
class Fleet;
}

namespace archivesmp::app::connections {

class ConnectionController;

// The list of connections with the state of each; add, try again, remove.
class ConnectionsDialog final : public QDialog
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ConnectionsDialog)

public:
    ConnectionsDialog(const theme::Theme &theme, ConnectionController &controller, client::Fleet &fleet,
                      QWidget *parent = nullptr);

Q_SIGNALS:
    void addRequested();
    void reconnectRequested(const QString &address);

private:
    void refill();
    [[nodiscard]] QString currentAddress() const;

    ConnectionController &_controller;
    client::Fleet &_fleet;
    QListWidget *_list;
    QPushButton *_remove;
    QPushButton *_again;
};

} // namespace archivesmp::app::connections
