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

namespace {
Error noHost()
{
    return {ErrorCode::Unavailable,
            DeploymentController::tr("the host does not answer; plans are made there")};
}
} // namespace

DeploymentController::DeploymentController(const theme::Theme &theme, client::Fleet &fleet, QWidget *window)
    : QObject(window)
    , _theme(theme)
    , _fleet(fleet)
    , _window(window)
{ }

void DeploymentController::planFix(const QList<FindingId> &findings)
{
    const QString what = tr("Planning the fix");
    if (_fleet.host() == nullptr) {
        Q_EMIT failed(what, noHost());
        return;
    }
    client::whenAnswered(_fleet.host()->ask(protocol::PlanFix{.findings = findings}), this,
                         [this, what](const Result<domain::Plan> &plan) { takePlan(what, plan); });
}

void DeploymentController::planFixOf(const domain::InstanceRef &instance, const QString &plugin)
{
    const QString what = tr("Planning the fix");
    if (_fleet.host() == nullptr) {
        Q_EMIT failed(what, noHost());
        return;
    }
    client::whenAnswered(
        _fleet.host()->ask(protocol::PlanFix{.plugin = plugin, .instance = instance.toString()}), this,
        [this, what](const Result<domain::Plan> &plan) { takePlan(what, plan); });
}

void DeploymentController::planRollback(const JobId &job)
{
    const QString what = tr("Planning the rollback");
    if (_fleet.host() == nullptr) {
        Q_EMIT failed(what, noHost());
        return;
    }
    client::whenAnswered(_fleet.host()->ask(protocol::PlanRollback{job}), this,
                         [this, what](const Result<domain::Plan> &plan) { takePlan(what, plan); });
}

void DeploymentController::takePlan(const QString &what, const Result<domain::Plan> &plan)
{
    if (plan)
        showPlan(*plan);
    else
        Q_EMIT failed(what, plan.error());
}

void DeploymentController::showPlan(const domain::Plan &plan)
{
    auto *dialog = new PlanDialog(_theme, plan, _window);
    // One key per plan that was shown: a second press, or a reply that got lost, never makes a second job.
    const QString key = QUuid::createUuid().toString(QUuid::WithoutBraces);
    connect(dialog, &PlanDialog::applyRequested, this, [this, dialog, key] { apply(*dialog, key); });
    dialog->open();
}

void DeploymentController::apply(PlanDialog &dialog, const QString &idempotencyKey)
{
    if (_fleet.host() == nullptr) {
        dialog.showError(noHost());
        return;
    }
    dialog.showApplying();
    client::whenAnswered(_fleet.host()->ask(protocol::ApplyPlan{dialog.plan().id, idempotencyKey}), this,
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
        dialog.showError(noHost());
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
    if (_fleet.host() == nullptr) {
        dialog.showError(noHost());
        return;
    }
    dialog.showPlanning();
    protocol::PlanDeploy request{
        .plugin = dialog.plugin(), .artifact = artifact, .fileName = QFileInfo(dialog.file()).fileName()};
    for (const domain::InstanceRef &instance : dialog.targets().ticked())
        request.instances.append(instance.toString());
    client::whenAnswered(_fleet.host()->ask(request), this,
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
