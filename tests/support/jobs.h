// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/domain/job.h"

namespace archivesmp::tests {

// A job for hetzner's DEV01; its id ends in the number.
[[nodiscard]] inline domain::Job jobFor(domain::JobType type, int number = 1,
                                        const QString &instance = QStringLiteral("DEV01"))
{
    domain::Job job;
    job.id = JobId(QStringLiteral("00000000-0000-4000-8000-%1").arg(number, 12, 10, QLatin1Char('0')));
    job.type = type;
    job.server = QStringLiteral("hetzner");
    job.instance = instance;
    return job;
}

} // namespace archivesmp::tests
