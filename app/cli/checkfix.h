// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/scan/filefix.h"
#include "common/scan/scanrequest.h"

#include <QJsonObject>
#include <QList>
#include <QString>

namespace archivesmp::app::cli {

enum class FixMode { None, Diff, Write };

// What a fix changed, or would change, in one file.
struct FixedFile
{
    domain::InstanceRef instance;
    QString file;
    QString diff; // secrets masked
};

struct FixSummary
{
    QList<FixedFile> files;
    QList<domain::Finding> fixed;
    QList<scan::RefusedFix> refused; // with the findings that no value can put right
};

// Works the fixes of all findings that no rule ignores out, and writes them where the mode says so. A file
// that cannot be read or written is refused with the reason; the others go on.
[[nodiscard]] FixSummary fixFindings(const scan::FleetReport &report,
                                     const QList<scan::InstanceFolder> &folders,
                                     const scan::ScanOptions &options, FixMode mode);

[[nodiscard]] QString toText(const FixSummary &summary, FixMode mode);
void addTo(QJsonObject &document, const FixSummary &summary, FixMode mode);

} // namespace archivesmp::app::cli
