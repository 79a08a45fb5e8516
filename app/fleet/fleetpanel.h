// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QStackedWidget;

namespace archivesmp::app::theme {
class Theme;
}
namespace archivesmp::app::client {
class Fleet;
}
namespace archivesmp::app::widgets {
class SearchField;
class StatePanel;
} // namespace archivesmp::app::widgets

namespace archivesmp::app::fleet {

class FleetTreeModel;
class FleetTreeView;

// The left side of the window: heading, filter, tree, and what to say where there is no tree.
class FleetPanel final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(FleetPanel)

public:
    FleetPanel(const theme::Theme &theme, const client::Fleet &fleet, QWidget *parent = nullptr);

    [[nodiscard]] FleetTreeModel &model() const { return *_model; }
    [[nodiscard]] FleetTreeView &tree() const { return *_tree; }
    [[nodiscard]] widgets::SearchField &filterEdit() const { return *_filter; }
    void setServer(const QString &server);

Q_SIGNALS:
    void newConnectionRequested(); // there is none yet
    void connectionsRequested();   // there are some, and none of them lets us in

private:
    void updateState();
    void applyFilter();

    const theme::Theme &_theme;
    const client::Fleet &_fleet;
    FleetTreeModel *_model;
    FleetTreeView *_tree;
    widgets::SearchField *_filter;
    QStackedWidget *_stack;
    widgets::StatePanel *_state;
};

} // namespace archivesmp::app::fleet
