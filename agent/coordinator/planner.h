// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/coordinator/inventory.h"
#include "agent/coordinator/jardescription.h"
#include "agent/coordinator/serverwatch.h"
#include "agent/coordinator/workspace.h"
#include "common/domain/plan.h"

namespace archivesmp::agent::coordinator {

// A JAR of the artifact store.
struct StoredJar
{
    QByteArray sha256; // 32 bytes
    qint64 size = 0;
    JarDescription description;
};

// The reference of the sealed expected secret of a plugin with a fingerprint; empty where there is none.
using FindSecret
    = std::function<QString(const QString &plugin, const domain::SecretFingerprint &fingerprint)>;

// Works out what is to be done. Nothing is written, and the same fleet gives the same plan. What cannot be
// done is a blocker of its target; an Error is for requests that make no plan at all. Belongs to the
// coordinator's thread.
class Planner final
{
public:
    Planner(const Workspace &workspace, ServerWatch &watch, Inventory &inventory, FindSecret findSecret)
        : _workspace(workspace)
        , _watch(watch)
        , _inventory(inventory)
        , _findSecret(std::move(findSecret))
    { }

    [[nodiscard]] Result<domain::Plan> fix(const protocol::PlanFix &request);
    [[nodiscard]] Result<domain::Plan> deploy(const protocol::PlanDeploy &request, const StoredJar &jar);
    [[nodiscard]] Result<domain::Plan> rollback(const protocol::PlanRollback &request);

private:
    using Instances = QHash<domain::InstanceRef, domain::Instance>;

    [[nodiscard]] Result<QList<domain::Finding>> findingsOf(const protocol::PlanFix &request);
    [[nodiscard]] domain::PlanTarget fixTarget(const QList<domain::Finding> &findings,
                                               const Instances &instances);
    [[nodiscard]] domain::PlanTarget deployTarget(const protocol::PlanDeploy &request, const StoredJar &jar,
                                                  const domain::Instance &instance,
                                                  const QList<domain::InstalledPlugin> &installed);
    [[nodiscard]] Result<domain::PlanTarget> rollbackTarget(const domain::Job &job,
                                                            const Instances &instances);
    [[nodiscard]] Result<QList<domain::Job>> undoable(const JobId &job);
    [[nodiscard]] Result<Instances> instances();
    [[nodiscard]] QString absence(const QString &server); // why its agent cannot work now; empty where it can
    void describe(domain::PlanTarget &target, const Instances &instances);
    void setWaves(domain::Plan &plan) const;

    const Workspace &_workspace;
    ServerWatch &_watch;
    Inventory &_inventory;
    FindSecret _findSecret;
};

} // namespace archivesmp::agent::coordinator
