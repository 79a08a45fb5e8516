// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/result.h"
#include "common/domain/plan.h"

#include <QFuture>
#include <QObject>

class QWidget;

namespace archivesmp::app::theme {
class Theme;
}
namespace archivesmp::app::client {
class Fleet;
}

namespace archivesmp::app::deployments {

class DeployDialog;
class PlanDialog;

// From a wish to a job: asks the host for a plan, shows it, and has it carried out when it is confirmed.
// Lives in the GUI thread.
class DeploymentController final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(DeploymentController)

public:
    DeploymentController(const theme::Theme &theme, client::Fleet &fleet, QWidget *window);

    void planFix(const QList<FindingId> &findings);
    void planFixOf(const domain::InstanceRef &instance, const QString &plugin); // all of one plugin there
    void planRollback(const JobId &job);
    // Begins with a JAR and the instances to tick; the plugin's name and the file may be empty.
    void startDeploy(const QList<domain::InstanceRef> &instances);

Q_SIGNALS:
    void jobStarted(const archivesmp::JobId &job);
    void failed(const QString &what, const archivesmp::Error &error);

private:
    template <typename Request>
    void plan(const QString &what, const Request &request); // asks for it and shows it
    void showPlan(const domain::Plan &plan);
    void apply(PlanDialog &dialog, const QString &idempotencyKey);
    void upload(DeployDialog &dialog);
    void askDeployPlan(DeployDialog &dialog, const QByteArray &artifact);

    const theme::Theme &_theme;
    client::Fleet &_fleet;
    QWidget *_window;
};

} // namespace archivesmp::app::deployments
