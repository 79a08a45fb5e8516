// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/deployments/deploymentcontroller.h"

#include "app/client/answer.h"
#include "app/client/fleet.h"
#include "app/deployments/deploydialog.h"
#include "app/deployments/plandialog.h"

#include <QFileInfo>
#include <QPointer>
#include <QUuid>
#include <QWidget>

namespace archivesmp::app::deployments {

DeploymentController::DeploymentController(const theme::Theme &theme, client::Fleet &fleet, QWidget *window)
    : QObject(window)
    , _theme(theme)
    , _fleet(fleet)
    , _window(window)
{ }

template <typename Request>
void DeploymentController::plan(const QString &what, const Request &request)
{
    client::whenAnswered(_fleet.askHost(request), this, [this, what](const Result<domain::Plan> &plan) {
        if (plan)
            showPlan(*plan);
        else
            Q_EMIT failed(what, plan.error());
    });
}

void DeploymentController::planFix(const QList<FindingId> &findings)
{
    plan(tr("Planning the fix"), protocol::PlanFix{.findings = findings});
}

void DeploymentController::planFixOf(const domain::InstanceRef &instance, const QString &plugin)
{
    plan(tr("Planning the fix"), protocol::PlanFix{.plugin = plugin, .instance = instance.toString()});
}

void DeploymentController::planRollback(const JobId &job)
{
    plan(tr("Planning the rollback"), protocol::PlanRollback{job});
}

void DeploymentController::showPlan(const domain::Plan &plan)
{
    auto *dialog = new PlanDialog(
        _theme, plan, [this](const JobId &job) { return _fleet.job(job); }, _window);
    // One key per plan that was shown: a second press, or a reply that got lost, never makes a second job.
    const QString key = QUuid::createUuid().toString(QUuid::WithoutBraces);
    connect(dialog, &PlanDialog::applyRequested, this, [this, dialog, key] { apply(*dialog, key); });
    dialog->open();
}

void DeploymentController::apply(PlanDialog &dialog, const QString &idempotencyKey)
{
    dialog.showApplying();
    client::whenAnswered(
        _fleet.askHost(protocol::ApplyPlan{dialog.plan().id, idempotencyKey, dialog.reason()}), this,
        [this, dialog = QPointer(&dialog)](const Result<protocol::JobAccepted> &accepted) {
            if (accepted)
                Q_EMIT jobStarted(accepted->job);
            if (dialog == nullptr)
                return;
            if (accepted)
                dialog->accept();
            else
                dialog->showError(accepted.error());
        });
}

void DeploymentController::startDeploy(const QList<domain::InstanceRef> &instances)
{
    auto *dialog = new DeployDialog(_theme, _fleet, _window);
    dialog->setTargets(instances);
    connect(dialog, &DeployDialog::planRequested, this, [this, dialog] { upload(*dialog); });
    dialog->open();
}

void DeploymentController::upload(DeployDialog &dialog)
{
    const QFileInfo file(dialog.file());
    if (!file.isFile() || !file.isReadable()) {
        dialog.showError({ErrorCode::NotFound, tr("this file cannot be read"), dialog.file()});
        return;
    }
    if (_fleet.host() == nullptr) {
        dialog.showError(client::Fleet::hostAway());
        return;
    }
    dialog.showProgress(0, file.size());
    const QPointer<DeployDialog> watched(&dialog);
    client::whenAnswered(_fleet.host()->uploadArtifact(file.absoluteFilePath(),
                                                       [watched](qint64 done, qint64 total) {
                                                           if (watched != nullptr)
                                                               watched->showProgress(done, total);
                                                       }),
                         this, [this, watched](const Result<QByteArray> &artifact) {
                             if (watched == nullptr)
                                 return;
                             if (artifact)
                                 askDeployPlan(*watched, *artifact);
                             else
                                 watched->showError(artifact.error());
                         });
}

void DeploymentController::askDeployPlan(DeployDialog &dialog, const QByteArray &artifact)
{
    dialog.showPlanning();
    protocol::PlanDeploy request{
        .plugin = dialog.plugin(), .artifact = artifact, .fileName = QFileInfo(dialog.file()).fileName()};
    for (const domain::InstanceRef &instance : dialog.targets().ticked())
        request.instances.append(instance.toString());
    client::whenAnswered(_fleet.askHost(request), this,
                         [this, watched = QPointer(&dialog)](const Result<domain::Plan> &plan) {
                             if (watched == nullptr)
                                 return;
                             if (!plan) {
                                 watched->showError(plan.error());
                                 return;
                             }
                             watched->accept();
                             showPlan(*plan);
                         });
}

} // namespace archivesmp::app::deployments
