// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QStackedWidget;
class QTableView;

namespace archivesmp::app::theme {
class Theme;
}
namespace archivesmp::app::client {
class Fleet;
}
namespace archivesmp::app::widgets {
class StatePanel;
}

namespace archivesmp::app::matrix {

class MatrixModel;

// Which plugin stands how on which instance.
class MatrixView final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(MatrixView)

public:
    MatrixView(const theme::Theme &theme, const client::Fleet &fleet, QWidget *parent = nullptr);

    [[nodiscard]] MatrixModel &model() const { return *_model; }
    [[nodiscard]] QTableView &table() const { return *_table; }
    void setServer(const QString &server);

Q_SIGNALS:
    void cellActivated(const QString &instance, const QString &plugin);

private:
    void setUpTable();
    QWidget *makeLegend();
    void updateState();

    const theme::Theme &_theme;
    const client::Fleet &_fleet;
    MatrixModel *_model;
    QTableView *_table;
    QStackedWidget *_stack;
    widgets::StatePanel *_state;
};

} // namespace archivesmp::app::matrix
