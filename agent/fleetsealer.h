// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/deployments/archivesealer.h"
#include "agent/settings/sealedfile.h"

namespace archivesmp::agent {

// Seals archives as files of the settings' format.
class FleetSealer final : public deployments::ArchiveSealer
{
public:
    [[nodiscard]] Result<void> seal(const Secret &key, const QString &from, const QString &to) const override
    {
        return settings::sealFile(key, from, to);
    }
    [[nodiscard]] Result<void> open(const Secret &key, const QString &from, const QString &to) const override
    {
        return settings::openSealedFile(key, from, to);
    }
};

} // namespace archivesmp::agent
