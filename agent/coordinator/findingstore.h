// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/result.h"
#include "common/domain/finding.h"
#include "common/protocol/fleetmessages.h"

#include <QDateTime>
#include <QList>

#include <optional>

namespace archivesmp::agent::coordinator {

// The open findings; resolved ones stay in the table for the history. Every call belongs to the coordinator's
// thread.
class FindingStore
{
public:
    virtual ~FindingStore() = default;

    // One page in the order of FindingPage; the sequence is left at 0. `query.instance` is resolved already:
    // a name or empty.
    [[nodiscard]] virtual Result<protocol::FindingPage> list(const protocol::ListFindings &query) = 0;
    [[nodiscard]] virtual Result<std::optional<domain::Finding>> find(const FindingId &id) = 0;
    [[nodiscard]] virtual Result<QList<domain::Finding>> ofInstance(const domain::InstanceRef &instance) = 0;

    // Of all instances that are there, ignored ones too; of one plugin where it is named.
    [[nodiscard]] virtual Result<QList<domain::Finding>> all(const QString &plugin = {}) = 0;
    // Writes what the host says of findings that it holds: who ignores them, their severity, whether they are
    // provisional.
    [[nodiscard]] virtual Result<void> judge(const QList<domain::Finding> &findings) = 0;

    // New ones are first seen now; known ones keep that time and are open again where they were resolved.
    [[nodiscard]] virtual Result<void> save(const domain::InstanceRef &instance,
                                            const QList<domain::Finding> &findings, const QDateTime &now)
        = 0;
    [[nodiscard]] virtual Result<void> resolve(const QList<FindingId> &findings, const QDateTime &now) = 0;
};

} // namespace archivesmp::agent::coordinator
