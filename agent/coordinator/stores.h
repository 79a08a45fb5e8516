// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/coordinator/artifactindex.h"
#include "agent/coordinator/auditstore.h"
#include "agent/coordinator/backupstore.h"
#include "agent/coordinator/expectationstore.h"
#include "agent/coordinator/findingstore.h"
#include "agent/coordinator/fleetstore.h"
#include "agent/coordinator/jobstore.h"
#include "agent/coordinator/keystore.h"
#include "agent/coordinator/orderstore.h"
#include "agent/coordinator/rulestore.h"
#include "agent/coordinator/scanstore.h"

#include <functional>

namespace archivesmp::agent::coordinator {

// The host's storage as the coordinator needs it. Lives in the coordinator's thread.
class Stores
{
public:
    virtual ~Stores() = default;

    // All that `work` writes, or nothing of it. It may be run again when the storage failed for a moment, so
    // it sets its results anew with each run and has no other effect.
    [[nodiscard]] virtual Result<void> transaction(const std::function<Result<void>()> &work) = 0;

    [[nodiscard]] virtual JobStore &jobs() = 0;
    [[nodiscard]] virtual FleetStore &fleet() = 0;
    [[nodiscard]] virtual FindingStore &findings() = 0;
    [[nodiscard]] virtual KeyStore &keys() = 0;
    [[nodiscard]] virtual ExpectationStore &expectations() = 0;
    [[nodiscard]] virtual RuleStore &rules() = 0;
    [[nodiscard]] virtual ScanStore &scans() = 0;
    [[nodiscard]] virtual BackupStore &backups() = 0;
    [[nodiscard]] virtual AuditStore &audit() = 0;
    [[nodiscard]] virtual ArtifactIndex &artifacts() = 0;
    [[nodiscard]] virtual OrderStore &orders() = 0;
    [[nodiscard]] virtual QString kind() const = 0; // "SQLite", "MariaDB"
};

} // namespace archivesmp::agent::coordinator
