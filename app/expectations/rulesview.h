// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/expectations/hosttableview.h"
#include "common/domain/rule.h"

class QCheckBox;
class QLabel;
class QPushButton;

namespace archivesmp::app::expectations {

class RuleTableModel;

// The rules in force, how often each hits, and the ways to add one and to take one away.
class RulesView final : public HostTableView
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(RulesView)

public:
    RulesView(const theme::Theme &theme, const client::Fleet &fleet, QWidget *parent = nullptr);

    [[nodiscard]] RuleTableModel &model() const { return *_model; }

Q_SIGNALS:
    void addRequested();
    void removeRequested(const archivesmp::domain::Rule &rule);

private:
    void setUpBottom();
    void askHost() override;
    void updateCurrent() override;
    [[nodiscard]] widgets::StatePanel::State emptyState() const override;
    [[nodiscard]] const domain::Rule *currentRule() const;

    RuleTableModel *_model;
    QCheckBox *_packs;
    QLabel *_count;
    QPushButton *_add;
    QPushButton *_remove;
};

} // namespace archivesmp::app::expectations
