// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/jobs/jobrun.h"
#include "common/core/task.h"

#include <memory>

namespace archivesmp::agent::jobs {

// How an attempt ended; the worker adds the job, the attempt and the fence.
struct JobOutcome
{
    domain::JobStatus status = domain::JobStatus::Failed;
    std::optional<ErrorCode> errorCode;
    QString message; // the proof, or the reason; one line
    QList<domain::InstalledPlugin> plugins;
    std::optional<domain::Instance> instance;
    QByteArray backup; // JSON

    friend bool operator==(const JobOutcome &, const JobOutcome &) = default;
};

[[nodiscard]] JobOutcome completedWith(const QString &message);

// Retrying where a later attempt can succeed by itself, Cancelled where that was asked for, else Failed.
[[nodiscard]] JobOutcome outcomeOf(const Error &error);

// Carries out jobs of one type. Lives in the worker's thread; the worker runs one job per instance at a time.
class JobWork
{
public:
    virtual ~JobWork() = default;

    [[nodiscard]] virtual Task<JobOutcome> run(std::shared_ptr<JobRun> run) = 0;
};

} // namespace archivesmp::agent::jobs
