// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/jobs/instanceturns.h"

namespace archivesmp::agent::jobs {

QFuture<Result<void>> InstanceTurns::take(const QString &instance)
{
    const auto [place, isFree] = _taken.try_emplace(instance);
    if (isFree)
        return QtFuture::makeReadyFuture(Result<void>());
    auto promise = std::make_shared<QPromise<Result<void>>>();
    promise->start();
    place->second.push_back(promise);
    return promise->future();
}

bool InstanceTurns::tryTake(const QString &instance)
{
    return _taken.try_emplace(instance).second;
}

void InstanceTurns::leave(const QString &instance)
{
    const auto place = _taken.find(instance);
    if (place == _taken.end())
        return;
    if (place->second.empty()) {
        _taken.erase(place);
        return;
    }
    const auto next = place->second.front();
    place->second.pop_front();
    next->addResult(Result<void>());
    next->finish();
}

} // namespace archivesmp::agent::jobs
