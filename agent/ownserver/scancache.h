// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/result.h"
#include "common/domain/driftreport.h"

#include <QString>

namespace archivesmp::agent::ownserver {

// The last scan of each instance, so that a restart forgets nothing that a new scan would have to find again.
// One file of mode 0600 per instance; it holds what the host is told too, and no secret. Blocks; lives in the
// worker's thread.
class ScanCache final
{
public:
    explicit ScanCache(QString folder); // made where it is not there

    [[nodiscard]] QList<domain::DriftReport> load(
        const QString &server) const; // unreadable ones are forgotten
    [[nodiscard]] Result<void> store(const domain::DriftReport &report) const;
    void forget(const QString &instance) const;

private:
    [[nodiscard]] QString pathOf(const QString &instance) const;

    QString _folder;
};

} // namespace archivesmp::agent::ownserver
