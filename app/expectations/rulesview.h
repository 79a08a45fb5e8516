// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/error.h"
#include "common/domain/rule.h"

#include <QWidget>

#include <optional>

class QCheckBox;
class QLabel;
class QPushButton;
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

namespace archivesmp::app::expectations {

class RuleTableModel;

// The rules in force, how often each hits, and the way to take one away. Asks the host for them whenever it
// is shown, and again after something was judged.
class RulesView final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(RulesView)

public:
    RulesView(const theme::Theme &theme, const client::Fleet &fleet, QWidget *parent = nullptr);

    [[nodiscard]] RuleTableModel &model() const { return *_model; }
    [[nodiscard]] QTableView &table() const { return *_table; }
    void refresh(); // asks again where it can be seen

Q_SIGNALS:
    void removeRequested(const archivesmp::domain::Rule &rule);

protected:
    void showEvent(QShowEvent *event) override;

private:
    void setUpTable();
    QWidget *makeBottom();
    void updateButtons();
    void updateState();
    [[nodiscard]] const domain::Rule *currentRule() const;

    const theme::Theme &_theme;
    const client::Fleet &_fleet;
    RuleTableModel *_model;
    QTableView *_table;
    QCheckBox *_packs;
    QLabel *_count;
    QPushButton *_remove;
    QStackedWidget *_stack;
    widgets::StatePanel *_state;
    bool _loaded = false;
    std::optional<Error> _error; // why it could not be read the last time
};

} // namespace archivesmp::app::expectations
