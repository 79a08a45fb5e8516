// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/jobs/scanwork.h"

namespace archivesmp::agent::jobs {

// Work that changes an instance, followed by a look at what it has become: the host's findings are right as
// soon as the job has ended well. That the look fails is a line of the story and no failure of the job.
class RescannedWork final : public JobWork
{
public:
    RescannedWork(std::unique_ptr<JobWork> work, ScanWork &scan);

    [[nodiscard]] Task<JobOutcome> run(std::shared_ptr<JobRun> run) override;

private:
    std::unique_ptr<JobWork> _work;
    ScanWork &_scan;
};

} // namespace archivesmp::agent::jobs
