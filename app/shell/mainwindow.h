// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/error.h"
#include "common/core/ids.h"

#include <QMainWindow>

class QSettings;

namespace archivesmp::app::theme {
class Theme;
}
namespace archivesmp::app::client {
class Fleet;
}
namespace archivesmp::app::connections {
class ConnectionController;
struct ConnectionProfile;
} // namespace archivesmp::app::connections
namespace archivesmp::app::deployments {
class DeploymentController;
}
namespace archivesmp::app::drift {
class DriftView;
class JudgementController;
} // namespace archivesmp::app::drift
namespace archivesmp::app::expectations {
class HistoryView;
class RulesView;
} // namespace archivesmp::app::expectations
namespace archivesmp::app::fleet {
class FleetPanel;
}
namespace archivesmp::app::jobs {
class JobList;
class JobModel;
class JobsView;
} // namespace archivesmp::app::jobs
namespace archivesmp::app::matrix {
class MatrixView;
}

namespace archivesmp::app::shell {

class ActionRegistry;
class FleetCommands;
class FleetStatusBar;
class NoticeBar;
class TopBar;
class WindowActions;
class WindowLayout;

// The window: puts the features side by side and leads what one asks for to the one that does it.
class MainWindow final : public QMainWindow
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(MainWindow)

public:
    enum class Tab { Drift, Matrix, Jobs, Rules, History };

    struct Parts
    {
        theme::Theme &theme;
        client::Fleet &fleet;
        connections::ConnectionController &connections;
        QSettings &settings;
    };

    explicit MainWindow(const Parts &parts);
    ~MainWindow() override;

    [[nodiscard]] theme::Theme &theme() const { return _parts.theme; }
    [[nodiscard]] client::Fleet &fleet() const { return _parts.fleet; }
    [[nodiscard]] ActionRegistry &actionRegistry() const { return *_registry; }
    [[nodiscard]] FleetCommands &commands() const { return *_commands; }
    [[nodiscard]] deployments::DeploymentController &deployments() const { return *_deployments; }
    [[nodiscard]] drift::JudgementController &judgement() const { return *_judgement; }
    [[nodiscard]] TopBar &topBar() const { return *_topBar; }
    [[nodiscard]] fleet::FleetPanel &fleetPanel() const { return *_fleetPanel; }
    [[nodiscard]] drift::DriftView &driftView() const { return *_drift; }
    [[nodiscard]] matrix::MatrixView &matrixView() const { return *_matrix; }
    [[nodiscard]] jobs::JobsView &jobsView() const { return *_jobsView; }
    [[nodiscard]] expectations::RulesView &rulesView() const { return *_rules; }
    [[nodiscard]] expectations::HistoryView &historyView() const { return *_history; }
    [[nodiscard]] jobs::JobList &jobsDock() const { return *_dock; }
    [[nodiscard]] FleetStatusBar &fleetStatusBar() const { return *_status; }
    [[nodiscard]] NoticeBar &notice() const { return *_notice; }

    [[nodiscard]] QString server() const; // chosen in the switch; empty for all
    [[nodiscard]] JobId selectedJob() const;
    void showTab(Tab tab);
    void toggleDock();
    void showConnect();
    void showConnections();
    void addRule(); // asks which
    void resetLayout();

protected:
    void closeEvent(QCloseEvent *event) override;

private:
    void setUpLayout();
    void setUpTopBar();
    void connectParts();
    void connectJudgement();
    void connectMenus();
    void followServers();
    void askKey(const connections::ConnectionProfile &profile, const Error &why);
    void showError(const QString &what, const Error &error);
    void showJob(const JobId &job);
    void saveState();
    void restoreState();

    Parts _parts;
    ActionRegistry *_registry;
    FleetCommands *_commands;
    deployments::DeploymentController *_deployments;
    drift::JudgementController *_judgement;
    jobs::JobModel *_jobModel;
    TopBar *_topBar;
    NoticeBar *_notice;
    fleet::FleetPanel *_fleetPanel;
    drift::DriftView *_drift;
    matrix::MatrixView *_matrix;
    jobs::JobsView *_jobsView;
    expectations::RulesView *_rules;
    expectations::HistoryView *_history;
    jobs::JobList *_dock;
    FleetStatusBar *_status;
    WindowLayout *_layout;
    WindowActions *_actions;
    QString _serverBefore; // that was chosen when the window was closed; empty once it is again
};

} // namespace archivesmp::app::shell
