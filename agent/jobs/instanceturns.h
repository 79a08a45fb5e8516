// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/result.h"

#include <QFuture>
#include <QPromise>
#include <QString>

#include <deque>
#include <map>
#include <memory>

namespace archivesmp::agent::jobs {

// One job per instance at a time, first come first served. Lives in the worker's thread.
class InstanceTurns final
{
public:
    // Ready when it is the caller's turn; each turn that came is given back with leave().
    [[nodiscard]] QFuture<Result<void>> take(const QString &instance);
    // False where somebody has the turn or waits for it.
    [[nodiscard]] bool tryTake(const QString &instance);
    void leave(const QString &instance);

private:
    using Waiting = std::deque<std::shared_ptr<QPromise<Result<void>>>>;
    std::map<QString, Waiting> _taken; // by instance; its front has not come yet
};

} // namespace archivesmp::agent::jobs
