// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/jobs/hostapi.h"
#include "common/core/task.h"

namespace archivesmp::agent::jobs {

// The expectations of this server as the host has them now, fetched once per version and kept in a file of
// mode 0600 that is checked against its hash on every use. Lives in the worker's thread; the host outlives
// it.
class ExpectationsCache final
{
public:
    ExpectationsCache(HostApi &host, QThreadPool &pool, QString file);

    // The bytes whose SHA-256 is `hash`, never older ones. Corrupt where the host sends others.
    [[nodiscard]] Task<Result<QByteArray>> get(QByteArray hash);

private:
    HostApi &_host;
    QThreadPool &_pool;
    QString _file;
};

} // namespace archivesmp::agent::jobs
