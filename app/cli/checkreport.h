// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/checkrules.h"

#include "common/scan/scanrequest.h"

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

} // namespace archivesmp::app::cli
