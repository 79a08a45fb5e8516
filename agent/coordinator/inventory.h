// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/coordinator/serverwatch.h"
#include "agent/coordinator/workspace.h"
#include "common/protocol/hostmessages.h"

namespace archivesmp::agent::coordinator {

// What agents say of themselves and of their instances. Belongs to the coordinator's thread.
class Inventory final
{
public:
    Inventory(const Workspace &workspace, ServerWatch &watch)
        : _workspace(workspace)
        , _watch(watch)
    { }

    // The process that said hello last is its server's agent; calls of an earlier one are Conflict.
    [[nodiscard]] Result<void> hello(const domain::User &by, const protocol::AgentHello &hello);
    [[nodiscard]] Result<void> heartbeat(const domain::User &by, const protocol::Heartbeat &beat);

    // The instances that a text names: "BENT01" where one server has it, "ovh/BENT01" always.
    // InvalidArgument where it names none, or one on each of two servers.
    [[nodiscard]] Result<domain::Instance> resolve(const QString &text);

private:
    [[nodiscard]] Result<Nothing> record(Changes &changes, const protocol::Heartbeat &beat,
                                         const QList<domain::Instance> &instances);
    [[nodiscard]] Result<void> recordOne(Changes &changes, const domain::Instance &instance,
                                         const domain::Instance *before);
    [[nodiscard]] Result<void> recordMismatch(Changes &changes, const domain::Instance &instance);

    const Workspace &_workspace;
    ServerWatch &_watch;
};

} // namespace archivesmp::agent::coordinator
