// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/coordinator/workspace.h"
#include "common/protocol/hostmessages.h"

namespace archivesmp::agent::coordinator {

// What people did at the doors of client agents, and what agents found wrong in their feeds, on its way into
// the records. Belongs to the coordinator's thread.
class LocalDeeds final
{
public:
    explicit LocalDeeds(const Workspace &workspace)
        : _workspace(workspace)
    { }

    // Once per action and job: an agent tells it again where the answer was lost. The record says which
    // server it was told by. PermissionDenied for another server than the agent's own, InvalidArgument for
    // what no agent of ours tells.
    [[nodiscard]] Result<void> record(const domain::User &by, const protocol::LocalDeed &deed);

private:
    const Workspace &_workspace;
};

} // namespace archivesmp::agent::coordinator
