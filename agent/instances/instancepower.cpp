// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/instances/instancepower.h"

namespace archivesmp::agent::instances {

using namespace Qt::StringLiterals;
using domain::InstanceState;

namespace {

// How often a start may be seen as "stopped" before it counts: AMP takes a moment between accepting and
// starting.
constexpr int stoppedSightings = 10;

QString seconds(std::chrono::milliseconds time)
{
    return QString::number(double(time.count()) / 1000.0) + u" s"_s;
}

} // namespace

bool isUp(InstanceState state)
{
    return state == InstanceState::Running || state == InstanceState::Starting
        || state == InstanceState::Stopping;
}

InstancePower::InstancePower(AmpPanel &panel, const Clock &clock, PowerTimes times)
    : _panel(panel)
    , _clock(clock)
    , _times(times)
{ }

Task<Result<AmpInstance>> InstancePower::find(QString name)
{
    const auto listed = co_await answerOf(_panel.listInstances());
    if (!listed)
        co_return listed.error();
    for (const AmpInstance &instance : *listed) {
        if (instance.name == name)
            co_return instance;
    }
    co_return Error{ErrorCode::NotFound, u"AMP knows no instance "_s + name};
}

Task<Result<AmpStatus>> InstancePower::status(AmpInstance instance)
{
    if (instance.suspended)
        co_return AmpStatus{InstanceState::Suspended};
    if (!instance.daemonRunning) {
        // The entry may be old: somebody can have started it since.
        const auto now = co_await find(instance.name);
        if (!now)
            co_return now.error();
        if (!now->daemonRunning)
            co_return AmpStatus{InstanceState::Stopped};
    }
    co_return co_await answerOf(_panel.status(instance.id));
}

Task<Result<void>> InstancePower::stop(AmpInstance instance)
{
    const auto deadline = _clock.uptime() + _times.stop;
    bool asked = false;
    while (true) {
        const auto now = co_await status(instance);
        if (!now && !isTransient(now.error().code))
            co_return now.error();
        if (now && (now->state == InstanceState::Stopped || now->state == InstanceState::Failed))
            co_return Result<void>();
        if (now && !asked && now->state != InstanceState::Stopping) {
            const auto accepted = co_await answerOf(_panel.stopApplication(instance.id));
            if (!accepted)
                co_return accepted.error();
            asked = true;
        }
        if (_clock.uptime() >= deadline) {
            if (!now)
                co_return now.error().because(u"AMP could not be asked whether it stopped"_s);
            co_return Error{ErrorCode::Timeout,
                            instance.name + u" did not stop within "_s + seconds(_times.stop),
                            {},
                            0,
                            0,
                            {},
                            u"look at its console"_s};
        }
        co_await delay(_times.poll);
    }
}

Task<Result<void>> InstancePower::start(AmpInstance instance)
{
    if (!instance.daemonRunning) {
        const auto now = co_await find(instance.name);
        if (!now)
            co_return now.error();
        if (!now->daemonRunning) {
            const auto started = co_await answerOf(_panel.startDaemon(instance.name));
            if (!started)
                co_return started.error();
        }
        instance.daemonRunning = true;
    }
    const auto deadline = _clock.uptime() + _times.start;
    while (true) {
        const auto now = co_await answerOf(_panel.status(instance.id));
        if (now && (now->state == InstanceState::Running || now->state == InstanceState::Starting))
            co_return Result<void>();
        if (now && now->state != InstanceState::Stopping)
            co_return co_await answerOf(_panel.startApplication(instance.id));
        if (!now && (!isTransient(now.error().code) || _clock.uptime() >= deadline))
            co_return now.error();
        if (_clock.uptime() >= deadline)
            co_return Error{ErrorCode::Timeout, instance.name + u" is still stopping"_s};
        co_await delay(_times.poll);
    }
}

Task<Result<void>> InstancePower::waitUntilRunning(AmpInstance instance)
{
    const auto deadline = _clock.uptime() + _times.start;
    bool wasUp = false;
    int stopped = 0;
    while (true) {
        const auto now = co_await answerOf(_panel.status(instance.id));
        if (!now && !isTransient(now.error().code))
            co_return now.error();
        const InstanceState state = now ? now->state : InstanceState::Unknown;
        if (state == InstanceState::Running)
            co_return Result<void>();
        if (state == InstanceState::Failed)
            co_return Error{ErrorCode::Unavailable, instance.name + u" failed to start"_s};
        wasUp = wasUp || isUp(state);
        stopped += state == InstanceState::Stopped ? 1 : 0;
        if (state == InstanceState::Stopped && (wasUp || stopped >= stoppedSightings))
            co_return Error{ErrorCode::Unavailable, instance.name + u" stopped by itself while starting"_s};
        if (_clock.uptime() >= deadline) {
            co_return Error{ErrorCode::Timeout,
                            instance.name + u" was not ready within "_s + seconds(_times.start)};
        }
        co_await delay(_times.poll);
    }
}

} // namespace archivesmp::agent::instances
