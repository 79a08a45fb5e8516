// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/counted.h"

#include <QStringList>

namespace archivesmp::agent::jobs {

// What a scan says of itself when it has ended; `failed` are the instances that could not be read, each with
// its reason.
[[nodiscard]] inline QString scanSummary(qsizetype scanned, qsizetype findings, const QStringList &failed)
{
    const QString base = counted(scanned, u"instance scanned", u"instances scanned") + u", "
        + counted(findings, u"finding", u"findings");
    return failed.isEmpty() ? base : QString(base + u"; not scanned: " + failed.join(u"; "));
}

} // namespace archivesmp::agent::jobs
