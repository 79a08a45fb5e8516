// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/deployments/recovery.h"

#include "common/domain/enumnames.h"

namespace archivesmp::agent::deployments {

using namespace Qt::StringLiterals;

namespace {

constexpr domain::EnumNames<Step, 16> stepNames{{{Step::Begun, "begin"_L1},
                                                 {Step::BackedUp, "backed_up"_L1},
                                                 {Step::StopIntended, "intent_stop"_L1},
                                                 {Step::Stopped, "stopped"_L1},
                                                 {Step::SwapIntended, "intent_swap"_L1},
                                                 {Step::Swapped, "swapped"_L1},
                                                 {Step::Started, "started"_L1},
                                                 {Step::Healthy, "healthy"_L1},
                                                 {Step::Unhealthy, "unhealthy"_L1},
                                                 {Step::Undoing, "undoing"_L1},
                                                 {Step::Undone, "undone"_L1},
                                                 {Step::UndoStarted, "undo_started"_L1},
                                                 {Step::Abandoned, "abandoned"_L1},
                                                 {Step::Committed, "committed"_L1},
                                                 {Step::RolledBack, "rolled_back"_L1},
                                                 {Step::NeedsOperator, "needs_operator"_L1}}};

// Nothing was swapped: the instance has to run again where it ran.
NextStep beforeSwap(const TransactionState &state, AmpSees amp)
{
    if (!state.wasRunning || !state.restarts)
        return NextStep::Forget;
    return amp == AmpSees::Nothing ? NextStep::AskAmpAgain : NextStep::StartAndForget;
}

NextStep afterSwapIntent(const TransactionState &state, DiskState disk, AmpSees amp)
{
    switch (disk) {
    case DiskState::Old:
        return beforeSwap(state, amp);
    case DiskState::New:
        return NextStep::GoOnAfterSwap;
    case DiskState::Mixed:
        return NextStep::FinishSwap;
    case DiskState::Other:
        break;
    }
    return NextStep::CallOperator;
}

NextStep whileUndoing(DiskState disk)
{
    if (disk == DiskState::Other)
        return NextStep::CallOperator;
    return disk == DiskState::Old ? NextStep::GoOnAfterUndo : NextStep::Undo;
}

} // namespace

QString nameOf(Step step)
{
    return domain::enumToName(stepNames, step);
}

TransactionState stateOf(const QList<QJsonObject> &lastAttempt)
{
    TransactionState state;
    for (const QJsonObject &record : lastAttempt) {
        const auto step = domain::enumFromName(stepNames, record["step"_L1].toString());
        if (!step)
            continue; // closed, released
        state.step = *step;
        if (record.contains("was_running"_L1))
            state.wasRunning = record["was_running"_L1].toBool();
        if (record.contains("restarts"_L1))
            state.restarts = record["restarts"_L1].toBool();
        if (record.contains("changes"_L1))
            state.changes = fileChangesFromJson(record["changes"_L1].toArray());
        if (record.contains("reason"_L1))
            state.reason = record["reason"_L1].toString();
        if (record.contains("message"_L1))
            state.message = record["message"_L1].toString();
    }
    return state;
}

NextStep decide(const TransactionState &state, DiskState disk, AmpSees amp)
{
    switch (state.step) {
    case Step::Begun:
    case Step::BackedUp:
        return NextStep::Forget;
    case Step::StopIntended:
    case Step::Stopped:
        return beforeSwap(state, amp);
    case Step::SwapIntended:
        return afterSwapIntent(state, disk, amp);
    case Step::Swapped:
    case Step::Started:
        return disk == DiskState::New ? NextStep::GoOnAfterSwap : NextStep::CallOperator;
    case Step::Healthy:
        return NextStep::Commit;
    case Step::Unhealthy:
    case Step::Undoing:
        return whileUndoing(disk);
    case Step::Undone:
    case Step::UndoStarted:
        return disk == DiskState::Old ? NextStep::GoOnAfterUndo : NextStep::CallOperator;
    case Step::Abandoned:
        return NextStep::ReportAbandoned;
    case Step::Committed:
        return NextStep::ReportCommitted;
    case Step::RolledBack:
        return NextStep::ReportRolledBack;
    case Step::NeedsOperator:
        return NextStep::ReportOperator;
    }
    Q_UNREACHABLE();
}

} // namespace archivesmp::agent::deployments
