// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/coordinator/workspace.h"
#include "common/domain/rule.h"

#include <functional>

namespace archivesmp::agent::coordinator {

// Compares instances with each other by what their last scans saw. Belongs to the coordinator's thread.
class Collisions final
{
public:
    using Rules = std::function<QList<domain::Rule>()>;
    using Judge = std::function<void(QList<domain::Finding> &)>;

    Collisions(const Workspace &workspace, Rules rules, Judge judge)
        : _workspace(workspace)
        , _rules(std::move(rules))
        , _judge(std::move(judge))
    { }

    // To be called in the transaction that stored observations: what collides now is a finding, and what does
    // no longer is resolved.
    [[nodiscard]] Result<void> update(Changes &changes);

private:
    [[nodiscard]] Result<QHash<FindingId, domain::Finding>> held();

    const Workspace &_workspace;
    Rules _rules;
    Judge _judge;
};

} // namespace archivesmp::agent::coordinator
