// SPDX-License-Identifier: GPL-3.0-or-later
// The job types that change files, each a source for the one transaction. They live in the worker's thread.
#pragma once

#include "agent/deployments/changetransaction.h"
#include "agent/jobs/hostapi.h"

namespace archivesmp::agent::deployments {

class DeployWork final : public jobs::JobWork
{
public:
    // `downloads` is a folder of the agent's own for JARs on their way.
    DeployWork(ChangeTransaction &transaction, jobs::HostApi &host, QString downloads);

    [[nodiscard]] Task<jobs::JobOutcome> run(std::shared_ptr<jobs::JobRun> run) override;

private:
    ChangeTransaction &_transaction;
    jobs::HostApi &_host;
    QString _downloads;
};

class ConfigUpdateWork final : public jobs::JobWork
{
public:
    explicit ConfigUpdateWork(ChangeTransaction &transaction);

    [[nodiscard]] Task<jobs::JobOutcome> run(std::shared_ptr<jobs::JobRun> run) override;

private:
    ChangeTransaction &_transaction;
};

class RollbackWork final : public jobs::JobWork
{
public:
    explicit RollbackWork(ChangeTransaction &transaction);

    [[nodiscard]] Task<jobs::JobOutcome> run(std::shared_ptr<jobs::JobRun> run) override;

private:
    ChangeTransaction &_transaction;
};

} // namespace archivesmp::agent::deployments
