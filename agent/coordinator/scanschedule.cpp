// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/coordinator/scanschedule.h"

#include <QLoggingCategory>

#include <algorithm>

namespace archivesmp::agent::coordinator {

using namespace domain;
using namespace Qt::StringLiterals;
using std::chrono::milliseconds;

namespace {
Q_LOGGING_CATEGORY(lcSchedule, "archivesmp.schedule", QtInfoMsg)
}

ScanSchedule::ScanSchedule(const Workspace &workspace, Start start)
    : _workspace(workspace)
    , _start(std::move(start))
{ }

Result<milliseconds> ScanSchedule::firstDue()
{
    const auto last = _workspace.stores.jobs().latestOf(userName, JobType::DriftScan);
    if (!last)
        return last.error();
    QDateTime from = *last ? (*last)->createdAt : QDateTime();
    if (!from.isValid()) {
        const auto version = _workspace.stores.expectations().newest();
        if (!version)
            return version.error();
        from = *version ? (*version)->createdAt : _workspace.clock.now();
    }
    // A time in the future was written by a clock that has been set back since: at worst one interval is
    // lost.
    const milliseconds passed(from.msecsTo(_workspace.clock.now()));
    const milliseconds every = _workspace.options.scanEvery;
    return _workspace.clock.uptime() + every - std::clamp(passed, milliseconds(0), every);
}

Result<void> ScanSchedule::look(bool hasExpectations)
{
    if (!hasExpectations || _workspace.options.scanEvery <= milliseconds(0))
        return {};
    if (!_dueAt) {
        const auto due = firstDue();
        if (!due)
            return due.error();
        _dueAt = *due;
    }
    if (_workspace.clock.uptime() < *_dueAt)
        return {};
    const auto last = _workspace.stores.jobs().latestOf(userName, JobType::DriftScan);
    if (!last)
        return last.error();
    if (*last && !isFinal((*last)->status))
        return {};
    const auto started = _start();
    if (!started && started.error().code == ErrorCode::Unavailable) {
        if (!_saidWhy)
            qCWarning(lcSchedule).noquote() << "the scheduled scan waits:" << describe(started.error());
        _saidWhy = true;
        return {};
    }
    if (!started)
        return started;
    _saidWhy = false;
    _dueAt = _workspace.clock.uptime() + _workspace.options.scanEvery;
    return {};
}

} // namespace archivesmp::agent::coordinator
