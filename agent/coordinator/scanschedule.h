// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/coordinator/workspace.h"

namespace archivesmp::agent::coordinator {

// Starts a scan of the whole fleet every so often, as the user "schedule", once there are expectations. The
// next one is counted from the start of the last one, which the job's own row remembers over a restart; the
// first of all from the import. While a scheduled scan is open no other is started. A wall clock that is set
// moves nothing while the host runs. Belongs to the coordinator's thread.
class ScanSchedule final
{
public:
    static inline const QString userName = QStringLiteral("schedule");

    using Start = std::function<Result<void>()>;

    // `start` orders the scan under that user's name; Unavailable, because no server is online, is tried
    // again with the next look.
    ScanSchedule(const Workspace &workspace, Start start);

    [[nodiscard]] Result<void> look(bool hasExpectations);

private:
    [[nodiscard]] Result<std::chrono::milliseconds> firstDue();

    const Workspace &_workspace;
    Start _start;
    std::optional<std::chrono::milliseconds> _dueAt; // uptime; nullopt until there are expectations
    bool _saidWhy = false;                           // why a scan that is due waits
};

} // namespace archivesmp::agent::coordinator
