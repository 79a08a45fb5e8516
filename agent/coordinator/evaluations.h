// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/coordinator/jobintake.h"
#include "agent/coordinator/workspace.h"
#include "common/expectations/expectationdiff.h"

namespace archivesmp::agent::coordinator {

// What a change of the expectations means is found out where the files are: one job per server that reads
// what is concerned again. Until it has, the findings concerned are provisional. Belongs to the coordinator's
// thread.
class Evaluations final
{
public:
    Evaluations(const Workspace &workspace, JobIntake &intake)
        : _workspace(workspace)
        , _intake(intake)
    { }

    // To be called in the transaction that makes the change. Instances that were never scanned wait for their
    // first scan, and an agent that cannot evaluate for its next one.
    [[nodiscard]] Result<QList<JobId>> begin(Changes &changes, const domain::User &by,
                                             const expectations::ExpectationSet &before,
                                             const expectations::ExpectationSet &after);

    // The same for what a report says that was compared with expectations of before.
    [[nodiscard]] Result<QList<JobId>> again(Changes &changes, const domain::InstanceRef &instance,
                                             const QStringList &plugins);

private:
    [[nodiscard]] Result<void> markProvisional(Changes &changes,
                                               const expectations::ExpectationDifference &difference,
                                               const expectations::Concerned &concerned,
                                               const expectations::ExpectationSet &before,
                                               const expectations::ExpectationSet &after);
    [[nodiscard]] Result<QList<JobId>> order(Changes &changes, const domain::User &by,
                                             const QMap<QString, domain::EvaluatePayload> &byServer);
    [[nodiscard]] Result<domain::EvaluatePayload> joined(Changes &changes, const QString &server,
                                                         domain::EvaluatePayload payload);

    const Workspace &_workspace;
    JobIntake &_intake;
};

} // namespace archivesmp::agent::coordinator
