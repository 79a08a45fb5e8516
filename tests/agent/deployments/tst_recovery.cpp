// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/deployments/recovery.h"

#include "tests/support/testregistry.h"

#include <QTest>

using namespace archivesmp::agent::deployments;
using namespace Qt::StringLiterals;

namespace {

constexpr std::array disks{DiskState::Old, DiskState::New, DiskState::Mixed, DiskState::Other};
constexpr std::array ampStates{AmpSees::Up, AmpSees::Down, AmpSees::Nothing};

// What the design's table says, for an instance that ran: by disk old, new, mixed, other.
struct Row
{
    Step step;
    std::array<NextStep, 4> next;
};
constexpr auto restart = NextStep::StartAndForget;
constexpr auto call = NextStep::CallOperator;
constexpr std::array<NextStep, 4> always(NextStep next)
{
    return {next, next, next, next};
}
constexpr std::array table{
    Row{Step::Begun, always(NextStep::Forget)},
    Row{Step::BackedUp, always(NextStep::Forget)},
    Row{Step::StopIntended, always(restart)},
    Row{Step::Stopped, always(restart)},
    Row{Step::SwapIntended, {restart, NextStep::GoOnAfterSwap, NextStep::FinishSwap, call}},
    Row{Step::Swapped, {call, NextStep::GoOnAfterSwap, call, call}},
    Row{Step::Started, {call, NextStep::GoOnAfterSwap, call, call}},
    Row{Step::Healthy, always(NextStep::Commit)},
    Row{Step::Unhealthy, {NextStep::GoOnAfterUndo, NextStep::Undo, NextStep::Undo, call}},
    Row{Step::Undoing, {NextStep::GoOnAfterUndo, NextStep::Undo, NextStep::Undo, call}},
    Row{Step::Undone, {NextStep::GoOnAfterUndo, call, call, call}},
    Row{Step::UndoStarted, {NextStep::GoOnAfterUndo, call, call, call}},
    Row{Step::Abandoned, always(NextStep::ReportAbandoned)},
    Row{Step::Committed, always(NextStep::ReportCommitted)},
    Row{Step::RolledBack, always(NextStep::ReportRolledBack)},
    Row{Step::NeedsOperator, always(NextStep::ReportOperator)},
};

} // namespace

class TestRecovery final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void decidesAsTheTableSays()
    {
        QCOMPARE(table.size(), allSteps.size());
        for (const Row &row : table) {
            for (std::size_t disk = 0; disk < disks.size(); ++disk) {
                for (const AmpSees amp : ampStates) {
                    const TransactionState state{.step = row.step, .wasRunning = true};
                    NextStep wanted = row.next.at(disk);
                    if (wanted == restart && amp == AmpSees::Nothing)
                        wanted = NextStep::AskAmpAgain;
                    const NextStep next = decide(state, disks.at(disk), amp);
                    QVERIFY2(next == wanted,
                             qPrintable(nameOf(row.step) + u" on disk "_s + QString::number(disk)));
                }
            }
        }
    }

    void anInstanceThatDidNotRunIsNotStarted()
    {
        for (const Step step : {Step::StopIntended, Step::Stopped, Step::SwapIntended}) {
            const TransactionState state{.step = step, .wasRunning = false};
            QCOMPARE(decide(state, DiskState::Old, AmpSees::Nothing), NextStep::Forget);
        }
    }

    void whatSomebodyElseWroteIsNeverOverwritten()
    {
        for (const Step step : allSteps) {
            const NextStep next = decide({.step = step, .wasRunning = true}, DiskState::Other, AmpSees::Up);
            QVERIFY(next != NextStep::Undo && next != NextStep::FinishSwap
                    && next != NextStep::GoOnAfterSwap);
        }
    }

    void everyStepHasANameThatReadsBack()
    {
        for (const Step step : allSteps)
            QCOMPARE(stateOf({QJsonObject{{u"step"_s, nameOf(step)}}}).step, step);
    }

    void aJournalAddsUp()
    {
        const FileChange change{u"Minecraft/a"_s, "old", "new", u"stage"_s, true};
        const TransactionState state
            = stateOf({{{u"step"_s, u"begin"_s}},
                       {{u"step"_s, u"intent_stop"_s}, {u"was_running"_s, true}, {u"restarts"_s, true}},
                       {{u"step"_s, u"intent_swap"_s}, {u"changes"_s, toJson({change})}},
                       {{u"step"_s, u"unhealthy"_s}, {u"reason"_s, u"it failed"_s}},
                       {{u"step"_s, u"closed"_s}}});

        QCOMPARE(state.step, Step::Unhealthy);
        QVERIFY(state.wasRunning && state.restarts);
        QCOMPARE(state.changes, QList<FileChange>{change});
        QCOMPARE(state.reason, u"it failed"_s);
    }
};

ARCHIVESMP_TEST(TestRecovery)
#include "tst_recovery.moc"
