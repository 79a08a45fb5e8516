// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/jobs/powerwork.h"

namespace archivesmp::agent::jobs {

using namespace Qt::StringLiterals;
using domain::PowerAction;
using instances::AmpInstance;

PowerWork::PowerWork(instances::InstancePower &power, const Clock &clock)
    : _power(power)
    , _clock(clock)
{ }

Task<JobOutcome> PowerWork::run(std::shared_ptr<JobRun> run)
{
    const auto *payload = std::get_if<domain::PowerPayload>(&run->job().payload);
    if (!payload)
        co_return outcomeOf(
            Error{ErrorCode::InvalidArgument, u"the job does not say start, stop or restart"_s});
    const PowerAction action = payload->action;
    if (const auto allowed = run->mayGoOn(); !allowed)
        co_return outcomeOf(allowed.error());
    const auto instance = co_await _power.find(run->job().instance);
    if (!instance)
        co_return outcomeOf(instance.error());
    run->step(domain::nameOf(action));
    const auto done = co_await carryOut(run, *instance, action);
    JobOutcome outcome = done
        ? completedWith(instance->name + (action == PowerAction::Stop ? u" is stopped"_s : u" is running"_s))
        : outcomeOf(done.error());
    const domain::InstanceRef ref{run->job().server, run->job().instance};
    const auto seen = co_await lookAt(_power, _clock, ref);
    if (seen)
        outcome.instance = *seen;
    co_return outcome;
}

Task<Result<void>> PowerWork::carryOut(std::shared_ptr<JobRun> run, AmpInstance instance, PowerAction action)
{
    if (action != PowerAction::Start) {
        const auto stopped = co_await _power.stop(instance);
        if (!stopped)
            co_return stopped.error();
    }
    if (action == PowerAction::Stop)
        co_return Result<void>();
    const auto started = co_await _power.start(instance);
    if (!started)
        co_return started.error();
    run->step(u"waiting until it is ready"_s);
    co_return co_await _power.waitUntilRunning(instance);
}

HealthWork::HealthWork(instances::InstancePower &power, const Clock &clock)
    : _power(power)
    , _clock(clock)
{ }

Task<JobOutcome> HealthWork::run(std::shared_ptr<JobRun> run)
{
    const domain::InstanceRef ref{run->job().server, run->job().instance};
    const auto seen = co_await lookAt(_power, _clock, ref);
    if (!seen)
        co_return outcomeOf(seen.error());
    JobOutcome outcome = completedWith(run->job().instance + u" is "_s + domain::nameOf(seen->state));
    outcome.instance = *seen;
    co_return outcome;
}

Task<Result<domain::Instance>> lookAt(instances::InstancePower &power, const Clock &clock,
                                      domain::InstanceRef ref)
{
    const auto entry = co_await power.find(ref.name);
    if (!entry)
        co_return entry.error();
    const auto status = co_await power.status(*entry);
    if (!status)
        co_return status.error();
    co_return domain::Instance{.ref = ref,
                               .ampId = entry->id.toLower(),
                               .state = status->state,
                               .onDisk = true,
                               .inAmp = true,
                               .players = status->players,
                               .lastSeen = clock.now()};
}

} // namespace archivesmp::agent::jobs
