// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/jobs/jobwork.h"

namespace archivesmp::agent::jobs {

using domain::JobStatus;

JobOutcome completedWith(const QString &message)
{
    return {.status = JobStatus::Completed, .message = message};
}

JobOutcome outcomeOf(const Error &error)
{
    const JobStatus status = error.code == ErrorCode::Cancelled ? JobStatus::Cancelled
        : isTransient(error.code)                               ? JobStatus::Retrying
                                                                : JobStatus::Failed;
    return {.status = status, .errorCode = error.code, .message = describe(error)};
}

} // namespace archivesmp::agent::jobs
