// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/deployments/changework.h"

#include "agent/deployments/configsource.h"
#include "agent/deployments/deploysource.h"
#include "agent/deployments/rollbacksource.h"

namespace archivesmp::agent::deployments {

using jobs::JobOutcome;
using jobs::JobRun;

DeployWork::DeployWork(ChangeTransaction &transaction, jobs::HostApi &host, QString downloads)
    : _transaction(transaction)
    , _host(host)
    , _downloads(std::move(downloads))
{ }

Task<JobOutcome> DeployWork::run(std::shared_ptr<JobRun> run)
{
    const auto source
        = std::make_shared<DeploySource>(_host, _transaction.parts().reader, _downloads, run->job());
    return _transaction.run(std::move(run), source, {});
}

ConfigUpdateWork::ConfigUpdateWork(ChangeTransaction &transaction)
    : _transaction(transaction)
{ }

Task<JobOutcome> ConfigUpdateWork::run(std::shared_ptr<JobRun> run)
{
    const auto source = std::make_shared<ConfigSource>(run->job(), run->secrets());
    return _transaction.run(std::move(run), source, {});
}

RollbackWork::RollbackWork(ChangeTransaction &transaction)
    : _transaction(transaction)
{ }

Task<JobOutcome> RollbackWork::run(std::shared_ptr<JobRun> run)
{
    const auto source
        = std::make_shared<RollbackSource>(run->job(), _transaction.parts().root, _transaction.archives());
    Task<JobOutcome> undoing = _transaction.run(run, source, source->undoes());
    JobOutcome outcome = co_await undoing;
    // The job that locked the instance is put right.
    if (outcome.status == domain::JobStatus::Completed) {
        const auto released = _transaction.parts().journals.release(run->job().instance, source->undoes());
        if (!released)
            run->note(describe(released.error()));
    }
    co_return outcome;
}

} // namespace archivesmp::agent::deployments
