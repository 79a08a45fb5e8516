// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/checkrules.h"

#include "common/domain/driftreport.h"
#include "common/scan/scanrequest.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QString>
#include <QStringList>

namespace archivesmp::app::cli {

struct CheckResult
{
    scan::FleetReport report;
    QStringList skipped; // folders that are no instance
    QList<RuleHit> hits;
};

// Whether there is one that no rule hides.
[[nodiscard]] bool hasFindings(const CheckResult &result);
[[nodiscard]] QJsonObject toJson(const CheckResult &result);
[[nodiscard]] QString toText(const CheckResult &result);

// Expected settings that are in no file: they are not compared, and no finding says so.
[[nodiscard]] QString unresolvedText(const QList<domain::UnresolvedKeys> &unresolved);
[[nodiscard]] QJsonArray unresolvedJson(const QList<domain::UnresolvedKeys> &unresolved);

} // namespace archivesmp::app::cli
