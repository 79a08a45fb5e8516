// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/instances/instancepower.h"
#include "agent/jobs/jobwork.h"

namespace archivesmp::agent::jobs {

// Starts, stops or restarts one instance and is done when it is what was asked for.
class PowerWork final : public JobWork
{
public:
    PowerWork(instances::InstancePower &power, const Clock &clock);

    [[nodiscard]] Task<JobOutcome> run(std::shared_ptr<JobRun> run) override;

private:
    [[nodiscard]] Task<Result<void>> carryOut(std::shared_ptr<JobRun> run, instances::AmpInstance instance,
                                              domain::PowerAction action);

    instances::InstancePower &_power;
    const Clock &_clock;
};

// The state of one instance; a health check completes with what it saw, whatever that is.
class HealthWork final : public JobWork
{
public:
    HealthWork(instances::InstancePower &power, const Clock &clock);

    [[nodiscard]] Task<JobOutcome> run(std::shared_ptr<JobRun> run) override;

private:
    instances::InstancePower &_power;
    const Clock &_clock;
};

// The instance as AMP shows it right now, for a result.
[[nodiscard]] Task<Result<domain::Instance>> lookAt(instances::InstancePower &power, const Clock &clock,
                                                    domain::InstanceRef ref);

} // namespace archivesmp::agent::jobs
