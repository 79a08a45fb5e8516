// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/jobs/rescannedwork.h"

namespace archivesmp::agent::jobs {

using namespace Qt::StringLiterals;

RescannedWork::RescannedWork(std::unique_ptr<JobWork> work, ScanWork &scan)
    : _work(std::move(work))
    , _scan(scan)
{ }

Task<JobOutcome> RescannedWork::run(std::shared_ptr<JobRun> run)
{
    JobOutcome outcome = co_await _work->run(run);
    // Without a lease nobody would take the report: a job that a former process began is only brought to its
    // end. Where nothing is expected there are no findings.
    if (outcome.status != domain::JobStatus::Completed || run->expectationsHash().isEmpty()
        || !run->mayGoOn())
        co_return outcome;
    const auto looked = co_await _scan.look(run);
    if (!looked)
        run->note(u"not scanned afterwards: "_s + describe(looked.error()));
    co_return outcome;
}

} // namespace archivesmp::agent::jobs
