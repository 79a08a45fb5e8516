// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/jobs/hostapi.h"
#include "agent/ownserver/deedspool.h"
#include "common/core/backoff.h"
#include "common/core/taskgroup.h"

namespace archivesmp::agent::ownserver {

// Brings the spooled deeds to the host, oldest first, each until it has answered. Lives in the worker's
// thread; host and spool outlive it.
class DeedDelivery final
{
public:
    DeedDelivery(jobs::HostApi &host, const DeedSpool &spool, Backoff::Limits retry);

    // Now, without the pause after a failure: the host has just answered, or there is a new one.
    void start();

private:
    struct Nothing
    { };

    [[nodiscard]] Task<Nothing> deliver();

    jobs::HostApi &_host;
    const DeedSpool &_spool;
    bool _delivering = false;
    bool _again = false;
    QTimer _later;
    Backoff _pause;
    TaskGroup _tasks;
};

} // namespace archivesmp::agent::ownserver
