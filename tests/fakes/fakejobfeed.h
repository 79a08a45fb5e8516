// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/jobs/jobfeed.h"

#include <QList>

namespace archivesmp::tests {

// A feed that hints at what the test says.
class FakeJobFeed final : public agent::jobs::JobFeed
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(FakeJobFeed)

public:
    FakeJobFeed() = default;
    ~FakeJobFeed() override = default;

    void start() override { running = true; }
    void stop() override { running = false; }
    void settle(const JobId &job) override { settled.append(job); }
    void offer(const JobId &job, const QByteArray &payloadSha256 = {})
    {
        Q_EMIT jobOffered(job, payloadSha256);
    }

    bool running = false;
    QList<JobId> settled;
};

} // namespace archivesmp::tests
