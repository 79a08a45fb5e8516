// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/shell/actionregistry.h"
#include "common/domain/instance.h"
#include "common/domain/job.h"

#include <optional>

class QMenuBar;

namespace archivesmp::app::shell {

class MainWindow;

// Fills the registry with all that the window can do, and the menus with it.
class WindowActions final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(WindowActions)

public:
    WindowActions(MainWindow &window, ActionRegistry &registry);

    void fillMenus(QMenuBar &bar) const;
    [[nodiscard]] QStringList treeMenu() const;
    [[nodiscard]] QStringList findingMenu() const;
    [[nodiscard]] QStringList jobMenu() const;

private:
    void addFileActions();
    void addViewActions();
    void addThemeActions();
    void addTabActions();
    void addFleetActions();
    void addPowerActions();
    void addPowerAction(const QString &id, const QString &text, const QString &icon,
                        domain::PowerAction action);
    void addPlanActions();
    void addJudgementActions();
    void addHelpActions();
    void showKeys();

    // What the tree's selection stands for.
    [[nodiscard]] QString selectedServer() const;
    [[nodiscard]] std::optional<domain::InstanceRef> selectedInstance() const;
    [[nodiscard]] QString selectedPlugin() const;
    [[nodiscard]] QString whyNoHost() const;
    [[nodiscard]] QString whyNoPower(domain::PowerAction action) const;
    [[nodiscard]] std::optional<domain::Job> selectedJob() const;

    MainWindow &_window;
    ActionRegistry &_registry;
};

} // namespace archivesmp::app::shell
