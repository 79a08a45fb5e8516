// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/deployments/changetransaction.h"

#include "agent/deployments/course.h"
#include "agent/deployments/failpoint.h"
#include "agent/deployments/swap.h"
#include "agent/jobs/powerwork.h"

namespace archivesmp::agent::deployments {

using namespace Qt::StringLiterals;
using domain::JobStatus;
using instances::InstanceFolder;
using jobs::JobOutcome;
using jobs::JobRun;

namespace {

QJsonObject finalRecord(const JobOutcome &outcome)
{
    QJsonObject record{{u"message"_s, outcome.message}, {u"status"_s, domain::nameOf(outcome.status)}};
    if (outcome.errorCode)
        record.insert(u"error_code"_s, nameOf(*outcome.errorCode));
    return record;
}

// The names that a log would speak of.
QStringList jarsOf(const QList<FileChange> &changes)
{
    QStringList names;
    for (const FileChange &change : changes) {
        if (!change.ownedByPlugin)
            names.append(change.path.section(u'/', -1));
    }
    return names;
}

} // namespace

ChangeTransaction::ChangeTransaction(TransactionParts parts)
    : _parts(std::move(parts))
{ }

Result<ChangeTransaction::At> ChangeTransaction::begin(const std::shared_ptr<JobRun> &run,
                                                       const std::shared_ptr<ChangeSource> &source,
                                                       const JobId &undoes) const
{
    if (const auto allowed = _parts.journals.mayChange(run->job(), undoes); !allowed)
        return allowed.error();
    const auto folder = InstanceFolder::open(_parts.root, run->job().instance);
    if (!folder)
        return folder.error();
    auto journal = _parts.journals.of(run->job());
    if (!journal)
        return journal.error();
    const TransactionState state = stateOf(jobs::lastAttemptOf(journal->records()));
    return std::make_shared<Course>(Course{run, source, *folder, std::move(*journal), state, {}, {}, {}});
}

Task<JobOutcome> ChangeTransaction::run(std::shared_ptr<JobRun> run, std::shared_ptr<ChangeSource> source,
                                        JobId undoes)
{
    auto begun = begin(run, source, undoes);
    if (!begun)
        co_return jobs::outcomeOf(begun.error());
    const At at = *begun;
    failpoint("deploy.after_begin"_L1);
    const bool fresh = jobs::lastAttemptOf(at->journal.records()).size() == 1;
    const auto allowed = run->mayGoOn();
    Task<JobOutcome> course = !fresh ? resume(at) : allowed ? forward(at) : abandon(at, allowed.error());
    JobOutcome outcome = co_await course;
    const auto cleaning = runOn(_parts.pool, [at]() -> Result<void> {
        at->source->cleanUp();
        return at->folder->removeFolder(stageFolder(at->job().id));
    });
    const auto cleaned = co_await answerOf(cleaning);
    if (!cleaned)
        at->run->note(u"the stage is left behind: "_s + describe(cleaned.error()));
    co_return outcome;
}

Task<Result<void>> ChangeTransaction::layReady(At at, Phase phase)
{
    const auto preparing
        = runOn(_parts.pool, [at, phase] { return at->source->prepare(*at->folder, phase); });
    auto prepared = co_await answerOf(preparing);
    if (!prepared)
        co_return prepared.error();
    const bool same = at->backup && prepared->changes == at->preparation.changes;
    at->preparation = *prepared;
    for (const QString &note : std::as_const(at->preparation.notes))
        at->run->note(note);
    if (same || at->preparation.changes.isEmpty())
        co_return Result<void>();
    failpoint("deploy.after_stage"_L1);
    at->run->step(u"back up"_s);
    const auto backingUp = runOn(_parts.pool, [at, now = _parts.clock.now()] {
        return makeBackup(*at->folder, at->job().id, at->job().plugin, now, at->preparation.changes,
                          at->preparation.alsoKept);
    });
    auto backup = co_await answerOf(backingUp);
    if (!backup)
        co_return backup.error().because(u"cannot back up"_s);
    at->backup = *backup;
    co_return Result<void>();
}

Task<Result<void>> ChangeTransaction::findInstance(At at)
{
    const auto found = co_await _parts.power.find(at->job().instance);
    if (!found)
        co_return found.error();
    at->instance = *found;
    co_return Result<void>();
}

Task<JobOutcome> ChangeTransaction::forward(At at)
{
    at->run->step(u"prepare"_s);
    const auto fetched = co_await at->source->fetch(at->run);
    if (!fetched)
        co_return co_await abandon(at, fetched.error());
    const auto ready = co_await layReady(at, Phase::BeforeStop);
    if (!ready)
        co_return co_await abandon(at, ready.error());
    if (at->preparation.changes.isEmpty())
        co_return co_await commit(at);
    if (const auto recorded = at->record(Step::BackedUp); !recorded)
        co_return co_await abandon(at, recorded.error());
    failpoint("deploy.after_backup"_L1);

    const auto found = co_await findInstance(at);
    if (!found)
        co_return co_await abandon(at, found.error());
    const auto status = co_await _parts.power.status(at->instance);
    if (!status)
        co_return co_await abandon(at, status.error());
    if (const auto allowed = at->run->mayGoOn(); !allowed)
        co_return co_await abandon(at, allowed.error());
    const QJsonObject intent{{u"was_running"_s, instances::isUp(status->state)},
                             {u"restarts"_s, at->preparation.restarts}};
    if (const auto recorded = at->record(Step::StopIntended, intent); !recorded)
        co_return co_await abandon(at, recorded.error());
    failpoint("deploy.after_intent_stop"_L1);
    if (!at->stopsAndStarts())
        co_return co_await swap(at);

    at->run->step(u"stop"_s);
    const auto stopped = co_await _parts.power.stop(at->instance);
    if (!stopped) {
        JobOutcome outcome = co_await abandon(at, stopped.error());
        outcome.status = JobStatus::Failed; // it may still be on its way down: a person has to look
        co_return outcome;
    }
    failpoint("deploy.after_stop"_L1);
    if (const auto recorded = at->record(Step::Stopped); !recorded)
        co_return co_await startAndAbandon(at, recorded.error());
    failpoint("deploy.after_stopped"_L1);
    co_return co_await swap(at);
}

Task<JobOutcome> ChangeTransaction::swap(At at)
{
    const auto ready = co_await layReady(at, Phase::AfterStop);
    if (!ready)
        co_return co_await startAndAbandon(at, ready.error());
    if (const auto allowed = at->run->mayGoOn(); !allowed)
        co_return co_await startAndAbandon(at, allowed.error());
    at->run->step(u"swap"_s);
    const QJsonObject intent{{u"changes"_s, toJson(at->preparation.changes)}};
    if (const auto recorded = at->record(Step::SwapIntended, intent); !recorded)
        co_return co_await startAndAbandon(at, recorded.error());
    failpoint("deploy.after_intent_swap"_L1);
    const auto swapping = runOn(_parts.pool, [at] { return swapIn(*at->folder, at->state.changes); });
    const auto swapped = co_await answerOf(swapping);
    failpoint("deploy.after_swap"_L1);
    if (!swapped) {
        at->run->note(u"the swap failed: "_s + describe(swapped.error()));
        const NextStep next = co_await nextStep(at);
        if (next == NextStep::Forget || next == NextStep::StartAndForget)
            co_return co_await startAndAbandon(at, swapped.error());
        if (next == NextStep::CallOperator)
            co_return co_await callOperator(at, describe(swapped.error()));
        at->state.reason = describe(swapped.error());
        co_return co_await undo(at);
    }
    co_return co_await afterSwap(at);
}

Task<JobOutcome> ChangeTransaction::afterSwap(At at)
{
    if (at->state.step == Step::SwapIntended) {
        if (const auto recorded = at->record(Step::Swapped); !recorded)
            at->run->note(describe(recorded.error())); // the disk itself shows the same
        failpoint("deploy.after_swapped"_L1);
    }
    if (!at->stopsAndStarts())
        co_return co_await commit(at);
    const auto health = co_await startAndWatch(at, Step::Started, "deploy.after_start"_L1);
    const QString reason = health ? health->reason : describe(health.error());
    if (!health || !health->healthy) {
        (void)at->record(Step::Unhealthy, {{u"reason"_s, reason}});
        failpoint("deploy.after_unhealthy"_L1);
        at->state.reason = reason;
        co_return co_await undo(at);
    }
    (void)at->record(Step::Healthy);
    failpoint("deploy.after_healthy"_L1);
    co_return co_await commit(at);
}

// An error says that it could not even be started.
Task<Result<Health>> ChangeTransaction::startAndWatch(At at, Step started, QLatin1StringView afterStart)
{
    if (at->instance.id.isEmpty()) {
        const auto found = co_await findInstance(at);
        if (!found)
            co_return found.error();
    }
    at->run->step(u"start"_s);
    const auto before = co_await _parts.power.status(at->instance);
    if (before && instances::isUp(before->state)) {
        // A former process started it, or AMP did: what its log said since was not seen, and decides.
        at->run->note(u"stopped once more, because its log since the start was not seen"_s);
        const auto stopped = co_await _parts.power.stop(at->instance);
        if (!stopped)
            co_return stopped.error();
    }
    // What the log said before the start is not about it.
    (void)co_await answerOf(_parts.power.panel().newConsoleLines(at->instance.id));
    const auto begun = co_await _parts.power.start(at->instance);
    if (!begun)
        co_return begun.error();
    failpoint(afterStart);
    (void)at->record(started);
    if (started == Step::Started)
        failpoint("deploy.after_started"_L1);
    at->run->step(u"health gate"_s);
    const GateSubject subject{at->instance, at->job().plugin, jarsOf(at->state.changes), true};
    const Health health = co_await _parts.gate.watch(subject);
    co_return health;
}

Task<JobOutcome> ChangeTransaction::commit(At at)
{
    const auto proving = runOn(_parts.pool, [at] { return at->source->prove(*at->folder); });
    const auto proof = co_await answerOf(proving);
    JobOutcome outcome = proof ? jobs::completedWith(*proof) : jobs::outcomeOf(proof.error());
    if (!proof)
        outcome.status = JobStatus::Failed; // it was carried out; doing it again would not change the proof
    if (proof && at->state.wasRunning && !at->state.restarts)
        outcome.message += u"; applied, restart needed"_s;
    if (proof && !at->state.wasRunning && !at->state.changes.isEmpty())
        outcome.message += u"; the instance is not running"_s;
    (void)at->record(Step::Committed, finalRecord(outcome));
    failpoint("deploy.after_committed"_L1);
    co_return co_await report(at, outcome);
}

Task<JobOutcome> ChangeTransaction::undo(At at)
{
    at->run->step(u"undo: "_s + at->state.reason);
    (void)at->record(Step::Undoing, {{u"reason"_s, at->state.reason}});
    failpoint("deploy.after_undoing"_L1);
    if (at->stopsAndStarts()) {
        if (at->instance.id.isEmpty()) {
            const auto found = co_await findInstance(at);
            if (!found)
                co_return co_await callOperator(at, describe(found.error()));
        }
        const auto stopped = co_await _parts.power.stop(at->instance);
        if (!stopped)
            co_return co_await callOperator(at, describe(stopped.error()));
        failpoint("deploy.after_undo_stop"_L1);
    }
    const auto restoring = runOn(_parts.pool, [at]() -> Result<void> {
        const auto backup = readBackup(*at->folder, at->job().id);
        return backup ? swapBack(*at->folder, *backup) : backup.error();
    });
    const auto restored = co_await answerOf(restoring);
    failpoint("deploy.after_undo"_L1);
    if (!restored)
        co_return co_await callOperator(at, describe(restored.error()));
    (void)at->record(Step::Undone);
    failpoint("deploy.after_undone"_L1);
    co_return co_await afterUndo(at);
}

Task<JobOutcome> ChangeTransaction::afterUndo(At at)
{
    const QString reason = at->state.reason;
    if (at->stopsAndStarts()) {
        const auto health = co_await startAndWatch(at, Step::UndoStarted, "deploy.after_undo_start"_L1);
        if (!health)
            co_return co_await callOperator(at, reason + u"; undone, but "_s + describe(health.error()));
        if (!health->healthy)
            co_return co_await callOperator(at, reason + u"; undone, but "_s + health->reason);
    }
    JobOutcome outcome{.status = JobStatus::RolledBack,
                       .errorCode = ErrorCode::Unavailable,
                       .message = reason + u"; rolled back, the old files are in place again"_s};
    if (at->stopsAndStarts())
        outcome.message += u" and the instance is running"_s;
    (void)at->record(Step::RolledBack, finalRecord(outcome));
    failpoint("deploy.after_rolled_back"_L1);
    co_return co_await report(at, outcome);
}

} // namespace archivesmp::agent::deployments
