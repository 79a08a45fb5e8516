// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/result.h"
#include "common/domain/job.h"

#include <QFuture>

namespace archivesmp::agent::coordinator {

// Tells workers that a job waits, and observers how one ended. A hint only: what is true stands in the
// storage, and a lost announcement is repeated by the reconciler. Lives in the coordinator's thread.
class JobAnnouncer
{
public:
    virtual ~JobAnnouncer() = default;

    // Completed when the hint is where it survives its sender (in the stream); Unavailable leaves it unsent.
    [[nodiscard]] virtual QFuture<Result<void>> announce(const domain::Job &job) = 0;

    // For observers only: results may be dropped.
    virtual void announceResult(const domain::Job &job) = 0;
};

} // namespace archivesmp::agent::coordinator
