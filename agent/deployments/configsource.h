// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/deployments/changesource.h"
#include "common/config/surgicaleditor.h"

namespace archivesmp::agent::deployments {

// Settings to be written into one file of one plugin. The file must be what the plan saw; what the plugin
// itself writes while it stops is accepted where it leaves the settings concerned alone, and is kept.
class ConfigSource final : public ChangeSource
{
public:
    ConfigSource(domain::Job job, QHash<QString, Secret> secrets);

    [[nodiscard]] Task<Result<void>> fetch(std::shared_ptr<jobs::JobRun> run) override;
    [[nodiscard]] Result<Preparation> prepare(const instances::InstanceFolder &folder, Phase phase) override;
    [[nodiscard]] Result<QString> prove(const instances::InstanceFolder &folder) override;
    void cleanUp() override { }

private:
    [[nodiscard]] Result<QList<config::Edit>> edits() const;
    [[nodiscard]] Result<void> checkFresh(const QByteArray &fresh) const;

    domain::Job _job;
    QHash<QString, Secret> _secrets;
    domain::ConfigUpdatePayload _payload;
    QString _path;
    config::Format _format = config::Format::Unknown;
    QByteArray _seen;    // the content that the plan saw
    QByteArray _written; // what was put in place
};

} // namespace archivesmp::agent::deployments
