// SPDX-License-Identifier: GPL-3.0-or-later
// What goes into a feed and what comes out of it.
#pragma once

#include "common/core/result.h"
#include "common/domain/job.h"

#include <QFuture>
#include <QSignalSpy>
#include <QTest>
#include <QUuid>

namespace archivesmp::tests {

inline constexpr int patience = 15'000;

inline domain::Job newJob(const QString &server = QStringLiteral("ovh"))
{
    domain::Job job;
    job.id = JobId(QUuid::createUuid().toString(QUuid::WithoutBraces));
    job.server = server;
    job.instance = QStringLiteral("DEV01");
    return job;
}

template <typename T>
Result<T> answerOf(const QFuture<Result<T>> &future)
{
    if (!QTest::qWaitFor([&] { return future.isFinished(); }, patience))
        return Error{ErrorCode::Internal, QStringLiteral("the test waited in vain")};
    return future.result();
}

inline QList<JobId> jobsIn(const QSignalSpy &offers)
{
    QList<JobId> jobs;
    for (const auto &offer : offers)
        jobs.append(offer.first().value<JobId>());
    return jobs;
}

} // namespace archivesmp::tests
