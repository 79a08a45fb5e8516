// SPDX-License-Identifier: GPL-3.0-or-later
// What to do after a crash: a pure function of the journal, the disk and AMP.
#pragma once

#include "agent/deployments/filechange.h"

#include <QJsonObject>
#include <QLatin1StringView>

#include <array>

namespace archivesmp::agent::deployments {

// The last thing that the journal knows, in the order of a transaction's life.
enum class Step {
    Begun,
    BackedUp,
    StopIntended,
    Stopped,
    SwapIntended,
    Swapped,
    Started,
    Healthy,
    Unhealthy,
    Undoing,
    Undone,
    UndoStarted,
    Abandoned,
    Committed,
    RolledBack,
    NeedsOperator,
};
inline constexpr std::array allSteps{
    Step::Begun,        Step::BackedUp,  Step::StopIntended, Step::Stopped,
    Step::SwapIntended, Step::Swapped,   Step::Started,      Step::Healthy,
    Step::Unhealthy,    Step::Undoing,   Step::Undone,       Step::UndoStarted,
    Step::Abandoned,    Step::Committed, Step::RolledBack,   Step::NeedsOperator,
};

// What a journal's last attempt adds up to.
struct TransactionState
{
    Step step = Step::Begun;
    bool wasRunning = false; // before the transaction stopped it
    bool restarts = true;    // stops and starts the instance at all
    QList<FileChange> changes;
    QString reason;  // why it was unhealthy
    QString message; // what a final step reports

    friend bool operator==(const TransactionState &, const TransactionState &) = default;
};

[[nodiscard]] TransactionState stateOf(const QList<QJsonObject> &lastAttempt);

enum class AmpSees { Up, Down, Nothing }; // Nothing: AMP could not be asked

enum class NextStep {
    Forget,         // nothing was changed: remove the stage, let the job be tried again
    StartAndForget, // nothing was changed, but the instance may be down
    FinishSwap,     // the swap stopped between two files
    GoOnAfterSwap,  // start where it ran, and wait for its health
    Commit,
    Undo,
    GoOnAfterUndo, // start where it ran, and wait for its health
    ReportAbandoned,
    ReportCommitted,
    ReportRolledBack,
    ReportOperator,
    CallOperator, // the files are neither old nor new: touch nothing
    AskAmpAgain,
};

[[nodiscard]] NextStep decide(const TransactionState &state, DiskState disk, AmpSees amp);

[[nodiscard]] QString nameOf(Step step); // the record's "step"

} // namespace archivesmp::agent::deployments
