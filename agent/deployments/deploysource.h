// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/deployments/changesource.h"
#include "agent/jobs/hostapi.h"
#include "agent/jobs/instancereader.h"

namespace archivesmp::agent::deployments {

// A plugin's JAR to be put in place or taken away: fetched by its hash, checked to be what it is said to be,
// staged beside the plugins, with every other JAR of the same plugin retired in the same swap.
class DeploySource final : public ChangeSource
{
public:
    // `downloads` is a folder of the agent's own.
    DeploySource(jobs::HostApi &host, const jobs::InstanceReader &reader, QString downloads, domain::Job job);

    [[nodiscard]] Task<Result<void>> fetch(std::shared_ptr<jobs::JobRun> run) override;
    [[nodiscard]] Result<Preparation> prepare(const instances::InstanceFolder &folder, Phase phase) override;
    [[nodiscard]] Result<QString> prove(const instances::InstanceFolder &folder) override;
    void cleanUp() override;

private:
    [[nodiscard]] Result<void> checkPayload() const;
    [[nodiscard]] Result<void> verifyDownload() const;
    [[nodiscard]] QString targetFolder(const instances::InstanceFolder &folder) const;
    [[nodiscard]] Result<QList<domain::InstalledPlugin>> installed(
        const instances::InstanceFolder &folder) const;
    [[nodiscard]] Result<void> checkPlan(const instances::InstanceFolder &folder, const QString &plugins,
                                         const QList<domain::InstalledPlugin> &present) const;
    [[nodiscard]] Result<void> stage(const instances::InstanceFolder &folder, const QString &plugins,
                                     FileChange &change) const;

    jobs::HostApi &_host;
    const jobs::InstanceReader &_reader;
    QString _download;
    domain::Job _job;
    domain::DeployPayload _payload;
};

} // namespace archivesmp::agent::deployments
