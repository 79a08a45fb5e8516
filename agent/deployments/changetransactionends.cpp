// SPDX-License-Identifier: GPL-3.0-or-later
// How a transaction is taken up again after a crash, and how it ends.
#include "agent/deployments/changetransaction.h"

#include "agent/deployments/course.h"
#include "agent/deployments/swap.h"
#include "agent/jobs/powerwork.h"

#include <algorithm>

namespace archivesmp::agent::deployments {

using namespace Qt::StringLiterals;
using domain::JobStatus;
using jobs::JobOutcome;

namespace {

constexpr int pollsBetweenQuestions = 5;

bool serverRanSince(Step step)
{
    return step == Step::Started || step == Step::Healthy || step == Step::Unhealthy || step == Step::Undoing
        || step == Step::UndoStarted;
}

// What the last attempt reported, from its final record.
JobOutcome outcomeFrom(const QList<QJsonObject> &lastAttempt)
{
    JobOutcome outcome;
    for (const QJsonObject &record : lastAttempt) {
        if (!record.contains("status"_L1))
            continue;
        outcome.status
            = domain::jobStatusFromName(record["status"_L1].toString()).value_or(JobStatus::Failed);
        outcome.message = record["message"_L1].toString();
        if (record.contains("error_code"_L1))
            outcome.errorCode = errorCodeFromName(record["error_code"_L1].toString());
    }
    return outcome;
}

Error interrupted()
{
    return {ErrorCode::Unavailable, u"the agent was interrupted before it changed anything"_s};
}

} // namespace

Task<AmpSees> ChangeTransaction::askAmp(At at)
{
    const auto found = co_await findInstance(at);
    if (!found)
        co_return AmpSees::Nothing;
    const auto status = co_await _parts.power.status(at->instance);
    if (!status)
        co_return AmpSees::Nothing;
    co_return instances::isUp(status->state) ? AmpSees::Up : AmpSees::Down;
}

Task<NextStep> ChangeTransaction::nextStep(At at)
{
    const Step step = at->state.step;
    const bool undone = step == Step::Undone || step == Step::UndoStarted;
    const auto looking = runOn(_parts.pool, [at, step, undone] {
        return diskState(*at->folder, at->state.changes,
                         serverRanSince(step) ? PluginFiles::Skip : PluginFiles::Compare,
                         undone ? DiskState::Old : DiskState::New);
    });
    const auto disk = co_await answerOf(looking);
    while (true) {
        const AmpSees amp = co_await askAmp(at);
        const NextStep next = decide(at->state, disk ? *disk : DiskState::Other, amp);
        if (next != NextStep::AskAmpAgain)
            co_return next;
        co_await delay(_parts.power.times().poll * pollsBetweenQuestions);
    }
}

Task<JobOutcome> ChangeTransaction::resume(At at)
{
    at->run->step(u"going on after \""_s + nameOf(at->state.step) + u'"');
    const NextStep next = co_await nextStep(at);
    switch (next) {
    case NextStep::Forget:
        co_return co_await abandon(at, interrupted());
    case NextStep::StartAndForget:
        co_return co_await startAndAbandon(at, interrupted());
    case NextStep::FinishSwap: {
        const auto swapping = runOn(_parts.pool, [at] { return swapIn(*at->folder, at->state.changes); });
        const auto swapped = co_await answerOf(swapping);
        if (swapped)
            co_return co_await afterSwap(at);
        at->state.reason = describe(swapped.error());
        co_return co_await undo(at);
    }
    case NextStep::GoOnAfterSwap:
        co_return co_await afterSwap(at);
    case NextStep::Commit:
        co_return co_await commit(at);
    case NextStep::Undo:
        co_return co_await undo(at);
    case NextStep::GoOnAfterUndo:
        co_return co_await afterUndo(at);
    case NextStep::CallOperator:
        co_return co_await callOperator(at, u"the files are neither the old nor the new ones"_s);
    case NextStep::ReportAbandoned:
    case NextStep::ReportCommitted:
    case NextStep::ReportRolledBack:
    case NextStep::ReportOperator:
    case NextStep::AskAmpAgain:
        break;
    }
    const JobOutcome outcome = outcomeFrom(jobs::lastAttemptOf(at->journal.records()));
    co_return co_await report(at, outcome);
}

Task<JobOutcome> ChangeTransaction::abandon(At at, Error error)
{
    const JobOutcome outcome = jobs::outcomeOf(error);
    (void)at->record(Step::Abandoned,
                     {{u"message"_s, outcome.message},
                      {u"status"_s, domain::nameOf(outcome.status)},
                      {u"error_code"_s, nameOf(error.code)}});
    co_return outcome;
}

// Whatever the reason, the instance is not left down.
Task<JobOutcome> ChangeTransaction::startAndAbandon(At at, Error error)
{
    if (!at->stopsAndStarts())
        co_return co_await abandon(at, error);
    at->run->step(u"start again"_s);
    const auto deadline = _parts.clock.uptime() + _parts.power.times().start;
    while (true) {
        const auto found = co_await findInstance(at);
        Result<void> started;
        if (found)
            started = co_await _parts.power.start(at->instance);
        else
            started = found.error();
        if (started)
            co_return co_await abandon(at, error);
        if (_parts.clock.uptime() >= deadline || !isTransient(started.error().code)) {
            co_return co_await callOperator(
                at, describe(error) + u"; nothing was changed, but "_s + describe(started.error()));
        }
        co_await delay(_parts.power.times().poll);
    }
}

Task<JobOutcome> ChangeTransaction::callOperator(At at, QString why)
{
    JobOutcome outcome{.status = JobStatus::Failed,
                       .errorCode = ErrorCode::Conflict,
                       .message = u"needs an operator: "_s + why + u"; the backup is in "_s
                           + at->folder->path() + u'/' + backupFolder(at->job().id)
                           + u"; the instance takes no further changes until this job is rolled back"_s};
    (void)at->record(Step::NeedsOperator,
                     {{u"message"_s, outcome.message},
                      {u"status"_s, domain::nameOf(outcome.status)},
                      {u"error_code"_s, nameOf(*outcome.errorCode)}});
    co_return co_await report(at, outcome);
}

// Adds what the instance is like now, so that nobody has to wait for the next scan.
Task<JobOutcome> ChangeTransaction::report(At at, JobOutcome outcome)
{
    const domain::InstanceRef ref{at->job().server, at->job().instance};
    const auto reading = runOn(
        _parts.pool, [this, ref, path = at->folder->path()] { return _parts.reader.plugins(ref, path); });
    const auto plugins = co_await answerOf(reading);
    if (plugins)
        outcome.plugins = *plugins;
    const auto seen = co_await jobs::lookAt(_parts.power, _parts.clock, ref);
    if (seen)
        outcome.instance = *seen;
    const auto finding = runOn(_parts.pool, [at] { return readBackup(*at->folder, at->job().id); });
    auto backup = co_await answerOf(finding);
    if (backup && _archives && backup->artifact.isEmpty()) {
        const auto sent = co_await _archives->send(at->folder, *backup);
        if (sent)
            backup = *sent;
        else
            at->run->note(u"the backup is on this machine only: "_s + describe(sent.error()));
    }
    if (backup)
        outcome.backup = reportOf(*backup);
    co_return outcome;
}

} // namespace archivesmp::agent::deployments
